package network.flashback.market.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import network.flashback.evm.Address;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.account.Caller.Person;
import network.flashback.market.database.Database;
import org.jdbi.v3.core.Handle;

/// Organisations and who belongs to them. Changes of one organisation wait for each other, so that
/// two owners who leave at once do not leave it without any.
public final class Organisations {
  private static final int OF_A_WALLET_MAX = 50;
  private static final int MEMBERS_MAX = 500;
  private static final String ONE = "SELECT id, name, created_at FROM organisation WHERE id = :id";

  private final Database database;
  private final Tokens tokens;
  private final InstantSource clock;

  public Organisations(Database database, Tokens tokens, InstantSource clock) {
    this.database = database;
    this.tokens = tokens;
    this.clock = clock;
  }

  /// Makes an organisation whose one owner is the caller.
  public OrganisationEntry make(Person maker, OrganisationRequest request) {
    var now = clock.instant().getEpochSecond();
    var id = tokens.name("org_");
    database.change(
        handle -> {
          requireFewOf(handle, maker.wallet());
          handle
              .createUpdate(
                  "INSERT INTO organisation (id, name, created_at) VALUES (:id, :name, :now)")
              .bind("id", id)
              .bind("name", request.name())
              .bind("now", now)
              .execute();
          enter(handle, id, maker.wallet(), Role.OWNER, now);
        });
    return new OrganisationEntry(id, request.name(), now, Role.OWNER);
  }

