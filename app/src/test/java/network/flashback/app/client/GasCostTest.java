package network.flashback.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import network.flashback.evm.Wei;
import org.junit.jupiter.api.Test;

/// What an SLA's transactions cost, and from which size on it is worth them.
class GasCostTest {
  private static final BigDecimal DOLLARS_3000 = BigDecimal.valueOf(3_000_000_000L);

  @Test
  void everyLegAndEveryEpochCosts() {
    assertThat(GasCost.of(1)).isEqualTo(new GasCost(214_255, 183_893, 7_107, 97_274));
    assertThat(GasCost.of(3).opening() - GasCost.of(2).opening()).isEqualTo(104_066);
    assertThat(GasCost.of(2).whole(30) - GasCost.of(2).whole(29)).isEqualTo(2 * 7_107);
    assertThatThrownBy(() -> GasCost.of(0)).hasMessageContaining("at least one leg");
  }

  @Test
  void theSmallestSlaIsTwentyTimesItsGasRoundedUp() {
    // 707,663 gas at 1 gwei are 0.000707663 coins, at 3,000 dollars 2.122989 dollars.
    assertThat(GasCost.of(1).whole(30)).isEqualTo(708_632);
    assertThat(GasCost.of(1).worth(30, Wei.gwei(1), DOLLARS_3000)).isEqualTo(2_125_896);
    assertThat(GasCost.of(1).smallest(30, Wei.gwei(1), DOLLARS_3000)).isEqualTo(42_517_920);
    assertThat(GasCost.of(1).worth(30, Wei.of(1), DOLLARS_3000)).isEqualTo(BigInteger.ONE);
  }
}
