package network.flashback.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.UnitGroups.Node;

/// A part of the index on disk, never changed once it is written: pages and heads of units, each
/// behind its checksum, serial and number, and then the lines by which a start finds them.
///
/// Read through several descriptors, as a [java.nio.channels.FileChannel] would be closed for all
/// by the interrupt of one, and a mapping would end the process when the disk fails.
final class IndexFile implements Closeable {
  /// CRC32C of the rest, serial of the unit, number of the page.
  static final int HEAD_BYTES = 3 * Integer.BYTES;

  static final int LINE_BYTES = 4 + 4 + 8 + 4 + Bytes32.SIZE + 8 + 8 + 1 + 1;

  private final Path path;
  private final Outline outline;
  private final Queue<RandomAccessFile> idle = new ConcurrentLinkedQueue<>();
  private final AtomicLong liveBytes = new AtomicLong();

  IndexFile(Path path, Outline outline) {
    this.path = path;
    this.outline = outline;
  }

  /// What the manifest says of a file.
  ///
  /// @param number of the file; a higher one is newer
  /// @param linesAt where the lines begin, which end with the file
  /// @param crc CRC32C of the lines
  record Outline(long number, long linesAt, int linesBytes, int crc) {}

  /// A page or a head as a start finds it.
  ///
  /// @param gone whether it has pieces that left
  record Line(
      int serial, int page, long offset, int length, Node node, long changed, boolean gone) {}

  /// Takes lines, with hashes and slots of the pieces that stand there.
  interface Lines {
    void accept(Line line, LongBuffer ids) throws IOException;
  }

  Outline outline() {
    return outline;
  }

  Path path() {
    return path;
  }

  /// Bytes that pages and heads have in the file.
  long bytes() {
    return outline.linesAt;
  }

  long liveBytes() {
    return liveBytes.get();
  }

  void hold(long bytes) {
    liveBytes.addAndGet(bytes);
  }

  void lose(long bytes) {
    liveBytes.addAndGet(-bytes);
  }

  /// The content of a page or head.
  ///
  /// @throws IOException when it is not there any more as it was written
  byte[] read(int serial, int page, long offset, int length) throws IOException {
    var bytes = readFully(offset, length);
    var fields = ByteBuffer.wrap(bytes);
    int crc = fields.getInt();
    if (crc != checksum(bytes, Integer.BYTES)
        || fields.getInt() != serial
        || fields.getInt() != page) {
      throw damaged("a page at byte " + offset);
    }
    var content = new byte[length - HEAD_BYTES];
    fields.get(content);
    return content;
  }

  /// Reads where everything is.
  void lines(Lines lines) throws IOException {
    var bytes = readFully(outline.linesAt, outline.linesBytes);
    if (checksum(bytes, 0) != outline.crc) {
      throw damaged("the list of its pages");
    }
    for (var from = ByteBuffer.wrap(bytes); from.hasRemaining(); ) {
      int serial = from.getInt();
      int page = from.getInt();
      long offset = from.getLong();
      int length = from.getInt();
      var hash = Bytes32.of(bytes, from.position());
      from.position(from.position() + Bytes32.SIZE);
      var node = new Node(hash, from.getLong());
      long changed = from.getLong();
      boolean gone = from.get() == 1;
      int count = from.get();
      var ids = from.slice(from.position(), count * Long.BYTES).asLongBuffer();
      from.position(from.position() + count * Long.BYTES);
      lines.accept(new Line(serial, page, offset, length, node, changed, gone), ids);
    }
  }

  private byte[] readFully(long offset, int length) throws IOException {
    var bytes = new byte[length];
    var found = idle.poll();
    var file = found == null ? new RandomAccessFile(path.toFile(), "r") : found;
    try {
      file.seek(offset);
      file.readFully(bytes);
    } catch (java.io.EOFException e) {
      throw damaged("its end");
    } finally {
      idle.add(file);
    }
    return bytes;
  }

  private IOException damaged(String what) {
    return new IOException(
        "The index file %s is damaged (%s): the disk has lost data. Restore the file from a copy, or replace the disk and let the gateways repair this node's pieces."
            .formatted(path, what));
  }

  static int checksum(byte[] bytes, int from) {
    var crc = new CRC32C();
    crc.update(bytes, from, bytes.length - from);
    return (int) crc.getValue();
  }

  @Override
  public void close() throws IOException {
    for (var file = idle.poll(); file != null; file = idle.poll()) {
      file.close();
    }
  }
}
