package network.flashback.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;

/// Where the bytes of pieces are kept. What stands in it without being named by the journal is
/// rubbish.
interface PieceSpace {
  /// Room for a piece that is about to come.
  ///
  /// @throws DiskFullException when there is none
  Draft begin(long bytes) throws IOException;

  /// The file that holds a piece's bytes, for reading.
  FileChannel open(Location location) throws IOException;

  /// Gives the room back; what is gone already is no error.
  void delete(Location location) throws IOException;

  /// What is there: number of the file to its length.
  Map<Long, Long> inventory() throws IOException;

  /// A piece under way. Closing it before it was sealed leaves nothing behind.
  interface Draft extends Closeable {
    void write(byte[] bytes, int offset, int length) throws IOException;

    /// Makes the bytes durable; their name is durable when [#directory] was synced.
    Location seal() throws IOException;

    Path directory();
  }
}
