package network.flashback.gateway.metadata;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import network.flashback.providers.node.EgressLedger;

/// The egress of every agreement, in the database.
///
/// Whoever reads may be interrupted, since another leg was faster. An interrupt would end the
/// connection in which a statement is under way, so statements run where nobody interrupts.
public final class EgressLedgers {
  private final Database database;

  /// Ledgers in this database.
  public EgressLedgers(Database database) {
    this.database = database;
  }

  /// The ledger of one agreement.
  public EgressLedger of(BigInteger agreementId) {
    return new Row(database, agreementId);
  }

  /// One row. Only ever raised, in one statement each, so that two gateways on one database cannot
  /// lower it.
  private record Row(Database database, BigInteger agreementId) implements EgressLedger {
    private static final Promise NOTHING = new Promise(BigInteger.ZERO, 0);

    @Override
    public Promise promised() {
      return Undisturbed.call(
          () ->
              database.read(
                  handle ->
                      handle
                          .createQuery(
                              "SELECT promised, promised_bytes FROM egress WHERE agreement = :id")
                          .bind("id", Columns.number(agreementId))
                          .map((row, context) -> promise(row))
                          .findOne()
                          .orElse(NOTHING)));
    }

    @Override
    public long permittedBytes() {
      return Undisturbed.call(
          () ->
              database.read(
                  handle ->
                      handle
                          .createQuery("SELECT permitted_bytes FROM egress WHERE agreement = :id")
                          .bind("id", Columns.number(agreementId))
                          .mapTo(Long.class)
                          .findOne()
                          .orElse(0L)));
    }

    @Override
    public void permit(long bytes) {
      var _ = raise(bytes, NOTHING);
    }

    @Override
    public Promise promise(Promise promise) {
      return raise(promise.servedBytes(), promise);
    }

    private Promise raise(long permitted, Promise promise) {
      return Undisturbed.call(
          () ->
              database.transact(
                  handle ->
                      handle
                          .createQuery(
                              "INSERT INTO egress AS known (agreement, permitted_bytes, promised, promised_bytes)"
                                  + " VALUES (:id, :permitted, :promised, :bytes) ON CONFLICT (agreement) DO UPDATE SET"
                                  + " permitted_bytes = greatest(known.permitted_bytes, excluded.permitted_bytes),"
                                  + " promised = greatest(known.promised, excluded.promised),"
                                  + " promised_bytes = greatest(known.promised_bytes, excluded.promised_bytes)"
                                  + " RETURNING promised, promised_bytes")
                          .bind("id", Columns.number(agreementId))
                          .bind("permitted", permitted)
                          .bind("promised", Columns.number(promise.cumulative()))
                          .bind("bytes", promise.servedBytes())
                          .map((row, context) -> promise(row))
                          .one()));
    }

    private static Promise promise(ResultSet row) throws SQLException {
      return new Promise(Columns.number(row, "promised"), row.getLong("promised_bytes"));
    }
  }
}
