package network.flashback.node.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.TreeHash;
import network.flashback.evm.possession.TreeShape;
import network.flashback.evm.possession.UnitTree.Placed;

/// A piece as the index has it, in the bytes it has on disk: a third of what the fields take as
/// objects. One byte for how its tree is hashed, then what a journal entry has.
final class PieceRecord {
  private static final int ID = 1;
  private static final int SLOT = ID + Bytes32.SIZE;
  private static final int FILE = SLOT + Integer.BYTES;
  private static final int OFFSET = FILE + Long.BYTES;
  private static final int LENGTH = OFFSET + Long.BYTES;
  private static final int CRC = LENGTH + Long.BYTES;
  private static final int ADDED = CRC + Integer.BYTES;
  private static final int ROOT = ADDED + Long.BYTES;

  private final byte[] bytes;

  private PieceRecord(byte[] bytes) {
    this.bytes = bytes;
  }

  static PieceRecord of(Piece piece) {
    var bytes = new ByteArrayOutputStream(ROOT + Bytes32.SIZE + Integer.BYTES);
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(piece.treeHash().code());
      EntryFormat.writePiece(piece, out);
    } catch (IOException impossible) {
      throw new AssertionError("Memory does not fail.", impossible);
    }
    return new PieceRecord(bytes.toByteArray());
  }

  /// Reads a record behind its length.
  static PieceRecord read(ByteBuffer from) {
    var bytes = new byte[from.getInt()];
    from.get(bytes);
    return new PieceRecord(bytes);
  }

  void write(ByteBuffer into) {
    into.putInt(bytes.length).put(bytes);
  }

  /// What it takes with its length before it.
  int writtenBytes() {
    return Integer.BYTES + bytes.length;
  }

  Piece piece() {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return EntryFormat.readPiece(TreeHash.of(in.readByte()), in);
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }

  boolean isOf(byte[] id) {
    return Arrays.equals(bytes, ID, SLOT, id, 0, Bytes32.SIZE);
  }

  byte[] id() {
    return Arrays.copyOfRange(bytes, ID, SLOT);
  }

  int slot() {
    return ByteBuffer.wrap(bytes).getInt(SLOT);
  }

  Location location() {
    var fields = ByteBuffer.wrap(bytes);
    return new Location(fields.getLong(FILE), fields.getLong(OFFSET), length());
  }

  private long length() {
    return ByteBuffer.wrap(bytes).getLong(LENGTH);
  }

  long added() {
    return ByteBuffer.wrap(bytes).getLong(ADDED);
  }

  long leaves() {
    return TreeShape.of(TreeHash.of(bytes[0])).leavesFor(length());
  }

  /// As it stands in the tree of its group.
  Placed placed() {
    return new Placed(slot() % Page.SLOTS, Bytes32.of(bytes, ROOT), leaves());
  }

  PieceRecord at(Location elsewhere) {
    var moved = bytes.clone();
    ByteBuffer.wrap(moved).putLong(FILE, elsewhere.file()).putLong(OFFSET, elsewhere.offset());
    return new PieceRecord(moved);
  }
}
