package network.flashback.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.JsonRpc.Request;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wei;
import network.flashback.evm.transaction.SignedTransaction;
import network.flashback.evm.transaction.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A transaction on its way, with the replacements that were sent for it. All share one nonce, so
/// at most one of them gets onto the chain.
public final class PendingTransaction {
  private static final Logger LOG = LoggerFactory.getLogger(PendingTransaction.class);
  // Between two looks a node may count a transaction before it shows its receipt.
  private static final int LOOKS_BEFORE_NONCE_COUNTS_AS_TAKEN = 5;

  private static final Duration TIME_BEFORE_NONCE_COUNTS_AS_TAKEN = Duration.ofSeconds(2);

  private final TransactionSender sender;
  private final Call call;
  private final List<SignedTransaction> versions = new ArrayList<>();
  private final Wei maxFeePerGas;
  private Fees fees;
  private long lastSentAt;
  private boolean saidThatItWaits;
  private boolean finished;

  /// @param maxFeePerGas the budget of this transaction: no replacement offers more
  PendingTransaction(
      TransactionSender sender,
      Call call,
      SignedTransaction first,
      Fees fees,
      Wei maxFeePerGas,
      long sentAt) {
    this.sender = sender;
    this.call = call;
    this.versions.add(first);
    this.fees = fees;
    this.maxFeePerGas = maxFeePerGas;
    this.lastSentAt = sentAt;
  }

  /// Hash of the newest version.
  public synchronized Bytes32 hash() {
    return versions.getLast().hash();
  }

  public long nonce() {
    return versions.getFirst().transaction().nonce();
  }

  /// How often it was sent again with a higher fee.
  public synchronized int replacements() {
    return versions.size() - 1;
  }

  /// Whether it, or a replacement of it, may still get onto the chain: no transaction with its
  /// nonce is there.
  public boolean isOpen() {
    return !look().nonceTaken();
  }

  /// Waits until the transaction is on the chain, as deep as the policy wants.
  ///
  /// @throws RevertedException when the contract refused it; gas was paid
  /// @throws TransactionStuckException when the time is over or another program took the nonce
  public Receipt await() {
    try {
      return onChain();
    } finally {
      finish();
    }
  }

  private synchronized void finish() {
    if (!finished) {
      finished = true;
      sender.finished();
    }
  }

  private Receipt onChain() {
    SendingPolicy policy = sender.policy();
    Instant deadline = sender.clock().instant().plus(policy.timeout());
    int looksWithNonceTaken = 0;
    Instant takenSince = deadline;
    while (true) {
      Look look = look();
      if (look.receipt().isPresent()) {
        Receipt receipt = look.receipt().get();
        if (look.height() - receipt.blockNumber() + 1 >= policy.confirmations()) {
          return succeeded(receipt);
        }
      } else if (look.nonceTaken()) {
        // A node that has much to do may count a transaction before it shows its receipt.
        Instant now = sender.clock().instant();
        takenSince = looksWithNonceTaken == 0 ? now : takenSince;
        if (++looksWithNonceTaken >= LOOKS_BEFORE_NONCE_COUNTS_AS_TAKEN
            && !now.isBefore(takenSince.plus(TIME_BEFORE_NONCE_COUNTS_AS_TAKEN))) {
          throw nonceTaken();
        }
      } else {
        looksWithNonceTaken = 0;
        replaceIfStuck(look.height());
      }
      if (!sender.clock().instant().isBefore(deadline)) {
        throw timedOut();
      }
      Pause.of(policy.pollInterval());
    }
  }

  private record Look(Optional<Receipt> receipt, long height, boolean nonceTaken) {}

  // One request, so that height, count and receipts are of nearly the same moment.
  private synchronized Look look() {
    List<Request> requests = new ArrayList<>();
    requests.add(Request.of("eth_blockNumber"));
    requests.add(
        Request.of("eth_getTransactionCount", sender.address().toString(), BlockTag.LATEST.json()));
    for (SignedTransaction version : versions) {
      requests.add(Request.of("eth_getTransactionReceipt", version.hash().toString()));
    }
    List<JsonNode> answers = sender.chain().rpc().batch(requests);
    Optional<Receipt> receipt =
        answers.subList(2, answers.size()).stream()
            .flatMap(answer -> Chain.present(answer).stream())
            .map(Receipt::of)
            .findFirst();
    return new Look(
        receipt,
        Quantity.parseLong(answers.getFirst()),
        Quantity.parseLong(answers.get(1)) > nonce());
  }

  private synchronized void replaceIfStuck(long height) {
    if (height - lastSentAt < sender.policy().blocksBeforeReplacement()) {
      return;
    }
    lastSentAt = height;
    SignedTransaction newest = versions.getLast();
    Fees raised;
    try {
      raised = fees.raised(Fees.now(sender.chain(), maxFeePerGas), maxFeePerGas);
    } catch (TooDearException tooDear) {
      raised = fees;
      sayThatItWaits(tooDear);
    }
    SignedTransaction next =
        raised.equals(fees)
            ? newest
            : sender.sign(call, nonce(), newest.transaction().gasLimit(), raised);
    try {
      // With the budget used up the newest version goes out again: nodes forget what waits too
      // long.
      sender.chain().send(next);
    } catch (RpcException refused) {
      LOG.debug("{} (nonce {}) was not replaced: {}", call.what(), nonce(), refused.getMessage());
      return;
    }
    if (!next.equals(newest)) {
      LOG.info(
          "{} (nonce {}) was stuck and is sent again for up to {} per gas",
          call.what(),
          nonce(),
          raised.maximum());
      versions.add(next);
      fees = raised;
    }
  }

  private void sayThatItWaits(TooDearException tooDear) {
    if (!saidThatItWaits) {
      LOG.warn(
          "{} (nonce {}) waits until the chain is cheaper: {}",
          call.what(),
          nonce(),
          tooDear.getMessage());
      saidThatItWaits = true;
    }
  }

  private Receipt succeeded(Receipt receipt) {
    if (receipt.succeeded()) {
      return receipt;
    }
    throw RevertedException.of(
        call.what() + " (transaction " + receipt.transactionHash() + ")",
        failureData(receipt),
        sender.chain().errors(),
        Optional.of(receipt));
  }

  // A receipt says only that the transaction failed; the same call at its block's parent tells why.
  private Bytes failureData(Receipt receipt) {
    try {
      BlockTag before = BlockTag.number(Math.max(0, receipt.blockNumber() - 1));
      sender.chain().call(call, Optional.of(sender.address()), before);
      return Bytes.EMPTY;
    } catch (RevertedException refused) {
      return refused.data();
    } catch (ChainException unknown) {
      return Bytes.EMPTY;
    }
  }

  private TransactionStuckException timedOut() {
    Transaction transaction = versions.getLast().transaction();
    return new TransactionStuckException(
        call.what()
            + " is not on the chain after "
            + sender.policy().timeout()
            + ": nonce "
            + nonce()
            + " of "
            + sender.address()
            + ", newest version "
            + hash()
            + ", sent for up to "
            + transaction.maxFeePerGas()
            + " per gas. It may still get there; do not repeat it under another nonce before this one is settled."
            + " If fees are high, raise the budget.");
  }

  private TransactionStuckException nonceTaken() {
    return new TransactionStuckException(
        call.what()
            + " will not get onto the chain: another transaction of wallet "
            + sender.address()
            + " took its nonce "
            + nonce()
            + ". Another program uses the same key; give each program a wallet of its own.");
  }
}
