package network.flashback.gateway.metadata;

import java.math.BigInteger;
import network.flashback.providers.node.EgressLedger;

/// The egress of every agreement, in the database.
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
    @Override
    public Promise promised() {
      return database.read(
          handle ->
              handle
                  .createQuery("SELECT promised, promised_bytes FROM egress WHERE agreement = :id")
                  .bind("id", Columns.number(agreementId))
                  .map(
                      (row, context) ->
                          new Promise(
                              Columns.number(row, "promised"), row.getLong("promised_bytes")))
                  .findOne()
                  .orElse(new Promise(BigInteger.ZERO, 0)));
    }

    @Override
    public long permittedBytes() {
      return database.read(
          handle ->
              handle
                  .createQuery("SELECT permitted_bytes FROM egress WHERE agreement = :id")
                  .bind("id", Columns.number(agreementId))
                  .mapTo(Long.class)
                  .findOne()
                  .orElse(0L));
    }

    @Override
    public void permit(long bytes) {
      raise(bytes, new Promise(BigInteger.ZERO, 0));
    }

    @Override
    public void promise(Promise promise) {
      raise(promise.servedBytes(), promise);
    }

    private void raise(long permitted, Promise promise) {
      database.change(
          handle ->
              handle
                  .createUpdate(
                      "INSERT INTO egress (agreement, permitted_bytes, promised, promised_bytes)"
                          + " VALUES (:id, :permitted, :promised, :bytes) ON CONFLICT (agreement) DO UPDATE SET"
                          + " permitted_bytes = greatest(egress.permitted_bytes, excluded.permitted_bytes),"
                          + " promised = greatest(egress.promised, excluded.promised),"
                          + " promised_bytes = greatest(egress.promised_bytes, excluded.promised_bytes)")
                  .bind("id", Columns.number(agreementId))
                  .bind("permitted", permitted)
                  .bind("promised", Columns.number(promise.cumulative()))
                  .bind("bytes", promise.servedBytes())
                  .execute());
    }
  }
}
