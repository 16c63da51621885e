package network.flashback.chain;

import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import network.flashback.evm.Address;
import network.flashback.evm.Wallet;
import network.flashback.evm.Wei;
import network.flashback.evm.transaction.SignedTransaction;
import network.flashback.evm.transaction.Transaction;

/// Sends the transactions of one wallet: gives each its nonce, pays within a budget, and sees it
/// onto the chain. Safe for many threads; many transactions may be on their way at once.
///
/// One wallet needs one sender: two programs that send from one wallet take each other's nonces.
/// After a restart, and whenever none is under way, the next nonce is read from the node,
/// transactions that still wait included.
public final class TransactionSender {
  private static final int NONCE_ATTEMPTS = 3;

  private final Chain chain;
  private final Wallet wallet;
  private final SendingPolicy policy;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock(true);
  private OptionalLong nextNonce = OptionalLong.empty();
  private int underWay;

  public TransactionSender(Chain chain, Wallet wallet, SendingPolicy policy, InstantSource clock) {
    this.chain = chain;
    this.wallet = wallet;
    this.policy = policy;
    this.clock = clock;
  }

  public Address address() {
    return wallet.address();
  }

  public Chain chain() {
    return chain;
  }

  /// Sends and waits until the transaction is on the chain as deep as the policy wants.
  ///
  /// @throws RevertedException when the contract refuses
  /// @throws TransactionStuckException when it does not get onto the chain
  public Receipt send(Call call) {
    return submit(call).await();
  }

  /// Sends and returns at once.
  ///
  /// @throws RevertedException when the contract would refuse it now; then nothing was sent
  public PendingTransaction submit(Call call) {
    return submit(call, gasLimit(call), policy.maxFeePerGas());
  }

  /// Sends and returns at once. Whatever becomes of the fees, the transaction and its replacements
  /// never cost more than `most`, nor more per gas than the policy allows.
  ///
  /// @throws TooDearException when it would cost more now; then nothing was sent
  /// @throws RevertedException when the contract would refuse it now; then nothing was sent
  public PendingTransaction submitWithin(Call call, Wei most) {
    long gasLimit = gasLimit(call);
    var affordable = new Wei(most.amount().divide(BigInteger.valueOf(gasLimit)));
    return submit(call, gasLimit, affordable.min(policy.maxFeePerGas()));
  }

  /// Sends with a gas limit of one's own, without asking first whether the contract would refuse.
  public PendingTransaction submit(Call call, long gasLimit) {
    return submit(call, gasLimit, policy.maxFeePerGas());
  }

  private long gasLimit(Call call) {
    long estimate = chain.estimateGas(call, wallet.address());
    return Math.ceilDiv(Math.multiplyExact(estimate, 100 + policy.gasMarginPercent()), 100);
  }

  private PendingTransaction submit(Call call, long gasLimit, Wei maxFeePerGas) {
    Fees fees = Fees.now(chain, maxFeePerGas);
    long sentAt = chain.height();
    lock.lock();
    try {
      for (int attempt = 1; ; attempt++) {
        long nonce = nonce();
        SignedTransaction signed = sign(call, nonce, gasLimit, fees);
        try {
          chain.send(signed);
          nextNonce = OptionalLong.of(nonce + 1);
          underWay++;
          return new PendingTransaction(this, call, signed, fees, maxFeePerGas, sentAt);
        } catch (RpcException refused) {
          nextNonce = OptionalLong.empty();
          if (!refused.says("nonce") || attempt >= NONCE_ATTEMPTS) {
            throw explained(call, signed.transaction(), refused);
          }
        } catch (NodeUnreachableException unknown) {
          // Whether the node got it is unknown: its own count of waiting transactions will tell.
          nextNonce = OptionalLong.empty();
          throw unknown;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits until no transaction of the wallet is on its way any more, such as those of a program
  /// that was stopped.
  ///
  /// @throws TransactionStuckException when they do not get onto the chain in time
  public void awaitSent() {
    Instant deadline = clock.instant().plus(policy.timeout());
    while (true) {
      long done = chain.transactionCount(wallet.address(), BlockTag.LATEST);
      long sent = chain.transactionCount(wallet.address(), BlockTag.PENDING);
      if (sent <= done) {
        return;
      }
      if (!clock.instant().isBefore(deadline)) {
        throw new TransactionStuckException(
            "%d transactions of wallet %s, from nonce %d on, are not on the chain after %s. Wait for them, or replace them by others of the same nonces that pay more; then go on."
                .formatted(sent - done, wallet.address(), done, policy.timeout()));
      }
      Pause.of(policy.pollInterval());
    }
  }

  SendingPolicy policy() {
    return policy;
  }

  InstantSource clock() {
    return clock;
  }

  SignedTransaction sign(Call call, long nonce, long gasLimit, Fees fees) {
    return wallet.sign(
        new Transaction(
            chain.id(),
            nonce,
            fees.priority(),
            fees.maximum(),
            gasLimit,
            call.to(),
            call.value(),
            call.input()));
  }

  /// A transaction is on the chain, or is not waited for any more. When it was the last one, the
  /// node's count is right, also after a reorganisation that took transactions off the chain or
  /// after a node that dropped some: then what was counted here would leave a gap, behind which
  /// everything waits for ever.
  void finished() {
    lock.lock();
    try {
      underWay--;
      if (underWay == 0) {
        nextNonce = OptionalLong.empty();
      }
    } finally {
      lock.unlock();
    }
  }

  private long nonce() {
    return nextNonce.orElseGet(() -> chain.transactionCount(wallet.address(), BlockTag.PENDING));
  }

  private ChainException explained(Call call, Transaction transaction, RpcException refused) {
    if (refused.says("insufficient funds")) {
      return new ChainException(
          call.what()
              + " was not sent: wallet "
              + wallet.address()
              + " holds "
              + chain.balance(wallet.address())
              + ", but the transaction may cost up to "
              + transaction.largestCost()
              + ". Send coins of chain "
              + chain.id()
              + " to that address.",
          refused);
    }
    return refused;
  }
}
