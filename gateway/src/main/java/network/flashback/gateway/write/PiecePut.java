package network.flashback.gateway.write;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import network.flashback.evm.Bytes;
import network.flashback.gateway.legs.LegStore;
import network.flashback.gateway.metadata.Extents;
import network.flashback.providers.Stored;
import network.flashback.providers.StoredName;
import org.jspecify.annotations.Nullable;

/// The put of one piece, on a thread of its own, fed block by block.
public final class PiecePut {
  /// Blocks that may wait for a leg: with 32 KiB blocks, 256 KiB.
  private static final int BLOCKS_WAITING_MAX = 8;

  private final LegStore leg;
  private final StoredName name;
  private final BlockPipe pipe = new BlockPipe(BLOCKS_WAITING_MAX);
  private final Thread thread;
  private volatile @Nullable Stored stored;
  private volatile @Nullable IOException failure;

  private PiecePut(LegStore leg, StoredName name, long length) {
    this.leg = leg;
    this.name = name;
    this.thread = Thread.ofVirtual().name("put-" + name).unstarted(() -> run(length));
  }

  /// Begins the put of exactly `length` bytes.
  public static PiecePut start(LegStore leg, StoredName name, long length) {
    var put = new PiecePut(leg, name, length);
    put.thread.start();
    return put;
  }

  /// Feeds the next block; a leg that takes none for that long is given up.
  public void feed(byte[] block, Duration patience) throws InterruptedIOException {
    if (failure == null && !pipe.offer(block, patience) && failure == null) {
      fail(
          new IOException(
              "leg of provider " + leg.leg().providerId() + " took nothing for " + patience));
      thread.interrupt();
    }
  }

  /// No block will follow.
  public void complete() {
    pipe.complete();
  }

  /// Gives up; nothing is kept unless the provider has it all already.
  public void cancel() {
    pipe.cancel();
    thread.interrupt();
  }

  /// Waits for the end of the put; false when it has not come within that time.
  public boolean await(Duration patience) throws InterruptedIOException {
    try {
      return thread.join(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a receipt");
    }
  }

  /// Whether it has failed.
  public boolean failed() {
    return failure != null;
  }

  /// Whether the provider has promised to keep it.
  public boolean succeeded() {
    return stored != null;
  }

  /// Why it failed, if it has.
  public Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  /// What became of it.
  ///
  /// @param sums of its frames, where it is native
  public Extents.Put outcome(Bytes sums) {
    var done = stored;
    return done == null
        ? Extents.Put.missed(name)
        : new Extents.Put(name, true, done.receipt(), sums);
  }

  private void run(long length) {
    leg.begins();
    try {
      var done = leg.store().put(name, length, pipe);
      leg.put(name, done.receipt());
      leg.succeeded();
      stored = done;
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException e) {
      fail(new IOException("the put failed inside: " + e, e));
    } finally {
      leg.ends();
    }
  }

  private synchronized void fail(IOException e) {
    if (failure == null) {
      failure = e;
      leg.failed(e);
    }
    pipe.cancel();
  }
}
