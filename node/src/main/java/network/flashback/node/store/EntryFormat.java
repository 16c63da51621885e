package network.flashback.node.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.OptionalInt;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.evm.possession.PossessionTree;
import network.flashback.evm.possession.TreeHash;
import network.flashback.evm.possession.TreeShape;
import org.jspecify.annotations.Nullable;

/// The bytes of journal entries: one byte of kind, 16 of agreement id, then the fields, big-endian.
///
/// The numbers of the kinds are on disks out there: never use one again for something else. Pieces
/// and revisions have a number for each way their trees are hashed; the first of them is from the
/// time when there was only keccak-256.
final class EntryFormat {
  private static final byte STORED = 1;
  private static final byte REMOVED = 2;
  private static final byte SIGNED = 3;
  private static final byte RETAINED = 4;
  private static final byte PAID = 5;
  private static final byte SERVED = 6;
  private static final byte PRICED = 7;
  private static final byte DROPPED = 8;
  private static final byte MOVED = 9;
  private static final byte STORED_SHA256 = 10;
  private static final byte SIGNED_SHA256 = 11;
  private static final byte MOVED_IN_SLOT = 12;
  private static final byte MARKED = 13;

  private static final int ID_BYTES = 16;

  private EntryFormat() {}

  static byte[] encode(Entry entry) {
    var bytes = new ByteArrayOutputStream(256);
    try (var out = new DataOutputStream(bytes)) {
      write(entry, out);
    } catch (IOException impossible) {
      throw new AssertionError("Memory does not fail.", impossible);
    }
    return bytes.toByteArray();
  }

  private static void write(Entry entry, DataOutputStream out) throws IOException {
    switch (entry) {
      case Entry.Stored(var id, var piece) -> {
        head(stored(piece.treeHash()), id, out);
        writePiece(piece, out);
      }
      case Entry.Removed(var id, var pieceId, var version) -> {
        head(REMOVED, id, out);
        out.write(pieceId.toArray());
        out.writeLong(version);
      }
      case Entry.Signed(var id, var revision) -> {
        head(signed(revision.treeHash()), id, out);
        out.writeLong(revision.sequence());
        out.writeLong(revision.version());
        out.write(revision.root().toArray());
        out.writeLong(revision.leaves());
        out.write(revision.consumer().toBytes().toArray());
        out.write(revision.provider().toBytes().toArray());
      }
      case Entry.Marked(var id, var mark) -> {
        head(MARKED, id, out);
        out.writeLong(mark.version());
        out.write(mark.root().toArray());
        out.writeLong(mark.leaves());
      }
      case Entry.Retained(var id, var sequences, var from) -> {
        head(RETAINED, id, out);
        out.writeLong(from);
        out.writeInt(sequences.size());
        for (long sequence : sequences) {
          out.writeLong(sequence);
        }
      }
      case Entry.Paid(var id, var voucher) -> {
        head(PAID, id, out);
        out.write(Bytes32.of(voucher.cumulative()).toArray());
        out.writeLong(voucher.servedBytes());
        out.write(voucher.signature().toBytes().toArray());
      }
      case Entry.Served(var id, var served) -> {
        head(SERVED, id, out);
        out.writeLong(served);
      }
      case Entry.Priced(var id, var price) -> {
        head(PRICED, id, out);
        out.write(Bytes32.of(price).toArray());
      }
      case Entry.Dropped(var id) -> head(DROPPED, id, out);
      case Entry.Moved(var id, var pieceId, var slot, var added, var location) -> {
        head(slot.isPresent() ? MOVED_IN_SLOT : MOVED, id, out);
        out.write(pieceId.toArray());
        if (slot.isPresent()) {
          out.writeInt(slot.getAsInt());
        }
        out.writeLong(added);
        writeLocation(location, out);
      }
    }
  }

  private static byte stored(TreeHash treeHash) {
    return switch (treeHash) {
      case KECCAK256 -> STORED;
      case SHA256 -> STORED_SHA256;
    };
  }

  private static byte signed(TreeHash treeHash) {
    return switch (treeHash) {
      case KECCAK256 -> SIGNED;
      case SHA256 -> SIGNED_SHA256;
    };
  }

  private static void head(byte kind, AgreementId id, DataOutputStream out) throws IOException {
    out.writeByte(kind);
    out.write(Bytes32.of(id.value()).toArray(), Bytes32.SIZE - ID_BYTES, ID_BYTES);
  }

