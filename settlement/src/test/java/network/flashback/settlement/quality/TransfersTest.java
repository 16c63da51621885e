package network.flashback.settlement.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransfersTest {
  private static final AgreementId ID = new AgreementId(BigInteger.ONE.shiftLeft(64));

  /// 1 MiB in 100 ms is 10,240 KiB a second, which lies in the bucket up to 10,751.
  @ParameterizedTest
  @CsvSource({
    "1048576, 100000, 10751",
    "1024, 1000000, 1",
    "1024, 1000001, 0",
    "15360, 1000000, 15",
    "0, 2000000, 0",
    "65536, 0, 4456447"
  })
  void aRunsSpeedIsItsBytesByItsTimeToTheEndOfItsBucket(long bytes, long micros, int kib) {
    assertThat(Transfers.NONE.with(bytes, micros).medianKib()).isEqualTo(kib);
  }

  @Test
  void sumsAreTheSameInWhateverOrderTheyAreAdded() {
    var one = Transfers.NONE.with(1_048_576, 100_000).with(0, 2_000_000);
    var other = Transfers.NONE.with(65_536, 900);
    assertThat(one.plus(other)).isEqualTo(other.plus(one));
    assertThat(one.plus(other).runs()).isEqualTo(3);
    assertThat(one.plus(other).bytes()).isEqualTo(1_114_112);
    assertThat(one.plus(other).micros()).isEqualTo(2_100_900);
  }

  @Test
  void theMedianOfRunsIsComparedWithThePromiseAndNoRunMeasuresNothing() {
    var probed = AgreementSummary.none(ID).withRight(3);
    assertThat(probed.measured().throughputKib()).isEqualTo(Integer.MAX_VALUE);
    assertThat(probed.withTransfer(0, 5).withTransfer(9 * 1_024, 1_000_000).measured())
        .extracting(measured -> measured.throughputKib())
        .isEqualTo(0);
  }

  @Test
  void theSlowerWayIsComparedWithThePromise() {
    var read = AgreementSummary.none(ID).withRight(3).withTransfer(9 * 1_024, 1_000_000);
    assertThat(read.measured().throughputKib()).isEqualTo(9);
    assertThat(read.withWrite(12 * 1_024, 1_000_000).measured().throughputKib()).isEqualTo(9);
    assertThat(read.withWrite(4 * 1_024, 1_000_000).measured().throughputKib()).isEqualTo(4);
    var written = AgreementSummary.none(ID).withRight(3).withWrite(4 * 1_024, 1_000_000);
    assertThat(written.measured().throughputKib()).isEqualTo(4);
    assertThat(written.probes()).as("a write is no probe").isEqualTo(1);
  }

  @Test
  void aSummaryWithRunsReadsBackAndOneWithoutIsWrittenAsBefore() throws IOException {
    var key = PrivateKey.of(Bytes32.of(3));
    for (var summary :
        List.of(
            AgreementSummary.none(ID).withRight(3),
            AgreementSummary.none(ID).withRight(3).withTransfer(65_536, 900),
            AgreementSummary.none(ID).withRight(3).withWrite(1_048_576, 9_000))) {
      var signed =
          new Summary(1, Address.ZERO, 4, key.address(), Bytes32.of(9), List.of(summary)).sign(key);
      var json = SummaryJson.bytes(signed);
      assertThat(SummaryJson.parseSigned(json.toArray())).isEqualTo(signed);
      var text = new String(json.toArray(), StandardCharsets.UTF_8);
      assertThat(text.contains("transfers")).isEqualTo(summary.transfers().runs() > 0);
      assertThat(text.contains("writes")).isEqualTo(summary.writes().runs() > 0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"leaves\":0,\"bytes\":0,\"micros\":1",
        "\"leaves\":4097,\"bytes\":0,\"micros\":1",
        "\"leaves\":256,\"bytes\":65535,\"micros\":1",
        "\"leaves\":256,\"bytes\":-1,\"micros\":1",
        "\"leaves\":256,\"bytes\":65536,\"micros\":-1"
      })
  void aRunThatCannotHaveBeenIsNoRecord(String run) {
    var raw = line("run", "\"leaf\":1," + run);
    assertThatThrownBy(() -> RawRecords.sum(raw)).isInstanceOf(IOException.class);
  }

  @Test
  void aWriteIsOfAllItsBytesOrOfNone() throws IOException {
    assertThat(RawRecords.sum(line("write", "\"bytes\":1048576,\"micros\":5000")))
        .containsExactly(AgreementSummary.none(ID).withWrite(1_048_576, 5_000));
    assertThat(RawRecords.sum(line("write", "\"bytes\":0,\"micros\":5000")))
        .containsExactly(AgreementSummary.none(ID).withWrite(0, 5_000));
    var half = line("write", "\"bytes\":524288,\"micros\":5000");
    assertThatThrownBy(() -> RawRecords.sum(half)).isInstanceOf(IOException.class);
  }

  private static Bytes line(String outcome, String fields) {
    var line = "{\"agreementId\":\"%s\",\"outcome\":\"%s\",%s}\n".formatted(ID, outcome, fields);
    return Bytes.of(line.getBytes(StandardCharsets.UTF_8));
  }
}
