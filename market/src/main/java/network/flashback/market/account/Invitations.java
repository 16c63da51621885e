package network.flashback.market.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.account.Caller.Person;
import network.flashback.market.database.Database;
import org.jdbi.v3.core.Handle;

/// Invitations into organisations, by wallet; each lives for a week.
public final class Invitations {
  private static final Duration LIFE = Duration.ofDays(7);
  private static final String WITH_NAMES =
      "SELECT i.*, o.name FROM invitation i JOIN organisation o ON o.id = i.organisation"
          + " WHERE i.expires_at > :now AND ";

  private final Database database;
  private final Organisations organisations;
  private final InstantSource clock;

  public Invitations(Database database, Organisations organisations, InstantSource clock) {
    this.database = database;
    this.organisations = organisations;
    this.clock = clock;
  }

  /// Invites somebody; a new invitation replaces the one before.
  public InvitationEntry invite(String organisation, Person by, InvitationRequest request) {
    var now = clock.instant().getEpochSecond();
    return database.transact(
        handle -> {
          Organisations.lock(handle, organisation);
          if (request.role() == Role.OWNER) {
            Organisations.requireOwner(handle, organisation, by);
          }
          if (Organisations.role(handle, organisation, request.wallet()).isPresent()) {
            throw new MarketException(
                MarketError.ALREADY_MEMBER,
                "wallet",
                request.wallet() + " is a member already.",
                "Change the role: PUT /v1/organisations/"
                    + organisation
                    + "/members/"
                    + request.wallet()
                    + ".");
          }
          Organisations.requireRoom(handle, organisation);
          handle
              .createUpdate("DELETE FROM invitation WHERE expires_at <= :now")
              .bind("now", now)
              .execute();
          requireFew(handle, organisation);
          handle
              .createUpdate(
                  """
                  INSERT INTO invitation (organisation, wallet, role, invited_by, created_at, expires_at)
                  VALUES (:organisation, :wallet, :role, :by, :now, :expires)
                  ON CONFLICT (organisation, wallet) DO UPDATE SET role = EXCLUDED.role,
                    invited_by = EXCLUDED.invited_by, created_at = EXCLUDED.created_at,
                    expires_at = EXCLUDED.expires_at\
                  """)
              .bind("organisation", organisation)
              .bind("wallet", request.wallet().toString())
              .bind("role", request.role().name())
              .bind("by", by.wallet().toString())
              .bind("now", now)
              .bind("expires", now + LIFE.toSeconds())
              .execute();
          return one(handle, organisation, request.wallet(), now);
        });
  }

  /// Those of an organisation that wait.
  public List<InvitationEntry> of(String organisation) {
    return database.read(
        handle ->
            handle
                .createQuery(WITH_NAMES + "i.organisation = :organisation ORDER BY i.wallet")
                .bind("now", clock.instant().getEpochSecond())
                .bind("organisation", organisation)
                .map((row, context) -> entry(row))
                .list());
  }

  /// Those that wait for a wallet.
  public List<InvitationEntry> waitingFor(Address wallet) {
    return database.read(
        handle ->
            handle
                .createQuery(WITH_NAMES + "i.wallet = :wallet ORDER BY o.name, o.id LIMIT 100")
                .bind("now", clock.instant().getEpochSecond())
                .bind("wallet", wallet.toString())
                .map((row, context) -> entry(row))
                .list());
  }

  /// Makes whoever was invited a member.
  public OrganisationEntry accept(String organisation, Person invited) {
    var now = clock.instant().getEpochSecond();
    return database.transact(
        handle -> {
          Organisations.lock(handle, organisation);
          var invitation = one(handle, organisation, invited.wallet(), now);
          Organisations.requireRoom(handle, organisation);
          Organisations.requireFewOf(handle, invited.wallet());
          take(handle, organisation, invited.wallet());
          organisations.enter(handle, organisation, invited.wallet(), invitation.role(), now);
          return Organisations.found(handle, organisation, invitation.role());
        });
  }

  /// Takes an invitation back, or turns it down.
  public void end(String organisation, Address wallet) {
    database.change(
        handle -> {
          if (take(handle, organisation, wallet) == 0) {
            throw nothing(wallet);
          }
        });
  }

  private static int take(Handle handle, String organisation, Address wallet) {
    return handle
        .createUpdate(
            "DELETE FROM invitation WHERE organisation = :organisation AND wallet = :wallet")
        .bind("organisation", organisation)
        .bind("wallet", wallet.toString())
        .execute();
  }

  private static InvitationEntry one(Handle handle, String organisation, Address wallet, long now) {
    return handle
        .createQuery(WITH_NAMES + "i.organisation = :organisation AND i.wallet = :wallet")
        .bind("now", now)
        .bind("organisation", organisation)
        .bind("wallet", wallet.toString())
        .map((row, context) -> entry(row))
        .findOne()
        .orElseThrow(() -> nothing(wallet));
  }

  private static MarketException nothing(Address wallet) {
    return new MarketException(
        MarketError.NOT_FOUND,
        "There is no invitation of " + wallet + " into such an organisation.",
        "Invitations last seven days: ask for a new one.");
  }

  private static void requireFew(Handle handle, String organisation) {
    var waiting =
        handle
            .createQuery("SELECT count(*) FROM invitation WHERE organisation = :organisation")
            .bind("organisation", organisation)
            .mapTo(Long.class)
            .one();
    if (waiting >= 200) {
      throw new MarketException(
          MarketError.LIMIT_REACHED,
          "200 invitations of this organisation wait to be accepted.",
          "Take some back first.");
    }
  }

  private static InvitationEntry entry(ResultSet row) throws SQLException {
    return new InvitationEntry(
        row.getString("organisation"),
        row.getString("name"),
        Address.parse(row.getString("wallet")),
        Role.valueOf(row.getString("role")),
        Address.parse(row.getString("invited_by")),
        row.getLong("expires_at"));
  }
}
