package network.flashback.market.account;

import java.util.Set;
import network.flashback.evm.Address;

/// Whoever sends a request.
public sealed interface Caller {
  /// Tells callers apart: in the log of what was done, and wherever something is counted for each.
  String name();

  /// Nobody who said who they are.
  ///
  /// @param address where the request comes from
  record Anonymous(String address) implements Caller {
    @Override
    public String name() {
      return "address:" + address;
    }
  }

  /// A person, by the wallet that signed in.
  ///
  /// @param tokenHash of the session
  record Person(Address wallet, String tokenHash, long createdAt, long expiresAt)
      implements Caller {
    @Override
    public String name() {
      return wallet.toString();
    }
  }

  /// A program, by a key of its organisation.
  ///
  /// @param scopes what it may do now
  record Program(String keyId, String organisation, Set<Scope> scopes) implements Caller {
    public Program {
      scopes = Set.copyOf(scopes);
    }

    @Override
    public String name() {
      return keyId;
    }
  }
}
