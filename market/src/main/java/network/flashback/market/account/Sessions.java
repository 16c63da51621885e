package network.flashback.market.account;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import network.flashback.evm.Address;
import network.flashback.market.account.Caller.Person;
import network.flashback.market.database.Database;
import org.jdbi.v3.core.Handle;

/// Who is signed in: for a day, in at most twenty places at once.
public final class Sessions {
  static final Duration LIFE = Duration.ofDays(1);
  private static final int PLACES_MAX = 20;

  private final Database database;
  private final Tokens tokens;
  private final InstantSource clock;

  public Sessions(Database database, Tokens tokens, InstantSource clock) {
    this.database = database;
    this.tokens = tokens;
    this.clock = clock;
  }

  /// A new session and its token, which is nowhere else.
  public record Opened(Person person, String token) {
    @Override
    public String toString() {
      return "Opened[" + person.wallet() + "]";
    }
  }

  /// Opens a session; where there are too many of this wallet, the oldest end.
  Opened open(Handle handle, Address wallet) {
    var now = clock.instant().getEpochSecond();
    var token = tokens.secret(Tokens.SESSION);
    var person = new Person(wallet, Tokens.hash(token), now, now + LIFE.toSeconds());
    handle.createUpdate("DELETE FROM session WHERE expires_at <= :now").bind("now", now).execute();
    handle
        .createUpdate(
            """
            DELETE FROM session WHERE token_hash IN (
              SELECT token_hash FROM session WHERE wallet = :wallet
              ORDER BY created_at DESC, token_hash OFFSET :kept)\
            """)
        .bind("wallet", wallet.toString())
        .bind("kept", PLACES_MAX - 1)
        .execute();
    handle
        .createUpdate(
            """
            INSERT INTO session (token_hash, wallet, created_at, expires_at)
            VALUES (:hash, :wallet, :created, :expires)\
            """)
        .bind("hash", person.tokenHash())
        .bind("wallet", wallet.toString())
        .bind("created", person.createdAt())
        .bind("expires", person.expiresAt())
        .execute();
    return new Opened(person, token);
  }

  /// Who has this token, while the session lasts.
  Optional<Person> of(String token) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM session WHERE token_hash = :hash AND expires_at > :now")
                .bind("hash", Tokens.hash(token))
                .bind("now", clock.instant().getEpochSecond())
                .map(
                    (row, context) ->
                        new Person(
                            Address.parse(row.getString("wallet")),
                            row.getString("token_hash"),
                            row.getLong("created_at"),
                            row.getLong("expires_at")))
                .findOne());
  }

  /// Signs out; its token opens nothing any more.
  public void end(Person person) {
    database.change(
        handle ->
            handle
                .createUpdate("DELETE FROM session WHERE token_hash = :hash")
                .bind("hash", person.tokenHash())
                .execute());
  }
}
