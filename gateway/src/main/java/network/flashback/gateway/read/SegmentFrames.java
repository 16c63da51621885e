package network.flashback.gateway.read;

import java.io.IOException;
import network.flashback.evm.Bytes;
import network.flashback.gateway.seal.OpenedFrame;

/// The frames of one segment, brought back from its pieces. Frames are asked for in order, by one
/// thread at a time.
sealed interface SegmentFrames extends AutoCloseable permits LoneReader, SegmentReader {
  /// The plain bytes of a frame, valid until the next call.
  ///
  /// @throws network.flashback.providers.StoreException when no k pieces bring it back
  OpenedFrame frame(int frame) throws IOException;

  /// All n blocks of a frame as they were written; for repair. They stay as they are.
  byte[][] allBlocks(int frame) throws IOException;

  /// CRC32C of each frame of a native segment; empty for a sealed one.
  Bytes sums();

  @Override
  void close();
}
