package network.flashback.node.store;

import static network.flashback.node.store.Example.ROOMY;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// A process that puts pieces from many threads and says which ones were acknowledged, until it is
/// killed.
final class KilledWriter {
  private static final int THREADS = 16;

  private KilledWriter() {}

  /// Some above and some below whatever makes a piece large.
  static int bytes(long number) {
    return 1 + (int) (((number * 2654435761L) >>> 8) % 20_000);
  }

  public static void main(String[] arguments) throws Exception {
    var store = PieceStore.open(Path.of(arguments[0]), ROOMY, 0, Long.parseLong(arguments[2]));
    var next = new AtomicLong(Long.parseLong(arguments[1]));
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(Thread.ofVirtual().start(() -> putAll(store, next)));
    }
    for (var thread : threads) {
      thread.join();
    }
  }

  private static void putAll(PieceStore store, AtomicLong next) {
    try {
      while (true) {
        long number = next.getAndIncrement();
        Example.put(store, number, bytes(number));
        // The stop shows that the whole line got through.
        synchronized (System.out) {
          System.out.print(number + ".\n");
          System.out.flush();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
