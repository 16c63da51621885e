package network.flashback.market.listing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.flashback.evm.Bytes32;
import network.flashback.market.Measurements.Measured;
import network.flashback.market.Measurements.Report;
import network.flashback.market.database.Database;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What was measured of providers, epoch by epoch. A report counts while the event that posted its
/// root is on the chain.
public final class Tracks {
  /// Reports that a mean is made of.
  static final int EPOCHS = 30;

  private static final String POSTED =
      " JOIN event ON event.name = 'RootPosted' AND event.epoch = m.epoch AND event.fields->>'recordsHash' = m.records_hash ";

  private final Database database;

  public Tracks(Database database) {
    this.database = database;
  }

  /// Posted reports that were not read yet, the newest first.
  List<Report> unread(int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT epoch, fields->>'root' AS root, fields->>'recordsHash' AS records_hash FROM event
                    WHERE name = 'RootPosted' AND NOT EXISTS
                      (SELECT 1 FROM measured_report m WHERE m.records_hash = event.fields->>'recordsHash')
                    ORDER BY block_number DESC, log_index DESC LIMIT :limit""")
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new Report(
                            row.getLong("epoch"),
                            Bytes32.fromHex(row.getString("root")),
                            Bytes32.fromHex(row.getString("records_hash"))))
                .list());
  }

  /// Keeps what a report says. Keeping it again changes nothing.
  void keep(Report report, List<Measured> all) {
    database.change(
        handle -> {
          for (var measured : all) {
            if (measured.probes() > 0) {
              insert(handle, report, measured);
            }
          }
          handle
              .createUpdate(
                  "INSERT INTO measured_report (records_hash, epoch) VALUES (:hash, :epoch) ON CONFLICT DO NOTHING")
              .bind("hash", report.recordsHash().toString())
              .bind("epoch", report.epoch())
              .execute();
        });
  }

  /// By provider, the mean of the newest epochs.
  Map<Long, TrackEntry> recent() {
    return database.read(
        handle -> {
          var tracks = new HashMap<Long, TrackEntry>();
          handle
              .createQuery(
                  """
                  SELECT DISTINCT ON (m.provider_id) m.provider_id, m.epoch, m.records_hash, event.transaction_hash,
                    count(*) OVER w AS epochs, CAST(sum(probes) OVER w AS BIGINT) AS probes,
                    CAST(div(sum(probes * uptime_bps) OVER w, sum(probes) OVER w) AS INT) AS uptime_bps,
                    CAST(div(sum(probes * latency_p50) OVER w, sum(probes) OVER w) AS INT) AS latency_p50,
                    CAST(div(sum(probes * latency_p95) OVER w, sum(probes) OVER w) AS INT) AS latency_p95,
                    CAST(div(sum(probes * latency_p99) OVER w, sum(probes) OVER w) AS INT) AS latency_p99,
                    CAST(div(sum(probes * throughput_kib) OVER w,
                             sum(CASE WHEN throughput_kib IS NULL THEN NULL ELSE probes END) OVER w) AS INT)
                      AS throughput_kib,
                    CAST(div(sum(probes * write_kib) OVER w,
                             sum(CASE WHEN write_kib IS NULL THEN NULL ELSE probes END) OVER w) AS INT)
                      AS write_kib,
                    CAST(div(sum(probes * error_bps) OVER w, sum(probes) OVER w) AS INT) AS error_bps
                  FROM measurement m"""
                      + POSTED
                      + """
                  WHERE m.epoch > (SELECT max(epoch) FROM measured_report) - :epochs
                  WINDOW w AS (PARTITION BY m.provider_id)
                  ORDER BY m.provider_id, m.epoch DESC""")
              .bind("epochs", EPOCHS)
              .map((row, context) -> Map.entry(row.getLong("provider_id"), track(row)))
              .list()
              .forEach(one -> tracks.put(one.getKey(), one.getValue()));
          return tracks;
        });
  }

  /// What was measured of a provider, the newest epoch first.
  public List<MeasuredEpoch> history(long provider, int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT m.*, event.transaction_hash FROM measurement m"
                        + POSTED
                        + "WHERE m.provider_id = :provider ORDER BY m.epoch DESC LIMIT :limit")
                .bind("provider", provider)
                .bind("limit", limit)
                .map((row, context) -> epoch(row))
                .list());
  }

  private static void insert(Handle handle, Report report, Measured measured) {
    handle
        .createUpdate(
            """
            INSERT INTO measurement (records_hash, provider_id, epoch, probes, uptime_bps,
                                     latency_p50, latency_p95, latency_p99, throughput_kib, write_kib,
                                     error_bps)
            VALUES (:hash, :provider, :epoch, :probes, :uptime, :p50, :p95, :p99, :throughput, :write, :errors)
            ON CONFLICT DO NOTHING""")
        .bind("hash", report.recordsHash().toString())
        .bind("provider", measured.providerId())
        .bind("epoch", report.epoch())
        .bind("probes", measured.probes())
        .bind("uptime", measured.uptimeBps())
        .bind("p50", measured.latencyP50())
        .bind("p95", measured.latencyP95())
        .bind("p99", measured.latencyP99())
        .bind("throughput", measured.throughputKib())
        .bind("write", measured.writeKib())
        .bind("errors", measured.errorBps())
        .execute();
  }

  private static TrackEntry track(ResultSet row) throws SQLException {
    return new TrackEntry(
        row.getInt("epochs"),
        row.getLong("epoch"),
        row.getLong("probes"),
        row.getInt("uptime_bps"),
        row.getInt("latency_p50"),
        row.getInt("latency_p95"),
        row.getInt("latency_p99"),
        speed(row, "throughput_kib"),
        speed(row, "write_kib"),
        row.getInt("error_bps"),
        Bytes32.fromHex(row.getString("records_hash")),
        Bytes32.fromHex(row.getString("transaction_hash")));
  }

  private static MeasuredEpoch epoch(ResultSet row) throws SQLException {
    return new MeasuredEpoch(
        row.getLong("epoch"),
        row.getLong("probes"),
        row.getInt("uptime_bps"),
        row.getInt("latency_p50"),
        row.getInt("latency_p95"),
        row.getInt("latency_p99"),
        speed(row, "throughput_kib"),
        speed(row, "write_kib"),
        row.getInt("error_bps"),
        Bytes32.fromHex(row.getString("records_hash")),
        Bytes32.fromHex(row.getString("transaction_hash")));
  }

  private static @Nullable Integer speed(ResultSet row, String column) throws SQLException {
    var kib = row.getInt(column);
    return row.wasNull() ? null : kib;
  }
}
