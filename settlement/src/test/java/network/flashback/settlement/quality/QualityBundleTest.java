package network.flashback.settlement.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.flashback.chain.contract.AgreementId;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.settlement.Breach;
import org.junit.jupiter.api.Test;

class QualityBundleTest {
  private static final AgreementId GOOD = new AgreementId(BigInteger.ONE.shiftLeft(64));
  private static final AgreementId BAD = new AgreementId(BigInteger.TWO.shiftLeft(64));

  private static Summary.Signed summary(int reporter, int silent) {
    var key = PrivateKey.of(Bytes32.of(reporter));
    var good = AgreementSummary.none(GOOD).withRight(12).withRight(900);
    var bad = AgreementSummary.none(BAD).withRight(12);
    for (int i = 0; i < silent; i++) {
      bad = bad.withSilent();
    }
    return new Summary(31_337, Address.ZERO, 4, key.address(), Bytes32.of(9), List.of(good, bad))
        .sign(key);
  }

  @Test
  void summaryReadsBackAndIsGenuine() throws IOException {
    var signed = summary(1, 3);
    var read = SummaryJson.parseSigned(SummaryJson.bytes(signed).toArray());
    assertThat(read).isEqualTo(signed);
    assertThat(read.isGenuine()).isTrue();
    var other = summary(2, 3);
    assertThat(new Summary.Signed(other.summary(), signed.signature()).isGenuine()).isFalse();
  }

