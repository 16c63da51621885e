package network.flashback.settlement.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.http.HttpResponse;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.http.MadeCertificate;
import network.flashback.http.Router;
import network.flashback.settlement.ledger.ReporterRecords;
import network.flashback.settlement.quality.AgreementSummary;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.RawRecords;
import network.flashback.settlement.quality.Summary;
import network.flashback.settlement.quality.SummaryJson;
import network.flashback.settlement.reporter.FakeReporterChain.PostedRoot;
import network.flashback.settlement.reporter.ReporterChain.Peer;
import network.flashback.settlement.wire.BoundedHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What reporters make of nodes and of each other.
class ReporterTest extends RunningReporters {
  ReporterTest() throws IOException {}

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
  void reportersWithCertificatesFindEachOtherAndAgree(@TempDir Path folder) throws Exception {
    var own = MadeCertificate.signedByItself(folder, "reporter", "EC").tls();
    tls = Optional.of(own);
    var usual = SSLContext.getDefault();
    // Their clients believe whom the process believes.
    SSLContext.setDefault(own.itself());
    try {
      for (int i = 0; i < 4; i++) {
        start(i);
      }
      var bundle = bundleOf(nextRoot());
      assertThat(bundle.summaries()).as("of others too").hasSizeGreaterThanOrEqualTo(3);
    } finally {
      SSLContext.setDefault(usual);
    }
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
