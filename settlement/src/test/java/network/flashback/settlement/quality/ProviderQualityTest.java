package network.flashback.settlement.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.OptionalInt;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import org.junit.jupiter.api.Test;

class ProviderQualityTest {
  private static final OptionalInt NONE = OptionalInt.empty();
  private static final BigInteger PROVIDER_7 = BigInteger.valueOf(7).shiftLeft(64);
  private static final AgreementId FIRST = new AgreementId(PROVIDER_7.add(BigInteger.ONE));
  private static final AgreementId SECOND = new AgreementId(PROVIDER_7.add(BigInteger.TWO));

  @Test
  void agreementsOfAProviderAreOneSumForEachReporter() {
    var first = AgreementSummary.none(FIRST).withRight(5).withRight(5).withSilent();
    var second = AgreementSummary.none(SECOND).withWrong(9);

    assertThat(ProviderQuality.of(QualityBundle.of(4, List.of(summary(1, first, second)))))
        .containsExactly(new ProviderQuality(7, 4, 7_500, 5, 9, 9, NONE, NONE, 3_333));
  }

  @Test
  void oneReporterAloneMovesNoFigure() {
    var bundle =
        QualityBundle.of(
            4,
            List.of(
                summary(1, AgreementSummary.none(FIRST).withRight(5)),
                summary(2, AgreementSummary.none(FIRST).withRight(6)),
                summary(3, AgreementSummary.none(FIRST).withSilent().withWrong(900))));

    assertThat(ProviderQuality.of(bundle))
        .containsExactly(new ProviderQuality(7, 4, 10_000, 6, 6, 6, NONE, NONE, 0));
  }

  @Test
  void whoDidNotProbeSaysNothing() {
    var bundle =
        QualityBundle.of(
            4,
            List.of(
                summary(1, AgreementSummary.none(FIRST).withSilent()),
                summary(2, AgreementSummary.none(FIRST)),
                summary(3, AgreementSummary.none(SECOND))));

    assertThat(ProviderQuality.of(bundle))
        .containsExactly(new ProviderQuality(7, 1, 0, 0, 0, 0, NONE, NONE, 0));
  }

  @Test
  void nobodyIsShownWhomNobodyProbed() {
    assertThat(
            ProviderQuality.of(
                QualityBundle.of(4, List.of(summary(1, AgreementSummary.none(FIRST))))))
        .isEmpty();
  }

  @Test
  void eachWayHasItsMedianOfTheReportersThatTriedIt() {
    var bundle =
        QualityBundle.of(
            4,
            List.of(
                summary(1, AgreementSummary.none(FIRST).withRight(5).withWrite(10_240, 1_000_000)),
                summary(
                    2,
                    AgreementSummary.none(FIRST)
                        .withRight(5)
                        .withTransfer(7_168, 1_000_000)
                        .withWrite(5_120, 1_000_000)),
                summary(3, AgreementSummary.none(FIRST).withRight(5).withWrite(0, 9))));

    var quality = ProviderQuality.of(bundle).getFirst();
    assertThat(quality.throughputKib()).hasValue(7);
    assertThat(quality.writeKib()).hasValue(5);
  }

  private static Summary.Signed summary(int reporter, AgreementSummary... agreements) {
    var key = PrivateKey.of(Bytes32.of(reporter));
    return new Summary(31_337, Address.ZERO, 4, key.address(), Bytes32.of(9), List.of(agreements))
        .sign(key);
  }
}
