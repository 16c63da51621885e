package network.flashback.settlement;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes32;

/// Told what settling did. Called on the settling thread; what it throws is logged and ignored.
@FunctionalInterface
public interface SettlementObserver {
  SettlementObserver NONE = event -> {};

  void happened(Event event);

  /// Something that this program brought onto the chain, or saw complete there.
  sealed interface Event {
    record SeedPosted(long epoch) implements Event {}

    record BreachExecuted(long epoch, AgreementId id, int creditBps) implements Event {}

    record MissPenalised(long epoch, AgreementId id) implements Event {}

    /// The audits draw an agreement's unit by another rate from this epoch on.
    record RateFollowed(AgreementId id, long fromEpoch) implements Event {}

    record Settled(long epoch, List<AgreementId> ids) implements Event {}

    record Ended(AgreementId id, Bytes32 slaId) implements Event {}

    record Voided(AgreementId id, Bytes32 slaId) implements Event {}

    record SlaEnded(Bytes32 slaId) implements Event {}

    /// What this wallet was owed for posted seeds, token units, has reached it.
    record BountyClaimed(BigInteger amount) implements Event {}

    /// Nothing of the epoch is left to be done; these SLAs were live when it was completed, and
    /// have new statements.
    record EpochCompleted(long epoch, List<Bytes32> slaIds) implements Event {}
  }
}
