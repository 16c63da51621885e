package network.flashback.node.duty;

import static network.flashback.node.FakeChain.AGREEMENT;
import static network.flashback.node.FakeChain.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.chain.contract.Revision;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Signature;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.possession.TreeHash;
import network.flashback.http.HttpResponse;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.node.FakeChain;
import network.flashback.node.NodeConfig;
import network.flashback.node.Standing;
import network.flashback.node.StandingFile;
import network.flashback.node.store.DiskFolder;
import network.flashback.node.store.PaidVoucher;
import network.flashback.node.store.PieceStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The epoch's work against a chain whose clock the test turns. An epoch has 30 seconds, a window
/// 7.
class EpochDutiesTest {
  private static final long GENESIS = 1_000_000;
  private static final PrivateKey NODE_KEY = PrivateKey.of(Bytes32.of(42));
  private static final Signature SIGNATURE = NODE_KEY.sign(Bytes32.of(1));
  private static final Domain ORCHESTRATOR =
      Domain.of("Flashback", "1", 31337, PrivateKey.of(Bytes32.of(1)).address());

  @TempDir Path disk;

  private final FakeChain chain = new FakeChain();
  private final HttpClient http = HttpClient.newHttpClient();
  private final SeedSource seeds = _ -> Optional.of(Bytes.of(new byte[64]));
  private Instant now = Instant.ofEpochSecond(GENESIS);
  private StandingFile standing = new StandingFile(Path.of("."), () -> now);
  private Optional<URI> market = Optional.empty();
  private PieceStore store;
  private EpochDuties duties;

  @BeforeEach
  void start() throws IOException {
    store = PieceStore.open(disk, 1 << 30, 0);
    duties = newDuties();
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
    http.close();
  }

  @Test
  void theFirstRevisionGoesOnChainAtOnceAndLaterOnesOnceAnEpoch() throws Exception {
    cosign(1);
    second(1);
    assertThat(chain.sent).containsExactly("commit 1");
    cosign(2);
    second(2);
    second(29);
    assertThat(chain.sent).containsExactly("commit 1");
    second(35);
    assertThat(chain.sent).doesNotContain("commit 2");
    second(51);
    cosign(3);
    second(52);
    assertThat(chain.sent).contains("commit 2").doesNotContain("commit 3");
    second(81);
    assertThat(chain.sent).contains("commit 3");
  }

  @Test
  void anEndedEpochIsSeededWhenNobodyDidAndProvenOnce() throws Exception {
    cosign(1);
    second(1);
    second(61);
    assertThat(chain.audits).isEmpty();
    assertThat(chain.sent).containsExactly("commit 1");
    second(64);
    second(65);
    second(66);
    assertThat(chain.sent).containsExactly("commit 1", "seed 1", "audit 1");
    assertThat(chain.audits.get(1L)).hasSize(5);
    assertThat(duties.counts().passed()).isEqualTo(1);
  }

  @Test
  void aSeedThatSomebodyElsePostedIsUsed() throws Exception {
    cosign(1);
    second(1);
    chain.seededAt.put(1L, GENESIS + 61);
    second(61);
    assertThat(chain.sent).containsExactly("commit 1", "audit 1");
  }

  @Test
  void nothingIsAuditedTwiceAfterARestart() throws Exception {
    cosign(1);
    second(1);
    chain.seededAt.put(1L, GENESIS + 61);
    second(61);
    duties = newDuties();
    second(62);
    assertThat(chain.sent).containsExactly("commit 1", "audit 1");
  }

  @Test
  void anEpochIsProvenWithTheRevisionItBeganWithAlthoughPiecesWereRemovedSince() throws Exception {
    put(0);
    put(1);
    cosignNow(1);
    second(1);
    store.remove(AGREEMENT, id(0));
    store.remove(AGREEMENT, id(1));
    put(2);
    cosignNow(2);
    second(51);
    chain.seededAt.put(1L, GENESIS + 61);
    second(61);
    assertThat(chain.audits.get(1L)).hasSize(5);
    // Later nobody can ask for the first revision any more.
    chain.seededAt.put(2L, GENESIS + 91);
    second(91);
    chain.seededAt.put(3L, GENESIS + 121);
    second(121);
    second(151);
    assertThat(store.provableSequences(AGREEMENT)).containsExactly(2L);
    assertThat(store.usedBytes()).isEqualTo(3000);
  }

