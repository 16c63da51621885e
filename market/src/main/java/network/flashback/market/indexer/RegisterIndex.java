package network.flashback.market.indexer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import network.flashback.chain.contract.Certificate;
import network.flashback.chain.contract.Registry;
import network.flashback.evm.Bytes32;
import network.flashback.market.database.Database;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Answers from the register's events: where members stand, what they paid, who certified them,
/// with everything that ever became of it. Works with the chain down.
public final class RegisterIndex {
  private static final String ORDER = " ORDER BY block_number, log_index";
  private static final List<Registry.Status> STATUSES = List.of(Registry.Status.values());
  private static final int SCOPES = 4;

  private final Database database;

  public RegisterIndex(Database database) {
    this.database = database;
  }

  /// Where a member stands now.
  ///
  /// @param paidUntil unix second; none when it never paid
  /// @param certified scopes in which valid certificates speak for it
  public record Standing(
      Registry.Status status, Optional<Long> paidUntil, List<String> certified) {}

  /// All members, by id.
  ///
  /// @param now unix second at which certificates have to be valid
  public Map<Long, Standing> standings(long now) {
    return database.read(
        handle -> {
          var status = newest(handle, "StatusChanged", "status");
          var paid = newest(handle, "Subscribed", "paidUntil");
          var certified = new HashMap<Long, TreeSet<String>>();
          for (var certificate : certificates(of(handle, Optional.empty()), now)) {
            if (certificate.valid()) {
              certified
                  .computeIfAbsent(certificate.providerId(), id -> new TreeSet<>())
                  .addAll(certificate.speaksFor());
            }
          }
          var standings = new HashMap<Long, Standing>();
          status.forEach(
              (id, number) ->
                  standings.put(
                      id,
                      new Standing(
                          STATUSES.get(number.intValue()),
                          Optional.ofNullable(paid.get(id)),
                          List.copyOf(certified.getOrDefault(id, new TreeSet<>())))));
          return standings;
        });
  }

  /// Every change of a member's status, the oldest first.
  public List<StatusEntry> changes(long member) {
    return database.read(
        handle -> {
          var changes = new ArrayList<StatusEntry>();
          Long until = null;
          Bytes32 reason = null;
          for (var event : eventsOf(handle, member)) {
            switch (event.name()) {
              // Told just before the status that it belongs to.
              case "MemberSuspended" -> {
                until = event.number("until");
                reason = event.word("reasonHash");
              }
              case "ExitBegun" -> until = event.number("completeFrom");
              case "StatusChanged" -> {
                changes.add(change(event, until, reason));
                until = null;
                reason = null;
              }
              default -> {
                // What it is, paid, and was certified for stands elsewhere.
              }
            }
          }
          return changes;
        });
  }

  /// Every payment for a member's listing, the oldest first.
  public List<SubscriptionEntry> subscriptions(long member) {
    return database.read(
        handle ->
            eventsOf(handle, member).stream()
                .filter(event -> event.name().equals("Subscribed"))
                .map(
                    event ->
                        new SubscriptionEntry(
                            event.time(),
                            event.address("token"),
                            event.address("payer"),
                            event.integer("amount"),
                            event.number("paidUntil"),
                            event.transaction()))
                .toList());
  }

  /// Certificates, the newest first.
  ///
  /// @param before only older ones than this id
  public List<CertificateEntry> certificates(
      Optional<Long> member, Optional<Long> before, long now, int limit) {
    return database.read(
        handle ->
            certificates(of(handle, member), now).stream()
                .filter(certificate -> before.isEmpty() || certificate.id() < before.get())
                .sorted(Comparator.comparingLong(CertificateEntry::id).reversed())
                .limit(limit)
                .toList());
  }

