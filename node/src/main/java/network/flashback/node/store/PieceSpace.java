package network.flashback.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import network.flashback.node.store.Disk.Syncable;

/// Where the bytes of pieces are kept. What stands in it without being named by the journal is
/// rubbish.
interface PieceSpace {
  /// Room for a piece that is about to come.
  ///
  /// @throws DiskFullException when there is none
  Draft begin(Heading heading) throws IOException;

  /// The file that holds a piece's bytes, for reading.
  FileChannel open(Location location) throws IOException;

  /// Gives the room back; what is gone already is no error.
  void delete(Location location) throws IOException;

  /// A piece under way. Closing it before it was sealed leaves nothing behind that counts.
  interface Draft extends Closeable {
    void write(byte[] bytes, int offset, int length) throws IOException;

    /// All bytes are written; they are durable when [#first] was synced.
    Location seal(int crc32c) throws IOException;

    /// To be synced before the record that names the piece.
    Syncable[] first();
  }
}
