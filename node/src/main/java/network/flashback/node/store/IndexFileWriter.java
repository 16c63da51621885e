package network.flashback.node.store;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import network.flashback.evm.Bytes32;
import network.flashback.evm.possession.UnitGroups.Node;
import network.flashback.node.store.Disk.DiskFile;

/// Writes an index file from begin to end.
final class IndexFileWriter implements Closeable {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final byte[] NO_IDS = {};

  private final DiskFile file;
  private final long key;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream(BUFFER_BYTES);
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private long flushed;

  /// @param key of the hashes of ids
  IndexFileWriter(Disk disk, Path path, long key) throws IOException {
    this.file = disk.open(path);
    this.key = key;
  }

  /// Where something was put.
  record Place(long offset, int length) {}

  Place add(int serial, int number, Page page) throws IOException {
    var standing = page.standing();
    var ids = ByteBuffer.allocate(standing.size() * Long.BYTES);
    for (var piece : standing) {
      ids.putLong(PieceIds.entryOf(PieceIds.hash(key, piece.id()), piece.slot()));
    }
    var place = add(serial, number, page.encode());
    line(serial, number, place, page.node(), page.changed(), page.hasGone(), ids.array());
    return place;
  }

  Place addHead(int serial, byte[] head) throws IOException {
    var place = add(serial, PageTable.HEAD, head);
    line(serial, PageTable.HEAD, place, Node.EMPTY, 0, false, NO_IDS);
    return place;
  }

  private Place add(int serial, int number, byte[] content) throws IOException {
    var into = ByteBuffer.allocate(IndexFile.HEAD_BYTES + content.length);
    into.putInt(0).putInt(serial).putInt(number).put(content);
    into.putInt(0, IndexFile.checksum(into.array(), Integer.BYTES));
    var place = new Place(flushed + pending.size(), into.capacity());
    pending.writeBytes(into.array());
    if (pending.size() >= BUFFER_BYTES) {
      flush();
    }
    return place;
  }

  private void line(
      int serial, int number, Place place, Node node, long changed, boolean gone, byte[] ids) {
    var into = ByteBuffer.allocate(IndexFile.LINE_BYTES + ids.length);
    into.putInt(serial).putInt(number).putLong(place.offset).putInt(place.length);
    into.put(node.hash().toArray(), 0, Bytes32.SIZE).putLong(node.leaves()).putLong(changed);
    into.put((byte) (gone ? 1 : 0)).put((byte) (ids.length / Long.BYTES)).put(ids);
    lines.writeBytes(into.array());
  }

  private void flush() throws IOException {
    var bytes = pending.toByteArray();
    file.write(flushed, bytes, 0, bytes.length);
    flushed += bytes.length;
    pending.reset();
  }

  /// Everything is written; durable when it returns, but for the name of the file.
  IndexFile.Outline finish(long number) throws IOException {
    flush();
    var bytes = lines.toByteArray();
    file.write(flushed, bytes, 0, bytes.length);
    file.sync();
    return new IndexFile.Outline(number, flushed, bytes.length, IndexFile.checksum(bytes, 0));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
