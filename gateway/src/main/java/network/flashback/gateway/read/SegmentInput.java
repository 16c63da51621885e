package network.flashback.gateway.read;

import java.io.IOException;
import network.flashback.domain.storage.SegmentLayout;

/// The plain bytes of a whole segment, each frame verified before its first byte is given out.
final class SegmentInput extends FrameInput {
  private final SegmentFrames reader;
  private final SegmentLayout layout;
  private int next;

  SegmentInput(SegmentFrames reader, SegmentLayout layout) {
    this.reader = reader;
    this.layout = layout;
  }

  @Override
  boolean next() throws IOException {
    if (next == layout.frameCount()) {
      return false;
    }
    var opened = reader.frame(next);
    hand(opened.bytes(), opened.from(), opened.from() + layout.plainLength(next));
    next++;
    return true;
  }

  @Override
  public void close() {
    reader.close();
  }
}
