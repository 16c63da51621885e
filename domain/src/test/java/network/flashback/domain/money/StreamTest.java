package network.flashback.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import network.flashback.domain.storage.ByteCount;
import org.junit.jupiter.api.Test;

class StreamTest {
  private static final Token DOLLAR = Token.micro("USDC");
  private static final long SEED = 20_260_101;

  private static Stream stream(long deposit, BigInteger rate) {
    return Stream.opened(TokenAmount.ofUnits(DOLLAR, deposit), new Rate(DOLLAR, rate), 0);
  }

  @Test
  void aPriceSurvivesTheWayIntoARateAndBack() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    for (var i = 0; i < 10_000; i++) {
      var price = TokenAmount.ofUnits(DOLLAR, random.nextLong(1L << 50));
      assertThat(Rate.perGibMonth(price).toGibMonth()).isEqualTo(price);
    }
  }

  @Test
  void aMonthOfOneGibibytePaysExactlyThePrice() {
    var price = TokenAmount.parse(DOLLAR, "4.99");
    var rate = Rate.perGibMonth(price).forCapacity(ByteCount.gib(1));
    assertThat(rate.payFor(730 * 3600)).isEqualTo(price);
  }

  @Test
  void theDepositOfADurationFundsAllOfIt() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    for (var i = 0; i < 10_000; i++) {
      var rate = new Rate(DOLLAR, new BigInteger(1 + random.nextInt(50), random));
      var seconds = random.nextLong(1, 1L << 31);
      var funded = Stream.opened(rate.depositFor(seconds), rate, 0).fundedSeconds();
      assertThat(funded).isGreaterThanOrEqualTo(seconds);
      assertThat(rate.depositFor(seconds).units().subtract(rate.payFor(seconds).units()))
          .isBetween(BigInteger.ZERO, BigInteger.ONE);
    }
  }

  @Test
  void anySplitOfAPeriodPaysWhatOneSettlementAtTheEndPays() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    for (var run = 0; run < 2_000; run++) {
      var opened =
          stream(
              random.nextLong(1L << (1 + random.nextInt(60))),
              new BigInteger(1 + random.nextInt(80), random));
      var end = random.nextLong(1, 1L << (1 + random.nextInt(31)));
      var once = opened.settle(end);
      var split = opened;
      var paid = BigInteger.ZERO;
      for (var at = 0L; at < end; ) {
        at = Math.min(end, at + random.nextLong(1, 2 + end / (1 + random.nextInt(20))));
        var step = split.settle(at);
        paid = paid.add(step.paid().units());
        split = step.after();
      }
      assertThat(paid).as("run %s", run).isEqualTo(once.paid().units());
      assertThat(split).isEqualTo(once.after());
    }
  }

  @Test
  void topUpsInAnyOrderPayTheSameAsOneDepositAsLongAsItNeverRanDry() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    for (var run = 0; run < 2_000; run++) {
      var rate = new BigInteger(1 + random.nextInt(60), random);
      var end = random.nextLong(2, 1L << 20);
      var whole = new Rate(DOLLAR, rate).depositFor(end);
      var middle = random.nextLong(1, end);
      var first = new Rate(DOLLAR, rate).depositFor(middle);
      var topped =
          Stream.opened(first, new Rate(DOLLAR, rate), 0)
              .settle(middle)
              .after()
              .toppedUp(whole.minus(first.min(whole)))
              .settle(end)
              .after();
      var once = Stream.opened(whole, new Rate(DOLLAR, rate), 0).settle(end).after();
      assertThat(topped).isEqualTo(once);
    }
  }

  @Test
  void neverMoreIsPaidThanWasLocked() {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    for (var run = 0; run < 10_000; run++) {
      var opened = stream(random.nextLong(1L << 40), new BigInteger(96, random));
      var settled = opened.settle(random.nextLong(1L << 32));
      assertThat(settled.paid()).isLessThanOrEqualTo(opened.deposit());
      assertThat(settled.paid().plus(settled.after().deposit())).isEqualTo(opened.deposit());
      assertThat(settled.after().clock()).isEqualTo(settled.seconds());
    }
  }

  @Test
  void theLastFundedSecondIsPaidAndNotOneMore() {
    // One and a half units a second, ten units: six seconds cost nine, seven cost ten and a half.
    var opened = stream(10, BigInteger.valueOf(3).shiftLeft(31));
    assertThat(opened.fundedSeconds()).isEqualTo(7);
    var settled = opened.settle(100);
    assertThat(settled.seconds()).isEqualTo(7);
    assertThat(settled.paid().units()).isEqualTo(10);
    assertThat(settled.after().frac()).isEqualTo(1L << 31);
    assertThat(settled.after().settle(1000).seconds()).isZero();
  }

  @Test
  void hitMissHitPaysExactlyTwoEpochs() {
    // The clock counts confirmed seconds: the missed epoch never enters it.
    var opened = stream(1_000_000, BigInteger.valueOf(100).shiftLeft(32));
    assertThat(opened.settle(2 * 30).paid().units()).isEqualTo(6_000);
  }

  @Test
  void settlingTwiceOrBackwardsPaysNothing() {
    var after = stream(1_000, BigInteger.ONE.shiftLeft(32)).settle(100).after();
    assertThat(after.settle(100).paid().isZero()).isTrue();
    assertThat(after.settle(50).after()).isEqualTo(after);
  }

  @Test
  void aRateBeyondTheChainsWidthIsRefused() {
    assertThatThrownBy(() -> new Rate(DOLLAR, BigInteger.TWO.pow(96)))
        .hasMessageContaining("rate does not fit 96 bits");
  }
}
