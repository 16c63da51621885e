package network.flashback.market.account;

import java.util.List;
import java.util.Optional;
import network.flashback.market.database.Database;

/// What was done, or tried, in each organisation. Rows are added and never changed: the database
/// itself refuses anything else.
public final class AuditLog {
  public static final String DONE = "done";
  private static final int SUBJECT_MAX = 200;

  private final Database database;

  public AuditLog(Database database) {
    this.database = database;
  }

  /// A line of the log that has no number yet.
  ///
  /// @param subject what it was done to; empty for the organisation itself
  public record Line(
      String organisation,
      long at,
      String actor,
      String operation,
      String subject,
      String result,
      String request,
      String address) {}

  /// Adds a line, in the transaction of what it tells where there is one.
  public void add(Line line) {
    var subject = line.subject();
    database.change(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO audit (organisation, at, actor, operation, subject, result, request, address)
                    VALUES (:organisation, :at, :actor, :operation, :subject, :result, :request, :address)\
                    """)
                .bind("organisation", line.organisation())
                .bind("at", line.at())
                .bind("actor", line.actor())
                .bind("operation", line.operation())
                .bind("subject", subject.substring(0, Math.min(SUBJECT_MAX, subject.length())))
                .bind("result", line.result())
                .bind("request", line.request())
                .bind("address", line.address())
                .execute());
  }

  /// The newest lines first.
  ///
  /// @param before only lines with smaller numbers
  public List<AuditEntry> page(String organisation, Optional<Long> before, int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM audit WHERE organisation = :organisation AND id < :before
                    ORDER BY id DESC LIMIT :limit\
                    """)
                .bind("organisation", organisation)
                .bind("before", before.orElse(Long.MAX_VALUE))
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new AuditEntry(
                            row.getLong("id"),
                            row.getLong("at"),
                            row.getString("actor"),
                            row.getString("operation"),
                            row.getString("subject"),
                            row.getString("result"),
                            row.getString("request"),
                            row.getString("address")))
                .list());
  }
}
