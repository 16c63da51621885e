package network.flashback.settlement.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.chain.contract.Schedule;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.possession.TreeHash;
import network.flashback.http.HttpResponse;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.http.Router;
import network.flashback.settlement.ledger.ReporterRecords;
import network.flashback.settlement.quality.AgreementSummary;
import network.flashback.settlement.quality.ProviderQuality;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.RawRecords;
import network.flashback.settlement.quality.Summary;
import network.flashback.settlement.quality.SummaryJson;
import network.flashback.settlement.reporter.FakeReporterChain.PostedRoot;
import network.flashback.settlement.reporter.ReporterChain.Commitment;
import network.flashback.settlement.reporter.ReporterChain.Peer;
import network.flashback.settlement.reporter.ReporterChain.Target;
import network.flashback.settlement.wire.BoundedHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Four reporters over real HTTP, on a chain whose time runs five times as fast.
class ReporterTest {
  private static final AgreementId ID = new AgreementId(BigInteger.ONE.shiftLeft(64));
  private static final PrivateKey NODE_KEY = PrivateKey.of(Bytes32.of(77));
  private static final int SPEED = 5;
  private static final long EPOCH = 10;

  private final long startedAt = System.nanoTime();
  private final InstantSource clock =
      () -> Instant.ofEpochSecond(1_000).plusNanos((System.nanoTime() - startedAt) * SPEED);
  private final FakeReporterChain chain =
      new FakeReporterChain(clock, new Schedule(1_000, EPOCH, 5, 5, 5));
  private final List<Reporter> running = new ArrayList<>();
  private final List<PrivateKey> keys = new ArrayList<>();
  @TempDir Path directory;
  private FakeNode node;

  ReporterTest() throws IOException {
    node = new FakeNode(new Random(1), NODE_KEY, clock, 300, 70_000);
  }

  @BeforeEach
  void agreementIsLive() {
    chain.targets.add(new Target(ID, node.endpoint(), NODE_KEY.address()));
    chain.commitments.put(
        ID, List.of(new Commitment(node.root(), node.leaves(), 1, TreeHash.STANDARD)));
    for (int i = 1; i <= 4; i++) {
      keys.add(PrivateKey.of(Bytes32.of(1_000 + i)));
    }
  }

  @AfterEach
  void stop() {
    running.forEach(Reporter::close);
    node.close();
  }

  private Reporter start(int index) throws IOException {
    return start(index, Optional.empty());
  }

  private Reporter start(int index, Optional<String> market) throws IOException {
    var config =
        new ReporterConfig(
            directory.resolve("reporter-" + index),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            5,
            Duration.ofSeconds(1),
            Duration.ofMillis(600),
            Duration.ofMillis(1_500),
            Duration.ofMillis(10),
            market);
    var key = keys.get(index);
    var reporter = Reporter.start(config, chain, key, clock, new Random(40 + index));
    running.add(reporter);
    chain.reporters.removeIf(peer -> peer.key().equals(key.address()));
    chain.reporters.add(new Peer(key.address(), "http://127.0.0.1:" + reporter.port()));
    return reporter;
  }

  private PostedRoot nextRoot() throws InterruptedException {
    return Objects.requireNonNull(
        chain.posted.poll(60, TimeUnit.SECONDS), "No root was posted in a minute.");
  }

  private QualityBundle bundleOf(PostedRoot posted) throws Exception {
    try (var http = new BoundedHttp(Duration.ofSeconds(2))) {
      for (Reporter reporter : running) {
        var uri =
            URI.create(
                "http://127.0.0.1:"
                    + reporter.port()
                    + "/v1/records/"
                    + posted.root().recordsHash());
        var answer = http.get(uri, Duration.ofSeconds(2), 1 << 20);
        if (answer.statusCode() == 200) {
          assertThat(Bytes.of(answer.body()).keccak256()).isEqualTo(posted.root().recordsHash());
          return SummaryJson.parseBundle(answer.body());
        }
      }
    }
    throw new AssertionError("Nobody publishes the bundle.");
  }

  @Test
  void fourReportersAgreeOnACompliantEpochInTime() throws Exception {
    for (int i = 0; i < 4; i++) {
      start(i);
    }
    PostedRoot posted = nextRoot();
    assertThat(posted.root().root()).isEqualTo(Bytes32.ZERO);
    long end = chain.schedule().endOf(posted.root().epoch());
    assertThat(posted.at()).isBetween(Instant.ofEpochSecond(end), Instant.ofEpochSecond(end + 5));
    var bundle = bundleOf(posted);
    assertThat(bundle.root()).isEqualTo(posted.root());
    assertThat(bundle.summaries()).hasSizeGreaterThanOrEqualTo(3);
    PostedRoot second = nextRoot();
    var agreement = bundleOf(second).summaries().getFirst().summary().agreements().getFirst();
    assertThat(agreement.right()).isEqualTo(5);
    assertThat(agreement.probes()).isEqualTo(5);
    assertThat(chain.collected.poll(60, TimeUnit.SECONDS))
        .as("the epoch whose fee share was collected once its root was final")
        .isNotNull();
  }

