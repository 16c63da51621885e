package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import network.flashback.acceptance.shape.SourceTree;
import network.flashback.app.development.DevelopmentWallet;
import network.flashback.app.network.Member;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.sdk.FlashbackClient;
import network.flashback.sdk.ProblemException;
import network.flashback.sdk.examples.BrowseOffers;
import network.flashback.sdk.examples.CheckStatement;
import network.flashback.sdk.examples.OpenSla;
import network.flashback.sdk.examples.PublishOffer;
import network.flashback.sdk.examples.StoreObject;
import network.flashback.sdk.model.ApiKeyEntry;
import network.flashback.sdk.model.ApiKeyRequest;
import network.flashback.sdk.model.ListOffersQuery;
import network.flashback.sdk.model.ListedRow;
import network.flashback.sdk.model.NetworkEntry;
import network.flashback.sdk.model.OrganisationRequest;
import network.flashback.sdk.model.QuoteRequest;
import network.flashback.sdk.model.RedundancyWish;
import network.flashback.sdk.model.Scope;
import network.flashback.sdk.model.StorageClass;
import network.flashback.sdk.signing.Deployment;
import network.flashback.sdk.signing.SpendingLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/// The SDK's examples as users run them, on a whole network; and the same questions in both
/// languages. Needs what `npm --prefix sdk-typescript ci && npm --prefix sdk-typescript run build`
/// makes.
@ExtendWith(SharedNetwork.class)
@ResourceLock(SharedNetwork.BESIDE_THE_KILLING)
class SdkTest {
  private static final PrintStream SILENT = new PrintStream(OutputStream.nullOutputStream());
  private static final int EPOCHS = 10;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String SMOKE = "sdk-typescript/dist/test/smoke.js";

  @TempDir private Path folder;

  @Test
  void anSlaIsOpenedWithinItsLimitAndItsStatementAddsUp(TestNetwork network) throws Exception {
    var platform = platform(network);
    try (var chain = network.chain()) {
      var deployment = Deployment.read(network.plan().deployment());
      assertThat(Deployment.asToldBy(toldNetwork(platform))).isEqualTo(deployment);
      var token = chain.contracts().deployment().address("TestDollar");
      var wallet = network.newWallet(chain, LiveSla.DOLLARS);
      var lasting = Duration.ofSeconds((long) EPOCHS * TestNetwork.EPOCH_SECONDS);

      var tooLittle = new SpendingLimit(token, BigInteger.ONE);
      var refused =
          catchThrowableOfType(
              ProblemException.class,
              () -> OpenSla.run(platform, deployment, wallet, tooLittle, lasting, SILENT));
      assertThat(refused.reason()).isNotEmpty();
      assertThat(refused.remedy()).isNotEmpty();

      var opened =
          OpenSla.run(
              platform,
              deployment,
              wallet,
              new SpendingLimit(token, LiveSla.DOLLARS),
              lasting,
              SILENT);
      assertThat(chain.contracts().lens().sla(opened.slaId()).live()).hasSize(3);
      var wrong =
          Eventually.answers(
              "the statement of the SLA", SOON, () -> statement(network, opened.slaId()));
      assertThat(wrong).isEmpty();
    }
  }

  @Test
  void anObjectIsStoredAndReadAgain(TestNetwork network) throws Exception {
    try (var sla = LiveSla.open(network, EPOCHS)) {
      var keys = AwsBasicCredentials.create(sla.keys().accessKeyId(), sla.keys().secret());
      var read =
          StoreObject.run(
              URI.create(sla.endpoint()), keys, sla.bucket(), "from-an-example", "text", SILENT);
      assertThat(read).isEqualTo("text");
    }
  }

  @Test
  void anOfferIsSignedAndListedInPlaceOfTheOldOne(TestNetwork network) throws Exception {
    var platform = platform(network);
    var rows = BrowseOffers.run(platform, StorageClass.FAST, SILENT);
    var old = rows.stream().filter(row -> row.providerId() == 1).findFirst().orElseThrow();
    var deployment = Deployment.read(network.plan().deployment());
    var nodeKey = DevelopmentWallet.NODE_1.key(deployment.chainId());
    var listed = PublishOffer.run(platform, deployment, nodeKey, old.hash(), 100, SILENT);
    assertThat(listed.pricePerGibMonth()).isEqualTo(old.pricePerGibMonth());
    assertThat(listed.hash()).isNotEqualTo(old.hash());
    assertThat(BrowseOffers.run(platform, StorageClass.FAST, SILENT))
        .extracting(ListedRow::hash)
        .contains(listed.hash())
        .doesNotContain(old.hash());
  }

