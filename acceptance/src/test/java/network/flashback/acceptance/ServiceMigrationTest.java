package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import network.flashback.app.network.Member;
import network.flashback.chain.SendingPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.EngagementView.MilestoneState;
import network.flashback.chain.contract.Registry;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.keystore.Keystore;
import network.flashback.evm.keystore.Passphrase;
import network.flashback.evm.keystore.ScryptCost;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Journey J3: a service provider is hired to move a bucket from one SLA to another. What it says
/// it moved is held against the target's own bytes; it is paid when that is right, and disputed
/// when not. Part of the slow depth: it needs a whole network, two SLAs and a job.
@Tag("deep")
@ExtendWith(SharedNetwork.class)
@ResourceLock(SharedNetwork.BESIDE_THE_KILLING)
class ServiceMigrationTest {
  private static final long SEED = 50;
  private static final int EPOCHS = 25;
  private static final int OBJECTS = 12;
  private static final BigInteger DOLLARS = BigInteger.valueOf(2_000_000_000);
  private static final Duration DONE_WITHIN = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @Test
  void aHiredMigrationIsPaidForWhatTheTargetHoldsAndDisputedForWhatItDoesNot(TestNetwork network)
      throws Exception {
    System.out.printf("service with seed %d%n", SEED);
    var slas = LiveSla.openMirrors(network, EPOCHS);
    try (var from = slas.getFirst();
        var s3 = from.s3();
        var chain = network.chain()) {
      fill(s3, from.bucket());
      var consumer = network.newWallet(chain, DOLLARS);
      var provider = network.newWallet(chain, DOLLARS);
      keystore("consumer", consumer);
      keystore("provider", provider);
      var contracts = chain.contracts();
      var payout = network.newWallet(chain, BigInteger.ZERO).address();
      long id = register(chain, provider, payout);

      done(
          bucket(
              from,
              from,
              "service",
              "statement",
              file("work"),
              "--from",
              from.id().toString(),
              "--to",
              slas.getLast().id().toString()));
      hire(network, contracts, consumer);
      hire(network, contracts, consumer);
      long honest = contracts.engagements().count() - 1;
      migrate(network, from.bucket(), slas.getLast().id().toString());
      done(
          bucket(
              slas.getLast(),
              from,
              "service",
              "manifest",
              file("done"),
              "--statement",
              file("work")));

      var target = slas.getLast();
      honestly(network, contracts, honest, target, from);
      var dollar = contracts.token(contracts.orchestrator().market(1).token());
      assertThat(dollar.balanceOf(payout)).isEqualTo(98_000_000);
      lying(network, honest + 1, target, from);
      assertThat(contracts.engagements().milestone(honest + 1, 0).state())
          .isEqualTo(MilestoneState.DISPUTED);
      assertThat(contracts.engagements().earningsOf(id, 1)).isZero();
    }
  }

  private static void fill(S3Client s3, String bucket) {
    var random = new Random(SEED);
    for (int i = 0; i < OBJECTS; i++) {
      var bytes = new byte[random.nextInt(200_000)];
      random.nextBytes(bytes);
      var key = "key-%02d".formatted(i);
      s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
    }
  }

  private void hire(TestNetwork network, Contracts contracts, PrivateKey consumer)
      throws Exception {
    var milestone = "100/PT20M/" + Duration.ofSeconds(contracts.engagements().acceptSecondsMost());
    done(
        onChain(
            network,
            "provider",
            "service",
            "offer",
            file("work"),
            "--to",
            consumer.address().toString(),
            "--milestone",
            milestone,
            "--out",
            file("offer")));
    done(
        onChain(
            network,
            "consumer",
            "service",
            "hire",
            file("offer"),
            "--statement",
            file("work"),
            "--yes"));
  }

  private void honestly(
      TestNetwork network, Contracts contracts, long id, LiveSla target, LiveSla from)
      throws Exception {
    done(deliver(network, id, "done"));
    assertThat(contracts.engagements().milestone(id, 0).state())
        .isEqualTo(MilestoneState.DELIVERED);
    done(check(target, from, "done"));
    done(
        onChain(
            network,
            "consumer",
            "service",
            "accept",
            Long.toString(id),
            "--milestone",
            "0",
            "--delivery",
            file("done")));
    done(onChain(network, "consumer", "service", "withdraw", Long.toString(id)));
  }

