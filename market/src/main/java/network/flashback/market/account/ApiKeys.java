package network.flashback.market.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import network.flashback.evm.Address;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.account.Caller.Person;
import network.flashback.market.account.Caller.Program;
import network.flashback.market.database.Database;
import org.jdbi.v3.core.Handle;

/// Keys of programs. A secret is the key's id, a dot and 256 random bits; only its hash is kept.
public final class ApiKeys {
  private static final int KEYS_MAX = 100;

  /// Uses are noted once a minute, so that reading does not become writing.
  private static final long NOTED_EVERY_SECONDS = 60;

  private final Database database;
  private final Tokens tokens;
  private final InstantSource clock;

  public ApiKeys(Database database, Tokens tokens, InstantSource clock) {
    this.database = database;
    this.tokens = tokens;
    this.clock = clock;
  }

  /// Makes a key; the answer is the only place where its secret is.
  public NewApiKey make(String organisation, Person maker, ApiKeyRequest request) {
    var now = clock.instant().getEpochSecond();
    var id = tokens.name(Tokens.KEY);
    var secret = tokens.secret(id + ".");
    var entry =
        new ApiKeyEntry(
            id,
            request.name(),
            request.scopes(),
            maker.wallet(),
            now,
            now + request.life(),
            null,
            null);
    database.change(
        handle -> {
          Organisations.lock(handle, organisation);
          requireRoom(handle, organisation, now);
          handle
              .createUpdate(
                  """
                  INSERT INTO api_key (id, organisation, name, token_hash, scopes, made_by, created_at, expires_at)
                  VALUES (:id, :organisation, :name, :hash, :scopes, :maker, :created, :expires)\
                  """)
              .bind("id", id)
              .bind("organisation", organisation)
              .bind("name", request.name())
              .bind("hash", Tokens.hash(secret))
              .bind(
                  "scopes",
                  request.scopes().stream().map(Scope::toString).collect(Collectors.joining(" ")))
              .bind("maker", maker.wallet().toString())
              .bind("created", now)
              .bind("expires", entry.expiresAt())
              .execute();
        });
    return new NewApiKey(entry, secret);
  }

  /// All keys of an organisation, the newest first; revoked and expired ones too.
  public List<ApiKeyEntry> all(String organisation) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM api_key WHERE organisation = :organisation
                    ORDER BY created_at DESC, id LIMIT 1000\
                    """)
                .bind("organisation", organisation)
                .map((row, context) -> entry(row))
                .list());
  }

  /// Ends a key at once. Revoking it again changes nothing.
  public ApiKeyEntry revoke(String organisation, String id) {
    return database.transact(
        handle -> {
          handle
              .createUpdate(
                  """
                  UPDATE api_key SET revoked_at = :now
                  WHERE id = :id AND organisation = :organisation AND revoked_at IS NULL\
                  """)
              .bind("now", clock.instant().getEpochSecond())
              .bind("id", id)
              .bind("organisation", organisation)
              .execute();
          return handle
              .createQuery("SELECT * FROM api_key WHERE id = :id AND organisation = :organisation")
              .bind("id", id)
              .bind("organisation", organisation)
              .map((row, context) -> entry(row))
              .findOne()
              .orElseThrow(
                  () ->
                      new MarketException(
                          MarketError.NOT_FOUND,
                          "The organisation has no key " + id + ".",
                          "GET /v1/organisations/" + organisation + "/keys lists them."));
        });
  }

  /// Who has this secret, with what its key and its maker's role allow at this moment.
  Optional<Program> of(String secret) {
    var dot = secret.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    var now = clock.instant().getEpochSecond();
    var found =
        database.read(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT k.id, k.organisation, k.scopes, k.last_used, m.role
                        FROM api_key k JOIN membership m
                          ON m.organisation = k.organisation AND m.wallet = k.made_by
                        WHERE k.id = :id AND k.token_hash = :hash
                          AND k.revoked_at IS NULL AND k.expires_at > :now\
                        """)
                    .bind("id", secret.substring(0, dot))
                    .bind("hash", Tokens.hash(secret))
                    .bind("now", now)
                    .map((row, context) -> used(row))
                    .findOne());
    found
        .filter(one -> one.lastUsed() + NOTED_EVERY_SECONDS <= now)
        .ifPresent(one -> note(one, now));
    return found.map(Used::program);
  }

  private record Used(Program program, long lastUsed) {}

  private void note(Used used, long now) {
    database.change(
        handle ->
            handle
                .createUpdate("UPDATE api_key SET last_used = :now WHERE id = :id")
                .bind("now", now)
                .bind("id", used.program().keyId())
                .execute());
  }

  private static Used used(ResultSet row) throws SQLException {
    var scopes = EnumSet.copyOf(scopes(row));
    scopes.retainAll(Role.valueOf(row.getString("role")).scopes());
    return new Used(
        new Program(row.getString("id"), row.getString("organisation"), scopes),
        row.getLong("last_used"));
  }

  private static List<Scope> scopes(ResultSet row) throws SQLException {
    return Arrays.stream(row.getString("scopes").split(" ", -1)).map(Scope::named).toList();
  }

  private static ApiKeyEntry entry(ResultSet row) throws SQLException {
    return new ApiKeyEntry(
        row.getString("id"),
        row.getString("name"),
        scopes(row),
        Address.parse(row.getString("made_by")),
        row.getLong("created_at"),
        row.getLong("expires_at"),
        row.getObject("revoked_at", Long.class),
        row.getObject("last_used", Long.class));
  }

  private static void requireRoom(Handle handle, String organisation, long now) {
    var live =
        handle
            .createQuery(
                """
                SELECT count(*) FROM api_key
                WHERE organisation = :organisation AND revoked_at IS NULL AND expires_at > :now\
                """)
            .bind("organisation", organisation)
            .bind("now", now)
            .mapTo(Long.class)
            .one();
    if (live >= KEYS_MAX) {
      throw new MarketException(
          MarketError.LIMIT_REACHED,
          "The organisation has " + live + " live keys, which is all it may have.",
          "Revoke one that is not used: GET /v1/organisations/"
              + organisation
              + "/keys shows when each was.");
    }
  }
}