  @Test
  void aWalletSignsInAndGivesAProgramAKey(TestNetwork network) throws Exception {
    var platform = platform(network);
    try (var chain = network.chain();
        var visitor = FlashbackClient.at(platform).build();
        var person =
            visitor.signedIn(
                network.newWallet(chain, BigInteger.ZERO), toldNetwork(platform).chainId())) {
      var organisation = person.organisations().makeOrganisation(new OrganisationRequest("Ours"));
      var made =
          person
              .organisations()
              .makeKey(organisation.id(), ApiKeyRequest.of("a program", List.of(Scope.KEYS_READ)));
      assertThat(made.toString()).doesNotContain(made.secret());
      try (var program = FlashbackClient.at(platform).apiKey(made.secret()).build()) {
        assertThat(program.organisations().listKeys(organisation.id()).keys())
            .extracting(ApiKeyEntry::id)
            .containsExactly(made.key().id());
      }
    }
  }

  @Test
  void bothLanguagesGetTheSameAnswers(TestNetwork network) throws Exception {
    var consumer = DevelopmentWallet.CONSUMER.key(toldNetwork(platform(network)).chainId());
    assertThat(typescript(network, consumer.address()))
        .isEqualTo(java(platform(network), consumer.address()));
  }

  /// The same as sdk-typescript/test/smoke.ts asks.
  private static Map<String, Object> java(URI platform, Address consumer) {
    try (var flashback = FlashbackClient.at(platform).build()) {
      var offers =
          flashback
              .offers()
              .allOffers(ListOffersQuery.all().withStorageClass(StorageClass.FAST).withLimit(2));
      var quote =
          flashback
              .quotes()
              .quote(
                  QuoteRequest.of(
                          consumer,
                          BigInteger.ONE.shiftLeft(30),
                          120,
                          new RedundancyWish(2, 3),
                          StorageClass.FAST,
                          BigInteger.valueOf(500_000_000))
                      .withEgressBytes(BigInteger.ZERO));
      var frozen = flashback.quotes().frozenQuote(quote.quoteHash());
      var refusal =
          catchThrowableOfType(ProblemException.class, () -> flashback.slas().sla(Bytes32.ZERO));
      return new TreeMap<>(
          Map.of(
              "offers", offers.map(row -> row.hash().toString()).sorted().toList(),
              "providers", flashback.providers().listProviders().providers().size(),
              "legs", quote.sla().legs().size(),
              "same", frozen.equals(quote),
              "refusal", refusal.type(),
              "chainId", flashback.network().network().chainId()));
    }
  }

  private Map<String, Object> typescript(TestNetwork network, Address consumer) throws Exception {
    var script = SourceTree.rootFolder().resolve(SMOKE);
    assertThat(script)
        .as("npm --prefix sdk-typescript ci && npm --prefix sdk-typescript run build")
        .exists();
    var output = folder.resolve("output");
    var process =
        new ProcessBuilder(
                "node", script.toString(), platform(network).toString(), consumer.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    var text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(text).isZero();
    JsonNode said = new ObjectMapper().readTree(text);
    return new TreeMap<>(
        Map.of(
            "offers", sorted(said.path("offers")),
            "providers", said.path("providers").asInt(),
            "legs", said.path("legs").asInt(),
            "same", said.path("same").asBoolean(),
            "refusal", said.path("refusal").asText(),
            "chainId", said.path("chainId").asLong()));
  }

  private static List<String> sorted(JsonNode texts) {
    return texts.valueStream().map(JsonNode::asText).sorted().toList();
  }

  /// What of it is wrong; none while the platform does not know the SLA.
  private static Optional<List<String>> statement(TestNetwork network, Bytes32 sla)
      throws IOException, InterruptedException {
    try {
      return Optional.of(
          CheckStatement.run(platform(network), network.plan().url(Member.ANVIL), sla, SILENT));
    } catch (ProblemException unknown) {
      return Optional.empty();
    }
  }

  private static NetworkEntry toldNetwork(URI platform) {
    try (var flashback = FlashbackClient.at(platform).build()) {
      return flashback.network().network();
    }
  }

  private static URI platform(TestNetwork network) {
    return network.plan().url(Member.PLATFORM);
  }
}
