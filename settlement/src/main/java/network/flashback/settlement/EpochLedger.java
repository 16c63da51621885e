package network.flashback.settlement;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.flashback.chain.Block;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.QualityOracle.Posted;
import network.flashback.chain.contract.Schedule;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// What settling asks of the chain and does on it. Every question is answered at the newest block;
/// every deed is one that anybody may do.
///
/// All methods throw [network.flashback.chain.ChainException] when the chain cannot be reached or
/// fails in a way that is no [Attempt.Declined].
public interface EpochLedger {
  Schedule schedule();

  Books books();

  /// Seconds that this run leaves to others before it does what is due of an epoch.
  long turnSeconds(long epoch);

  /// The newest block.
  Block head();

  /// Whether a block that was seen is still part of the chain.
  boolean holds(Block block);

  /// Unix second at which the epoch's seed was posted; 0 when it was not.
  long seededAt(long epoch);

  /// Round of the beacon that seeds the epoch.
  long roundOf(long epoch);

  /// Through the bounty where that repays it.
  Attempt postSeed(long epoch, Bytes signature);

  /// Fetches what this wallet is owed for the seeds it posted.
  ///
  /// @return token units; empty when nothing was owed
  Optional<BigInteger> claimBounty();

  /// Epochs of a range, both ends included, that the provider has not confirmed, in order.
  List<Long> unconfirmed(long providerId, long from, long through);

  Posted qualityOf(long epoch);

  /// Newest epoch of a market whose quality is final; empty before the first.
  OptionalLong finalEpoch(int market);

  AgreementView agreement(AgreementId id);

  Attempt executeBreach(long epoch, Breach breach);

  Attempt penaliseMiss(AgreementId id, long epoch);

  /// Makes audits draw by the agreement's rate of the next epoch; nothing where they do already.
  Attempt follow(AgreementId id);

  /// Those of the agreements that a settlement would pay, or credit, something now.
  List<AgreementId> settleable(List<AgreementId> ids);

  Attempt settle(List<AgreementId> ids);

  Attempt end(AgreementId id);

  Attempt voidAgreement(AgreementId id);

  Attempt endSla(Bytes32 slaId);
}