  /// Those that a wallet belongs to, by name.
  public List<OrganisationEntry> of(Address wallet) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT o.id, o.name, o.created_at, m.role FROM organisation o
                    JOIN membership m ON m.organisation = o.id AND m.wallet = :wallet
                    ORDER BY o.name, o.id\
                    """)
                .bind("wallet", wallet.toString())
                .map((row, context) -> entry(row, Role.valueOf(row.getString("role"))))
                .list());
  }

  /// One organisation as this caller sees it.
  public Optional<OrganisationEntry> organisation(String id, Optional<Role> role) {
    return database.read(
        handle ->
            handle
                .createQuery(ONE)
                .bind("id", id)
                .map((row, context) -> entry(row, role.orElse(null)))
                .findOne());
  }

  /// What a wallet is in an organisation; empty for strangers, and where there is no such one.
  public Optional<Role> role(String organisation, Address wallet) {
    return database.read(handle -> role(handle, organisation, wallet));
  }

  public List<OrganisationMember> members(String organisation) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT wallet, role, since FROM membership WHERE organisation = :organisation
                    ORDER BY since, wallet\
                    """)
                .bind("organisation", organisation)
                .map((row, context) -> member(row))
                .list());
  }

  /// Gives a member another role.
  public OrganisationMember change(String organisation, Person by, Address wallet, Role role) {
    return database.transact(
        handle -> {
          lock(handle, organisation);
          var before = requireMember(handle, organisation, wallet);
          if (before == Role.OWNER || role == Role.OWNER) {
            requireOwner(handle, organisation, by);
          }
          if (role != Role.OWNER) {
            requireAnotherOwner(handle, organisation, wallet, before);
          }
          handle
              .createUpdate(
                  "UPDATE membership SET role = :role WHERE organisation = :organisation AND wallet"
                      + " = :wallet")
              .bind("role", role.name())
              .bind("organisation", organisation)
              .bind("wallet", wallet.toString())
              .execute();
          return handle
              .createQuery(
                  "SELECT wallet, role, since FROM membership WHERE organisation = :organisation"
                      + " AND wallet = :wallet")
              .bind("organisation", organisation)
              .bind("wallet", wallet.toString())
              .map((row, context) -> member(row))
              .one();
        });
  }

  /// Ends a membership, and with it the keys and invitations that this member made.
  public void remove(String organisation, Person by, Address wallet) {
    database.change(
        handle -> {
          lock(handle, organisation);
          var role = requireMember(handle, organisation, wallet);
          if (role == Role.OWNER && !by.wallet().equals(wallet)) {
            requireOwner(handle, organisation, by);
          }
          requireAnotherOwner(handle, organisation, wallet, role);
          handle
              .createUpdate(
                  "DELETE FROM membership WHERE organisation = :organisation AND wallet = :wallet")
              .bind("organisation", organisation)
              .bind("wallet", wallet.toString())
              .execute();
          handle
              .createUpdate(
                  """
                  UPDATE api_key SET revoked_at = :now
                  WHERE organisation = :organisation AND made_by = :wallet AND revoked_at IS NULL\
                  """)
              .bind("now", clock.instant().getEpochSecond())
              .bind("organisation", organisation)
              .bind("wallet", wallet.toString())
              .execute();
          handle
              .createUpdate(
                  "DELETE FROM invitation WHERE organisation = :organisation AND invited_by ="
                      + " :wallet")
              .bind("organisation", organisation)
              .bind("wallet", wallet.toString())
              .execute();
        });
  }

  /// Makes whoever accepted an invitation a member.
  void enter(Handle handle, String organisation, Address wallet, Role role, long now) {
    handle
        .createUpdate(
            """
            INSERT INTO membership (organisation, wallet, role, since)
            VALUES (:organisation, :wallet, :role, :now)\
            """)
        .bind("organisation", organisation)
        .bind("wallet", wallet.toString())
        .bind("role", role.name())
        .bind("now", now)
        .execute();
  }

  /// One that is there.
  static OrganisationEntry found(Handle handle, String id, Role role) {
    return handle.createQuery(ONE).bind("id", id).map((row, context) -> entry(row, role)).one();
  }

  /// Makes whoever else changes this organisation wait until the transaction ends.
  static void lock(Handle handle, String organisation) {
    handle
        .createQuery("SELECT id FROM organisation WHERE id = :id FOR UPDATE")
        .bind("id", organisation)
        .mapTo(String.class)
        .findOne();
  }

  static Optional<Role> role(Handle handle, String organisation, Address wallet) {
    return handle
        .createQuery(
            "SELECT role FROM membership WHERE organisation = :organisation AND wallet = :wallet")
        .bind("organisation", organisation)
        .bind("wallet", wallet.toString())
        .mapTo(String.class)
        .findOne()
        .map(Role::valueOf);
  }

  /// Refuses who is no owner where only owners may act.
  static void requireOwner(Handle handle, String organisation, Person by) {
    if (role(handle, organisation, by.wallet()).filter(Role.OWNER::equals).isEmpty()) {
      throw new MarketException(
          MarketError.FORBIDDEN,
          "Only an owner makes, changes or removes owners.",
          "Ask one of the owners: GET /v1/organisations/" + organisation + "/members names them.");
    }
  }

  static void requireRoom(Handle handle, String organisation) {
    var members =
        handle
            .createQuery("SELECT count(*) FROM membership WHERE organisation = :organisation")
            .bind("organisation", organisation)
            .mapTo(Long.class)
            .one();
    if (members >= MEMBERS_MAX) {
      throw new MarketException(
          MarketError.LIMIT_REACHED,
          "The organisation has " + members + " members, which is all it may have.",
          "Remove somebody first, or make a second organisation.");
    }
  }

  static void requireFewOf(Handle handle, Address wallet) {
    var count =
        handle
            .createQuery("SELECT count(*) FROM membership WHERE wallet = :wallet")
            .bind("wallet", wallet.toString())
            .mapTo(Long.class)
            .one();
    if (count >= OF_A_WALLET_MAX) {
      throw new MarketException(
          MarketError.LIMIT_REACHED,
          "The wallet belongs to " + count + " organisations, which is all it may.",
          "Leave one first.");
    }
  }

  private static Role requireMember(Handle handle, String organisation, Address wallet) {
    return role(handle, organisation, wallet)
        .orElseThrow(
            () ->
                new MarketException(
                    MarketError.NOT_FOUND,
                    wallet + " is no member of the organisation.",
                    "GET /v1/organisations/" + organisation + "/members lists them."));
  }

  private static void requireAnotherOwner(
      Handle handle, String organisation, Address wallet, Role role) {
    if (role != Role.OWNER) {
      return;
    }
    var others =
        handle
            .createQuery(
                """
                SELECT count(*) FROM membership
                WHERE organisation = :organisation AND role = 'OWNER' AND wallet <> :wallet\
                """)
            .bind("organisation", organisation)
            .bind("wallet", wallet.toString())
            .mapTo(Long.class)
            .one();
    if (others == 0) {
      throw new MarketException(
          MarketError.LAST_OWNER,
          wallet + " is the only owner: without one nobody could change anything any more.",
          "Make another member an owner first.");
    }
  }

  private static OrganisationEntry entry(
      ResultSet row, @org.jspecify.annotations.Nullable Role role) throws SQLException {
    return new OrganisationEntry(
        row.getString("id"), row.getString("name"), row.getLong("created_at"), role);
  }

  private static OrganisationMember member(ResultSet row) throws SQLException {
    return new OrganisationMember(
        Address.parse(row.getString("wallet")),
        Role.valueOf(row.getString("role")),
        row.getLong("since"));
  }
}
