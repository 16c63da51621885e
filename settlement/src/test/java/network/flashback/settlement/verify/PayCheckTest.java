package network.flashback.settlement.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import org.junit.jupiter.api.Test;

class PayCheckTest {
  private static Verification check(Lines lines) {
    var findings = new Findings();
    new PayCheck(Lines.EPOCH_SECONDS).check(lines.line(), findings);
    return findings.result();
  }

  @Test
  void payIsTheProvenSecondsAtTheRateRoundedDownOnce() {
    var verified =
        check(new Lines().rate(5, 1_006).proven(5, 300).proven(7, 400).paid(151, 50, 400));
    assertThat(verified.differences()).isEmpty();
    assertThat(verified.proofs()).isEqualTo(2);
  }

  @Test
  void everyEpochIsPaidAtItsOwnRate() {
    var lines = new Lines().rate(5, 1_000).rate(7, 3_000);
    assertThat(check(lines.proven(5, 100).proven(6, 200).proven(7, 300).paid(500, 0, 300)))
        .matches(Verification::agrees);
  }

  @Test
  void whatIsProvenButNotSettledIsNotYetPaid() {
    var lines = new Lines().rate(5, 1_000).proven(5, 100).proven(6, 200);
    assertThat(check(lines.paid(100, 0, 100))).matches(Verification::agrees);
    assertThat(check(new Lines().rate(5, 1_000).proven(5, 100))).matches(Verification::agrees);
  }

  @Test
  void aDepositThatRanDryPaysPartOfAnEpoch() {
    var lines = new Lines().rate(5, 1_000).proven(5, 100).proven(6, 200);
    assertThat(check(lines.paid(130, 0, 130))).matches(Verification::agrees);
  }

  @Test
  void aUnitTooMuchOrTooLittleIsToldWithBothSums() {
    for (long wrong : new long[] {99, 101}) {
      var lines = new Lines().rate(5, 1_000).proven(5, 100).paid(wrong, 0, 100);
      assertThat(check(lines).differences())
          .singleElement(STRING)
          .contains("are " + wrong + " together")
          .contains("worth 100");
    }
  }
}
