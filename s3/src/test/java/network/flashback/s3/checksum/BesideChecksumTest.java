package network.flashback.s3.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BesideChecksumTest {
  private static final int CHUNK = BesideChecksum.CHUNK_BYTES;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 1_000_003, 40 * CHUNK})
  void givesWhatTheChecksumGives(int length) {
    long seed = length;
    var random = new Random(seed);
    var bytes = new byte[length];
    random.nextBytes(bytes);
    var alone = RunningChecksum.md5();
    alone.update(bytes, 0, length);
    var expected = alone.finish();

    for (int free : new int[] {0, 1}) {
      var places = new AtomicInteger(free);
      var beside = new BesideChecksum(RunningChecksum.md5(), places);
      for (int at = 0; at < length; ) {
        int part = Math.min(length - at, 1 + random.nextInt(3 * CHUNK));
        beside.update(bytes, at, part);
        at += part;
      }
      assertThat(beside.finish()).as("seed %s, %s places", seed, free).isEqualTo(expected);
      assertThat(places).hasValue(free);
    }
  }

  @Test
  void bytesMayChangeOnceTheyWerePassed() {
    var alone = RunningChecksum.md5();
    var beside = new BesideChecksum(RunningChecksum.md5(), new AtomicInteger(1));
    var bytes = new byte[CHUNK];
    for (int i = 0; i < 20; i++) {
      Arrays.fill(bytes, (byte) i);
      alone.update(bytes, 0, bytes.length);
      beside.update(bytes, 0, bytes.length);
    }
    assertThat(beside.finish()).isEqualTo(alone.finish());
  }

  @Test
  void computesOnAnotherThreadOnlyWhileThereIsAPlace() {
    var threads = Collections.synchronizedSet(new HashSet<Thread>());
    var without = new BesideChecksum(noting(threads), new AtomicInteger(0));
    without.update(new byte[2 * CHUNK], 0, 2 * CHUNK);
    assertThat(threads).containsExactly(Thread.currentThread());

    threads.clear();
    var with = new BesideChecksum(noting(threads), new AtomicInteger(1));
    with.update(new byte[CHUNK], 0, CHUNK);
    var _ = with.finish();
    assertThat(threads).hasSize(2).contains(Thread.currentThread()); // The rest of nothing is here.
  }

  @Test
  void aStreamIsNeverAheadByMoreThanItsBound() throws Exception {
    var passed = new AtomicLong();
    var hashed = new AtomicLong();
    var lead = new AtomicLong();
    var go = new CountDownLatch(1);
    var slow =
        new Updates() {
          @Override
          public void update(byte[] bytes, int from, int length) {
            try {
              go.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            lead.accumulateAndGet(passed.get() - hashed.addAndGet(length), Math::max);
          }
        };
    var beside = new BesideChecksum(slow, new AtomicInteger(1));
    try (var streams = Executors.newVirtualThreadPerTaskExecutor()) {
      var stream =
          streams.submit(
              () -> {
                for (int i = 0; i < 50; i++) {
                  beside.update(new byte[CHUNK], 0, CHUNK);
                  passed.addAndGet(CHUNK);
                }
                return beside.finish();
              });
      while (passed.get() < (long) BesideChecksum.CHUNKS_MAX * CHUNK) {
        Thread.onSpinWait();
      }
      go.countDown();
      assertThat(stream.get()).isEmpty();
    }
    assertThat(hashed).hasValue(50L * CHUNK);
    assertThat(lead.get()).isLessThanOrEqualTo((long) BesideChecksum.CHUNKS_MAX * CHUNK);
  }

  @Test
  void aFailureBesideTheStreamReachesTheStream() {
    var broken =
        new Updates() {
          @Override
          public void update(byte[] bytes, int from, int length) {
            throw new IllegalArgumentException("broken");
          }
        };
    var beside = new BesideChecksum(broken, new AtomicInteger(1));
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 50; i++) {
                beside.update(new byte[CHUNK], 0, CHUNK);
              }
              var _ = beside.finish();
            })
        .hasRootCauseMessage("broken");
  }

  /// A checksum of which only the updates matter.
  private abstract static class Updates implements RunningChecksum {
    @Override
    public byte[] finish() {
      return new byte[0];
    }
  }

  private static RunningChecksum noting(Set<Thread> threads) {
    var all = new ByteArrayOutputStream();
    return new RunningChecksum() {
      @Override
      public void update(byte[] bytes, int from, int length) {
        threads.add(Thread.currentThread());
        all.write(bytes, from, length);
      }

      @Override
      public byte[] finish() {
        return all.toByteArray();
      }
    };
  }
}
