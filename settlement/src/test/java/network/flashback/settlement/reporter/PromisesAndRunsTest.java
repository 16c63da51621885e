package network.flashback.settlement.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.http.HttpResponse;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.settlement.quality.ProviderQuality;
import network.flashback.settlement.quality.Summary;
import network.flashback.settlement.quality.WrittenBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What agreements promise, and how fast they are read and written.
class PromisesAndRunsTest extends RunningReporters {
  PromisesAndRunsTest() throws IOException {}

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
  void theThroughputOfEachWayIsMeasuredOnceAnEpochAndProven() throws Exception {
    for (int i = 0; i < 4; i++) {
      start(i);
    }
    var bundle = bundleOf(nextRoot());
    // The first epoch began before the reporters did, and a slow machine may be late in others.
    while (!bundle.summaries().stream().allMatch(PromisesAndRunsTest::hasRuns)) {
      bundle = bundleOf(nextRoot());
    }
    for (var signed : bundle.summaries()) {
      var measured = signed.summary().agreements().getFirst();
      assertThat(measured.transfers().runs()).isEqualTo(1);
      assertThat(measured.transfers().bytes()).isEqualTo(256 * 256);
      assertThat(measured.writes().runs()).isEqualTo(1);
      assertThat(measured.writes().bytes()).isEqualTo(WrittenBytes.SIZE);
      assertThat(measured.measured().throughputKib()).isBetween(1, Integer.MAX_VALUE - 1);
      assertThat(measured.probes()).as("a run is no probe").isLessThanOrEqualTo(5);
    }
    assertThat(ProviderQuality.of(bundle).getFirst().throughputKib()).isPresent();
    assertThat(ProviderQuality.of(bundle).getFirst().writeKib()).isPresent();
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_RUNS", "WRONG_RUNS", "NO_WRITES", "WRONG_WRITES"})
  void whatIsNotSentOrNotTakenAsItShouldBeIsNoThroughputAndCostsWhoPromisedOne(FakeNode.Mood mood)
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

  private static boolean hasRuns(Summary.Signed signed) {
    return signed.summary().agreements().stream()
        .anyMatch(agreement -> agreement.transfers().runs() > 0 && agreement.writes().runs() > 0);
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
}
