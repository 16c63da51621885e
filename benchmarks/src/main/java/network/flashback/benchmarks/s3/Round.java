package network.flashback.benchmarks.s3;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/// One load on one server, once: every connection sends its next request when it has the answer to
/// the last, until time or requests are used up.
final class Round {
  private final URI endpoint;
  private final int connections;
  private final List<Request> requests;
  private final boolean again;
  private final AtomicInteger next = new AtomicInteger();

  /// @param requests in the order of sending
  /// @param again whether to begin anew after the last of them
  Round(URI endpoint, int connections, List<Request> requests, boolean again) {
    this.endpoint = endpoint;
    this.connections = connections;
    this.requests = List.copyOf(requests);
    this.again = again;
  }

  /// What a round was like.
  ///
  /// @param nanos of every request, ascending
  record Outcome(Duration elapsed, List<Long> nanos) {
    int requests() {
      return nanos.size();
    }

    /// Operations a second.
    double rate() {
      return requests() * 1e9 / elapsed.toNanos();
    }

    /// The time, in milliseconds, within which this share of the requests was answered.
    double millis(double share) {
      int index = (int) Math.ceil(share * requests()) - 1;
      return nanos.get(Math.clamp(index, 0, requests() - 1)) / 1e6;
    }
  }

  Outcome run(Duration atMost) throws IOException, InterruptedException {
    var connected = new CountDownLatch(connections);
    var start = new CountDownLatch(1);
    try (var executor = Executors.newFixedThreadPool(connections)) {
      var callers = new ArrayList<Future<long[]>>();
      for (int i = 0; i < connections; i++) {
        Callable<long[]> caller = () -> work(connected, start, atMost);
        callers.add(executor.submit(caller));
      }
      connected.await();
      long began = System.nanoTime();
      start.countDown();
      var nanos = new ArrayList<long[]>();
      for (var caller : callers) {
        nanos.add(caller.get());
      }
      var elapsed = Duration.ofNanos(System.nanoTime() - began);
      var all = nanos.stream().flatMapToLong(LongStream::of).sorted().boxed().toList();
      return new Outcome(elapsed, all);
    } catch (ExecutionException failed) {
      throw new IOException(
          "A request to %s failed: %s".formatted(endpoint, failed.getCause()), failed.getCause());
    }
  }

  private long[] work(CountDownLatch connected, CountDownLatch start, Duration atMost)
      throws IOException, InterruptedException {
    try (var caller = new Caller(endpoint)) {
      try {
        var _ = caller.connect();
      } finally {
        connected.countDown();
      }
      start.await();
      long deadline = System.nanoTime() + atMost.toNanos();
      var nanos = new long[1024];
      int count = 0;
      for (long now = System.nanoTime(); now < deadline; ) {
        int number = next.getAndIncrement();
        if (!again && number >= requests.size()) {
          break;
        }
        caller.call(requests.get(number % requests.size()));
        long then = System.nanoTime();
        if (count == nanos.length) {
          nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = then - now;
        now = then;
      }
      return Arrays.copyOf(nanos, count);
    }
  }
}
