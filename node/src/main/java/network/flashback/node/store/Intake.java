package network.flashback.node.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.PossessionTree;
import network.flashback.evm.possession.TreeBuilder;
import network.flashback.evm.possession.TreeHash;
import network.flashback.evm.possession.TreeShape;
import network.flashback.node.store.Entry.Moved;
import network.flashback.node.store.Entry.Stored;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes pieces in: bytes to disk, tree and checksum in the same pass, then one entry that makes
/// the piece exist.
final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final int BUFFER_BYTES = 256 << 10;

  private final PieceFiles files;
  private final Changes changes;
  private final PieceReader reader;
  private final long capacityBytes;
  private final AtomicLong healed = new AtomicLong();

  Intake(PieceFiles files, Changes changes, PieceReader reader, long capacityBytes) {
    this.files = files;
    this.changes = changes;
    this.reader = reader;
    this.capacityBytes = capacityBytes;
  }

  /// A piece that is about to come.
  ///
  /// @param announced root that the sender computed
  record Coming(Bytes32 id, long bytes, Optional<Bytes32> announced) {
    long reservedBytes() {
      return TreeShape.STANDARD.leavesFor(bytes) * TreeShape.STANDARD.leafBytes();
    }
  }

  private record Measured(PossessionTree tree, int crc32c) {}

  Put put(Unit unit, Coming coming, long agreementBytes, InputStream body) throws IOException {
    var known = unit.ask(() -> unit.piece(coming.id));
    if (known.isPresent()) {
      var kept = known.get();
      return reader.isSound(unit.agreement, kept)
          ? compare(kept, measure(body, coming.bytes, kept.treeHash(), Optional.empty()).tree)
          : heal(unit, kept, coming, body);
    }
    if (!unit.ask(() -> unit.expect(coming.reservedBytes(), agreementBytes))) {
      long free = agreementBytes - unit.ask(unit::summary).reservedBytes();
      return new Put.AgreementFull(Math.max(free, 0), agreementBytes);
    }
    var treeHash = unit.ask(() -> unit.fixTreeHash(TreeHash.STANDARD));
    try (var draft = begin(new Heading(unit.agreement, coming.id, coming.bytes))) {
      var measured = measure(body, coming.bytes, treeHash, Optional.of(draft));
      if (coming.announced.isPresent() && !coming.announced.get().equals(measured.tree.root())) {
        return new Put.Damaged(coming.announced.get(), measured.tree.root());
      }
      return take(unit, coming.id, measured, draft);
    } finally {
      changes.use(-coming.bytes);
      unit.ask(() -> unit.expectNoMore(coming.reservedBytes()));
    }
  }

  /// Puts what the disk has lost in its place again: same slot, same root, other room.
  ///
  /// The piece has its share of the capacity already, whatever became of its bytes.
  private Put heal(Unit unit, Piece lost, Coming coming, InputStream body) throws IOException {
    try (var draft = files.begin(new Heading(unit.agreement, coming.id, coming.bytes))) {
      var measured = measure(body, coming.bytes, lost.treeHash(), Optional.of(draft));
      return lost.sameContentAs(measured.tree)
          ? putBack(unit, lost, draft, draft.seal(measured.crc32c))
          : new Put.Differs(lost);
    }
  }

  private Put putBack(Unit unit, Piece lost, PieceSpace.Draft draft, Location location)
      throws IOException {
    var change = changes.begin();
    boolean quicker;
    unit.lock.lock();
    try {
      var now = unit.current(lost);
      // Removed meanwhile, or whole again by somebody else.
      quicker = now.isEmpty() || !now.get().location().equals(lost.location());
      if (!quicker) {
        change.write(
            unit,
            new Moved(
                unit.agreement, lost.id(), OptionalInt.of(lost.slot()), lost.added(), location),
            draft.first());
      }
    } catch (IOException | RuntimeException e) {
      files.delete(location);
      throw e;
    } finally {
      unit.lock.unlock();
    }
    if (quicker) {
      files.delete(location);
      changes.await();
      return new Put.Present(lost);
    }
    // Its old room is given back when this is durable.
    changes.use(lost.bytes());
    change.finish();
    healed.incrementAndGet();
    LOG.info("Piece {} of agreement {} was lost and is whole again", lost.id(), unit.agreement);
    return new Put.Present(lost.at(location));
  }

  /// Lost pieces that somebody brought again since the start.
  long healed() {
    return healed.get();
  }

  private PieceSpace.Draft begin(Heading heading) throws IOException {
    if (changes.use(heading.bytes()) > capacityBytes) {
      throw new DiskFullException(
          "The node's capacity of %d bytes is used up: raise 'capacity.bytes' or wait until agreements end."
              .formatted(capacityBytes),
          null);
    }
    return files.begin(heading);
  }

  private static Measured measure(
      InputStream body, long bytes, TreeHash treeHash, Optional<PieceSpace.Draft> draft)
      throws IOException {
    var tree = new TreeBuilder(TreeShape.of(treeHash));
    var crc = new CRC32C();
    var buffer = new byte[Math.clamp(bytes, 1, BUFFER_BYTES)];
    for (long left = bytes; left > 0; ) {
      int read = body.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException("The piece ended " + left + " bytes early; nothing was kept.");
      }
      crc.update(buffer, 0, read);
      tree.add(buffer, 0, read);
      if (draft.isPresent()) {
        draft.get().write(buffer, 0, read);
      }
      left -= read;
    }
    return new Measured(tree.finish(), (int) crc.getValue());
  }

  private Put take(Unit unit, Bytes32 pieceId, Measured measured, PieceSpace.Draft draft)
      throws IOException {
    var location = draft.seal(measured.crc32c);
    var change = changes.begin();
    Optional<Piece> quicker;
    Piece piece;
    unit.lock.lock();
    try {
      quicker = unit.piece(pieceId);
      piece =
          new Piece(
              pieceId,
              unit.nextSlot(),
              location,
              measured.crc32c,
              measured.tree,
              unit.nextVersion());
      if (quicker.isEmpty()) {
        change.write(unit, new Stored(unit.agreement, piece), draft.first());
      }
    } catch (IOException | RuntimeException e) {
      files.delete(location);
      throw e;
    } finally {
      unit.lock.unlock();
    }
    if (quicker.isPresent()) {
      files.delete(location);
      return compare(quicker.get(), measured.tree);
    }
    changes.use(piece.bytes());
    change.finish();
    return new Put.Created(piece);
  }

  private Put compare(Piece kept, PossessionTree came) throws IOException {
    // Whoever put it may still be waiting for the disk.
    changes.await();
    return kept.sameContentAs(came) ? new Put.Present(kept) : new Put.Differs(kept);
  }
}
