package network.flashback.app.network;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Steps that wait on different things and so can wait together.
final class Parallel {
  private Parallel() {}

  /// Runs all; fails as the first failed one did.
  static void run(List<Runnable> steps) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = steps.stream().<Future<?>>map(executor::submit).toList();
      for (var step : running) {
        step.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NetworkException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new NetworkException("starting failed: " + e.getCause(), e);
    }
  }
}
