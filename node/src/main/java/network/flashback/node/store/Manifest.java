package network.flashback.node.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes32;
import network.flashback.node.store.IndexFile.Outline;

/// What the index on disk consists of, and from where on the journal is to be read with it. The
/// next manifest takes the place of this one in one step.
///
/// @param key of the hashes of ids
/// @param from where the journal goes on
/// @param nextSerial of the next unit
/// @param highestFile that pieces were ever in
/// @param units that are there, others are not whatever index files say
/// @param files oldest first
/// @param rooms of all pieces
record Manifest(
    long key,
    Position from,
    int nextSerial,
    long highestFile,
    List<Known> units,
    List<Outline> files,
    List<Room> rooms) {
  private static final int MAGIC = 0x46424958;
  private static final int VERSION = 1;
  private static final int HEAD_BYTES = 3 * Integer.BYTES;
  private static final int ID_BYTES = 16;

  Manifest {
    units = List.copyOf(units);
    files = List.copyOf(files);
    rooms = List.copyOf(rooms);
  }

  /// A place between two frames of the journal.
  ///
  /// @param journal number of the file
  /// @param frame number of the one that follows
  record Position(long journal, long offset, long frame) {}

  /// A unit that is there.
  ///
  /// @param pieces that stand in it
  record Known(AgreementId agreement, int serial, int pieces) {}

  static Manifest fresh(long key) {
    return new Manifest(key, new Position(0, 0, 0), 0, -1, List.of(), List.of(), List.of());
  }

  long nextFile() {
    return files.isEmpty() ? 0 : files.getLast().number() + 1;
  }

  byte[] encode() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      writeFields(out);
    } catch (IOException impossible) {
      throw new AssertionError("Memory does not fail.", impossible);
    }
    var content = bytes.toByteArray();
    var whole = ByteBuffer.allocate(HEAD_BYTES + content.length);
    whole.putInt(MAGIC).putInt(VERSION).putInt(IndexFile.checksum(content, 0)).put(content);
    return whole.array();
  }

  private void writeFields(DataOutputStream out) throws IOException {
    out.writeLong(key);
    out.writeLong(from.journal);
    out.writeLong(from.offset);
    out.writeLong(from.frame);
    out.writeInt(nextSerial);
    out.writeLong(highestFile);
    out.writeInt(units.size());
    for (var unit : units) {
      var id = Bytes32.of(unit.agreement.value()).toArray();
      out.write(id, Bytes32.SIZE - ID_BYTES, ID_BYTES);
      out.writeInt(unit.serial);
      out.writeInt(unit.pieces);
    }
    out.writeInt(files.size());
    for (var file : files) {
      out.writeLong(file.number());
      out.writeLong(file.linesAt());
      out.writeInt(file.linesBytes());
      out.writeInt(file.crc());
    }
    out.writeInt(rooms.size());
    for (var room : rooms) {
      out.writeLong(room.file());
      out.writeBoolean(room.shared());
      out.writeLong(room.pieces());
      out.writeLong(room.bytes());
      out.writeLong(room.end());
    }
  }

  /// The one of a disk; none when the disk is new or of a former version.
  static Optional<Manifest> read(Path path) throws IOException {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    var whole = Files.readAllBytes(path);
    if (whole.length < HEAD_BYTES) {
      throw damaged(path, "it is too short");
    }
    var head = ByteBuffer.wrap(whole);
    if (head.getInt() != MAGIC) {
      throw damaged(path, "it is no manifest");
    }
    int version = head.getInt();
    if (version != VERSION) {
      throw new IOException(
          "The index %s is of version %d, which this node cannot read. Start the version of the node that wrote it."
              .formatted(path, version));
    }
    var content = Arrays.copyOfRange(whole, HEAD_BYTES, whole.length);
    if (head.getInt() != IndexFile.checksum(content, 0)) {
      throw damaged(path, "its checksum is wrong");
    }
    return Optional.of(readFields(ByteBuffer.wrap(content)));
  }

  private static IOException damaged(Path path, String how) {
    return new IOException(
        "The index's manifest %s is damaged (%s): the disk has lost data. Restore the file from a copy, or replace the disk and let the gateways repair this node's pieces."
            .formatted(path, how));
  }

  private static Manifest readFields(ByteBuffer in) {
    long key = in.getLong();
    var from = new Position(in.getLong(), in.getLong(), in.getLong());
    int nextSerial = in.getInt();
    long highestFile = in.getLong();
    var units = new ArrayList<Known>();
    for (int left = in.getInt(); left > 0; left--) {
      var id = new byte[ID_BYTES];
      in.get(id);
      var agreement = new AgreementId(new BigInteger(1, id));
      units.add(new Known(agreement, in.getInt(), in.getInt()));
    }
    var files = new ArrayList<Outline>();
    for (int left = in.getInt(); left > 0; left--) {
      files.add(new Outline(in.getLong(), in.getLong(), in.getInt(), in.getInt()));
    }
    var rooms = new ArrayList<Room>();
    for (int left = in.getInt(); left > 0; left--) {
      rooms.add(new Room(in.getLong(), in.get() == 1, in.getLong(), in.getLong(), in.getLong()));
    }
    return new Manifest(key, from, nextSerial, highestFile, units, files, rooms);
  }
}
