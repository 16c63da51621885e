package network.flashback.node;

import java.util.Optional;
import network.flashback.chain.Call;
import network.flashback.chain.ChainException;
import network.flashback.chain.NodeUnreachableException;
import network.flashback.chain.PendingTransaction;
import network.flashback.chain.Receipt;
import network.flashback.chain.RevertedException;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.TransactionStuckException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a node sends from its wallet, one transaction at a time. One whose fate is not known stays
/// the one that is under way: while it may still get onto the chain nothing else is sent, because
/// the same deed under the next nonce would be done twice, and the second time for nothing.
final class OwnTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(OwnTransactions.class);

  private final TransactionSender sender;
  private Optional<PendingTransaction> underWay = Optional.empty();

  /// Whether something may wait that nobody here holds: from a process before this one, or sent
  /// with no answer.
  private boolean unknown = true;

  /// @param sender of a wallet that nobody else sends duties from
  OwnTransactions(TransactionSender sender) {
    this.sender = sender;
  }

  /// Waits for what is under way. Whoever reads the chain afterwards sees what came of it.
  ///
  /// @throws TransactionStuckException when it may still get onto the chain, and did not yet
  synchronized void await() {
    if (unknown) {
      sender.awaitSent();
      unknown = false;
    }
    if (underWay.isPresent()) {
      try {
        finish(underWay.get());
      } catch (RevertedException refused) {
        LOG.warn("What was under way came to nothing: {}", refused.getMessage());
      }
    }
  }

  /// Sends, and waits until it is on the chain.
  ///
  /// @throws RevertedException when the contract refuses
  /// @throws TransactionStuckException when it may still get onto the chain, or one before it may;
  ///   then this one was not sent
  synchronized Receipt send(Call call) {
    if (unknown || underWay.isPresent()) {
      throw new TransactionStuckException(
          call.what() + " waits until it is known what came of the transaction before it.");
    }
    try {
      underWay = Optional.of(sender.submit(call));
    } catch (NodeUnreachableException unanswered) {
      unknown = true;
      throw unanswered;
    }
    return finish(underWay.get());
  }

  private Receipt finish(PendingTransaction sent) {
    try {
      Receipt receipt = sent.await();
      underWay = Optional.empty();
      if (!receipt.succeeded()) {
        throw new ChainException("Transaction " + receipt.transactionHash() + " failed.");
      }
      return receipt;
    } catch (RevertedException refused) {
      underWay = Optional.empty();
      throw refused;
    } catch (TransactionStuckException stuck) {
      if (!sent.isOpen()) {
        underWay = Optional.empty();
      }
      throw stuck;
    }
  }
}
