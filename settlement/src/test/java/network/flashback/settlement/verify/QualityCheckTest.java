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
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import network.flashback.chain.contract.ProbeAnswer;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.chain.contract.RunAnswer;
import network.flashback.chain.contract.Schedule;
import network.flashback.chain.contract.SlaState;
import network.flashback.chain.contract.WriteAnswer;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.RawRecords;
import network.flashback.settlement.quality.SignedAnswer;
import network.flashback.settlement.quality.Summary;
import network.flashback.settlement.quality.SummaryJson;
import network.flashback.settlement.quality.WrittenBytes;
import network.flashback.settlement.statement.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QualityCheckTest {
  private static final long CHAIN_ID = 31_337;
  private static final Address ORACLE = Address.of(Bytes32.of(77));
  private static final long EPOCH = 4;
  private static final int WHOLE = 10_000;
  private static final Schedule SCHEDULE = new Schedule(10_000, 1_000, 250, 250, 250);
  private static final long AT = SCHEDULE.startOf(EPOCH) + 5;
  private static final PrivateKey NODE = PrivateKey.of(Bytes32.of(4_000));

  private final Map<Bytes32, Bytes> published = new HashMap<>();
  private final Set<Address> reporters = new HashSet<>();
  private @Nullable Bytes32 onChain;
  private QualityRoot silent = new QualityRoot(EPOCH, Bytes32.ZERO, Bytes32.ZERO);

  @BeforeEach
  void reportSilence() throws IOException {
    silent = publish("silent", "silent", "silent", "right");
  }

  /// Four reporters' records of one probe each.
  private QualityRoot publish(String... outcomes) throws IOException {
    List<Summary.Signed> summaries = new ArrayList<>();
    for (int i = 0; i < outcomes.length; i++) {
      var raw = raw(outcomes[i], i + 1);
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

  private static Bytes raw(String outcome, int reporter) {
    return outcome.equals("right")
        ? right(reporter, SignedAnswer.nonce(EPOCH, new Random(reporter)), AT, NODE)
        : line(outcome, "");
  }

  // A right answer, as the node with that key signed it at that second.
  private static Bytes right(int reporter, Bytes32 nonce, long at, PrivateKey node) {
    var to = PrivateKey.of(Bytes32.of(reporter)).address();
    var answer = new ProbeAnswer(Lines.ID, 1, 9, Bytes32.of(33), to, nonce, at);
    return line(
        "right",
        ",\"sequence\":9,\"leafHash\":\"%s\",\"nonce\":\"%s\",\"nodeAt\":%d,\"nodeSignature\":\"%s\""
            .formatted(Bytes32.of(33), nonce, at, answer.sign(node)));
  }

  private static Bytes line(String outcome, String signed) {
    String line =
        "{\"agreementId\":\"%s\",\"leaf\":1,\"outcome\":\"%s\",\"millis\":3%s}\n"
            .formatted(Lines.ID, outcome, signed);
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
            id -> Optional.ofNullable(onChain),
            new AnswerCheck(Map.of(1L, Set.of(NODE.address())), SCHEDULE, findings),
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
    assertThat(verified.answers()).isEqualTo(1);
    assertThat(verified.failures()).as("nothing can prove them").isEqualTo(3);
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
    published.remove(raw("right", 4).keccak256());
    published.put(raw("silent", 1).keccak256(), raw("right", 4));
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
    var raw = raw("right", 1);
    published.put(raw.keccak256(), raw);
    var lie = summary(raw.keccak256(), key, raw("silent", 1));
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

  @Test
  void whatWasMeasuredAgainstAPromiseThatTheChainDoesNotHaveDiffers() throws IOException {
    var promise = new QualityPromise(new QualityTarget(9_000, 500, 0, 100));
    var key = PrivateKey.of(Bytes32.of(1));
    var raw = raw("right", 1);
    published.put(raw.keccak256(), raw);
    var told =
        new Summary(
                CHAIN_ID,
                ORACLE,
                EPOCH,
                key.address(),
                raw.keccak256(),
                RawRecords.sum(raw),
                new TreeMap<>(Map.of(Lines.ID, promise.target())))
            .sign(key);
    var root = publish(QualityBundle.of(EPOCH, List.of(told)));
    onChain = promise.hash();
    assertThat(check(new Lines().reported(root)).differences()).isEmpty();
    assertThat(check(new Lines().reported(root)).open()).isEmpty();
    onChain = Bytes32.of(6);
    assertThat(check(new Lines().reported(root)).differences())
        .singleElement(STRING)
        .contains("against a promise whose hash is " + promise.hash())
        .contains("opened under " + onChain);
    onChain = null;
    assertThat(check(new Lines().reported(root)).differences()).hasSize(1);
  }

  @Test
  void aPromiseThatNoReporterHadIsOpen() throws IOException {
    onChain = new QualityPromise(new QualityTarget(9_000, 500, 0, 100)).hash();
    var verified = check(new Lines().reported(silent).credited(EPOCH, WHOLE));
    assertThat(verified.differences()).isEmpty();
    assertThat(verified.open()).singleElement(STRING).contains("the usual target counted");
    onChain = QualityPromise.USUAL.hash();
    assertThat(check(new Lines().reported(silent).credited(EPOCH, WHOLE)).open()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unsigned", "stranger", "other reporter", "other epoch", "early", "late"})
  void anAnswerThatTheNodeDidNotGiveIsShownFalse(String lie) throws IOException {
    var nonce = SignedAnswer.nonce(EPOCH, new Random(1));
    long earliest = SCHEDULE.startOf(EPOCH) - 300;
    long latest = SCHEDULE.endOf(EPOCH) + 299;
    assertThat(claimed(right(1, nonce, earliest, NODE)).differences()).isEmpty();
    assertThat(claimed(right(1, nonce, latest, NODE)).differences()).isEmpty();
    var raw =
        switch (lie) {
          case "unsigned" -> line("right", "");
          case "stranger" -> right(1, nonce, AT, PrivateKey.of(Bytes32.of(4_001)));
          case "other reporter" -> right(2, nonce, AT, NODE);
          case "other epoch" -> right(1, SignedAnswer.nonce(EPOCH - 1, new Random(1)), AT, NODE);
          case "early" -> right(1, nonce, earliest - 1, NODE);
          default -> right(1, nonce, latest + 1, NODE);
        };
    assertThat(claimed(raw).differences())
        .singleElement(STRING)
        .endsWith("claims 1 right answers that the nodes did not sign.");
  }

  @Test
  void aRunThatTheNodeDidNotSendIsShownFalseAndOneThatFailedIsTheReportersWord()
      throws IOException {
    var nonce = SignedAnswer.nonce(EPOCH, new Random(2));
    assertThat(claimed(run(NODE, 256, nonce)).differences()).isEmpty();
    assertThat(claimed(run(NODE, 256, nonce)).answers()).isEqualTo(1);
    assertThat(claimed(run(PrivateKey.of(Bytes32.of(4_001)), 256, nonce)).differences())
        .singleElement(STRING)
        .contains("claims 1 right answers that the nodes did not sign");
    var failed =
        "{\"agreementId\":\"%s\",\"leaf\":1,\"outcome\":\"run\",\"leaves\":256,\"bytes\":0,\"micros\":9}\n"
            .formatted(Lines.ID);
    assertThat(claimed(Bytes.of(failed.getBytes(StandardCharsets.UTF_8))).failures()).isEqualTo(1);
  }

  private static Bytes run(PrivateKey node, int leaves, Bytes32 nonce) {
    var to = PrivateKey.of(Bytes32.of(1)).address();
    var signature = new RunAnswer(Lines.ID, 1, leaves, 9, to, nonce, AT).sign(node);
    var line =
        "{\"agreementId\":\"%s\",\"leaf\":1,\"outcome\":\"run\",\"leaves\":%d,\"bytes\":%d,\"micros\":900,\"sequence\":9,\"leafHash\":\"%s\",\"nonce\":\"%s\",\"nodeAt\":%d,\"nodeSignature\":\"%s\"}\n"
            .formatted(Lines.ID, leaves, 256 * leaves, Bytes32.ZERO, nonce, AT, signature);
    return Bytes.of(line.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stranger", "other seed", "other epoch"})
  void aWriteThatTheNodeDidNotTakeIsShownFalse(String lie) throws IOException {
    var nonce = SignedAnswer.nonce(EPOCH, new Random(3));
    var seed = Bytes32.of(7);
    assertThat(claimed(written(NODE, seed, seed, nonce)).differences()).isEmpty();
    assertThat(claimed(written(NODE, seed, seed, nonce)).answers()).isEqualTo(1);
    var raw =
        switch (lie) {
          case "stranger" -> written(PrivateKey.of(Bytes32.of(4_001)), seed, seed, nonce);
          case "other seed" -> written(NODE, seed, Bytes32.of(8), nonce);
          default -> written(NODE, seed, seed, SignedAnswer.nonce(EPOCH - 1, new Random(3)));
        };
    assertThat(claimed(raw).differences())
        .singleElement(STRING)
        .contains("claims 1 right answers that the nodes did not sign");
  }

  @Test
  void aWriteThatFailedIsTheReportersWord() throws IOException {
    var failed =
        "{\"agreementId\":\"%s\",\"outcome\":\"write\",\"bytes\":0,\"micros\":9}\n"
            .formatted(Lines.ID);
    assertThat(claimed(Bytes.of(failed.getBytes(StandardCharsets.UTF_8))).failures()).isEqualTo(1);
  }

  // A write of what one seed gives, told to be of what the other does.
  private static Bytes written(PrivateKey node, Bytes32 seed, Bytes32 told, Bytes32 nonce) {
    var by = PrivateKey.of(Bytes32.of(1)).address();
    var signature = new WriteAnswer(Lines.ID, WrittenBytes.hash(seed), by, nonce, AT).sign(node);
    var line =
        "{\"agreementId\":\"%s\",\"outcome\":\"write\",\"bytes\":1048576,\"micros\":900,\"seed\":\"%s\",\"nonce\":\"%s\",\"nodeAt\":%d,\"nodeSignature\":\"%s\"}\n"
            .formatted(Lines.ID, told, nonce, AT, signature);
    return Bytes.of(line.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anAnswerCountsOnce() throws IOException {
    var once = right(1, SignedAnswer.nonce(EPOCH, new Random(1)), AT, NODE);
    assertThat(claimed(once.then(once)).differences())
        .singleElement(STRING)
        .contains("claims 1 right answers");
  }

  // Of one reporter, whose raw records these are.
  private Verification claimed(Bytes raw) throws IOException {
    var key = PrivateKey.of(Bytes32.of(1));
    published.put(raw.keccak256(), raw);
    var bundle = QualityBundle.of(EPOCH, List.of(summary(raw.keccak256(), key, raw)));
    return check(new Lines().reported(publish(bundle)));
  }
}
