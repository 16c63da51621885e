package network.flashback.market.api;

import java.time.InstantSource;
import network.flashback.http.HttpRequest;
import network.flashback.market.MarketException;
import network.flashback.market.account.AuditLog;
import network.flashback.market.database.Database;

/// Carries out what changes something, as one transaction with its line in the log.
final class Writes {
  private final Database database;
  private final AuditLog log;
  private final InstantSource clock;

  Writes(Database database, AuditLog log, InstantSource clock) {
    this.database = database;
    this.log = log;
    this.clock = clock;
  }

  /// Whole, or not at all.
  Answer perform(Route route, HttpRequest http, ApiRequest request, Admitted admitted) {
    if (route.isApart()) {
      return Answer.of(route, route.operation().perform(request));
    }
    // Read before a connection is taken, so that a slow sender holds none.
    request.content();
    return database.whole(
        () -> {
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
        });
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
