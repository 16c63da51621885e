package network.flashback.node.store;

import java.math.BigInteger;
import java.util.List;
import java.util.OptionalInt;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes32;

/// One line of the journal: something that became true of an agreement.
sealed interface Entry {
  AgreementId agreement();

  /// A piece stands in a slot.
  record Stored(AgreementId agreement, Piece piece) implements Entry {}

  /// A piece left its slot.
  ///
  /// @param version the unit's version since which it is gone
  record Removed(AgreementId agreement, Bytes32 pieceId, long version) implements Entry {}

  /// The bytes of a piece lie elsewhere now.
  ///
  /// @param slot where it stands or stood; entries of former versions do not say
  /// @param added tells the piece from earlier ones of the same id
  record Moved(
      AgreementId agreement, Bytes32 pieceId, OptionalInt slot, long added, Location location)
      implements Entry {}

  /// Both signed.
  record Signed(AgreementId agreement, Cosigned revision) implements Entry {}

  /// What stands now is about to be signed: what leaves from here on is kept until it is, or until
  /// another mark or the next [Retained].
  record Marked(AgreementId agreement, Mark mark) implements Entry {}

  /// Only these revisions can still be audited: the ones named, and all from a sequence on.
  record Retained(AgreementId agreement, List<Long> sequences, long from) implements Entry {
    public Retained {
      sequences = List.copyOf(sequences);
    }

    boolean keeps(long sequence) {
      return sequence >= from || sequences.contains(sequence);
    }
  }

  /// The consumer promised money.
  record Paid(AgreementId agreement, PaidVoucher voucher) implements Entry {}

  /// That many bytes were served in all; written now and then, not for each read.
  record Served(AgreementId agreement, long bytes) implements Entry {}

  /// Price of one GiB served, token units, fixed when the agreement was first met.
  record Priced(AgreementId agreement, BigInteger egressPerGib) implements Entry {}

  /// The agreement is over and its pieces are given up.
  record Dropped(AgreementId agreement) implements Entry {}
}
