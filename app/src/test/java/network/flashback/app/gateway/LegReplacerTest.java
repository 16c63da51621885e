package network.flashback.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import network.flashback.chain.contract.AgreementState;
import org.junit.jupiter.api.Test;

/// When a leg that should be replaced has to wait.
class LegReplacerTest {
  @Test
  void aSilentProviderIsReplacedAfterItsFirstMiss() {
    assertThat(reason(AgreementState.ACTIVE, 1, true, true)).isEmpty();
  }

  @Test
  void aProviderThatAnswersIsReplacedAfterItsSecondMiss() {
    assertThat(reason(AgreementState.ACTIVE, 1, false, true)).get().asString().contains("answers");
    assertThat(reason(AgreementState.NOTICE, 2, false, true)).isEmpty();
  }

  @Test
  void nobodyIsReplacedWhoseBytesAreNeeded() {
    assertThat(reason(AgreementState.ACTIVE, 3, true, false))
        .get()
        .asString()
        .contains("do not hold all data");
  }

  @Test
  void aBreachedAgreementHasEndedAlreadyAndDoesNotWait() {
    assertThat(reason(AgreementState.BREACHED, 4, false, false)).isEmpty();
  }

  private static Optional<String> reason(
      AgreementState state, int missedInRow, boolean silent, boolean spare) {
    return LegReplacer.reasonToWait(state, missedInRow, () -> silent, () -> spare);
  }
}
