package network.flashback.market.api;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import network.flashback.http.HttpRequest;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.account.AuditLog;
import network.flashback.market.database.Database;

/// Carries out what changes something: as one transaction with its line in the log and, where the
/// request has a key, with the answer that the same request gets when it comes again.
final class Writes {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Database database;
  private final AuditLog log;
  private final Answers answers;
  private final Semaphore turns;
  private final InstantSource clock;

  /// @param atOnce how many may hold a connection for as long as an operation takes
  Writes(Database database, AuditLog log, Answers answers, int atOnce, InstantSource clock) {
    this.database = database;
    this.log = log;
    this.answers = answers;
    this.turns = new Semaphore(atOnce, true);
    this.clock = clock;
  }

  /// Whole, or not at all.
  ///
  /// @param shown the secret that the request shows
  Answer perform(
      Route route, HttpRequest http, ApiRequest request, Admitted admitted, String shown) {
    // Read before a connection is taken, so that a slow sender holds none.
    var key = IdempotencyKey.of(http, admitted.caller(), shown, request.content());
    if (key.isPresent()) {
      return inTurn(route, http, request, admitted, key.get());
    }
    return route.access() instanceof Access.Public || route.isApart()
        ? Answer.of(route, route.operation().perform(request))
        : database.whole(() -> logged(route, http, request, admitted));
  }

  private Answer inTurn(
      Route route, HttpRequest http, ApiRequest request, Admitted admitted, IdempotencyKey key) {
    if (!isMyTurn()) {
      throw new MarketException(
          MarketError.BUSY,
          "Many requests are being carried out, and this one waited %d s for its turn."
              .formatted(PATIENCE.toSeconds()),
          "Send it again in some seconds, with the same key.");
    }
    try {
      return database.whole(
          () -> {
            var before = answers.given(key);
            if (before.isPresent()) {
              return before.get().again();
            }
            var answer =
                route.isApart()
                    ? database.apart(() -> logged(route, http, request, admitted))
                    : logged(route, http, request, admitted);
            answers.keep(key, answer);
            return answer;
          });
    } finally {
      turns.release();
    }
  }

  private boolean isMyTurn() {
    try {
      return turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Answer logged(Route route, HttpRequest http, ApiRequest request, Admitted admitted) {
    var answer = Answer.of(route, route.operation().perform(request));
    if (!request.organisation().isEmpty()) {
      note(
          route,
          http,
          request.organisation(),
          request.subject(),
          admitted.caller().name(),
          admitted.address(),
          AuditLog.DONE);
    }
    return answer;
  }

  /// Notes what was not done, for the organisation whose thing it is.
  void refused(
      Route route,
      HttpRequest http,
      String organisation,
      String actor,
      String address,
      MarketException failure) {
    note(route, http, organisation, "", actor, address, failure.error().type());
  }

  private void note(
      Route route,
      HttpRequest http,
      String organisation,
      String subject,
      String actor,
      String address,
      String result) {
    log.add(
        new AuditLog.Line(
            organisation,
            clock.instant().getEpochSecond(),
            actor,
            route.name(),
            subject,
            result,
            http.id(),
            address));
  }
}
