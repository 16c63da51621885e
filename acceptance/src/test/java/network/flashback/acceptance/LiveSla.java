package network.flashback.acceptance;

import java.io.PrintWriter;
import java.io.Writer;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import network.flashback.app.client.Consumer;
import network.flashback.app.development.DevelopmentWallet;
import network.flashback.app.network.Member;
import network.flashback.app.story.Ending;
import network.flashback.app.story.EpochWatch;
import network.flashback.app.story.Narrator;
import network.flashback.chain.TransactionSender;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.gateway.access.AccessKeys.KeyPair;
import network.flashback.settlement.statement.Statement;
import network.flashback.settlement.statement.StatementReader;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/// An SLA of a consumer that has no other, open on a running network, with its S3 keys and a
/// bucket.
final class LiveSla implements AutoCloseable {
  static final BigInteger DOLLARS = BigInteger.valueOf(500_000_000);

  private static final long VOLUME_BYTES = 1L << 30;
  private static final long EGRESS_BYTES = 4L << 30;
  private static final Duration GRANT_SEEN_WITHIN = Duration.ofSeconds(30);

  private final TestNetwork network;
  private final TestNetwork.OnChain chain;
  private final Consumer consumer;
  private final Bytes32 id;
  private final long grant;
  private final KeyPair keys;
  private final String bucket;

  private LiveSla(
      TestNetwork network,
      TestNetwork.OnChain chain,
      Consumer consumer,
      Bytes32 id,
      long grant,
      KeyPair keys) {
    this.network = network;
    this.chain = chain;
    this.consumer = consumer;
    this.id = id;
    this.grant = grant;
    this.keys = keys;
    this.bucket = "bucket-of-grant-" + grant;
  }

  /// Opens one for `epochs` epochs and waits until its bucket exists.
  static LiveSla open(TestNetwork network, int epochs) throws Exception {
    return open(network, epochs, PrivateKey.generate(new SecureRandom()));
  }

  /// The same of a wallet that the caller has drawn.
  static LiveSla open(TestNetwork network, int epochs, PrivateKey wallet) throws Exception {
    var chain = network.chain();
    try (var market = network.market()) {
      var consumer = network.newConsumer(chain, market, DOLLARS, wallet);
      return open(network, chain, consumer, wishes(epochs));
    } catch (Exception | Error e) {
      chain.close();
      throw e;
    }
  }

  /// Two of one consumer, each with two whole copies; closing the first ends the sight of both.
  static List<LiveSla> openMirrors(TestNetwork network, int epochs) throws Exception {
    var chain = network.chain();
    try (var market = network.market()) {
      var consumer = network.newConsumer(chain, market, DOLLARS.add(DOLLARS));
      var wishes = wishes(epochs, 1, 2);
      return List.of(
          open(network, chain, consumer, wishes), open(network, chain, consumer, wishes));
    } catch (Exception | Error e) {
      chain.close();
      throw e;
    }
  }

  private static LiveSla open(
      TestNetwork network, TestNetwork.OnChain chain, Consumer consumer, Consumer.Wishes wishes)
      throws Exception {
    var contracts = chain.contracts();
    var quote = consumer.ask(wishes);
    var opened = consumer.accept(quote);
    var gateway = DevelopmentWallet.GATEWAY.key(contracts.chain().id()).address();
    long now = contracts.chain().head().timestamp().getEpochSecond();
    long grant = consumer.grant(gateway, opened.slaId(), now, quote.egressEscrow());
    var keys = Consumer.keyPair(network.plan(), contracts.chain().id(), grant);
    var sla = new LiveSla(network, chain, consumer, opened.slaId(), grant, keys);
    sla.createBucket();
    return sla;
  }

  /// 2 of 3 in Europe, as in the story, for `epochs` epochs.
  static Consumer.Wishes wishes(int epochs) {
    return wishes(epochs, 2, 3);
  }

  private static Consumer.Wishes wishes(int epochs, int data, int total) {
    return new Consumer.Wishes(
        VOLUME_BYTES,
        (long) epochs * TestNetwork.EPOCH_SECONDS,
        data,
        total,
        List.of("eu-de", "eu-fr", "eu-nl", "eu-se"),
        StorageClass.FAST,
        EGRESS_BYTES,
        DOLLARS);
  }

  private void createBucket() throws Exception {
    try (var s3 = s3()) {
      Eventually.holds(
          "the gateway's sight of the new grant",
          GRANT_SEEN_WITHIN,
          () -> S3Outcome.of(() -> s3.createBucket(r -> r.bucket(bucket))).isDone());
    }
  }

  Bytes32 id() {
    return id;
  }

  /// Of the consumer's wallet.
  TransactionSender sender() {
    return consumer.sender();
  }

  String bucket() {
    return bucket;
  }

  KeyPair keys() {
    return keys;
  }

  String endpoint() {
    return network.plan().url(Member.GATEWAY).toString();
  }

  /// The unmodified AWS SDK with this SLA's keys.
  S3Client s3() {
    return s3(keys);
  }

  /// Fails on the first error, so that a test sees each.
  S3Client s3(KeyPair with) {
    return S3Client.builder()
        .endpointOverride(network.plan().url(Member.GATEWAY))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .overrideConfiguration(all -> all.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(5))
                .socketTimeout(Duration.ofSeconds(60)))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(with.accessKeyId(), with.secret())))
        .build();
  }

  /// The nodes that hold its pieces now.
  List<Member> holders() {
    return chain.contracts().lens().sla(id).live().stream()
        .map(agreement -> Member.node(Math.toIntExact(agreement.providerId())))
        .toList();
  }

  void revokeGrant() {
    consumer.sender().send(chain.contracts().grants().revoke(grant));
  }

  /// Waits for its last epoch, ends it with nothing but the consumer's wallet, and accounts for it.
  Statement end() throws Exception {
    var silent = new Narrator(new PrintWriter(Writer.nullWriter()), false);
    var epochs = new EpochWatch(chain.contracts(), id, silent);
    new Ending(chain.contracts(), consumer, epochs, silent).close(id);
    return new StatementReader(chain.contracts()).of(id, Settled.newest(chain.contracts()));
  }

  @Override
  public void close() {
    chain.close();
  }
}
