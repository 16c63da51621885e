package network.flashback.market.api;

import java.util.Optional;
import network.flashback.http.Router.PathParams;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.account.Caller;
import network.flashback.market.account.Caller.Anonymous;
import network.flashback.market.account.Caller.Person;
import network.flashback.market.account.Caller.Program;
import network.flashback.market.account.Organisations;
import network.flashback.market.account.Scope;

/// Lets callers through to the operations that they may call.
final class Gate {
  /// The parameter of a path that names whose thing it is.
  static final String ORGANISATION = "organisation";

  private final Organisations organisations;

  Gate(Organisations organisations) {
    this.organisations = organisations;
  }

  /// @throws MarketException unless the route's access is met
  Admitted admit(Route route, PathParams path, Caller caller, String address) {
    return switch (route.access()) {
      case Access.Public open -> new Admitted(caller, address, Optional.empty());
      case Access.SignedIn signedIn -> signedIn(caller, address);
      case Access.Scoped(var scope) -> scoped(scope, path.text(ORGANISATION), caller, address);
    };
  }

  private static Admitted signedIn(Caller caller, String address) {
    return switch (caller) {
      case Person person -> new Admitted(person, address, Optional.empty());
      case Anonymous nobody -> throw unauthenticated();
      case Program program ->
          throw new MarketException(
              MarketError.FORBIDDEN,
              "This is for people who are signed in, not for keys.",
              "Sign in with a wallet: POST /v1/sessions/challenge.");
    };
  }

  private Admitted scoped(Scope scope, String organisation, Caller caller, String address) {
    return switch (caller) {
      case Anonymous nobody -> throw unauthenticated();
      case Person person -> {
        var role =
            organisations
                .role(organisation, person.wallet())
                .orElseThrow(() -> notYours(organisation));
        if (!role.scopes().contains(scope)) {
          throw new MarketException(
              MarketError.FORBIDDEN,
              "The role " + role + " does not include " + scope + ".",
              "Ask an owner or admin of the organisation.");
        }
        yield new Admitted(person, address, Optional.of(role));
      }
      case Program program -> {
        if (!program.organisation().equals(organisation)) {
          throw notYours(organisation);
        }
        if (!program.scopes().contains(scope)) {
          throw new MarketException(
              MarketError.FORBIDDEN,
              "The key "
                  + program.keyId()
                  + " does not hold "
                  + scope
                  + ", or its maker's role no longer does.",
              scope.isForKeys()
                  ? "Make a key with that scope: POST /v1/organisations/" + organisation + "/keys."
                  : "No key may hold it: do this signed in.");
        }
        yield new Admitted(program, address, Optional.empty());
      }
    };
  }

  private static MarketException unauthenticated() {
    return new MarketException(
        MarketError.UNAUTHENTICATED,
        "The request names nobody.",
        "Sign in with a wallet (POST /v1/sessions/challenge), or send a key as `Authorization:"
            + " Bearer`.");
  }

  /// The same for what is another's and for what is not there: strangers learn nothing.
  private static MarketException notYours(String organisation) {
    return new MarketException(
        MarketError.NOT_FOUND,
        "There is no organisation " + organisation + " that you belong to.",
        "GET /v1/organisations lists yours.");
  }
}