  @Test
  void onlyTheCanonicalFormCounts() {
    String json = new String(SummaryJson.bytes(summary(1, 3)).toArray(), StandardCharsets.UTF_8);
    List<String> others = new ArrayList<>(List.of("[]", "", "null", "{\"summary\":{}}"));
    others.add(json + " ");
    others.add(" " + json);
    others.add(json.replace("\"right\":2", "\"right\":3"));
    others.add(json.replace("\"latencyMillisP95\":", "\"latencyMillisP95\":1"));
    others.add(json.replace("\"epoch\":4", "\"epoch\":4,\"epoch\":5"));
    others.add(json.replace("\"epoch\":4", "\"epoch\":-4.5"));
    others.add(json.replace("\"agreements\":[", "\"agreements\":[7,"));
    for (String changed : others) {
      assertThatThrownBy(() -> SummaryJson.parseSigned(changed.getBytes(StandardCharsets.UTF_8)))
          .as(changed)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void bundleIsTheSameInWhateverOrderItsSummariesCame() throws IOException {
    var forwards = QualityBundle.of(4, List.of(summary(1, 0), summary(2, 0), summary(3, 9)));
    var backwards = QualityBundle.of(4, List.of(summary(3, 9), summary(2, 0), summary(1, 0)));
    assertThat(forwards.hash()).isEqualTo(backwards.hash());
    assertThat(SummaryJson.parseBundle(SummaryJson.bytes(forwards).toArray())).isEqualTo(forwards);
  }

  @Test
  void oneReporterAloneConvictsNobody() {
    var bundle = QualityBundle.of(4, List.of(summary(1, 0), summary(2, 0), summary(3, 9)));
    assertThat(bundle.breaches()).isEmpty();
    assertThat(bundle.root().root()).isEqualTo(Bytes32.ZERO);
  }

  @Test
  void majorityThatGotNoAnswersCreditsTheWholeEpoch() {
    var bundle = QualityBundle.of(4, List.of(summary(1, 9), summary(2, 9), summary(3, 0)));
    assertThat(bundle.breaches()).extracting(Breach::agreementId).containsExactly(BAD);
    assertThat(bundle.breaches()).extracting(Breach::creditBps).containsExactly(10_000);
    assertThat(bundle.root().root()).isEqualTo(BreachTree.leaf(4, BAD, 10_000));
  }

  @Test
  void everyBreachIsProvenInTreesOfAnySize() {
    for (int size = 1; size <= 33; size++) {
      var credits = new TreeMap<AgreementId, Integer>();
      for (int i = 0; i < size; i++) {
        credits.put(new AgreementId(BigInteger.valueOf(1_000L + i)), 1_000 + i);
      }
      var tree = BreachTree.of(6, credits);
      assertThat(tree.breaches()).hasSize(size);
      for (Breach breach : tree.breaches()) {
        Bytes32 leaf = BreachTree.leaf(6, breach.agreementId(), breach.creditBps());
        assertThat(BreachTree.proves(leaf, breach.proof(), tree.root())).isTrue();
        Bytes32 dearer = BreachTree.leaf(6, breach.agreementId(), breach.creditBps() + 1);
        assertThat(BreachTree.proves(dearer, breach.proof(), tree.root())).isFalse();
      }
    }
  }

  private static Summary.Signed telling(int reporter, QualityTarget promise, long millis) {
    var key = PrivateKey.of(Bytes32.of(reporter));
    var measured = List.of(AgreementSummary.none(GOOD).withRight(millis));
    var promises = new TreeMap<>(Map.of(GOOD, promise));
    return new Summary(31_337, Address.ZERO, 4, key.address(), Bytes32.of(9), measured, promises)
        .sign(key);
  }

  private static Summary.Signed silentAboutPromises(int reporter, long millis) {
    var key = PrivateKey.of(Bytes32.of(reporter));
    var measured = List.of(AgreementSummary.none(GOOD).withRight(millis));
    return new Summary(31_337, Address.ZERO, 4, key.address(), Bytes32.of(9), measured).sign(key);
  }

  @Test
  void anAgreementIsMeasuredAgainstItsPromiseToTheMillisecondWhereOneReporterHasIt()
      throws IOException {
    // Below 16 ms a bucket of the histogram is one millisecond.
    var promise = new QualityTarget(9_995, 15, 0, 100);
    var kept =
        QualityBundle.of(
            4,
            List.of(
                telling(1, promise, 15), silentAboutPromises(2, 15), silentAboutPromises(3, 15)));
    assertThat(kept.breaches()).isEmpty();
    var faster = new QualityTarget(9_995, 14, 0, 100);
    var missed =
        QualityBundle.of(
            4,
            List.of(
                silentAboutPromises(1, 15), telling(2, faster, 15), silentAboutPromises(3, 15)));
    assertThat(missed.breaches()).extracting(Breach::creditBps).containsExactly(1_000);
    assertThat(missed.targetOf(GOOD)).isEqualTo(faster);
    var read = SummaryJson.parseBundle(SummaryJson.bytes(missed).toArray());
    assertThat(read).isEqualTo(missed);
    assertThat(read.root()).isEqualTo(missed.root());
    var unknown = QualityBundle.of(4, List.of(silentAboutPromises(1, 15)));
    assertThat(unknown.breaches()).as("the usual target counts").isEmpty();
    assertThat(unknown.targetOf(GOOD)).isEqualTo(QualityTarget.usual());
  }

  @Test
  void aLowPromiseThatIsKeptCostsNothing() {
    var key = PrivateKey.of(Bytes32.of(1));
    var measured = AgreementSummary.none(GOOD);
    for (int i = 0; i < 99; i++) {
      measured = measured.withRight(1);
    }
    measured = measured.withSilent();
    var low = new TreeMap<>(Map.of(GOOD, new QualityTarget(9_900, 1_000, 0, 100)));
    var high = new TreeMap<>(Map.of(GOOD, new QualityTarget(9_901, 1_000, 0, 100)));
    for (var promised : List.of(low, high)) {
      var summary =
          new Summary(
                  31_337,
                  Address.ZERO,
                  4,
                  key.address(),
                  Bytes32.of(9),
                  List.of(measured),
                  promised)
              .sign(key);
      assertThat(QualityBundle.of(4, List.of(summary)).breaches())
          .as("99 %% of the probes, promised %s", promised)
          .hasSize(promised.equals(low) ? 0 : 1);
    }
  }

  @Test
  void twoPromisesOfOneAgreementAreNoBundle() {
    var one = telling(1, new QualityTarget(9_995, 15, 0, 100), 3);
    var other = telling(2, new QualityTarget(9_995, 16, 0, 100), 3);
    assertThatThrownBy(() -> QualityBundle.of(4, List.of(one, other)))
        .hasMessageContaining("two different promises of agreement " + GOOD);
  }

  @Test
  void aSummaryTellsNoUsualPromiseAndNoneOfWhatItDidNotMeasure() {
    assertThatThrownBy(() -> telling(1, QualityTarget.usual(), 3))
        .hasMessageContaining("is the usual one");
    var promises = new TreeMap<>(Map.of(BAD, new QualityTarget(9_000, 15, 0, 100)));
    assertThatThrownBy(
            () -> new Summary(1, Address.ZERO, 4, Address.ZERO, Bytes32.of(9), List.of(), promises))
        .hasMessageContaining("did not measure");
  }

  @Test
  void bundleRefusesTheSameReporterTwiceAndOtherEpochs() {
    var twice = new ArrayList<>(List.of(summary(1, 0), summary(1, 9)));
    assertThatThrownBy(() -> new QualityBundle(4, 1, twice)).hasMessageContaining("each once");
    assertThatThrownBy(() -> new QualityBundle(5, 1, List.of(summary(1, 0))))
        .hasMessageContaining("epoch 4");
    assertThatThrownBy(() -> new QualityBundle(4, 2, List.of(summary(1, 0))))
        .hasMessageContaining("table 2");
  }
}