  @Test
  void providerThatLiesOrIsDownIsReportedAlthoughOneReporterIsDown() throws Exception {
    node.be(FakeNode.Mood.BROKEN);
    start(0);
    start(1);
    start(2);
    chain.reporters.add(new Peer(keys.get(3).address(), "http://127.0.0.1:1"));
    PostedRoot down = nextRoot();
    while (down.root().root().isZero()) {
      down = nextRoot();
    }
    var breach = bundleOf(down).breaches().getFirst();
    assertThat(breach.agreementId()).isEqualTo(ID);
    assertThat(breach.creditBps()).isEqualTo(10_000);
    assertThat(down.signatures()).isEqualTo(3);
  }

  @Test
  void garbageOfANodeIsAnErrorAndOfAPeerIsIgnored() throws Exception {
    node.be(FakeNode.Mood.LYING);
    HttpServer nonsense =
        HttpServer.start(
            HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()),
            request ->
                HttpResponse.bytes(
                    200, "[{\"epoch\":".repeat(90_000).getBytes(StandardCharsets.UTF_8)));
    try (nonsense) {
      start(0);
      start(1);
      start(2);
      chain.reporters.add(new Peer(keys.get(3).address(), "http://127.0.0.1:" + nonsense.port()));
      PostedRoot posted = nextRoot();
      while (posted.root().root().isZero()) {
        posted = nextRoot();
      }
      assertThat(bundleOf(posted).breaches().getFirst().creditBps()).isEqualTo(2_500);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNSIGNED", "LATE"})
  void anAnswerThatNobodyWouldBelieveIsAnError(FakeNode.Mood mood) throws Exception {
    node.be(mood);
    for (int i = 0; i < 4; i++) {
      start(i);
    }
    PostedRoot posted = nextRoot();
    while (posted.root().root().isZero()) {
      posted = nextRoot();
    }
    assertThat(bundleOf(posted).breaches().getFirst().creditBps()).isEqualTo(2_500);
  }

  // One of four is within the bound. It blames who serves, and signs whatever it is shown.
  @Test
  void aLyingReporterConvictsNobodyAlthoughItsSummaryIsHeard() throws Exception {
    try (var liar = liar(keys.get(3))) {
      for (int i = 0; i < 3; i++) {
        start(i);
      }
      chain.reporters.add(new Peer(keys.get(3).address(), "http://127.0.0.1:" + liar.port()));
      boolean heard = false;
      while (!heard) {
        PostedRoot posted = nextRoot();
        assertThat(posted.root().root()).isEqualTo(Bytes32.ZERO);
        heard =
            bundleOf(posted).summaries().stream()
                .anyMatch(one -> one.summary().reporter().equals(keys.get(3).address()));
      }
    }
  }

  private HttpServer liar(PrivateKey key) throws IOException {
    return HttpServer.start(
        HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()),
        Router.builder()
            .get(
                "/v1/epochs/{e}/summaries",
                (request, p) ->
                    HttpResponse.bytes(
                        200, SummaryJson.bytes(lie(key, Long.parseLong(p.text("e")))).toArray()))
            .post(
                "/v1/epochs/{e}/bundle",
                (request, p) -> {
                  var root = SummaryJson.parseBundle(request.readBody(1 << 20)).root();
                  var signature = key.sign(root.typedData(chain.domain())).toBytes();
                  return HttpResponse.text(
                      200, "application/json", "{\"signature\":\"" + signature + "\"}");
                })
            .build());
  }

  // No answer at all, which nobody can disprove.
  private Summary.Signed lie(PrivateKey key, long epoch) {
    var silent = AgreementSummary.none(ID).withSilent().withSilent().withSilent();
    return new Summary(
            chain.chainId(), chain.oracle(), epoch, key.address(), Bytes32.of(1), List.of(silent))
        .sign(key);
  }

  @Test
  void anAgreementIsMeasuredAgainstThePromiseThatItsNodeShows() throws Exception {
    var promise = new QualityPromise(new QualityTarget(9_000, 2_000, 0, 50));
    chain.promises.put(ID, promise.hash());
    node.promise(promise);
    for (int i = 0; i < 4; i++) {
      start(i);
    }
    requireTarget(promise.target());
  }