  @Test
  void aWindowThatPassedIsCountedAsMissedAndTheNextEpochIsProven() throws Exception {
    cosign(1);
    second(1);
    chain.seededAt.put(1L, GENESIS + 60);
    second(68);
    assertThat(chain.audits).isEmpty();
    assertThat(duties.counts().missed()).isEqualTo(1);
    chain.seededAt.put(2L, GENESIS + 91);
    second(91);
    assertThat(chain.audits).containsOnlyKeys(2L);
  }

  @Test
  void aLateSeedStillLeadsToAnAudit() throws Exception {
    cosign(1);
    second(1);
    chain.seededAt.put(1L, GENESIS + 200);
    chain.seededAt.put(2L, GENESIS + 201);
    second(202);
    assertThat(chain.audits.keySet()).contains(1L, 2L);
  }

  @Test
  void aSilentChainStopsNothingForGood() throws Exception {
    cosign(1);
    chain.silent = true;
    second(1);
    assertThat(duties.reachesChain()).isFalse();
    chain.silent = false;
    second(3);
    assertThat(duties.reachesChain()).isTrue();
    assertThat(chain.sent).containsExactly("commit 1");
  }

  @Test
  void lostBytesDoNotKeepMoneyFromBeingCollected() throws Exception {
    cosign(1);
    second(1);
    chain.earnings = BigInteger.valueOf(500);
    try (var files = Files.walk(disk.resolve("volumes"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    chain.seededAt.put(1L, GENESIS + 61);
    second(61);
    assertThat(chain.audits).isEmpty();
    assertThat(chain.sent).contains("withdraw 500");
  }

  @Test
  void vouchersAreClaimedWhenWorthItAndAllOfThemBeforeTheEnd() throws Exception {
    cosign(1);
    pay(50);
    second(1);
    assertThat(chain.claims).isEmpty();
    pay(150);
    second(5);
    assertThat(chain.sent).contains("claim 150");
    pay(170);
    second(10);
    assertThat(chain.claims).hasSize(1);
    chain.endEpoch = 3;
    second(61);
    assertThat(chain.sent).contains("claim 170");
  }

  @Test
  void aClaimThatIsRefusedDoesNotHoldUpTheRest() throws Exception {
    cosign(1);
    pay(150);
    chain.refusesClaims = true;
    chain.earnings = BigInteger.valueOf(500);
    second(1);
    assertThat(chain.sent).contains("withdraw 500");
    chain.refusesClaims = false;
    second(31);
    assertThat(chain.sent).contains("claim 150");
  }

  @Test
  void finalPayIsSettledAndWithdrawnAboveTheMinimum() throws Exception {
    cosign(1);
    second(1);
    for (int epoch = 1; epoch <= 4; epoch++) {
      chain.seededAt.put((long) epoch, GENESIS + 30L * epoch + 31);
      second(30L * epoch + 31);
    }
    chain.finalEpoch = OptionalLong.of(4);
    second(171);
    // Four epochs of 30 seconds at one unit a second; the minimum is 100.
    assertThat(chain.sent).contains("settle", "withdraw 120");
    assertThat(chain.earnings).isZero();
  }

  @Test
  void aClosedAgreementIsKeptForAWhileAndThenGivenUp() throws Exception {
    cosign(1);
    second(1);
    chain.state = AgreementState.CLOSED;
    second(5);
    assertThat(store.agreements()).contains(AGREEMENT);
    now = now.plus(Duration.ofDays(8));
    chain.at(GENESIS + 10);
    duties.look();
    assertThat(store.agreements()).isEmpty();
  }

  @Test
  void theOfferIsSignedPublishedAndRenewedBeforeItExpires() throws Exception {
    var received = new ArrayList<JsonNode>();
    var json = new ObjectMapper();
    try (var server =
        HttpServer.start(
            HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()),
            request -> {
              received.add(json.readTree(request.readBody(10_000)));
              return HttpResponse.text(201, "application/json", "{}");
            })) {
      market = Optional.of(URI.create("http://127.0.0.1:" + server.port()));
      duties = newDuties();
      second(1);
      second(100);
      assertThat(received).hasSize(1);
      var offer = received.getFirst().get("offer");
      assertThat(offer.get("expiry").asLong()).isEqualTo(GENESIS + 1 + 3590);
      assertThat(offer.get("nonce").asLong()).isEqualTo(3);
      assertThat(Signature.parse(Bytes.fromHex(received.getFirst().get("signature").asText())))
          .matches(by -> by.isBy(NODE_KEY.address(), terms(offer).hash(ORCHESTRATOR)));
      assertThat(offer.get("qualityHash").asText())
          .isEqualTo(Keccak256.hash(received.getFirst().get("quality").toString()).toString());
      second(3000);
      assertThat(received).hasSize(2);
      standing.write(new Standing.Maintenance(now.plusSeconds(4000), "a new disk"));
      second(6000);
      assertThat(received).as("nothing is offered meanwhile").hasSize(2);
      second(7100);
      assertThat(received).as("until it is over").hasSize(3);
      standing.write(new Standing.Draining(now, 3));
      second(12_000);
      assertThat(received).as("nor by a node that is going").hasSize(3);
    }
  }

  private static OfferTerms terms(JsonNode offer) {
    return new OfferTerms(
        offer.get("providerId").asLong(),
        offer.get("market").asInt(),
        new BigInteger(offer.get("ratePerGib").asText()),
        new BigInteger(offer.get("egressPerGib").asText()),
        offer.get("capacityBytes").asLong(),
        offer.get("minimumBytes").asLong(),
        offer.get("minimumSeconds").asLong(),
        offer.get("maximumSeconds").asLong(),
        offer.get("collateralSeconds").asLong(),
        offer.get("offerClass").asInt(),
        Bytes32.fromHex(offer.get("region").asText()),
        Bytes32.fromHex(offer.get("qualityHash").asText()),
        offer.get("expiry").asLong(),
        offer.get("nonce").asLong(),
        new BigInteger(offer.get("salt").asText()));
  }

  private EpochDuties newDuties() {
    var config =
        new NodeConfig(
            "127.0.0.1",
            0,
            URI.create("http://127.0.0.1"),
            PROVIDER,
            List.of(new DiskFolder(disk, 1 << 30)),
            0,
            new Region("eu-de"),
            StorageClass.FAST,
            1,
            BigInteger.TEN,
            BigInteger.ONE.shiftLeft(30),
            60,
            NodeConfig.WINDOW_BYTES,
            BigInteger.valueOf(100),
            market,
            URI.create("http://127.0.0.1"),
            Duration.ofDays(7),
            Optional.empty());
    standing = new StandingFile(disk, () -> now);
    return new EpochDuties(
        config,
        chain,
        store,
        seeds,
        NODE_KEY,
        ORCHESTRATOR,
        http,
        standing,
        new SecureRandom(),
        () -> now);
  }

  /// Turns both clocks to that second after the genesis and lets the duties look.
  private void second(long second) throws InterruptedException {
    now = Instant.ofEpochSecond(GENESIS + second);
    chain.at(GENESIS + second);
    duties.look();
  }

  private void pay(long cumulative) throws IOException {
    store.paid(AGREEMENT, new PaidVoucher(BigInteger.valueOf(cumulative), cumulative, SIGNATURE));
  }

  /// A new piece and a revision that has it.
  private void cosign(long sequence) throws IOException {
    put(sequence);
    cosignNow(sequence);
  }

  private void cosignNow(long sequence) throws IOException {
    var unit = store.summary(AGREEMENT);
    store.cosign(
        new Revision(AGREEMENT, unit.root(), unit.leaves(), sequence, TreeHash.STANDARD),
        SIGNATURE,
        _ -> SIGNATURE);
  }

  private void put(long number) throws IOException {
    var content = new byte[3000];
    new Random(number).nextBytes(content);
    var body = new ByteArrayInputStream(content);
    store.put(AGREEMENT, 1 << 30, id(number), content.length, body, Optional.empty());
  }

  private static Bytes32 id(long number) {
    return Bytes32.of(number + 1);
  }
}
