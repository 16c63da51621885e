package network.flashback.gateway.read;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import network.flashback.domain.storage.SegmentLayout;
import network.flashback.evm.Bytes;
import network.flashback.gateway.legs.LegStore;
import network.flashback.gateway.metadata.Extent;
import network.flashback.gateway.seal.FrameCode;
import network.flashback.gateway.seal.OpenedFrame;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;

/// Brings back the frames of one segment from any k of its pieces.
///
/// Reads from k legs; when one fails, another one is asked, and when one is slow, another one as
/// well ([Hedging]): whoever then has not brought the frame is given up. A frame that does not open
/// means that a piece was changed: further pieces are fetched until some k of them open it, and
/// those that do not fit are reported. So is a piece that its provider says it does not have, or
/// not whole: always after others have opened a frame, since what is reported is replaced.
final class SegmentReader implements SegmentFrames {
  /// After this long without the next frame and nobody left to ask, the segment cannot be read.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Combinations of k pieces tried for one frame; more only when many pieces are bad at once.
  private static final int COMBINATIONS_MAX = 500;

  private final SegmentLayout layout;
  private final FrameCode code;
  private final int needed;
  private final SegmentLayout.FrameRange frames;
  private final Consumer<Extent.Piece> corrupt;
  private final Hedging hedging;
  private final Rendezvous rendezvous = new Rendezvous();
  private final ArrayDeque<Source> spares;
  private final List<ShardStream> streams = new ArrayList<>();
  private final List<Extent.Piece> lost = new ArrayList<>();

  /// Whether a hedge for the frame that is awaited was refused.
  private boolean refused;

  private IOException lastFailure =
      new StoreException(Reason.UNAVAILABLE, "too few of the SLA's providers can be reached");

  /// A piece and where it is.
  record Source(LegStore leg, Extent.Piece piece) {}

  /// @param sources the segment's pieces, those to be asked first in front
  /// @param frames the frames that will be read, in order
  /// @param corrupt told of each piece whose bytes are not those that were stored, or are gone
  SegmentReader(
      SegmentLayout layout,
      FrameCode code,
      List<Source> sources,
      SegmentLayout.FrameRange frames,
      Consumer<Extent.Piece> corrupt,
      Hedging hedging) {
    this.layout = layout;
    this.code = code;
    this.needed = layout.redundancy().dataShards();
    this.frames = frames;
    this.corrupt = corrupt;
    this.hedging = hedging;
    this.spares = new ArrayDeque<>(sources);
    for (int i = 0; i < needed; i++) {
      startNext(frames.first(), false);
    }
  }

  @Override
  public OpenedFrame frame(int frame) throws IOException {
    streams.forEach(stream -> stream.discardBefore(frame));
    var tried = new HashSet<Set<Integer>>();
    while (true) {
      var blocks = blocks(frame);
      var plain = blocks.size() >= needed ? opened(frame, blocks, tried) : Optional.<byte[]>empty();
      if (plain.isPresent()) {
        lost.forEach(corrupt);
        lost.clear();
        hedging.earn((long) layout.blockLength(frame) * needed);
        giveUpLosers(frame);
        return new OpenedFrame(plain.get(), 0);
      }
      // Fewer than k open nothing.
      awaitMore(frame, Math.max(blocks.size(), needed - 1));
    }
  }

  @Override
  public Bytes sums() {
    return code.sums();
  }

  @Override
  public byte[][] allBlocks(int frame) throws IOException {
    var _ = frame(frame);
    return code.again(frame);
  }

  @Override
  public void close() {
    streams.forEach(ShardStream::close);
  }

  private Map<Integer, byte[]> blocks(int frame) {
    return rendezvous.within(
        () -> {
          var blocks = new TreeMap<Integer, byte[]>();
          for (ShardStream stream : streams) {
            stream
                .block(frame)
                .ifPresent(block -> blocks.putIfAbsent(stream.piece().shard(), block));
          }
          return blocks;
        });
  }

  /// Waits for more blocks of the frame, and asks another leg when a leg has failed or is slow.
  private void awaitMore(int frame, int had) throws IOException {
    var begun = System.nanoTime();
    refused = false;
    while (blocks(frame).size() <= had) {
      var failed = streams.stream().filter(stream -> stream.failure().isPresent()).toList();
      failed.forEach(this::failed);
      streams.removeAll(failed);
      for (int missing = failed.size(); missing > 0; missing--) {
        startNext(frame, false);
      }
      // Every stream has delivered the frame, and together they do not open it: more pieces are
      // needed.
      var late = streams.stream().filter(stream -> stream.block(frame).isEmpty()).toList();
      // A block may have come since the count above, so it is taken again before giving up.
      if (late.isEmpty() && !startNext(frame, false) && blocks(frame).size() <= had) {
        throw unreadable();
      }
      if (!arrives(frame, had, patience(late, begun))
          && !askAnother(frame, begun)
          && System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw unreadable();
      }
    }
  }

