package network.flashback.node.store;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A piece and the file its bytes are in, from `piece.location().offset()` on; nobody else reads
/// through this channel.
///
/// @param piece with the location that holds for the channel
public record OpenPiece(Piece piece, FileChannel channel) implements Closeable {
  /// Reads bytes of the piece.
  ///
  /// @param offset inside the piece
  public void read(long offset, byte[] into, int at, int length) throws IOException {
    readFully(channel, piece.location().offset() + offset, into, at, length);
  }

  static void readFully(FileChannel channel, long position, byte[] into, int at, int length)
      throws IOException {
    var rest = ByteBuffer.wrap(into, at, length);
    for (long from = position; rest.hasRemaining(); ) {
      int read = channel.read(rest, from);
      if (read < 0) {
        throw new EOFException("The piece's file ends before byte " + (position + length) + ".");
      }
      from += read;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
