package network.flashback.gateway.read;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.UUID;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Extent;
import network.flashback.gateway.metadata.StoredObject;
import network.flashback.gateway.seal.CustomerLayer;
import network.flashback.gateway.seal.OpenedFrame;
import org.jspecify.annotations.Nullable;

/// The plain bytes of a run of an object, fetched as they are read; only the frames needed are
/// fetched and opened.
public final class ObjectReader extends FrameInput {
  private final ExtentReader extents;
  private final Bucket bucket;
  private final ArrayDeque<Run> runs = new ArrayDeque<>();
  private @Nullable SegmentFrames segment;
  private final Optional<CustomerLayer> layer;
  private CustomerLayer.@Nullable Keystream keystream;
  private @Nullable UUID keystreamOf;

  /// Where the first segment lies, until it was asked there.
  private Optional<Extent> begins;

  /// A run of plain bytes inside one segment of one part.
  private static final class Run {
    private final StoredObject.Part part;
    private final int segment;
    private final SegmentLayout.FrameRange frames;
    private final long first;
    private final long last;
    private int next;

    Run(StoredObject.Part part, int segment, long first, long last) {
      this.part = part;
      this.segment = segment;
      this.first = first;
      this.last = last;
      this.next = (int) (first / SegmentLayout.FRAME_BYTES);
      this.frames = new SegmentLayout.FrameRange(next, (int) (last / SegmentLayout.FRAME_BYTES));
    }
  }

  private ObjectReader(
      ExtentReader extents, Bucket bucket, Optional<Extent> begins, Optional<CustomerLayer> layer) {
    this.extents = extents;
    this.bucket = bucket;
    this.begins = begins;
    this.layer = layer;
  }

  /// Opens a run of an object of which nothing more is known.
  ///
  /// @param first offset in the object
  /// @param layer the customer's, for an object that was stored with its key
  public static ObjectReader open(
      ExtentReader extents,
      Bucket bucket,
      StoredObject object,
      long first,
      long length,
      Optional<CustomerLayer> layer)
      throws IOException {
    return open(extents, bucket, object, Optional.empty(), first, length, layer);
  }

  /// Opens a run and fetches its first frame, so that an object that cannot be read fails here.
  ///
  /// @param begins the extent of an object that was sent at once, with its first segment, as it was
  ///   found with the object; none where it was not
  /// @param first offset in the object
  /// @param layer the customer's, for an object that was stored with its key
  public static ObjectReader open(
      ExtentReader extents,
      Bucket bucket,
      StoredObject object,
      Optional<Extent> begins,
      long first,
      long length,
      Optional<CustomerLayer> layer)
      throws IOException {
    var reader = new ObjectReader(extents, bucket, begins, layer);
    var partStart = 0L;
    for (StoredObject.Part part : object.parts()) {
      var from = Math.max(first, partStart) - partStart;
      var to = Math.min(first + length, partStart + part.size()) - partStart;
      reader.addRuns(part, from, to);
      partStart += part.size();
    }
    try {
      var _ = reader.fill();
      return reader;
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  @Override
  public void close() {
    closeSegment();
    runs.clear();
  }

  private void addRuns(StoredObject.Part part, long from, long to) {
    for (long at = from; at < to; ) {
      var segment = (int) (at / SegmentLayout.SEGMENT_BYTES);
      var segmentStart = segment * SegmentLayout.SEGMENT_BYTES;
      var until = Math.min(to, segmentStart + SegmentLayout.SEGMENT_BYTES);
      runs.add(new Run(part, segment, at - segmentStart, until - 1 - segmentStart));
      at = until;
    }
  }

  @Override
  boolean next() throws IOException {
    var run = runs.peek();
    while (run != null && run.next > run.frames.last()) {
      closeSegment();
      runs.remove();
      run = runs.peek();
    }
    if (run == null) {
      return false;
    }
    var number = run.next++;
    var frameStart = (long) number * SegmentLayout.FRAME_BYTES;
    var shown = shown(run, number, segment(run).frame(number));
    hand(
        shown.bytes(),
        shown.from() + (int) Math.max(0, run.first - frameStart),
        shown.from() + (int) Math.min(SegmentLayout.FRAME_BYTES, run.last + 1 - frameStart));
    return true;
  }

  /// The frame without the customer's layer; the segment keeps its own for what it checks with it.
  private OpenedFrame shown(Run run, int number, OpenedFrame opened) {
    if (layer.isEmpty()) {
      return opened;
    }
    var stream = keystream;
    if (stream == null || !run.part.extent().equals(keystreamOf)) {
      stream = layer.get().of(run.part.extent());
      keystream = stream;
      keystreamOf = run.part.extent();
    }
    var frameStart = (long) number * SegmentLayout.FRAME_BYTES;
    var offset = run.segment * SegmentLayout.SEGMENT_BYTES + frameStart;
    // What lies behind the run may be no part of the frame, and is not read.
    var length = (int) Math.min(SegmentLayout.FRAME_BYTES, run.last + 1 - frameStart);
    var plain = new byte[length];
    stream.apply(offset, opened.bytes(), opened.from(), length, plain);
    return new OpenedFrame(plain, 0);
  }

  private SegmentFrames segment(Run run) throws IOException {
    var reader = segment;
    if (reader == null) {
      // Anew for each segment: its pieces may have been moved or replaced meanwhile.
      reader = extent(run).segment(run.segment, run.frames);
      segment = reader;
    }
    return reader;
  }

  private ExtentReader.OpenExtent extent(Run run) throws IOException {
    var found = begins.filter(one -> run.segment == 0 && one.id().equals(run.part.extent()));
    begins = Optional.empty();
    return found.isPresent()
        ? extents.open(bucket, found.get())
        : extents.open(bucket, run.part.extent());
  }

  private void closeSegment() {
    var open = segment;
    if (open != null) {
      open.close();
      segment = null;
    }
  }
}
