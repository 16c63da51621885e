package network.flashback.node.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Schedule;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
  private static final long EPOCH = 20;
  private static final int MARKET = 1;
  private static final Schedule DAYS = new Schedule(0, 86_400, 21_600, 21_600, 21_600);
  private static final long PAY = 86_400;

  private final Admission admission = new Admission(DAYS, EPOCH, 5);

  /// C is thirty epochs' pay: admitting one of n costs 31 P and (n - 1) P / 4, silence 2 n P.
  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "17, false", "18, true", "100, true"})
  void aSmallPartOfTheBusinessIsAdmitted(int agreements, boolean cheaper) {
    var all = alike(agreements);
    assertThat(admission.costsLessThanSilence(all, List.of(all.getFirst().id())))
        .isEqualTo(cheaper);
  }

  @Test
  void aSecondMissInARowIsDearerThanAFirst() {
    var once = alike(12);
    var lost = List.of(once.getFirst().id());
    assertThat(admission.costsLessThanSilence(once, lost)).isFalse();
    var twice = once.stream().map(each -> missed(each, EPOCH, 1)).toList();
    assertThat(admission.costsLessThanSilence(twice, lost)).isTrue();
    var longAgo = once.stream().map(each -> missed(each, EPOCH - 3, 1)).toList();
    assertThat(admission.costsLessThanSilence(longAgo, lost)).isFalse();
  }

  @Test
  void theFourthMissInARowCostsAllOfEveryCollateral() {
    var all = alike(2).stream().map(each -> missed(each, EPOCH, 3)).toList();
    assertThat(admission.costsLessThanSilence(all, List.of(all.getFirst().id()))).isTrue();
  }

  /// The contract takes at most three of five.
  @Test
  void moreThanTheContractTakesIsNeverAdmitted() {
    var all = alike(1000);
    var one = all.getFirst().id();
    assertThat(admission.costsLessThanSilence(all, Collections.nCopies(3, one))).isTrue();
    assertThat(admission.costsLessThanSilence(all, Collections.nCopies(4, one))).isFalse();
  }

  /// Tokens have no common price: what is saved in one does not pay for what is lost in another.
  @Test
  void itIsCheaperInEveryMarketOrNotAtAll() {
    var all = new ArrayList<>(alike(100));
    var alone = agreement(200, 2, AgreementState.ACTIVE, 0, 0);
    all.add(alone);
    assertThat(admission.costsLessThanSilence(all, List.of(alone.id()))).isFalse();
    assertThat(admission.costsLessThanSilence(all, List.of(all.getFirst().id()))).isTrue();
  }

  @Test
  void whatIsOverCostsNothingMore() {
    var all = new ArrayList<>(alike(2));
    var over = agreement(3, MARKET, AgreementState.CLOSED, 0, 0);
    all.add(over);
    assertThat(admission.costsLessThanSilence(all, List.of(over.id()))).isTrue();
  }

  private static List<AgreementView> alike(int agreements) {
    var all = new ArrayList<AgreementView>();
    for (int i = 0; i < agreements; i++) {
      all.add(agreement(i, MARKET, AgreementState.ACTIVE, 0, 0));
    }
    return List.copyOf(all);
  }

  private static AgreementView missed(AgreementView agreement, long through, int inRow) {
    return agreement(
        agreement.id().value().intValue(), agreement.market(), agreement.state(), through, inRow);
  }

  private static AgreementView agreement(
      int number, int market, AgreementState state, long penalisedThrough, int missedInRow) {
    return new AgreementView(
        new AgreementId(BigInteger.valueOf(number)),
        Bytes32.of(1),
        1,
        market,
        Address.ZERO,
        state,
        1 << 20,
        BigInteger.valueOf(100 * PAY),
        BigInteger.ONE.shiftLeft(32),
        0,
        0,
        1,
        1000,
        penalisedThrough,
        missedInRow,
        BigInteger.valueOf(30 * PAY),
        BigInteger.ZERO,
        BigInteger.ZERO,
        BigInteger.ZERO);
  }
}