  static void writePiece(Piece piece, DataOutputStream out) throws IOException {
    out.write(piece.id().toArray());
    out.writeInt(piece.slot());
    writeLocation(piece.location(), out);
    out.writeInt(piece.crc32c());
    out.writeLong(piece.added());
    out.write(piece.root().toArray());
    var kept = piece.tree().kept().toArray();
    out.writeInt(kept.length);
    out.write(kept);
  }

  private static void writeLocation(Location location, DataOutputStream out) throws IOException {
    out.writeLong(location.file());
    out.writeLong(location.offset());
    out.writeLong(location.bytes());
  }

  /// @throws IOException when the bytes are no entry, although their checksum was right: another
  ///   version of the program wrote them
  static Entry decode(byte[] bytes) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte kind = in.readByte();
      var id = new AgreementId(new BigInteger(1, in.readNBytes(ID_BYTES)));
      return switch (kind) {
        case STORED -> new Entry.Stored(id, readPiece(TreeHash.KECCAK256, in));
        case STORED_SHA256 -> new Entry.Stored(id, readPiece(TreeHash.SHA256, in));
        case REMOVED -> new Entry.Removed(id, word(in), in.readLong());
        case SIGNED -> new Entry.Signed(id, readRevision(TreeHash.KECCAK256, in));
        case SIGNED_SHA256 -> new Entry.Signed(id, readRevision(TreeHash.SHA256, in));
        case RETAINED -> readRetained(id, in);
        case MARKED -> new Entry.Marked(id, new Mark(in.readLong(), word(in), in.readLong()));
        case PAID ->
            new Entry.Paid(id, new PaidVoucher(word(in).toInteger(), in.readLong(), signature(in)));
        case SERVED -> new Entry.Served(id, in.readLong());
        case PRICED -> new Entry.Priced(id, word(in).toInteger());
        case DROPPED -> new Entry.Dropped(id);
        case MOVED ->
            new Entry.Moved(id, word(in), OptionalInt.empty(), in.readLong(), readLocation(in));
        case MOVED_IN_SLOT ->
            new Entry.Moved(
                id, word(in), OptionalInt.of(in.readInt()), in.readLong(), readLocation(in));
        default -> throw unknown("kind " + kind, null);
      };
    } catch (IllegalArgumentException wrong) {
      throw unknown(String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private static IOException unknown(String what, @Nullable Exception cause) {
    return new IOException(
        "The journal holds an entry this version cannot read ("
            + what
            + "). Start the version of the node that wrote it.",
        cause);
  }

  static Piece readPiece(TreeHash treeHash, DataInputStream in) throws IOException {
    var id = word(in);
    int slot = in.readInt();
    var location = readLocation(in);
    int crc32c = in.readInt();
    long added = in.readLong();
    var root = word(in);
    var kept = Bytes.of(in.readNBytes(in.readInt()));
    var shape = TreeShape.of(treeHash);
    long leaves = shape.leavesFor(location.bytes());
    var tree =
        new PossessionTree(
            shape, root, TreeShape.heightFor(leaves), leaves, location.bytes(), kept);
    return new Piece(id, slot, location, crc32c, tree, added);
  }

  private static Location readLocation(DataInputStream in) throws IOException {
    return new Location(in.readLong(), in.readLong(), in.readLong());
  }

  private static Cosigned readRevision(TreeHash treeHash, DataInputStream in) throws IOException {
    return new Cosigned(
        in.readLong(),
        in.readLong(),
        word(in),
        in.readLong(),
        treeHash,
        signature(in),
        signature(in));
  }

  private static Entry.Retained readRetained(AgreementId id, DataInputStream in)
      throws IOException {
    long from = in.readLong();
    int count = in.readInt();
    var sequences = new ArrayList<Long>();
    for (int i = 0; i < count; i++) {
      sequences.add(in.readLong());
    }
    return new Entry.Retained(id, sequences, from);
  }

  private static Bytes32 word(DataInputStream in) throws IOException {
    var word = new byte[Bytes32.SIZE];
    in.readFully(word);
    return Bytes32.of(word);
  }

  private static Signature signature(DataInputStream in) throws IOException {
    var bytes = new byte[Signature.SIZE];
    in.readFully(bytes);
    return Signature.parse(Bytes.of(bytes));
  }
}
