package network.flashback.gateway.write;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import network.flashback.domain.erasure.ErasureCode;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.gateway.metadata.Extents;
import network.flashback.gateway.seal.FrameCipher;
import network.flashback.providers.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Seals, codes and sends one segment, frame by frame, to all legs at once; holds a few frames in
/// memory and never the segment.
final class SegmentWriter {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentWriter.class);

  /// A leg that takes nothing for this long is left behind, while enough others do.
  private static final Duration STALL = Duration.ofSeconds(10);

  /// Once enough receipts are there, how long the others are waited for.
  private static final Duration STRAGGLERS = Duration.ofSeconds(2);

  /// How long a receipt may take after the last byte.
  private static final Duration RECEIPT = Duration.ofSeconds(30);

  private final SegmentLayout layout;
  private final ErasureCode code;
  private final FrameCipher cipher;
  private final List<Optional<PiecePut>> puts;
  private final int required;

  /// @param puts by shard; empty for legs that are left out
  /// @param required receipts without which nothing is acknowledged
  SegmentWriter(
      SegmentLayout layout,
      ErasureCode code,
      FrameCipher cipher,
      List<Optional<PiecePut>> puts,
      int required) {
    this.layout = layout;
    this.code = code;
    this.cipher = cipher;
    this.puts = puts;
    this.required = required;
  }

  /// Sends the segment's plain bytes.
  ///
  /// @return what became of each piece that was tried; enough of them have receipts
  /// @throws StoreException of the legs, when too few are left
  /// @throws IOException of the body; then nothing is kept
  List<Extents.Put> write(InputStream body) throws IOException {
    var finished = false;
    try {
      requireEnough();
      var plain = new byte[(int) Math.min(SegmentLayout.FRAME_BYTES, layout.plainBytes())];
      var sealed = new byte[layout.blockLength(0) * code.dataShards()];
      for (int frame = 0; frame < layout.frameCount(); frame++) {
        var length = layout.plainLength(frame);
        if (body.readNBytes(plain, 0, length) < length) {
          throw new EOFException("the body ended inside a segment");
        }
        feed(blocks(frame, plain, length, sealed));
      }
      running().forEach(PiecePut::complete);
      awaitReceipts();
      finished = true;
      return running().stream().map(PiecePut::outcome).toList();
    } finally {
      if (!finished) {
        running().forEach(PiecePut::cancel);
      }
    }
  }

  /// @param sealed room for the longest frame; used again, since blocks are copies
  private byte[][] blocks(int frame, byte[] plain, int length, byte[] sealed) {
    var blockLength = layout.blockLength(frame);
    var k = code.dataShards();
    cipher.seal(frame, plain, length, sealed);
    // What a frame leaves over of its blocks is zero, and not what the frame before had there.
    Arrays.fill(sealed, layout.sealedLength(frame), blockLength * k, (byte) 0);
    var blocks = new byte[code.totalShards()][];
    for (int shard = 0; shard < blocks.length; shard++) {
      blocks[shard] = new byte[blockLength];
      if (shard < k) {
        System.arraycopy(sealed, shard * blockLength, blocks[shard], 0, blockLength);
      }
    }
    code.encode(blocks, 0, blockLength);
    return blocks;
  }

  private void feed(byte[][] blocks) throws IOException {
    for (int shard = 0; shard < blocks.length; shard++) {
      var put = puts.get(shard);
      if (put.isPresent()) {
        put.get().feed(blocks[shard], STALL);
      }
    }
    requireEnough();
  }

  private void awaitReceipts() throws IOException {
    var deadline = System.nanoTime() + RECEIPT.toNanos();
    // First as many as are required, then the rest within a short grace.
    while (succeeded() < required && unfinished().findAny().isPresent()) {
      requireEnough();
      var next = unfinished().findFirst();
      if (next.isPresent()
          && !next.get().await(Duration.ofMillis(20))
          && System.nanoTime() > deadline) {
        break;
      }
    }
    var grace = System.nanoTime() + STRAGGLERS.toNanos();
    for (PiecePut put : running()) {
      var left = Math.max(0, grace - System.nanoTime());
      if (!put.succeeded() && !put.failed() && !put.await(Duration.ofNanos(Math.max(1, left)))) {
        put.cancel();
      }
    }
    requireReceipts();
  }

  private java.util.stream.Stream<PiecePut> unfinished() {
    return running().stream().filter(put -> !put.failed() && !put.succeeded());
  }

  private long succeeded() {
    return running().stream().filter(PiecePut::succeeded).count();
  }

  private void requireEnough() throws IOException {
    if (running().stream().filter(put -> !put.failed()).count() < required) {
      throw failure();
    }
  }

  private void requireReceipts() throws IOException {
    if (succeeded() < required) {
      throw failure();
    }
    running().stream()
        .flatMap(put -> put.failure().stream())
        .forEach(e -> LOG.warn("a piece goes to repair: {}", e.getMessage()));
  }

  /// The failure that tells the client most: a full leg before one that cannot be reached.
  private StoreException failure() {
    var failures = new ArrayList<IOException>();
    running().forEach(put -> put.failure().ifPresent(failures::add));
    return failures.stream()
        .filter(StoreException.class::isInstance)
        .map(StoreException.class::cast)
        .min(Comparator.comparingInt(e -> e.reason() == StoreException.Reason.FULL ? 0 : 1))
        .orElseGet(
            () ->
                new StoreException(
                    StoreException.Reason.UNAVAILABLE,
                    "too few of the SLA's providers take writes: %d of %d are needed"
                        .formatted(required, code.totalShards()),
                    failures.isEmpty() ? null : failures.getFirst()));
  }

  private List<PiecePut> running() {
    return puts.stream().flatMap(Optional::stream).toList();
  }
}
