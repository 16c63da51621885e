package network.flashback.market.account;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import network.flashback.market.database.Database;

/// Everything about who asks, of one market.
public record Accounts(
    Origins origins,
    SignIn signIn,
    Sessions sessions,
    Credentials credentials,
    Organisations organisations,
    Invitations invitations,
    ApiKeys keys,
    AuditLog log) {
  /// Everything about who asks, over one database.
  ///
  /// @param random unpredictable
  public static Accounts of(
      Database database,
      Origins origins,
      long chainId,
      InstantSource clock,
      RandomGenerator random) {
    var tokens = new Tokens(random);
    var sessions = new Sessions(database, tokens, clock);
    var keys = new ApiKeys(database, tokens, clock);
    var organisations = new Organisations(database, tokens, clock);
    return new Accounts(
        origins,
        new SignIn(database, sessions, origins, chainId, tokens, clock),
        sessions,
        new Credentials(sessions, keys, origins),
        organisations,
        new Invitations(database, organisations, clock),
        keys,
        new AuditLog(database));
  }
}
