package network.flashback.settlement.reporter;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.Block;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.chain.contract.Schedule;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.possession.TreeHash;
import network.flashback.settlement.Attempt;

/// What a reporter asks of the chain and does on it. Every question is answered at the newest
/// block.
public interface ReporterChain {
  /// An agreement to probe, where, and the key that signs the answers.
  record Target(AgreementId agreementId, String endpoint, Address nodeKey) {}

  /// What a provider must be able to prove.
  ///
  /// @param sequence of the revision
  /// @param treeHash of the pieces
  record Commitment(Bytes32 root, long leaves, long sequence, TreeHash treeHash) {}

  /// A reporter and where it can be reached.
  record Peer(Address key, String endpoint) {}

  long chainId();

  Schedule schedule();

  Block head();

  /// Agreements with DIRECT providers, listed or not, that are live and are paid for the epoch.
  List<Target> targets(long epoch);

  /// Revisions that count now: the newest and the one that the epoch's audit uses, newest first.
  /// Empty when there is nothing to prove: no longer live, no revision yet, or an empty unit.
  List<Commitment> commitmentsOf(AgreementId id, long epoch);

  /// Hash of what an agreement promises; empty where it promises nothing of its own, or the chain
  /// cannot tell.
  Optional<Bytes32> promiseOf(AgreementId id);

  /// Who may sign the root of the epoch, in ascending order of their keys.
  List<Peer> reportersOf(long epoch);

  int quorumOf(long epoch);

  /// Empty when nobody posted it.
  Optional<Bytes32> seedOf(long epoch);

  boolean isPosted(long epoch);

  Attempt post(QualityRoot root, List<Bytes> signatures);

  /// Does what is due for the fees of an epoch whose root is final.
  ///
  /// @return what reached this reporter's payout wallet, token units
  BigInteger collectFees(long epoch);

  /// Of the QualityOracle.
  Domain domain();

  Address oracle();
}
