package network.flashback.gateway.metadata;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// Work on a thread of its own that nobody interrupts.
///
/// A socket that a virtual thread reads is closed when the thread is interrupted. Where that is a
/// connection of the database, the pool loses it, and what was sent may or may not have been done.
final class Undisturbed {
  private Undisturbed() {}

  /// The work's result, once there is one. An interrupt that comes meanwhile is seen by the caller
  /// afterwards.
  static <T> T call(Supplier<T> work) {
    var task = new FutureTask<T>(work::get);
    var _ = Thread.ofVirtual().name("undisturbed").start(task);
    var interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case RuntimeException fault -> throw fault;
        case Error fault -> throw fault;
        case null, default ->
            throw new IllegalStateException("a supplier throws nothing else", failed);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
