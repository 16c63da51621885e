package network.flashback.node;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.AuditAnswer;
import network.flashback.chain.contract.Challenge;
import network.flashback.chain.contract.PossessionTerms;
import network.flashback.chain.contract.Renewal;
import network.flashback.chain.contract.RenewalMandate;
import network.flashback.chain.contract.Schedule;
import network.flashback.chain.contract.TargetedChallenge;
import network.flashback.chain.contract.Voucher;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.node.store.Cosigned;

/// What a node asks and tells the chain about its own provider. Every method may throw
/// [network.flashback.chain.ChainException]; those that tell return when it is on the chain.
public interface ProviderOnChain {
  Schedule schedule();

  /// The newest block.
  Head head();

  /// Time of the newest block, unix seconds.
  default long headSecond() {
    return head().second();
  }

  /// How long an offer may live, seconds.
  long offerLifeSeconds();

  /// Number that offers must carry to be valid.
  long offerNonce();

  /// Agreements that were committed to, in the order of activation.
  List<AgreementId> units();

  AgreementView agreement(AgreementId id);

  /// Bytes of all agreements that are not over, those included that nothing was committed to yet.
  long reservedBytes();

  /// The newest committed revision.
  Committed committed(AgreementId id);

  /// Sequence of the revision that the audit of an epoch uses; 0 when there is none.
  long auditedSequence(AgreementId id, long epoch);

  Optional<Bytes32> seedOf(long epoch);

  /// Unix second at which the seed was posted.
  long seededAtOf(long epoch);

  /// The beacon's round whose signature is the epoch's seed.
  long roundOf(long epoch);

  boolean isConfirmed(long epoch);

  List<Challenge> challengesOf(long epoch);

  /// What consumers asked this provider for, and nobody has shown yet.
  List<TargetedChallenge> asked();

  OptionalLong finalEpoch(int market);

  /// What a settlement of these agreements would pay now, token units.
  BigInteger payable(List<AgreementId> ids);

  BigInteger earningsOf(int market);

  /// Bonds of answered challenges that wait for the payout wallet, units of the market's token.
  BigInteger bondsOf(int market);

  /// Whether a gas costs more now than the operator lets the collecting of pay cost.
  boolean isGasDear();

  /// Waits until what was sent before is on the chain or never will be; returns at once when
  /// nothing is under way. Whoever looks at the chain after it does nothing twice.
  ///
  /// @throws network.flashback.chain.TransactionStuckException when that takes too long
  void awaitSent();

  /// Posts an epoch's seed. That somebody else was faster is as good.
  void postSeed(long epoch, Bytes signature);

  void commit(AgreementId id, Cosigned revision);

  /// Sends the answers to the epoch's challenges, in their order.
  void audit(long epoch, List<AuditAnswer> answers);

  /// Shows the leaf that an agreement's challenge asks for.
  void answer(AgreementId id, PossessionTerms proof);

  /// Sends bonds to the payout wallet.
  void claimBonds(int market);

  void claim(Voucher voucher, Bytes signature);

  void settle(List<AgreementId> ids);

  void end(AgreementId id);

  /// What renewals under a mandate took from its payer, token units.
  BigInteger mandateSpent(Bytes32 mandate);

  /// Extends an agreement under its consumer's mandate.
  void renew(RenewalMandate mandate, Renewal renewal, Renewal.Signatures signatures);

  /// Sends earnings to the payout wallet.
  ///
  /// @return what reached it, without the market's fee, token units
  BigInteger withdraw(int market);

  /// A block.
  ///
  /// @param second unix second of its time
  record Head(long height, long second) {}

  /// A revision on chain.
  ///
  /// @param sequence 0 when there is none
  /// @param effectiveEpoch first epoch whose audit uses it
  record Committed(long sequence, long leaves, long effectiveEpoch) {}
}
