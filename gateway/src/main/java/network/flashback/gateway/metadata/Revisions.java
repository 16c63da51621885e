package network.flashback.gateway.metadata;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.evm.possession.TreeHash;
import network.flashback.providers.ProvingStore.Cosigned;
import network.flashback.providers.ProvingStore.UnitRoot;
import network.flashback.providers.StoredName;

/// What both sides signed of each agreement's possession tree, and the pieces the next revision is
/// computed from.
public final class Revisions {
  private final Database database;

  /// Revisions in this database.
  public Revisions(Database database) {
    this.database = database;
  }

  /// A piece that the provider has, and where in its tree.
  public record SlottedPiece(StoredName name, int slot, Bytes32 root, long leaves) {}

  /// The newest tree both have signed, the provider with this key; empty before the first.
  public Optional<UnitRoot> signed(BigInteger agreementId, Address nodeKey) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT root, leaves FROM revisions WHERE agreement = :id AND signed_sequence > 0"
                        + " AND (node_key = :key OR node_key IS NULL)")
                .bind("id", Columns.number(agreementId))
                .bind("key", nodeKey.toArray())
                .map(
                    (row, context) ->
                        new UnitRoot(Columns.word(row, "root"), row.getLong("leaves")))
                .findOne());
  }

  /// A revision that both have signed.
  ///
  /// @param treeHash of the pieces
  public record Signed(
      UnitRoot unit, long sequence, TreeHash treeHash, Signature consumer, Signature provider) {}

  /// The newest of them; empty before the first.
  public Optional<Signed> newest(BigInteger agreementId) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT root, leaves, signed_sequence, tree_hash, consumer_signature, provider_signature"
                        + " FROM revisions WHERE agreement = :id AND consumer_signature IS NOT NULL")
                .bind("id", Columns.number(agreementId))
                .map(
                    (row, context) ->
                        new Signed(
                            new UnitRoot(Columns.word(row, "root"), row.getLong("leaves")),
                            row.getLong("signed_sequence"),
                            TreeHash.of(row.getLong("tree_hash")),
                            Signature.parse(Bytes.of(row.getBytes("consumer_signature"))),
                            Signature.parse(Bytes.of(row.getBytes("provider_signature")))))
                .findOne());
  }

  /// A sequence number never given before; durable before it is used.
  public long nextSequence(BigInteger agreementId) {
    return database.transact(
        handle ->
            handle
                .createQuery(
                    "INSERT INTO revisions (agreement, sequence, signed_sequence) VALUES (:id, 1, 0)"
                        + " ON CONFLICT (agreement) DO UPDATE SET sequence = revisions.sequence + 1"
                        + " RETURNING sequence")
                .bind("id", Columns.number(agreementId))
                .mapTo(Long.class)
                .one());
  }

  /// Notes that everything signed by now was signed in this epoch or before it, and forgets what
  /// was noted for epochs of which nobody asks any more.
  ///
  /// @param settled the newest epoch that [#signedThrough] is asked for from now on
  public void note(long epoch, long settled) {
    database.change(
        handle ->
            handle
                .createUpdate(
                    "INSERT INTO revision_epochs (agreement, epoch, sequence)"
                        + " SELECT agreement, :epoch, signed_sequence FROM revisions r"
                        + " WHERE signed_sequence > 0 AND NOT EXISTS (SELECT 1 FROM revision_epochs e"
                        + " WHERE e.agreement = r.agreement AND e.sequence >= r.signed_sequence)"
                        + " ON CONFLICT (agreement, epoch) DO UPDATE"
                        + " SET sequence = GREATEST(revision_epochs.sequence, EXCLUDED.sequence)")
                .bind("epoch", epoch)
                .execute());
    database.change(
        handle ->
            handle
                .createUpdate(
                    "DELETE FROM revision_epochs e WHERE EXISTS (SELECT 1 FROM revision_epochs n"
                        + " WHERE n.agreement = e.agreement AND n.epoch > e.epoch AND n.epoch <= :settled)")
                .bind("settled", settled)
                .execute());
  }

  /// The newest sequence of each agreement that was signed in an epoch or before it.
  public Map<BigInteger, Long> signedThrough(long epoch) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT agreement, max(sequence) AS sequence FROM revision_epochs"
                        + " WHERE epoch <= :epoch GROUP BY agreement")
                .bind("epoch", epoch)
                .reduceRows(
                    new HashMap<>(),
                    (all, row) -> {
                      all.put(
                          row.getColumn("agreement", BigDecimal.class).toBigIntegerExact(),
                          row.getColumn("sequence", Long.class));
                      return all;
                    }));
  }

  /// Records a revision both have signed.
  ///
  /// @param nodeKey of the provider's signature
  public void record(
      BigInteger agreementId,
      long sequence,
      UnitRoot unit,
      TreeHash treeHash,
      Address nodeKey,
      Cosigned.Agreed signed) {
    database.change(
        handle ->
            handle
                .createUpdate(
                    "UPDATE revisions SET signed_sequence = :sequence, root = :root, leaves = :leaves,"
                        + " tree_hash = :treeHash, node_key = :nodeKey, consumer_signature = :consumer, provider_signature = :provider"
                        + " WHERE agreement = :id AND signed_sequence < :sequence")
                .bind("id", Columns.number(agreementId))
                .bind("sequence", sequence)
                .bind("root", unit.root().toArray())
                .bind("leaves", unit.leaves())
                .bind("treeHash", treeHash.code())
                .bind("nodeKey", nodeKey.toArray())
                .bind("consumer", signed.consumer().toBytes().toArray())
                .bind("provider", signed.provider().toBytes().toArray())
                .execute());
  }

  /// Every piece of an agreement that has a slot: until it is deleted there, a doomed one counts
  /// too.
  public List<SlottedPiece> pieces(BigInteger agreementId) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT id, slot, root, leaves FROM pieces WHERE agreement = :id AND slot IS NOT NULL")
                .bind("id", Columns.number(agreementId))
                .map(
                    (row, context) ->
                        new SlottedPiece(
                            Columns.name(row, "id"),
                            row.getInt("slot"),
                            Columns.word(row, "root"),
                            row.getLong("leaves")))
                .list());
  }

  /// The names of all pieces of an agreement, whatever became of them.
  public List<StoredName> names(BigInteger agreementId) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT id FROM pieces WHERE agreement = :id")
                .bind("id", Columns.number(agreementId))
                .map((row, context) -> Columns.name(row, "id"))
                .list());
  }

  /// The names of pieces that have a slot and are to stay: their removal has not begun.
  public Set<StoredName> kept(BigInteger agreementId) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT p.id FROM pieces p JOIN extents e ON e.id = p.extent WHERE p.agreement = :id"
                        + " AND p.slot IS NOT NULL AND p.state = 'stored' AND e.state = 'kept'")
                .bind("id", Columns.number(agreementId))
                .map((row, context) -> Columns.name(row, "id"))
                .set());
  }

  /// Whether some gateway has begun to put a piece of an agreement and has not told the end of it.
  public boolean isBeingWritten(BigInteger agreementId) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT EXISTS (SELECT 1 FROM pieces p JOIN extents e ON e.id = p.extent"
                        + " WHERE p.agreement = :id AND p.state IN ('intended', 'moving')"
                        + " AND e.state IN ('writing', 'kept'))")
                .bind("id", Columns.number(agreementId))
                .mapTo(Boolean.class)
                .one());
  }

  /// Forgets the slot of a piece that the provider no longer has, so that it is put again elsewhere
  /// in the tree.
  public void lost(StoredName name) {
    database.change(
        handle ->
            handle
                .createUpdate(
                    "UPDATE pieces SET slot = NULL, root = NULL, leaves = NULL,"
                        + " state = CASE WHEN state = 'stored' THEN 'corrupt' ELSE state END WHERE id = :id")
                .bind("id", name.value().toArray())
                .execute());
  }
}