  /// The newest event that names a text by its hash: as evidence, or as a reason.
  public Optional<IndexedEvent> naming(Bytes32 hash) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM event
                    WHERE name IN ('CertificateIssued', 'CertificateChanged', 'MemberSuspended')
                      AND (fields->>'evidenceHash' = :hash OR fields->>'reasonHash' = :hash)
                    ORDER BY block_number DESC, log_index DESC LIMIT 1""")
                .bind("hash", hash.toString())
                .map(IndexedEvent::of)
                .findOne());
  }

  /// @param events of certificates, in order, all of each member that is among them
  private static List<CertificateEntry> certificates(List<IndexedEvent> events, long now) {
    var speaking = speaking(events);
    return events.stream()
        .collect(Collectors.groupingBy(event -> event.number("certificateId")))
        .values()
        .stream()
        .map(own -> certificate(own, speaking, now))
        .toList();
  }

  /// By member and scope, the certificate that was shown last.
  private static Map<String, Long> speaking(List<IndexedEvent> events) {
    var speaking = new HashMap<String, Long>();
    for (var event : events) {
      if (event.name().equals("CertificateShown")) {
        for (int scope = 0; scope < SCOPES; scope++) {
          if ((event.number("scopes") >> scope & 1) == 1) {
            speaking.put(event.number("id") + "/" + scope, event.number("certificateId"));
          }
        }
      }
    }
    return speaking;
  }

  private static CertificateEntry certificate(
      List<IndexedEvent> events, Map<String, Long> speaking, long now) {
    var issued = events.getFirst();
    long id = issued.number("certificateId");
    long member = issued.number("id");
    var history = new ArrayList<CertificateEntry.Change>();
    for (var event : events) {
      switch (event.name()) {
        case "CertificateIssued" ->
            history.add(
                new CertificateEntry.Change(
                    Certificate.State.ISSUED,
                    event.time(),
                    event.address("issuer"),
                    event.word("evidenceHash"),
                    event.transaction()));
        case "CertificateChanged" ->
            history.add(
                new CertificateEntry.Change(
                    Certificate.stateOf(event.number("state")),
                    event.time(),
                    event.address("by"),
                    event.word("reasonHash"),
                    event.transaction()));
        default -> {
          // Shown: told by the scopes that it speaks for.
        }
      }
    }
    int spoken = 0;
    for (int scope = 0; scope < SCOPES; scope++) {
      if (speaking.getOrDefault(member + "/" + scope, 0L) == id) {
        spoken |= 1 << scope;
      }
    }
    var state = history.getLast().state();
    long from = issued.number("validFrom");
    long until = issued.number("validUntil");
    return new CertificateEntry(
        id,
        member,
        CertificateEntry.scopesOf((int) issued.number("scopes")),
        CertificateEntry.scopesOf(spoken),
        state,
        state == Certificate.State.ISSUED && from <= now && now < until,
        from,
        until,
        issued.address("issuer"),
        issued.word("evidenceHash"),
        history);
  }

  private static StatusEntry change(
      IndexedEvent event, @Nullable Long until, @Nullable Bytes32 reason) {
    return new StatusEntry(
        STATUSES.get((int) event.number("status")),
        event.time(),
        until,
        reason,
        event.transaction());
  }

  /// The newest value of a field, by member.
  private static Map<Long, Long> newest(Handle handle, String name, String field) {
    var newest = new HashMap<Long, Long>();
    handle
        .createQuery("SELECT * FROM event WHERE name = :name" + ORDER)
        .bind("name", name)
        .map(IndexedEvent::of)
        .forEach(event -> newest.put(event.number("id"), event.number(field)));
    return newest;
  }

  private static List<IndexedEvent> eventsOf(Handle handle, long member) {
    return handle
        .createQuery(
            "SELECT * FROM event WHERE contract = 'Registry' AND provider_id = :member" + ORDER)
        .bind("member", member)
        .map(IndexedEvent::of)
        .list();
  }

  private static List<IndexedEvent> of(Handle handle, Optional<Long> member) {
    return handle
        .createQuery(
            """
            SELECT * FROM event
            WHERE name IN ('CertificateIssued', 'CertificateChanged', 'CertificateShown')
              AND (:member = 0 OR provider_id = :member)
            """
                + ORDER)
        .bind("member", member.orElse(0L))
        .map(IndexedEvent::of)
        .list();
  }
}
