package network.flashback.node.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads a journal from its begin to its end, which is the first frame that is not whole.
final class JournalReader {
  private static final int SCAN_BYTES = 1 << 20;

  // Length of the shortest payload: one entry of kind and id behind its length. Anything shorter
  // that looks like a frame is part of some content.
  private static final int PAYLOAD_BYTES_MIN = 4 + 17;

  private JournalReader() {}

  /// Takes one entry after another.
  interface Consumer {
    void accept(Entry entry) throws IOException;

    /// All entries of a frame were accepted, and another one may follow.
    default void frameEnds(long position, long nextFrame) throws IOException {}
  }

  /// Where writing can go on.
  ///
  /// @param torn whether something was begun behind it and never finished
  record End(long position, long nextFrame, long entries, boolean torn) {}

  private record Frame(long number, ByteBuffer payload) {}

  /// @throws IOException when entries are lost: a damaged frame has whole ones behind it
  static End read(Path path, Consumer consumer) throws IOException {
    return read(path, 0, 0, consumer);
  }

  /// Reads from between two frames on.
  ///
  /// @param firstFrame number of the frame that is expected there
  static End read(Path path, long from, long firstFrame, Consumer consumer) throws IOException {
    try (var file = new RandomAccessFile(path.toFile(), "r")) {
      long position = from;
      long number = firstFrame;
      long entries = 0;
      for (var frame = frameAt(file, position);
          frame != null && frame.number == number;
          frame = frameAt(file, position)) {
        entries += entriesOf(frame.payload, consumer);
        position += Journal.HEAD_BYTES + frame.payload.limit();
        number++;
        consumer.frameEnds(position, number);
      }
      refuseRot(file, path, position, number);
      return new End(position, number, entries, isWritten(file, position));
    }
  }

  private static long entriesOf(ByteBuffer rest, Consumer consumer) throws IOException {
    long count = 0;
    while (rest.hasRemaining()) {
      var entry = new byte[rest.getInt()];
      rest.get(entry);
      consumer.accept(EntryFormat.decode(entry));
      count++;
    }
    return count;
  }

  private static @Nullable Frame frameAt(RandomAccessFile file, long position) throws IOException {
    if (position + Journal.HEAD_BYTES > file.length()) {
      return null;
    }
    var head = new byte[Journal.HEAD_BYTES];
    file.seek(position);
    file.readFully(head);
    var fields = ByteBuffer.wrap(head);
    if (fields.getInt() != Journal.MAGIC) {
      return null;
    }
    long number = fields.getLong();
    int length = fields.getInt();
    int crc = fields.getInt();
    if (length < PAYLOAD_BYTES_MIN
        || length > Journal.FRAME_BYTES_MAX
        || position + Journal.HEAD_BYTES + length > file.length()) {
      return null;
    }
    var payload = new byte[length];
    file.readFully(payload);
    return Journal.checksum(number, payload, 0, length) == crc
        ? new Frame(number, ByteBuffer.wrap(payload))
        : null;
  }

  private static void refuseRot(RandomAccessFile file, Path path, long from, long expected)
      throws IOException {
    var window = new byte[SCAN_BYTES];
    long length = file.length();
    for (long at = from; at < length; at += SCAN_BYTES - (Integer.BYTES - 1)) {
      file.seek(at);
      int filled = (int) Math.min(window.length, length - at);
      file.readFully(window, 0, filled);
      for (int i = 0; i + Integer.BYTES <= filled; i++) {
        if (window[i] == (byte) (Journal.MAGIC >>> 24)
            && ByteBuffer.wrap(window).getInt(i) == Journal.MAGIC) {
          var later = frameAt(file, at + i);
          if (later != null && later.number >= expected) {
            throw new IOException(
                "The journal %s is damaged at byte %d, before entries that are whole: the disk has lost data. Restore the file from a copy, or replace the disk and let the gateways repair this node's pieces."
                    .formatted(path, from));
          }
        }
      }
    }
  }

  private static boolean isWritten(RandomAccessFile file, long from) throws IOException {
    var window = new byte[SCAN_BYTES];
    long length = file.length();
    for (long at = from; at < length; at += window.length) {
      file.seek(at);
      int filled = (int) Math.min(window.length, length - at);
      file.readFully(window, 0, filled);
      for (int i = 0; i < filled; i++) {
        if (window[i] != 0) {
          return true;
        }
      }
    }
    return false;
  }
}
