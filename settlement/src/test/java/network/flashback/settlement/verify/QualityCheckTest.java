package network.flashback.settlement.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.chain.contract.SlaState;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.RawRecords;
import network.flashback.settlement.quality.Summary;
import network.flashback.settlement.quality.SummaryJson;
import network.flashback.settlement.statement.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QualityCheckTest {
  private static final long CHAIN_ID = 31_337;
  private static final Address ORACLE = Address.of(Bytes32.of(77));
  private static final long EPOCH = 4;
  private static final int WHOLE = 10_000;

  private final Map<Bytes32, Bytes> published = new HashMap<>();
  private final Set<Address> reporters = new HashSet<>();
  private QualityRoot silent = new QualityRoot(EPOCH, Bytes32.ZERO, Bytes32.ZERO);

  @BeforeEach
  void reportSilence() throws IOException {
    silent = publish("silent", "silent", "silent", "right");
  }

  /// Four reporters' records of one probe each.
  private QualityRoot publish(String... outcomes) throws IOException {
    List<Summary.Signed> summaries = new ArrayList<>();
    for (int i = 0; i < outcomes.length; i++) {
      var raw = raw(outcomes[i]);
      var key = PrivateKey.of(Bytes32.of(i + 1));
      reporters.add(key.address());
      summaries.add(summary(raw.keccak256(), key, raw));
      published.put(raw.keccak256(), raw);
    }
    return publish(QualityBundle.of(EPOCH, summaries));
  }

  private QualityRoot publish(QualityBundle bundle) {
    published.put(bundle.hash(), SummaryJson.bytes(bundle));
    return bundle.root();
  }

  private static Summary.Signed summary(Bytes32 hash, PrivateKey key, Bytes raw)
      throws IOException {
    return new Summary(CHAIN_ID, ORACLE, EPOCH, key.address(), hash, RawRecords.sum(raw)).sign(key);
  }

  private static Bytes raw(String outcome) {
    String line =
        "{\"agreementId\":\"%s\",\"leaf\":1,\"outcome\":\"%s\",\"millis\":3}\n"
            .formatted(Lines.ID, outcome);
    return Bytes.of(line.getBytes(StandardCharsets.UTF_8));
  }

  private Verification check(Lines lines) throws IOException {
    var findings = new Findings();
    var zero = BigInteger.ZERO;
    var statement =
        new Statement(
            CHAIN_ID,
            ORACLE,
            Bytes32.ZERO,
            SlaState.RUNNING,
            1,
            ORACLE,
            new Statement.Money(ORACLE, "USD", 6),
            1,
            Bytes32.ZERO,
            Instant.EPOCH,
            zero,
            zero,
            zero,
            zero,
            List.of(lines.line()),
            List.of());
    new QualityCheck(
            (hash, max) -> Optional.ofNullable(published.get(hash)),
            CHAIN_ID,
            ORACLE,
            reporters,
            findings)
        .check(statement);
    return findings.result();
  }

  @Test
  void whatTheRawRecordsSayIsWhatWasExecuted() throws IOException {
    var verified = check(new Lines().reported(silent).credited(EPOCH, WHOLE));
    assertThat(verified.differences()).isEmpty();
    assertThat(verified.open()).isEmpty();
    assertThat(verified.reports()).isEqualTo(1);
    assertThat(verified.records()).isEqualTo(4);
  }

  @Test
  void anotherCreditThanTheVerdictDiffers() throws IOException {
    assertThat(check(new Lines().reported(silent).credited(EPOCH, 500)).differences())
        .singleElement(STRING)
        .contains("500 basis points was executed")
        .contains("the reports say 10000");
    var good = publish("right", "right", "right", "silent");
    assertThat(check(new Lines().reported(good).credited(EPOCH, 500)).differences())
        .singleElement(STRING)
        .contains("the reports say 0");
  }

  @Test
  void aCreditWithoutAnyReportDiffers() throws IOException {
    assertThat(check(new Lines().credited(EPOCH, 500)).differences())
        .singleElement(STRING)
        .contains("no proof with a report");
  }

  @Test
  void aBreachThatNobodyExecutedIsOpen() throws IOException {
    var verified = check(new Lines().reported(silent));
    assertThat(verified.differences()).isEmpty();
    assertThat(verified.open()).singleElement(STRING).contains("which nobody executed");
  }

  @Test
  void missingRecordsAreOpenAndChangedOnesCountAsMissing() throws IOException {
    published.remove(raw("right").keccak256());
    published.put(raw("silent").keccak256(), raw("right"));
    var verified = check(new Lines().reported(silent).credited(EPOCH, WHOLE));
    assertThat(verified.differences()).isEmpty();
    assertThat(verified.open()).hasSize(4).allMatch(what -> what.contains("could not be had"));
    published.clear();
    assertThat(check(new Lines().reported(silent).credited(EPOCH, WHOLE)).open())
        .singleElement(STRING)
        .contains("was not judged again");
  }

  @Test
  void aSummaryThatItsRecordsDoNotAddUpToDiffers() throws IOException {
    var key = PrivateKey.of(Bytes32.of(1));
    var lie = summary(raw("right").keccak256(), key, raw("silent"));
    var root = publish(QualityBundle.of(EPOCH, List.of(lie)));
    assertThat(check(new Lines().reported(root).credited(EPOCH, WHOLE)).differences())
        .singleElement(STRING)
        .contains("do not add up");
  }

  @Test
  void aSummaryByAStrangerDiffers() throws IOException {
    reporters.remove(PrivateKey.of(Bytes32.of(2)).address());
    assertThat(check(new Lines().reported(silent).credited(EPOCH, WHOLE)).differences())
        .singleElement(STRING)
        .contains("was not signed by a reporter of this network");
  }

  @Test
  void reportsThatGiveAnotherRootDiffer() throws IOException {
    var forged = new QualityRoot(EPOCH, Bytes32.of(5), silent.recordsHash());
    assertThat(check(new Lines().reported(forged)).differences())
        .singleElement(STRING)
        .contains("but the chain has " + Bytes32.of(5));
  }
}
