package network.flashback.market.certification;

import java.util.List;
import java.util.Optional;
import network.flashback.domain.certification.ApplicationState;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.market.certification.ApplicationEntry.ApplicationChange;
import network.flashback.market.json.CanonicalJson;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The statements about applications.
final class ApplicationTable {
  private ApplicationTable() {}

  static void add(Handle handle, Address owner, ApplicationRequest request, long now) {
    var manifest = request.manifest();
    handle
        .createUpdate(
            """
            INSERT INTO application
              (id, provider_id, owner, certifier, manifest, signature, state, made_at)
            VALUES (:id, :provider, :owner, :certifier, :manifest, :signature, :state, :now)""")
        .bind("id", manifest.id().toString())
        .bind("provider", manifest.providerId())
        .bind("owner", owner.toString())
        .bind("certifier", manifest.certifier().toString())
        .bind("manifest", CanonicalJson.of(manifest))
        .bind("signature", request.signature().toString())
        .bind("state", ApplicationState.AWAITING_DOCUMENTS.name())
        .bind("now", now)
        .execute();
    note(handle, manifest.id(), ApplicationState.AWAITING_DOCUMENTS, now, owner, null);
  }

  /// Held against others until the transaction ends.
  static Optional<ApplicationRow> locked(Handle handle, Bytes32 id) {
    return handle
        .createQuery("SELECT * FROM application WHERE id = :id FOR UPDATE")
        .bind("id", id.toString())
        .map(ApplicationRow::of)
        .findOne();
  }

  static Optional<ApplicationRow> row(Handle handle, Bytes32 id) {
    return handle
        .createQuery("SELECT * FROM application WHERE id = :id")
        .bind("id", id.toString())
        .map(ApplicationRow::of)
        .findOne();
  }

  /// The newest first.
  ///
  /// @param before only those that came before this place
  static List<ApplicationRow> rows(
      Handle handle,
      Optional<Long> provider,
      Optional<Address> certifier,
      Optional<Long> before,
      int limit) {
    return handle
        .createQuery(
            """
            SELECT * FROM application
            WHERE (:provider = 0 OR provider_id = :provider)
              AND (:certifier = '' OR certifier = :certifier)
              AND (:before = 0 OR place < :before)
            ORDER BY place DESC LIMIT :limit""")
        .bind("provider", provider.orElse(0L))
        .bind("certifier", certifier.map(Address::toString).orElse(""))
        .bind("before", before.orElse(0L))
        .bind("limit", limit)
        .map(ApplicationRow::of)
        .list();
  }

  static int madeSince(Handle handle, long provider, long since) {
    return handle
        .createQuery(
            "SELECT count(*) FROM application WHERE provider_id = :provider AND made_at > :since")
        .bind("provider", provider)
        .bind("since", since)
        .mapTo(Integer.class)
        .one();
  }

  static boolean hasOpen(Handle handle, long provider) {
    return handle
        .createQuery(
            """
            SELECT EXISTS (SELECT 1 FROM application WHERE provider_id = :provider
              AND state IN ('AWAITING_DOCUMENTS', 'APPLIED', 'PROBING'))""")
        .bind("provider", provider)
        .mapTo(Boolean.class)
        .one();
  }

  static void become(
      Handle handle,
      Bytes32 id,
      ApplicationState state,
      long at,
      Address by,
      @Nullable String reason) {
    handle
        .createUpdate("UPDATE application SET state = :state WHERE id = :id")
        .bind("state", state.name())
        .bind("id", id.toString())
        .execute();
    note(handle, id, state, at, by, reason);
  }

  static void certificate(Handle handle, Bytes32 id, long certificate) {
    handle
        .createUpdate("UPDATE application SET certificate = :certificate WHERE id = :id")
        .bind("certificate", certificate)
        .bind("id", id.toString())
        .execute();
  }

  static List<ApplicationChange> changes(Handle handle, Bytes32 id) {
    return handle
        .createQuery("SELECT * FROM application_change WHERE application = :id ORDER BY id")
        .bind("id", id.toString())
        .map(
            (row, context) ->
                new ApplicationChange(
                    ApplicationState.valueOf(row.getString("state")),
                    row.getLong("at"),
                    Address.parse(row.getString("by_wallet")),
                    row.getString("reason"),
                    null,
                    null))
        .list();
  }

  static void keep(Handle handle, Bytes32 id, Bytes32 hash, Bytes content) {
    handle
        .createUpdate(
            """
            INSERT INTO application_document (application, hash, content)
            VALUES (:id, :hash, :content) ON CONFLICT DO NOTHING""")
        .bind("id", id.toString())
        .bind("hash", hash.toString())
        .bind("content", content.toArray())
        .execute();
  }

  static List<Bytes32> received(Handle handle, Bytes32 id) {
    return handle
        .createQuery("SELECT hash FROM application_document WHERE application = :id ORDER BY hash")
        .bind("id", id.toString())
        .mapTo(String.class)
        .map(Bytes32::fromHex)
        .list();
  }

  static Optional<Bytes> content(Handle handle, Bytes32 id, Bytes32 hash) {
    return handle
        .createQuery(
            "SELECT content FROM application_document WHERE application = :id AND hash = :hash")
        .bind("id", id.toString())
        .bind("hash", hash.toString())
        .mapTo(byte[].class)
        .findOne()
        .map(Bytes::of);
  }

  static void forget(Handle handle, Bytes32 id) {
    handle
        .createUpdate("DELETE FROM application_document WHERE application = :id")
        .bind("id", id.toString())
        .execute();
  }

  private static void note(
      Handle handle,
      Bytes32 id,
      ApplicationState state,
      long at,
      Address by,
      @Nullable String reason) {
    handle
        .createUpdate(
            """
            INSERT INTO application_change (application, state, at, by_wallet, reason)
            VALUES (:id, :state, :at, :by, :reason)""")
        .bind("id", id.toString())
        .bind("state", state.name())
        .bind("at", at)
        .bind("by", by.toString())
        .bind("reason", reason)
        .execute();
  }
}