  /// Until a hedge, or, once that was refused, until the legs count as silent.
  private Duration patience(List<ShardStream> late, long begun) {
    var hedge = Hedging.patience(late.stream().map(stream -> stream.leg().latencies()).toList());
    var untilSilence = Hedging.SILENCE.minusNanos(System.nanoTime() - begun);
    return refused && untilSilence.isPositive() ? untilSilence : hedge;
  }

  private boolean askAnother(int frame, long begun) {
    if (spares.isEmpty()) {
      return false;
    }
    if (System.nanoTime() - begun >= Hedging.SILENCE.toNanos()) {
      return startNext(frame, false);
    }
    // A leg that is given up has read ahead at most so far.
    var atOnce = hedging.ahead().blocksAtOnce(layout.blockLength(frame));
    var last = Math.min(frames.last(), frame + 2 * atOnce);
    var cost = layout.blocks(new SegmentLayout.FrameRange(frame, last)).length();
    refused = refused || !hedging.spend(cost);
    return refused || startNext(frame, true);
  }

  /// Goes on with the k legs that were the fastest; the others may be asked again later.
  private void giveUpLosers(int frame) {
    if (streams.size() <= needed) {
      return;
    }
    var losers = new ArrayList<ShardStream>();
    streams.stream().filter(stream -> stream.block(frame).isEmpty()).forEach(losers::add);
    streams.stream()
        .filter(stream -> !losers.contains(stream))
        .filter(ShardStream::hedge)
        .forEach(losers::add);
    streams.reversed().stream().filter(stream -> !losers.contains(stream)).forEach(losers::add);
    for (ShardStream loser : losers.subList(0, streams.size() - needed)) {
      loser.close();
      hedging.givenUp(loser.hedge(), loser.bytes());
      streams.remove(loser);
      spares.addLast(new Source(loser.leg(), loser.piece()));
    }
  }

  private void failed(ShardStream stream) {
    lastFailure = stream.failure().orElseThrow();
    if (lastFailure instanceof StoreException store
        && (store.reason() == Reason.NOT_FOUND || store.reason() == Reason.RANGE)) {
      lost.add(stream.piece());
    }
  }

  private boolean arrives(int frame, int had, Duration patience) throws InterruptedIOException {
    return rendezvous.await(
        () ->
            blocks(frame).size() > had
                || streams.stream().anyMatch(stream -> stream.failure().isPresent()),
        patience);
  }

  private boolean startNext(int frame, boolean hedge) {
    var next = spares.poll();
    if (next == null) {
      return false;
    }
    var rest = new SegmentLayout.FrameRange(frame, frames.last());
    streams.add(
        ShardStream.start(
            next.leg(), next.piece(), layout, rest, rendezvous, hedging.ahead(), hedge));
    return true;
  }

  private StoreException unreadable() {
    return new StoreException(
        Reason.UNAVAILABLE,
        "fewer than %d intact pieces of a segment can be read: %s"
            .formatted(needed, lastFailure.getMessage()),
        lastFailure);
  }

  private Optional<byte[]> opened(int frame, Map<Integer, byte[]> blocks, Set<Set<Integer>> tried) {
    for (Set<Integer> shards : combinations(List.copyOf(blocks.keySet()), needed)) {
      var plain = tried.add(shards) ? code.open(frame, blocks, shards) : Optional.<byte[]>empty();
      if (plain.isPresent()) {
        if (tried.size() > 1) {
          reportChanged(frame, blocks);
        }
        return plain;
      }
    }
    return Optional.empty();
  }

  /// Drops the streams whose block of an opened frame is not what was stored, and reports their
  /// pieces.
  private void reportChanged(int frame, Map<Integer, byte[]> blocks) {
    var right = code.again(frame);
    for (ShardStream stream : List.copyOf(streams)) {
      var shard = stream.piece().shard();
      var block = blocks.get(shard);
      if (block != null && !Arrays.equals(block, right[shard])) {
        stream.close();
        streams.remove(stream);
        corrupt.accept(stream.piece());
      }
    }
  }

  /// Sets of k out of the shards, data shards first, as many as are worth trying.
  private static List<Set<Integer>> combinations(List<Integer> shards, int k) {
    var found = new ArrayList<Set<Integer>>();
    collect(shards, k, 0, new ArrayDeque<>(), found);
    return found;
  }

  private static void collect(
      List<Integer> shards, int k, int from, ArrayDeque<Integer> chosen, List<Set<Integer>> found) {
    if (chosen.size() == k) {
      found.add(Set.copyOf(chosen));
      return;
    }
    for (int i = from; i < shards.size() && found.size() < COMBINATIONS_MAX; i++) {
      chosen.addLast(shards.get(i));
      collect(shards, k, i + 1, chosen, found);
      chosen.removeLast();
    }
  }
}