  @Test
  void aPromiseThatTheNodeWithholdsIsHadFromAMarketAndFromTheReporterThatAskedThere()
      throws Exception {
    var promise = new QualityPromise(new QualityTarget(9_000, 2_000, 0, 50));
    chain.promises.put(ID, promise.hash());
    var market =
        HttpServer.start(
            HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()),
            request ->
                request.rawPath().equals(QualityPromise.PATH + promise.hash())
                    ? HttpResponse.bytes(200, promise.document().toArray())
                    : HttpResponse.empty(404));
    try (market) {
      start(0, Optional.of("http://127.0.0.1:" + market.port()));
      start(1);
      start(2);
      start(3);
      requireTarget(promise.target());
    }
  }

  @Test
  void theThroughputOfARunOfLeavesIsMeasuredOnceAnEpochAndProven() throws Exception {
    for (int i = 0; i < 4; i++) {
      start(i);
    }
    var bundle = bundleOf(nextRoot());
    // The first epoch began before the reporters did, and a slow machine may be late in others.
    while (!bundle.summaries().stream().allMatch(ReporterTest::hasRun)) {
      bundle = bundleOf(nextRoot());
    }
    for (var signed : bundle.summaries()) {
      var measured = signed.summary().agreements().getFirst();
      assertThat(measured.transfers().runs()).isEqualTo(1);
      assertThat(measured.transfers().bytes()).isEqualTo(256 * 256);
      assertThat(measured.measured().throughputKib()).isBetween(1, Integer.MAX_VALUE - 1);
      assertThat(measured.probes()).as("a run is no probe").isLessThanOrEqualTo(5);
    }
    assertThat(ProviderQuality.of(bundle).getFirst().throughputKib()).isPresent();
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_RUNS", "WRONG_RUNS"})
  void aRunThatDoesNotComeOrIsNotProvenIsNoThroughputAndCostsWhoPromisedOne(FakeNode.Mood mood)
      throws Exception {
    node.be(mood);
    var promise = new QualityPromise(new QualityTarget(9_995, 1_000, 1, 100));
    chain.promises.put(ID, promise.hash());
    node.promise(promise);
    for (int i = 0; i < 4; i++) {
      start(i);
    }
    var posted = nextRoot();
    while (posted.root().root().isZero()) {
      posted = nextRoot();
    }
    assertThat(bundleOf(posted).breaches().getFirst().creditBps()).isEqualTo(2_500);
  }

  private static boolean hasRun(Summary.Signed signed) {
    return signed.summary().agreements().stream()
        .anyMatch(agreement -> agreement.transfers().runs() > 0);
  }

  private void requireTarget(QualityTarget target) throws Exception {
    var bundle = bundleOf(nextRoot());
    while (bundle.promiseOf(ID).isEmpty()) {
      bundle = bundleOf(nextRoot());
    }
    assertThat(bundle.targetOf(ID)).isEqualTo(target);
    while (bundle.summaries().stream().anyMatch(one -> one.summary().promises().isEmpty())) {
      bundle = bundleOf(nextRoot());
    }
  }

  @Test
  void whatAReporterMeasuredIsServedByTheOthersWhenItIsGone() throws Exception {
    for (int i = 0; i < 4; i++) {
      start(i);
    }
    QualityBundle bundle = bundleOf(nextRoot());
    Summary lost = bundle.summaries().getFirst().summary();
    // The others fetched its records before the next report, or do so after it.
    nextRoot();
    nextRoot();
    int gone = keys.stream().map(PrivateKey::address).toList().indexOf(lost.reporter());
    running.remove(gone).close();
    try (var http = new BoundedHttp(Duration.ofSeconds(2))) {
      int served = 0;
      for (Reporter reporter : running) {
        var endpoint = "http://127.0.0.1:" + reporter.port();
        var raw = ReporterRecords.servedAt(endpoint, http).find(lost.recordsHash(), 1 << 20);
        if (raw.isPresent()) {
          served++;
          assertThat(RawRecords.sum(raw.get())).isEqualTo(lost.agreements());
        }
      }
      assertThat(served).as("of those that signed the report").isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void reporterKilledAndStartedAgainGoesOn() throws Exception {
    for (int i = 0; i < 3; i++) {
      start(i);
    }
    chain.reporters.add(new Peer(keys.get(3).address(), "http://127.0.0.1:1"));
    nextRoot();
    running.removeFirst().close();
    start(0);
    assertThat(nextRoot().signatures()).isEqualTo(3);
  }

  @Test
  void agreementWithNothingToProveIsNotProbed() throws Exception {
    chain.commitments.clear();
    for (int i = 0; i < 4; i++) {
      start(i);
    }
    nextRoot();
    PostedRoot posted = nextRoot();
    assertThat(posted.root().root()).isEqualTo(Bytes32.ZERO);
    assertThat(bundleOf(posted).summaries())
        .allSatisfy(signed -> assertThat(signed.summary().agreements()).isEmpty());
  }
}
