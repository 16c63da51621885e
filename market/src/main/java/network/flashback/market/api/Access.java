package network.flashback.market.api;

import network.flashback.market.account.Scope;

/// Who may call an operation; every route names one.
sealed interface Access {
  /// As the list of operations and the API's document say it.
  String words();

  /// Everybody.
  enum Public implements Access {
    PUBLIC;

    @Override
    public String words() {
      return "anybody";
    }
  }

  /// Whoever is signed in; no key.
  enum SignedIn implements Access {
    SIGNED_IN;

    @Override
    public String words() {
      return "signed in";
    }
  }

  /// Members of the organisation in the path whose role has this scope, and its keys that hold it.
  record Scoped(Scope scope) implements Access {
    @Override
    public String words() {
      return "scope " + scope;
    }
  }
}
