package network.flashback.market.indexer;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// What the chain holds about one epoch.
@Meaning("What the chain holds about one epoch: seed, proofs, quality root, penalties, payments.")
public record EpochEntry(
    long epoch,
    @Meaning("Unix second at which it begins.") long startsAt,
    @Meaning("First unix second after it.") long endsAt,
    @Nullable Seed seed,
    List<Confirmation> confirmations,
    @Nullable Root root,
    List<Miss> misses,
    List<Credit> credits,
    @Meaning("Settlements that were made while the epoch ran; they pay earlier epochs.")
        List<Payment> settlements) {

  /// The epoch's randomness.
  @Meaning("The randomness that chose the epoch's challenges.")
  public record Seed(
      @Meaning("Round of drand.") BigInteger round,
      Bytes32 value,
      @Meaning("Unix second of the posting.") long postedAt,
      @Meaning("Made from block data, because drand was silent.") boolean marked) {}

  /// A provider's proof of possession.
  @Meaning("A provider proved possession.")
  public record Confirmation(
      long providerId,
      @Meaning("All its confirmed seconds up to this epoch.") long confirmedSeconds,
      Bytes32 transaction) {}

  /// The reporters' root.
  @Meaning("The quality root, signed by a quorum of reporters.")
  public record Root(
      Bytes32 root,
      Bytes32 recordsHash,
      @Meaning("Number of signatures.") long signers,
      @Meaning("Unix second from which on it stands.") long finalAt) {}

  /// A penalty for a missed proof.
  @Meaning("A penalty for a missed proof.")
  public record Miss(AgreementId agreementId, int missedInRow, BigInteger slashed) {}

  /// Pay held back.
  @Meaning("Pay held back for missed quality.")
  public record Credit(AgreementId agreementId, int basisPoints, BigInteger amount) {}

  /// A settlement.
  @Meaning("A settlement of one agreement.")
  public record Payment(
      AgreementId agreementId, BigInteger paid, BigInteger credited, long settledAt) {}
}
