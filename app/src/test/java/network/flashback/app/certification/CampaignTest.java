package network.flashback.app.certification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import network.flashback.chain.contract.ProbeAnswer;
import network.flashback.chain.contract.RunAnswer;
import network.flashback.chain.contract.TrialAnswer;
import network.flashback.domain.certification.CampaignFigures;
import network.flashback.domain.certification.CertificateScope;
import network.flashback.domain.certification.Criteria;
import network.flashback.domain.certification.DocumentKind;
import network.flashback.domain.certification.Examination;
import network.flashback.domain.certification.MemberSort;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.PrivateKey;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.settlement.wire.BoundedHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A probe campaign against a node on a real connection, with a clock that the test turns.
final class CampaignTest {
  private static final long START = 1_800_000_000L;
  private static final long PROVIDER = 7;
  private static final PrivateKey NODE = PrivateKey.of(Bytes32.of(42));
  private static final PrivateKey CERTIFIER = PrivateKey.of(Bytes32.of(43));
  private static final Criteria.Campaign PLAN =
      new Criteria.Campaign(20, 2, 11, 2, 9_000, 60_000, 1, 0);

  @TempDir Path folder;

  private final AtomicLong now = new AtomicLong(START);
  private final AtomicInteger asked = new AtomicInteger();
  private Answering answering = Answering.HONEST;
  private HttpServer node;
  private BoundedHttp http;

  /// How the node behaves from its fourth question on.
  private enum Answering {
    HONEST,
    OTHER_BYTES,
    OTHER_KEY,
    OLD_NONCE,
    BUSY
  }

  @BeforeEach
  void start() throws IOException {
    node =
        HttpServer.start(HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()), this::answer);
    http = new BoundedHttp(Duration.ofSeconds(5));
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    node.close();
  }

  @Test
  void itAsksForAsLongAndAsOftenAsTheCriteriaWantAndTimesTransfers() throws Exception {
    var figures = campaign().run(so -> {});

    assertThat(figures.probes()).isEqualTo(11);
    assertThat(figures.answered()).isEqualTo(11);
    assertThat(figures.runs()).isEqualTo(3);
    assertThat(figures.until() - figures.from()).isEqualTo(20);
    assertThat(figures.uptimeBps()).hasValue(10_000);
    assertThat(figures.throughputKib()).isPresent();
    assertThat(passes(figures)).isTrue();
  }

  @Test
  void whoHasTheSamplesAndTheNodesKeyCountsTheSameAndByAnotherKeyNothing() throws Exception {
    var measured = campaign().run(so -> {});
    assertThat(samples().figures(PROVIDER, NODE.address(), CERTIFIER.address()))
        .isEqualTo(measured);
    assertThat(samples().figures(PROVIDER, CERTIFIER.address(), CERTIFIER.address()).wrong())
        .as("of another node's key")
        .isEqualTo(11);
  }

  @Test
  void aCampaignThatWasCutOffGoesOnWhereItsFileEnds() throws Exception {
    campaign().run(so -> {});
    var lines = Files.readAllLines(folder.resolve("samples"));
    Files.write(folder.resolve("samples"), lines.subList(0, 5));
    now.set(START + 1_000);
    int before = asked.get();
    var figures = campaign().run(so -> {});

    assertThat(asked.get() - before).isEqualTo(6);
    assertThat(figures.probes()).isEqualTo(11);
    assertThat(samples().samples().subList(0, 5)).extracting(TrialSample::at).startsWith(START);
  }

  @Test
  void whoeverCheatsOrIsBusyIsWrongAndWhoeverIsGoneIsSilentAndNeitherPasses() throws Exception {
    for (var how :
        List.of(Answering.OTHER_BYTES, Answering.OTHER_KEY, Answering.OLD_NONCE, Answering.BUSY)) {
      Files.deleteIfExists(folder.resolve("samples"));
      asked.set(0);
      answering = how;
      var figures = campaign().run(so -> {});
      assertThat(figures.wrong()).as("%s", how).isEqualTo(8);
      assertThat(passes(figures)).as("%s", how).isFalse();
    }
    node.close();
    Files.deleteIfExists(folder.resolve("samples"));
    var gone = campaign().run(so -> {});
    assertThat(gone.answered()).isZero();
    assertThat(gone.uptimeBps()).hasValue(0);
    assertThat(gone.latencyMillisP95()).isEmpty();
    assertThat(passes(gone)).isFalse();
  }

  private Campaign campaign() {
    return new Campaign(
        http,
        new Campaign.Target(PROVIDER, "http://127.0.0.1:" + node.port(), NODE.address()),
        CERTIFIER,
        PLAN,
        samples(),
        new SecureRandom(),
        () -> Instant.ofEpochSecond(now.get()),
        second -> now.accumulateAndGet(second, Math::max));
  }

  private SamplesFile samples() {
    return new SamplesFile(folder.resolve("samples"));
  }

  private static boolean passes(CampaignFigures figures) {
    var criteria =
        new Criteria(
            "test-1",
            List.of(
                new Criteria.Need(
                    CertificateScope.IDENTITY, DocumentKind.IDENTITY, List.of(MemberSort.STORAGE))),
            PLAN,
            1);
    return Examination.passes(
        new Examination(
                criteria,
                MemberSort.STORAGE,
                Set.of(CertificateScope.MEASURED_QUALITY),
                List.of(),
                Optional.of(figures),
                START)
            .findings());
  }

  private HttpResponse answer(HttpRequest request) throws IOException {
    var how = asked.incrementAndGet() > 3 ? answering : Answering.HONEST;
    byte[] content = request.readBody(TrialAnswer.BYTES_MAX);
    var nonce = Bytes32.fromHex(request.header(ProbeAnswer.NONCE_HEADER).orElseThrow());
    if (how == Answering.BUSY) {
      return HttpResponse.empty(503);
    }
    if (how == Answering.OTHER_BYTES) {
      content[0] ^= 1;
    }
    var signed =
        new TrialAnswer(
            PROVIDER,
            Keccak256.hash(content),
            CERTIFIER.address(),
            how == Answering.OLD_NONCE ? Bytes32.of(1) : nonce,
            now.get());
    var key = how == Answering.OTHER_KEY ? CERTIFIER : NODE;
    return HttpResponse.bytes(200, content)
        .header(RunAnswer.AT_HEADER, Long.toString(now.get()))
        .header(RunAnswer.SIGNATURE_HEADER, signed.sign(key).toBytes().toString());
  }
}
