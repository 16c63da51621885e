package network.flashback.market.api;

import java.time.InstantSource;
import network.flashback.http.HttpRequest;
import network.flashback.http.Router.PathParams;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.account.Accounts;
import network.flashback.market.account.Credentials;
import network.flashback.market.database.Database;

/// The way of every request: who asks, whether they may, then the operation.
public final class Entrance {
  private final Credentials credentials;
  private final Gate gate;
  private final Writes writes;

  public Entrance(Accounts accounts, Database database, InstantSource clock) {
    this.credentials = accounts.credentials();
    this.gate = new Gate(accounts.organisations());
    this.writes = new Writes(database, accounts.log(), clock);
  }

  Answer answer(Route route, HttpRequest http, PathParams path) {
    var address = http.remote().getAddress().getHostAddress();
    var caller = credentials.of(http, address);
    Admitted admitted;
    try {
      admitted = gate.admit(route, path, caller, address);
    } catch (MarketException refused) {
      if (isLogged(route) && refused.error() == MarketError.FORBIDDEN) {
        writes.refused(route, http, path.text(Gate.ORGANISATION), caller.name(), address, refused);
      }
      throw refused;
    }
    var request = new ApiRequest(route, http, path, admitted);
    if (!route.writes()) {
      return Answer.of(route, route.operation().perform(request));
    }
    try {
      return writes.perform(route, http, request, admitted);
    } catch (RuntimeException failure) {
      if (isLogged(route)) {
        writes.refused(
            route,
            http,
            request.organisation(),
            caller.name(),
            address,
            Api.explained(failure, http.id()));
      }
      throw failure;
    }
  }

  /// Where strangers are refused without a line: nobody fills another's log.
  private static boolean isLogged(Route route) {
    return route.writes() && route.access() instanceof Access.Scoped;
  }
}
