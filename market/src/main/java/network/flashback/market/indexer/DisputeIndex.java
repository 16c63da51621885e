package network.flashback.market.indexer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Dispute;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.database.Database;
import org.jdbi.v3.core.Handle;

/// Answers from the events about disputes. Works with the chain down.
public final class DisputeIndex {
  // Most disputes are over: a page of open ones may have to look behind many.
  private static final int AT_ONCE = 200;

  private final Database database;
  private final DisputeTimes times;
  private final List<String> keepers;

  /// @param keepers addresses, besides the provider's own, at which evidence may be kept
  public DisputeIndex(Database database, DisputeTimes times, List<String> keepers) {
    this.database = database;
    this.times = times;
    this.keepers = List.copyOf(keepers);
  }

  /// Which disputes are looked for.
  ///
  /// @param party claimant or defendant
  /// @param states any of these; all when empty
  public record Filter(
      Optional<Address> party, Optional<AgreementId> agreement, List<Dispute.State> states) {
    public Filter {
      states = List.copyOf(states);
    }
  }

  /// One dispute.
  ///
  /// @param now unix second
  public Optional<DisputeEntry> dispute(long id, long now) {
    return database.read(
        handle -> {
          var events = events(handle, List.of(id));
          return events.stream().anyMatch(event -> event.name().equals("DisputeOpened"))
              ? Optional.of(entry(handle, new DisputeHistory(events, times), now))
              : Optional.empty();
        });
  }

  /// Disputes, the newest first.
  ///
  /// @param before only older ones than this number
  public List<DisputeEntry> disputes(Filter filter, OptionalLong before, long now, int limit) {
    Predicate<DisputeHistory> wanted =
        history -> filter.states().isEmpty() || filter.states().contains(history.state());
    return database.read(
        handle -> {
          var entries = new ArrayList<DisputeEntry>();
          long next = before.orElse(Long.MAX_VALUE);
          List<Long> ids = ids(handle, filter, next);
          while (entries.size() < limit && !ids.isEmpty()) {
            histories(handle, ids)
                .filter(wanted)
                .limit(limit - entries.size())
                .forEach(history -> entries.add(entry(handle, history, now)));
            ids = ids(handle, filter, ids.getLast());
          }
          return entries;
        });
  }

  private static List<Long> ids(Handle handle, Filter filter, long before) {
    return handle
        .createQuery(
            """
            SELECT CAST(fields->>'disputeId' AS BIGINT) AS id FROM event
            WHERE name = 'DisputeOpened'
              AND CAST(fields->>'disputeId' AS BIGINT) < :before
              AND (:party = '' OR fields->>'claimant' = :party OR fields->>'defendant' = :party)
              AND (:agreement = '' OR fields->>'agreementId' = :agreement)
            ORDER BY id DESC LIMIT :limit""")
        .bind("before", before)
        .bind("party", filter.party().map(Address::toString).orElse(""))
        .bind("agreement", filter.agreement().map(AgreementId::toString).orElse(""))
        .bind("limit", AT_ONCE)
        .mapTo(Long.class)
        .list();
  }

  private Stream<DisputeHistory> histories(Handle handle, List<Long> ids) {
    var byDispute =
        events(handle, ids).stream().collect(Collectors.groupingBy(event -> number(event)));
    return ids.stream().map(id -> new DisputeHistory(byDispute.getOrDefault(id, List.of()), times));
  }

  private static long number(IndexedEvent event) {
    return event.number("disputeId");
  }

  private static List<IndexedEvent> events(Handle handle, List<Long> ids) {
    return handle
        .createQuery(
            "SELECT * FROM event WHERE fields->>'disputeId' IN (<ids>) ORDER BY block_number, log_index")
        .bindList("ids", ids.stream().map(id -> Long.toString(id)).toList())
        .map(IndexedEvent::of)
        .list();
  }

  private DisputeEntry entry(Handle handle, DisputeHistory history, long now) {
    var provider = endpoint(handle, history.providerId());
    return history.entry(now, hash -> links(provider, hash));
  }

  private List<String> links(Optional<String> provider, Bytes32 hash) {
    return Stream.concat(provider.stream(), keepers.stream())
        .map(endpoint -> endpoint.replaceAll("/+$", "") + Dispute.EVIDENCE_PATH + hash)
        .distinct()
        .toList();
  }

  /// The newest that the register knows.
  private static Optional<String> endpoint(Handle handle, long member) {
    return handle
        .createQuery(
            """
            SELECT fields->>'endpoint' FROM event
            WHERE contract = 'Registry' AND provider_id = :member AND name IN ('Registered', 'Updated')
            ORDER BY block_number DESC, log_index DESC LIMIT 1""")
        .bind("member", member)
        .mapTo(String.class)
        .findOne()
        .filter(endpoint -> endpoint.matches("https?://.+"));
  }
}
