package network.flashback.gateway.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BudgetTest {
  private static final long SEED = Long.getLong("seed", 6);
  private static final long RATE = 1 << 20;

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void inNoTimeIsMoreTakenThanTheRateAllowsAndOneSecondsWorthAhead() throws IOException {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    var budget = new Budget(RATE, nanos::get, time -> nanos.addAndGet(time.toNanos()));
    var taken = 0L;
    for (int i = 0; i < 20_000; i++) {
      var bytes = random.nextInt(1 << 17);
      budget.take(bytes);
      taken += bytes;
      assertThat(taken).isLessThanOrEqualTo((long) (RATE + RATE * (nanos.get() / 1e9)) + 1);
      if (random.nextInt(10) == 0) {
        nanos.addAndGet(random.nextLong(10_000_000));
      }
    }
    assertThat(nanos.get() / 1e9).as("it is used").isLessThan(1.02 * taken / RATE);
  }

  @Test
  void whoeverRestedDoesNotCatchUp() throws IOException {
    var budget = new Budget(RATE, nanos::get, time -> nanos.addAndGet(time.toNanos()));
    nanos.addAndGet(3_600_000_000_000L);
    var before = nanos.get();
    budget.take(RATE);
    assertThat(nanos.get()).isEqualTo(before);
    budget.take(RATE);
    assertThat(nanos.get() - before).isBetween(999_000_000L, 1_001_000_000L);
  }

  @Test
  void aRateThatIsNoneIsRefusedAndZeroIsNoBound() throws IOException {
    assertThatThrownBy(() -> Budget.of(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(Budget.of(0)).isSameAs(Pace.UNBOUNDED);
    Budget.of(0).take(Long.MAX_VALUE);
  }
}
