package network.flashback.providers;

import java.io.IOException;
import java.util.List;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;

/// A store whose provider proves on chain that it has the bytes, and is paid for serving them by
/// vouchers.
///
/// Every `put` into such a store answers with the provider's signed [Receipt].
public interface ProvingStore extends ObjectStore {
  /// Signs the revision for the consumer and asks the provider for its signature.
  ///
  /// Danger: whoever signs vouches for the root; compute it from own records, never from what the
  /// provider says.
  Cosigned cosign(long sequence, UnitRoot unit) throws IOException;

  /// Asks the provider to keep in sight what it holds now, so that it can be listed and signed
  /// while more is written. The next mark ends this one.
  Mark mark() throws IOException;

  /// As [#cosign], of what the provider held at a mark; [Cosigned.Differs] when it has ended.
  Cosigned cosignMarked(long sequence, UnitRoot unit, Mark mark) throws IOException;

  /// What the provider says it holds, by slot, from slot `from` on, at most `limit`.
  List<OccupiedSlot> slots(long from, int limit) throws IOException;

  /// What the provider says it held at a mark, by slot, from slot `from` on, at most `limit`.
  ///
  /// @throws StoreException `CONFLICT` when the mark has ended
  List<OccupiedSlot> slots(Mark mark, long from, int limit) throws IOException;

  /// Pieces whose bytes the provider says it found lost, some of them where there are many: to be
  /// put again under their names. Nothing but the provider's word; empty where it cannot say.
  List<StoredName> lost() throws IOException;

  /// Pays by voucher for everything served so far; returns at once when nothing is owed.
  void settle() throws IOException;

  /// The root of an agreement's possession tree and the leaves under it.
  record UnitRoot(Bytes32 root, long leaves) {}

  /// What a provider held at a moment.
  ///
  /// @param version its count of puts and removals then
  record Mark(long version, UnitRoot unit) {}

  /// One occupied slot of the possession tree.
  record OccupiedSlot(long slot, StoredName name, long leaves, Bytes32 root) {}

  /// The provider's answer to a revision.
  sealed interface Cosigned {
    /// Both have signed; `consumer` is ours.
    record Agreed(Signature consumer, Signature provider) implements Cosigned {}

    /// The provider sees another tree; nothing was signed by it.
    record Differs(UnitRoot theirs) implements Cosigned {}
  }
}
