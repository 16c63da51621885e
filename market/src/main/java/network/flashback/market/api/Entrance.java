package network.flashback.market.api;

import java.time.InstantSource;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.http.Router.PathParams;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.account.Accounts;
import network.flashback.market.account.Caller;
import network.flashback.market.account.Credentials;
import network.flashback.market.database.Database;
import network.flashback.market.visit.Standing;
import network.flashback.market.visit.Visitors;
import network.flashback.market.visit.Visits;

/// The way of every request: how many came before, who asks, whether they may, then the operation.
public final class Entrance {
  private final Function<HttpRequest, String> address;
  private final Visits visits;
  private final Credentials credentials;
  private final Gate gate;
  private final Writes writes;

  /// @param connections of the database, of which half may be held by writes with keys
  /// @param random unpredictable
  public Entrance(
      Visitors visitors,
      Accounts accounts,
      Database database,
      int connections,
      InstantSource clock,
      RandomGenerator random) {
    this.address = visitors.address();
    this.visits = new Visits(visitors.limits(), clock);
    this.credentials = accounts.credentials();
    this.gate = new Gate(accounts.organisations());
    this.writes =
        new Writes(
            database,
            accounts.log(),
            new Answers(database, clock, random),
            Math.max(1, connections / 2),
            clock);
  }

  /// The answer, or the problem that there is instead, with how the sender stands.
  HttpResponse answer(Route route, HttpRequest http, PathParams path) {
    var from = address.apply(http);
    var shown = credentials.shown(http);
    var standing = shown.isEmpty() ? visits.anonymous(from) : visits.beforeLookup(from);
    try {
      requireAllowed(standing);
      var caller = caller(http, from);
      if (!shown.isEmpty()) {
        standing =
            caller instanceof Caller.Anonymous
                ? visits.anonymous(from)
                : visits.known(caller.name());
        requireAllowed(standing);
      }
      return shown(standing, answer(route, http, path, caller, from, shown));
    } catch (RuntimeException failure) {
      return shown(standing, Problem.answer(Api.explained(failure, http.id())));
    }
  }

  private Caller caller(HttpRequest http, String from) {
    try {
      return credentials.of(http, from);
    } catch (MarketException refused) {
      if (refused.error() == MarketError.UNAUTHENTICATED) {
        visits.wrongToken(from);
      }
      throw refused;
    }
  }

  private HttpResponse answer(
      Route route, HttpRequest http, PathParams path, Caller caller, String from, String shown) {
    var admitted = admitted(route, http, path, caller, from);
    var request = new ApiRequest(route, http, path, admitted);
    if (!route.writes()) {
      var given = route.operation().perform(request);
      return given instanceof HttpResponse whole
          ? whole
          : Answer.of(route, given).response(route, http);
    }
    // A body that does not come whole is nobody's doing: it stands in no log.
    request.content();
    try {
      return writes.perform(route, http, request, admitted, shown).response(route, http);
    } catch (RuntimeException failure) {
      if (isLogged(route)) {
        var told = Api.explained(failure, http.id());
        writes.refused(route, http, request.organisation(), caller.name(), from, told);
        throw told;
      }
      throw failure;
    }
  }

  private Admitted admitted(
      Route route, HttpRequest http, PathParams path, Caller caller, String from) {
    try {
      return gate.admit(route, path, caller, from);
    } catch (MarketException refused) {
      if (isLogged(route) && refused.error() == MarketError.FORBIDDEN) {
        writes.refused(route, http, path.text(Gate.ORGANISATION), caller.name(), from, refused);
      }
      throw refused;
    }
  }

  /// Where strangers are refused without a line: nobody fills another's log.
  private static boolean isLogged(Route route) {
    return route.writes() && route.access() instanceof Access.Scoped;
  }

  private static void requireAllowed(Standing standing) {
    if (!standing.isAllowed()) {
      throw new MarketException(
          MarketError.TOO_MANY_REQUESTS,
          "More than %d requests a minute came from here.".formatted(standing.perMinute()),
          "Wait %d s before the next one.".formatted(standing.secondsToNext()));
    }
  }

  private static HttpResponse shown(Standing standing, HttpResponse answer) {
    if (!standing.isBounded()) {
      return answer;
    }
    answer.header("RateLimit-Policy", standing.policyHeader());
    answer.header("RateLimit", standing.header());
    return answer.status() == MarketError.TOO_MANY_REQUESTS.status()
        ? answer.header("Retry-After", Long.toString(standing.secondsToNext()))
        : answer;
  }
}
