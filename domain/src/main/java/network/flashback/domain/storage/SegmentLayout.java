package network.flashback.domain.storage;

import network.flashback.domain.Refused;

/// How one segment of an object lies in its pieces.
///
/// ```text
/// plain    | frame 0: 64 KiB | frame 1: 64 KiB | ... | last frame: 0..64 KiB |
/// sealed   | 64 KiB + tag    | 64 KiB + tag    | ... | rest + tag            |
/// piece i  | block i of 0    | block i of 1    | ... | block i of the last   |
/// ```
///
/// Each sealed frame is cut into k equal blocks (the last one padded with zeros) and coded by
/// itself, so that a writer holds one frame at a time, and a range read fetches exactly the blocks
/// it needs from any k pieces. A mirrored piece holds the sealed frames whole. An empty segment is
/// one empty frame: its tag proves that it is empty.
///
/// A native segment's piece is its plain bytes; its frames are what is checked at a time.
///
/// @param layout whether frames are sealed
/// @param redundancy k of n; k is 1 where they are not
/// @param plainBytes 0 to 64 MiB
public record SegmentLayout(Layout layout, Redundancy redundancy, long plainBytes) {
  /// Plain bytes of a full segment.
  public static final long SEGMENT_BYTES = 64L << 20;

  /// Plain bytes of a full frame.
  public static final int FRAME_BYTES = 64 << 10;

  /// Bytes the seal adds to a frame: the tag of AES-256-GCM.
  public static final int TAG_BYTES = 16;

  /// Refuses what is no segment.
  public SegmentLayout {
    Refused.requireRange("plainBytes", plainBytes, 0, SEGMENT_BYTES);
    if (!layout.fits(redundancy)) {
      throw new Refused(
          "layout",
          "bytes that lie as they are cannot be cut into shards, as " + redundancy + " does",
          "name an SLA that mirrors");
    }
  }

  /// A segment of sealed frames.
  public SegmentLayout(Redundancy redundancy, long plainBytes) {
    this(Layout.SEALED, redundancy, plainBytes);
  }

  /// A run of bytes.
  public record Span(long offset, long length) {
    /// Refuses negative runs.
    public Span {
      Refused.requireRange("offset", offset, 0, Long.MAX_VALUE);
      Refused.requireRange("length", length, 0, Long.MAX_VALUE - offset);
    }

    /// The first byte behind it.
    public long end() {
      return offset + length;
    }
  }

  /// A run of frames, both ends included.
  public record FrameRange(int first, int last) {
    /// How many frames.
    public int count() {
      return last - first + 1;
    }
  }

  /// How many segments an object of that size has; an empty one has one.
  public static int segmentCount(long objectBytes) {
    Refused.requireRange("objectBytes", objectBytes, 0, Long.MAX_VALUE);
    return Math.toIntExact(Math.max(1, Math.ceilDiv(objectBytes, SEGMENT_BYTES)));
  }

  /// The layout of one segment of an object of sealed frames.
  public static SegmentLayout ofObject(Redundancy redundancy, long objectBytes, int segment) {
    return ofObject(Layout.SEALED, redundancy, objectBytes, segment);
  }

  /// The layout of one segment of an object.
  public static SegmentLayout ofObject(
      Layout layout, Redundancy redundancy, long objectBytes, int segment) {
    Refused.requireRange("segment", segment, 0, segmentCount(objectBytes) - 1L);
    var begin = segment * SEGMENT_BYTES;
    return new SegmentLayout(layout, redundancy, Math.min(SEGMENT_BYTES, objectBytes - begin));
  }

  /// Frames of the segment, at least one.
  public int frameCount() {
    return (int) Math.max(1, Math.ceilDiv(plainBytes, FRAME_BYTES));
  }

  /// Plain bytes of a frame.
  public int plainLength(int frame) {
    requireFrame(frame);
    return (int) Math.min(FRAME_BYTES, plainBytes - (long) frame * FRAME_BYTES);
  }

  /// Bytes of a frame as it lies at providers: sealed, or plain where it is not sealed.
  public int sealedLength(int frame) {
    return plainLength(frame) + layout.tagBytes();
  }

  /// Bytes of every piece's block of a frame.
  public int blockLength(int frame) {
    return Math.ceilDiv(sealedLength(frame), redundancy.dataShards());
  }

  /// Where in each piece the blocks of those frames lie.
  public Span blocks(FrameRange frames) {
    requireFrame(frames.first());
    requireFrame(frames.last());
    var full = blockLengthOf(FRAME_BYTES);
    var begin = (long) frames.first() * full;
    return new Span(begin, (long) frames.last() * full + blockLength(frames.last()) - begin);
  }

  /// Bytes of each piece.
  public long pieceLength() {
    return blocks(new FrameRange(0, frameCount() - 1)).length();
  }

  /// The frames that hold a run of plain bytes.
  public FrameRange framesOf(Span plain) {
    if (plain.length() == 0 || plain.end() > plainBytes) {
      throw new Refused(
          "range",
          plain.offset() + "+" + plain.length() + " is empty or passes the segment's end",
          "ask within its " + plainBytes + " bytes");
    }
    return new FrameRange(
        (int) (plain.offset() / FRAME_BYTES), (int) ((plain.end() - 1) / FRAME_BYTES));
  }

  /// What each provider must reserve for a volume, in whole MiB: the pieces of full segments. Each
  /// object beyond one per segment adds less than 17 + k bytes, which the rounding absorbs for
  /// some.
  public static ByteCount pieceVolume(Redundancy redundancy, ByteCount volume) {
    var whole = new SegmentLayout(redundancy, SEGMENT_BYTES).pieceLength();
    var rest = new SegmentLayout(redundancy, volume.bytes() % SEGMENT_BYTES).pieceLength();
    var bytes = Math.multiplyExact(volume.bytes() / SEGMENT_BYTES, whole);
    return new ByteCount(Math.addExact(bytes, rest)).roundedUpTo(ByteCount.mib(1));
  }

  private int blockLengthOf(int plain) {
    return Math.ceilDiv(plain + layout.tagBytes(), redundancy.dataShards());
  }

  private void requireFrame(int frame) {
    Refused.requireRange("frame", frame, 0, frameCount() - 1L);
  }
}
