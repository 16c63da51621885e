package network.flashback.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.PossessionTerms;
import network.flashback.chain.contract.Revision;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.evm.possession.BytesLostException;
import org.jspecify.annotations.Nullable;

/// All pieces of a node, with everything it has signed and been promised about them, on one disk or
/// on several.
///
/// What a method acknowledged survives kill -9 and power cuts. Safe for many threads. What lies on
/// a disk that does not work is answered with [DiskGoneException], which methods that throw no
/// [IOException] wrap.
public interface Pieces extends Closeable {
  /// Takes a piece; durable when it returns. Nothing is left behind when it fails.
  ///
  /// @param agreementBytes capacity of the agreement
  /// @param announced root that the sender computed
  /// @throws DiskFullException when the disk or the node's capacity does not hold it
  Put put(
      AgreementId agreement,
      long agreementBytes,
      Bytes32 pieceId,
      long bytes,
      InputStream body,
      Optional<Bytes32> announced)
      throws IOException;

  Optional<Piece> find(AgreementId agreement, Bytes32 pieceId);

  /// A piece as it lies now, with its file: it may have been moved since the caller found it.
  ///
  /// @throws PieceLostException when the disk has lost it
  OpenPiece open(AgreementId agreement, Piece piece) throws IOException;

  /// To be called when the bytes read from a piece did not have its checksum.
  PieceLostException lost(
      AgreementId agreement, Piece piece, String how, @Nullable Throwable cause);

  /// Pieces that were found lost since the start and that nobody brought again, at most `limit`.
  List<Bytes32> lostOf(AgreementId agreement, int limit);

  /// Takes a piece out of its slot; its bytes stay while a revision that has it can be audited.
  ///
  /// @return whether it was there
  boolean remove(AgreementId agreement, Bytes32 pieceId) throws IOException;

  UnitSummary summary(AgreementId agreement);

  List<Piece> slots(AgreementId agreement, int from, int limit);

  /// Agreements of which anything is known and can be read.
  Set<AgreementId> agreements();

  /// Gives up all pieces of an agreement that is over.
  void drop(AgreementId agreement) throws IOException;

  // --- revisions

  /// Signs a revision when it describes what is kept here; durable when it returns.
  Cosigning cosign(Revision revision, Signature consumer, Function<Revision, Signature> signer)
      throws IOException;

  /// Keeps what stands now in sight, so that it can be listed and signed while more is written;
  /// durable when it returns. Ended by a revision of it or of something newer, by another mark, and
  /// when old revisions are forgotten.
  Mark mark(AgreementId agreement) throws IOException;

  /// What stood in slots when the mark of this version was made; empty when it has ended.
  Optional<List<Piece>> slotsAt(AgreementId agreement, long version, int from, int limit);

  /// As [#cosign], of what stood when the mark of this version was made.
  Cosigning cosignMarked(
      Revision revision, long version, Signature consumer, Function<Revision, Signature> signer)
      throws IOException;

  Optional<Cosigned> newestRevision(AgreementId agreement);

  /// Sequences of the revisions that are still provable here, ascending.
  List<Long> provableSequences(AgreementId agreement);

  /// A revision with this root that is still provable here: its sequence.
  OptionalLong sequenceOf(AgreementId agreement, Bytes32 root);

  /// Forgets all revisions but the ones named and those from a sequence on, and gives up the bytes
  /// that only they needed.
  void retainRevisions(AgreementId agreement, List<Long> sequences, long from) throws IOException;

  /// Proves a leaf of the unit as a revision described it.
  ///
  /// @throws BytesLostException when the disk has lost it
  PossessionTerms prove(AgreementId agreement, long sequence, long leafIndex) throws IOException;

  // --- money

  /// Durable when it returns.
  void paid(AgreementId agreement, PaidVoucher voucher) throws IOException;

  Optional<PaidVoucher> voucher(AgreementId agreement);

  /// Notes what was served; a crash may lose the newest notes, never more than was unpaid.
  void served(AgreementId agreement, long bytes) throws IOException;

  long served(AgreementId agreement);

  /// The price of egress that holds for an agreement: the one fixed before, else the given one,
  /// fixed now.
  BigInteger egressPerGib(AgreementId agreement, Supplier<BigInteger> ifNew) throws IOException;

  // --- room

  /// Tells what an agreement may hold, before anything of it is written: by that it is placed.
  void expect(AgreementId agreement, long capacityBytes);

  /// Tells what all agreements may hold that are not over, as the chain says.
  void promises(Map<AgreementId, Long> capacityBytes);

  /// The largest agreement that could still be placed, on the disk with the most free room.
  long largestFreeBytes();

  /// The disks, in the order of the configuration.
  List<DiskState> disks();

  /// Bytes of all pieces, those under way and those kept for audits included.
  long usedBytes();

  long capacityBytes();

  long pieces();

  /// Writes bytes to the disk that an agreement lies on, syncs them, reads them again and gives
  /// them up, for somebody who measures it.
  ///
  /// @return the bytes as the disk gave them back
  byte[] tryDisk(AgreementId agreement, byte[] content) throws IOException;

  // --- care

  /// Moves what is left in volumes that are mostly dead room, and deletes them.
  ///
  /// @return pieces moved
  long compact() throws IOException;

  /// Reads every piece and its heading, and counts those that are damaged or gone as lost.
  ///
  /// @return the pieces that are lost, by agreement
  Map<AgreementId, List<Piece>> scrub() throws IOException;

  /// Pieces found missing or damaged since the start.
  long lostPieces();

  /// Lost pieces that somebody brought again since the start.
  long healedPieces();

  /// What stops a disk from acknowledging anything; empty while all work.
  Optional<String> failure();
}
