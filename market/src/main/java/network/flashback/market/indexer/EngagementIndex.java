package network.flashback.market.indexer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.database.Database;
import org.jdbi.v3.core.Handle;

/// Answers from the events about hired services. Works with the chain down.
public final class EngagementIndex {
  private static final int RATINGS_SHOWN = 100;

  private final Database database;

  public EngagementIndex(Database database) {
    this.database = database;
  }

  /// Which engagements are looked for.
  public record Filter(Optional<Address> consumer, Optional<Long> provider) {}

  public Optional<EngagementEntry> engagement(long id) {
    return database.read(handle -> entries(handle, List.of(id)).stream().findFirst());
  }

  /// Engagements, the newest first.
  ///
  /// @param before only older ones than this number
  public List<EngagementEntry> engagements(Filter filter, OptionalLong before, int limit) {
    return database.read(
        handle ->
            entries(
                handle,
                handle
                    .createQuery(
                        """
                        SELECT CAST(fields->>'engagementId' AS BIGINT) AS id FROM event
                        WHERE name = 'EngagementOpened'
                          AND CAST(fields->>'engagementId' AS BIGINT) < :before
                          AND (:consumer = '' OR fields->>'consumer' = :consumer)
                          AND (:provider < 0 OR provider_id = :provider)
                        ORDER BY id DESC LIMIT :limit""")
                    .bind("before", before.orElse(Long.MAX_VALUE))
                    .bind("consumer", filter.consumer().map(Address::toString).orElse(""))
                    .bind("provider", filter.provider().orElse(-1L))
                    .bind("limit", limit)
                    .mapTo(Long.class)
                    .list()));
  }

  private static List<EngagementEntry> entries(Handle handle, List<Long> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    var events =
        handle
            .createQuery(
                "SELECT * FROM event WHERE fields->>'engagementId' IN (<ids>) ORDER BY block_number, log_index")
            .bindList("ids", ids.stream().map(id -> Long.toString(id)).toList())
            .map(IndexedEvent::of)
            .list()
            .stream()
            .collect(Collectors.groupingBy(event -> event.number("engagementId")));
    return ids.stream()
        .filter(events::containsKey)
        .map(id -> new EngagementHistory(events.getOrDefault(id, List.of())).entry())
        .toList();
  }

  /// What consumers said of a provider. A wallet is its owner's own when the register named it for
  /// any member of the same owner no later than the engagement was opened (decision 33's rule).
  public RatingsEntry ratings(long provider) {
    var said = database.read(handle -> said(handle, provider));
    var counted = said.stream().filter(RatingsEntry.Said::counts).toList();
    int stars = counted.stream().mapToInt(RatingsEntry.Said::stars).sum();
    return new RatingsEntry(
        provider,
        counted.size(),
        counted.isEmpty() ? null : 100 * stars / counted.size(),
        said.stream().limit(RATINGS_SHOWN).toList());
  }

  private static List<RatingsEntry.Said> said(Handle handle, long provider) {
    var said = new ArrayList<RatingsEntry.Said>();
    handle
        .createQuery(
            """
            SELECT r.block_time, r.fields->>'engagementId' AS engagement, r.fields->>'consumer' AS consumer,
                   r.fields->>'stars' AS stars, r.fields->>'commentHash' AS comment,
                   NOT EXISTS (
                     SELECT 1 FROM event m
                     WHERE m.contract = 'Registry' AND m.name IN ('Registered', 'Updated')
                       AND (m.block_number, m.log_index) < (o.block_number, o.log_index)
                       AND (m.fields->>'owner' = r.fields->>'consumer' OR m.fields->>'payout' = r.fields->>'consumer'
                            OR m.fields->>'nodeKey' = r.fields->>'consumer')
                       AND m.provider_id IN (
                         SELECT s.provider_id FROM event s JOIN event p ON p.fields->>'owner' = s.fields->>'owner'
                         WHERE s.contract = 'Registry' AND s.name = 'Registered'
                           AND p.contract = 'Registry' AND p.name = 'Registered' AND p.provider_id = :provider)
                   ) AS counts
            FROM event r
            JOIN event o ON o.name = 'EngagementOpened' AND o.fields->>'engagementId' = r.fields->>'engagementId'
            WHERE r.name = 'EngagementRated' AND r.provider_id = :provider
            ORDER BY r.block_number DESC, r.log_index DESC""")
        .bind("provider", provider)
        .map(
            (row, context) -> {
              var comment = Bytes32.fromHex(row.getString("comment"));
              return new RatingsEntry.Said(
                  Long.parseLong(row.getString("engagement")),
                  Address.parse(row.getString("consumer")),
                  Integer.parseInt(row.getString("stars")),
                  comment.isZero() ? null : comment,
                  row.getLong("block_time"),
                  row.getBoolean("counts"));
            })
        .forEach(said::add);
    return said;
  }
}