  /// One digit of one checksum is another: the same provider, for the same work.
  private void lying(TestNetwork network, long id, LiveSla target, LiveSla from) throws Exception {
    var lie = Files.readString(folder.resolve("done.json"));
    var field = "\"sha256\" : \"";
    int at = lie.indexOf(field) + field.length();
    var digit = lie.charAt(at) == '0' ? '1' : '0';
    Files.writeString(
        folder.resolve("lie.json"), lie.substring(0, at) + digit + lie.substring(at + 1));
    done(deliver(network, id, "lie"));
    var findings = Cli.run(check(target, from, "lie"));
    assertThat(findings.exit()).isEqualTo(1);
    assertThat(findings.out()).contains("asked for ").contains("delivered ");
    Files.writeString(folder.resolve("findings.json"), findings.out());
    done(
        onChain(
            network,
            "consumer",
            "service",
            "dispute",
            Long.toString(id),
            "--milestone",
            "0",
            "--evidence",
            file("findings"),
            "--yes"));
  }

  private static long register(TestNetwork.OnChain chain, PrivateKey provider, Address payout) {
    var contracts = chain.contracts();
    var sender =
        new TransactionSender(
            contracts.chain(), provider, SendingPolicy.DEVELOPMENT, InstantSource.system());
    var registry = contracts.registry();
    long id =
        registry.registeredId(
            sender.send(
                registry.register(
                    Registry.MIGRATION, payout, provider.address(), Bytes32.ZERO, "")));
    var dollar = contracts.token(contracts.orchestrator().market(1).token());
    sender.send(dollar.approve(contracts.stakes().address(), DOLLARS));
    sender.send(contracts.stakes().stake(id, dollar.address(), DOLLARS));
    return id;
  }

  private void migrate(TestNetwork network, String bucket, String to) throws Exception {
    var config = network.plan().configuration(Member.GATEWAY).toString();
    var started =
        Cli.run("job", "start", "--config", config, "migrate", "--bucket", bucket, "--to", to);
    assertThat(started.exit()).as(started.err()).isZero();
    var job = started.out().strip();
    Eventually.holds(
        "the end of the job",
        DONE_WITHIN,
        () -> {
          var shown = Cli.run("job", "show", "--config", config, job, "--json");
          return new ObjectMapper()
              .readTree(shown.out().isBlank() ? "{}" : shown.out())
              .path("state")
              .asText()
              .equals("done");
        });
  }

  private String[] deliver(TestNetwork network, long id, String document) {
    return onChain(network, "provider", "service", "deliver", Long.toString(id), file(document));
  }

  private String[] check(LiveSla target, LiveSla bucket, String document) throws Exception {
    return bucket(target, bucket, "service", "check", file(document), "--statement", file("work"));
  }

  private static void done(String... words) {
    var answer = Cli.run(words);
    assertThat(answer.exit()).as(answer.out() + answer.err()).isZero();
  }

  private String[] onChain(TestNetwork network, String wallet, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--rpc", network.plan().url(Member.ANVIL).toString()));
    all.addAll(List.of("--deployment", network.plan().deployment().toString()));
    all.addAll(List.of("--key", folder.resolve(wallet).resolve("keystore.json").toString()));
    return all.toArray(String[]::new);
  }

  /// @param with whose access key reads
  private String[] bucket(LiveSla with, LiveSla from, String... words) throws Exception {
    var secret = folder.resolve("secret-" + with.keys().accessKeyId());
    Files.writeString(secret, with.keys().secret());
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--endpoint", with.endpoint(), "--bucket", from.bucket()));
    all.addAll(List.of("--access-key-id", with.keys().accessKeyId()));
    all.addAll(List.of("--secret-file", secret.toString()));
    return all.toArray(String[]::new);
  }

  private String file(String name) {
    return folder.resolve(name + ".json").toString();
  }

  private void keystore(String name, PrivateKey key) throws Exception {
    var random = new SecureRandom();
    var directory = Files.createDirectory(folder.resolve(name));
    var passphrase = Passphrase.createKeyFile(directory.resolve("key.pass"), random);
    Keystore.write(directory.resolve("keystore.json"), key, passphrase, ScryptCost.LIGHT, random);
  }
}
