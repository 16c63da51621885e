package network.flashback.app.network;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits until a member answers, and tells why it does not.
final class Readiness {
  private static final long POLL_NANOS = Duration.ofMillis(100).toNanos();

  private Readiness() {}

  /// Polls `ready` until it holds.
  ///
  /// @throws NetworkException when the process ended or `within` passed; names the log
  static void await(Member member, Processes processes, Duration within, BooleanSupplier ready) {
    long deadline = System.nanoTime() + within.toNanos();
    while (!ready.getAsBoolean()) {
      if (processes.find(member).isEmpty()) {
        throw new NetworkException(
            "%s ended while starting. Its last words:%n%s"
                .formatted(member.name(), String.join("\n", processes.logTail(member, 15))));
      }
      if (System.nanoTime() > deadline) {
        throw new NetworkException(
            "%s did not answer within %d s. Its last words:%n%s"
                .formatted(
                    member.name(),
                    within.toSeconds(),
                    String.join("\n", processes.logTail(member, 15))));
      }
      LockSupport.parkNanos(POLL_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        throw new NetworkException("interrupted while waiting for " + member.name());
      }
    }
  }

  /// Whether `GET /healthz` of the member says 200.
  static boolean healthy(HttpClient client, URI member) {
    var request =
        HttpRequest.newBuilder(member.resolve("/healthz")).timeout(Duration.ofSeconds(2)).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
