package network.flashback.benchmarks.s3;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Many clients at once, half of them writing, every fourth so slow that the server must wait for
/// it: what has to be bounded is the server's memory.
final class Crowd {
  private static final int EVERY_SLOW = 4;
  private static final Duration SLOW = Duration.ofMillis(50);

  /// @param connections open at once; 0 for no crowd
  /// @param requests over each of them
  /// @param bytes of an object
  record Size(int connections, int requests, int bytes) {
    /// No crowd.
    static final Size NOBODY = new Size(0, 0, 0);
  }

  private final Target target;
  private final Size size;
  private final Requests requests;
  private final byte[] content;
  private final CountDownLatch start = new CountDownLatch(1);

  Crowd(Target target, Size size, byte[] content, InstantSource clock) {
    this.target = target;
    this.size = size;
    this.requests = new Requests(target, target.bucket(), clock);
    this.content = content;
  }

  /// What became of the requests.
  ///
  /// @param reasons of the failures, the first few
  record Outcome(int succeeded, int failed, List<String> reasons) {}

  Outcome run() throws IOException, InterruptedException {
    try (var caller = new Caller(target.endpoint())) {
      caller.call(requests.put("crowd/read", content));
    }
    try (var executor = Executors.newFixedThreadPool(size.connections())) {
      var clients = new ArrayList<Future<List<String>>>();
      for (int i = 0; i < size.connections(); i++) {
        int number = i;
        Callable<List<String>> client = () -> failures(number);
        clients.add(executor.submit(client));
      }
      start.countDown();
      var failures = new ArrayList<String>();
      for (var client : clients) {
        failures.addAll(client.get());
      }
      int all = size.connections() * size.requests();
      return new Outcome(
          all - failures.size(), failures.size(), failures.stream().limit(3).toList());
    } catch (ExecutionException broken) {
      throw new IOException("A client of the crowd broke: " + broken.getCause(), broken);
    }
  }

  private List<String> failures(int number) throws InterruptedException, IOException {
    var failures = new ArrayList<String>();
    // Even ones read and odd ones write; of either, every fourth is slow.
    var pause = number / 2 % EVERY_SLOW == 0 ? SLOW : Duration.ZERO;
    try (var caller = new Caller(target.endpoint(), pause)) {
      start.await();
      for (int i = 0; i < size.requests(); i++) {
        var request =
            number % 2 == 0
                ? requests.get("crowd/read", content)
                : requests.put("crowd/%d/%d".formatted(number, i), content);
        try {
          caller.call(request);
        } catch (IOException failed) {
          failures.add(failed.getMessage());
          caller.disconnect();
        }
      }
    }
    return failures;
  }
}
