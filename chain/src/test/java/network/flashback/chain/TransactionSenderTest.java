package network.flashback.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Wei;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TransactionSenderTest {
  private TestChain test;

  @BeforeEach
  void start() throws IOException {
    test = new TestChain();
  }

  @AfterEach
  void stop() {
    test.close();
  }

  @Test
  void manyThreadsSendFromOneWalletAndEachTransactionCounts()
      throws InterruptedException, ExecutionException {
    TransactionSender sender = test.sender(1);
    List<Callable<Receipt>> sends = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Bytes32 note = Bytes32.of(i);
      sends.add(() -> test.counter.send(sender, "increase", 1, note));
    }

    Set<Bytes32> hashes = new HashSet<>();
    Set<Object> notes = new HashSet<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Receipt> done : threads.invokeAll(sends)) {
        Receipt receipt = done.get();
        hashes.add(receipt.transactionHash());
        notes.add(test.counter.read(receipt, "Increased").getFirst().values().word("note"));
      }
    }

    assertThat(hashes).hasSize(60);
    assertThat(notes).hasSize(60);
    assertThat(test.counter.call("value").integer(0)).isEqualTo(60);
    assertThat(test.chain.transactionCount(sender.address(), BlockTag.LATEST)).isEqualTo(60);
  }

  @Test
  void whatAStoppedProgramHasSentIsWaitedForAndMissedByNonceWhenItNeverComes()
      throws InterruptedException, ExecutionException {
    test.automine(false);
    test.counter.submit(test.sender(1), "increase", 1, Bytes32.ZERO);
    SendingPolicy impatient =
        new SendingPolicy(Wei.gwei(100), 2, 1, 25, Duration.ofMillis(5), Duration.ofMillis(50));
    assertThatExceptionOfType(TransactionStuckException.class)
        .isThrownBy(() -> test.sender(1, impatient).awaitSent())
        .withMessageContaining("1 transactions of wallet")
        .withMessageContaining("from nonce 0 on");

    TransactionSender restarted = test.sender(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> waiting = threads.submit(restarted::awaitSent);
      test.mine();
      waiting.get();
    }
    assertThat(test.chain.transactionCount(restarted.address(), BlockTag.LATEST)).isOne();
  }

  @Test
  void newSenderGoesOnAfterTheTransactionsThatStillWait() {
    test.automine(false);
    TransactionSender first = test.sender(1);
    PendingTransaction one = test.counter.submit(first, "increase", 1, Bytes32.ZERO);
    PendingTransaction two = test.counter.submit(first, "increase", 1, Bytes32.ZERO);

    TransactionSender restarted = test.sender(1);
    PendingTransaction three = test.counter.submit(restarted, "increase", 1, Bytes32.ZERO);
    test.mine();

    assertThat(List.of(one.nonce(), two.nonce(), three.nonce())).containsExactly(0L, 1L, 2L);
    three.await();
    assertThat(test.counter.call("value").integer(0)).isEqualTo(3);
  }

  @Test
  void callThatTheContractWouldRefuseIsNotSent() {
    TransactionSender sender = test.sender(1);

    assertThatExceptionOfType(RevertedException.class)
        .isThrownBy(() -> test.counter.send(sender, "increase", 99, Bytes32.ZERO))
        .satisfies(
            refused -> {
              assertThat(refused.reason()).isEqualTo("TooMuch(asked=99, allowed=10)");
              assertThat(refused.failure().orElseThrow().arguments().integer("asked"))
                  .isEqualTo(BigInteger.valueOf(99));
              assertThat(refused.receipt()).isEmpty();
            });
    assertThat(test.chain.transactionCount(sender.address(), BlockTag.PENDING)).isZero();
  }

  @Test
  void transactionThatFailsOnTheChainTellsWhyAndTheNextOneStillWorks() {
    TransactionSender sender = test.sender(1);
    Call tooMuch = test.counter.callOf("increase", 99, Bytes32.ZERO);

    assertThatExceptionOfType(RevertedException.class)
        .isThrownBy(() -> sender.submit(tooMuch, 100_000).await())
        .withMessageContaining("TooMuch(asked=99, allowed=10)")
        .satisfies(
            refused -> assertThat(refused.receipt().orElseThrow().gasUsed()).isGreaterThan(21_000));
    assertThat(test.counter.send(sender, "increase", 1, Bytes32.ZERO).succeeded()).isTrue();
  }

  @Test
  void stuckTransactionIsReplacedByADearerOneWithTheSameNonce()
      throws InterruptedException, ExecutionException {
    TransactionSender sender = test.sender(1);
    test.automine(false);
    PendingTransaction pending = test.counter.submit(sender, "increase", 1, Bytes32.ZERO);
    Bytes32 firstHash = pending.hash();

    Receipt receipt = awaitWhileMiningAt(Wei.gwei(10), pending);

    assertThat(pending.replacements()).isGreaterThanOrEqualTo(1);
    assertThat(receipt.transactionHash()).isNotEqualTo(firstHash);
    assertThat(receipt.effectiveGasPrice()).isLessThanOrEqualTo(TestChain.POLICY.maxFeePerGas());
    assertThat(test.counter.call("value").integer(0)).isEqualTo(1);
    assertThat(test.chain.transactionCount(sender.address(), BlockTag.LATEST)).isEqualTo(1);
  }

  @Test
  void replacementNeverExceedsTheBudgetAndWaitingEnds() throws InterruptedException {
    var now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    Wei budget = Wei.gwei(5);
    var sender =
        new TransactionSender(
            test.chain, test.key(1), TestChain.POLICY.withMaxFeePerGas(budget), now::get);
    test.automine(false);
    PendingTransaction pending = test.counter.submit(sender, "increase", 1, Bytes32.ZERO);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Receipt> waiting = threads.submit(pending::await);
      for (int block = 0; block < 30; block++) {
        test.mineWithBaseFee(Wei.gwei(10));
      }
      now.set(now.get().plus(TestChain.POLICY.timeout()));

      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(waiting::get)
          .withCauseInstanceOf(TransactionStuckException.class)
          .havingCause()
          .withMessageContaining("raise the budget")
          .withMessageContaining("nonce 0");
    }
    assertThat(test.chain.transactionCount(sender.address(), BlockTag.LATEST)).isZero();
  }

  @Test
  void feesAboveTheBudgetAreRefusedBeforeAnythingIsSent() {
    TransactionSender sender = test.sender(1, TestChain.POLICY.withMaxFeePerGas(Wei.of(1)));

    assertThatExceptionOfType(ChainException.class)
        .isThrownBy(() -> test.counter.submit(sender, "increase", 1, Bytes32.ZERO))
        .withMessageContaining("above the configured budget")
        .withMessageContaining("Nothing was sent");
  }

  @Test
  void walletWithoutCoinsIsToldHowMuchItLacks() {
    var poor = PrivateKey.of(Bytes32.of(12_345));
    var sender = new TransactionSender(test.chain, poor, TestChain.POLICY, Clock.systemUTC());
    Call transfer = Call.transfer(test.key(2).address(), Wei.of(1));

    assertThatExceptionOfType(ChainException.class)
        .isThrownBy(() -> sender.submit(transfer, 21_000))
        .withMessageContaining("holds 0 gwei")
        .withMessageContaining("Send coins");
  }

  @Test
  void nonceTakenByAnotherProgramIsNoticed() throws InterruptedException {
    test.automine(false);
    TransactionSender here = test.sender(1);
    PendingTransaction lost = test.counter.submit(here, "increase", 1, Bytes32.ZERO);
    test.rpc.call("anvil_dropTransaction", lost.hash().toString());
    TransactionSender elsewhere = test.sender(1);
    PendingTransaction winner = test.counter.submit(elsewhere, "increase", 2, Bytes32.ZERO);
    test.mine();
    winner.await();

    assertThat(winner.nonce()).isEqualTo(lost.nonce());
    assertThatExceptionOfType(TransactionStuckException.class)
        .isThrownBy(lost::await)
        .withMessageContaining("took its nonce 0")
        .withMessageContaining("a wallet of its own");
  }

  @Test
  void senderThatFellBehindTheChainTakesItsNonceFromTheNode() {
    TransactionSender here = test.sender(1);
    test.counter.send(here, "increase", 1, Bytes32.ZERO);
    test.counter.send(test.sender(1), "increase", 1, Bytes32.ZERO);

    assertThat(test.counter.submit(here, "increase", 1, Bytes32.ZERO).nonce()).isEqualTo(2);
  }

  @Test
  void senderGoesOnAfterAReorganisationThatTookItsTransactions() {
    TransactionSender sender = test.sender(1);
    test.counter.send(sender, "increase", 1, Bytes32.ZERO);
    test.counter.send(sender, "increase", 2, Bytes32.ZERO);
    test.rpc.call("anvil_reorg", 2, List.of());

    PendingTransaction again = test.counter.submit(sender, "increase", 3, Bytes32.ZERO);
    again.await();

    assertThat(again.nonce()).isZero();
    assertThat(test.counter.call("value").integer(0)).isEqualTo(3);
  }

  @Test
  void transactionWithAPriceOfItsOwnNeverCostsMoreAlsoWhenItIsReplaced()
      throws InterruptedException, ExecutionException {
    TransactionSender sender = test.sender(1);
    Call increase = test.counter.callOf("increase", 1, Bytes32.ZERO);
    test.automine(false);
    Wei most = Wei.gwei(2_000_000);
    PendingTransaction pending = sender.submitWithin(increase, most);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Receipt> waiting = threads.submit(pending::await);
      for (int block = 0; block < 30; block++) {
        test.mineWithBaseFee(Wei.gwei(90));
      }
      assertThat(waiting.isDone()).as("a policy of 100 gwei would have paid").isFalse();

      test.mineWithBaseFee(Wei.gwei(10));
      Instant giveUp = Instant.now().plus(Duration.ofSeconds(30));
      while (!waiting.isDone() && Instant.now().isBefore(giveUp)) {
        test.mineWithBaseFee(Wei.gwei(10));
      }
      assertThat(waiting.get().cost()).isLessThanOrEqualTo(most);
    }
    test.mineWithBaseFee(Wei.gwei(90));
    assertThatExceptionOfType(TooDearException.class)
        .isThrownBy(() -> sender.submitWithin(increase, most));
  }

  @Test
  void confirmationsAreWaitedFor() throws InterruptedException, ExecutionException {
    TransactionSender sender = test.sender(1, TestChain.POLICY.withConfirmations(3));
    test.automine(false);
    PendingTransaction pending = test.counter.submit(sender, "increase", 1, Bytes32.ZERO);
    test.mine();
    long minedAt = test.chain.receipt(pending.hash()).orElseThrow().blockNumber();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Receipt> waiting = threads.submit(pending::await);
      assertThat(waiting.isDone()).isFalse();
      test.mine();
      test.mine();
      assertThat(waiting.get().blockNumber()).isEqualTo(minedAt);
    }
    assertThat(test.chain.height()).isEqualTo(minedAt + 2);
  }

  private Receipt awaitWhileMiningAt(Wei baseFee, PendingTransaction pending)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Receipt> waiting = threads.submit(pending::await);
      Instant giveUp = Instant.now().plus(Duration.ofSeconds(30));
      while (!waiting.isDone() && Instant.now().isBefore(giveUp)) {
        test.mineWithBaseFee(baseFee);
      }
      return waiting.get();
    }
  }
}
