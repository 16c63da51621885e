package network.flashback.settlement.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.chain.contract.SlaState;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.settlement.quality.AgreementSummary;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.Summary;
import network.flashback.settlement.quality.SummaryJson;
import network.flashback.settlement.statement.ServedEpoch;
import network.flashback.settlement.statement.ServedEpochs;
import network.flashback.settlement.statement.Statement;
import org.junit.jupiter.api.Test;

/// Promised beside measured quality, as it stands beside a statement.
class ServedEpochsTest {
  private static final QualityTarget PROMISED = new QualityTarget(9_990, 14, 100, 50);
  private static final Address NOBODY = Address.ZERO;

  private final Map<Bytes32, Bytes> published = new HashMap<>();

  private QualityRoot report(long epoch, long millis) {
    var key = PrivateKey.of(Bytes32.of(1));
    var measured = AgreementSummary.none(Lines.ID).withRight(millis).withTransfer(65_536, 640_000);
    var summary =
        new Summary(
                1,
                NOBODY,
                epoch,
                key.address(),
                Bytes32.of(9),
                List.of(measured),
                new TreeMap<>(Map.of(Lines.ID, PROMISED)))
            .sign(key);
    var bundle = QualityBundle.of(epoch, List.of(summary));
    published.put(bundle.hash(), SummaryJson.bytes(bundle));
    return bundle.root();
  }

  private List<ServedEpoch> served(Lines lines) throws IOException {
    var zero = BigInteger.ZERO;
    var statement =
        new Statement(
            1,
            NOBODY,
            Bytes32.ZERO,
            SlaState.RUNNING,
            1,
            NOBODY,
            new Statement.Money(NOBODY, "USD", 6),
            1,
            Bytes32.ZERO,
            Instant.EPOCH,
            zero,
            zero,
            zero,
            zero,
            List.of(lines.line()),
            List.of());
    return new ServedEpochs((hash, max) -> Optional.ofNullable(published.get(hash))).of(statement);
  }

  @Test
  void whatWasPromisedStandsBesideWhatWasMeasuredAndWhatItCosts() throws IOException {
    var rows = served(new Lines().reported(report(4, 14)).reported(report(5, 15)));
    assertThat(rows).extracting(ServedEpoch::epoch).containsExactly(4L, 5L);
    assertThat(rows).extracting(ServedEpoch::promised).containsOnly(PROMISED);
    assertThat(rows).extracting(ServedEpoch::creditBps).containsExactly(0, 1_000);
    assertThat(ServedEpochs.text(rows))
        .contains(
            "epoch 5: uptime 100.00 % (99.90 %), latency p95 15 ms (14), throughput 103 KiB/s (100)")
        .contains("credit 10.00 %");
    var json = ServedEpochs.json(rows).get(1);
    assertThat(json.path("promised").path("latencyMillisMax").asInt()).isEqualTo(14);
    assertThat(json.path("measured").path("throughputKib").asInt()).isEqualTo(103);
  }

  @Test
  void onlyTheNewestEpochsAreShownAndThoseWithoutAReportAreLeftOut() throws IOException {
    var lines = new Lines();
    LongStream.rangeClosed(1, 12).forEach(epoch -> lines.reported(report(epoch, 3)));
    assertThat(served(lines))
        .extracting(ServedEpoch::epoch)
        .containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
    published.remove(report(12, 3).recordsHash());
    published.put(report(11, 3).recordsHash(), Bytes.of(new byte[] {1}));
    assertThat(served(lines)).extracting(ServedEpoch::epoch).endsWith(9L, 10L);
    assertThat(ServedEpochs.text(List.of())).isEmpty();
  }
}
