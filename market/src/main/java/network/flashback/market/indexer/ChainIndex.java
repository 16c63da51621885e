package network.flashback.market.indexer;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Schedule;
import network.flashback.chain.contract.SlaState;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.database.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Answers from the followed events: SLAs, agreements, epochs, members. Works with the chain down.
public final class ChainIndex {
  private static final String ORDER = " ORDER BY block_number, log_index";
  private static final List<SlaState> SLA_STATES = List.of(SlaState.values());
  private static final BigInteger LOW_64 = BigInteger.ONE.shiftLeft(64);

  private final Database database;

  public ChainIndex(Database database) {
    this.database = database;
  }

  public Optional<SlaEntry> sla(Bytes32 id) {
    return database.read(handle -> slaOf(handle, id));
  }

  /// SLAs with the newest first; `before` is the opening block of the last one of the page before.
  public List<SlaEntry> slas(Optional<Address> consumer, Optional<Bytes32> after, int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT sla_id FROM event
                    WHERE name = 'SlaOpened'
                      AND (:consumer = '' OR fields->>'consumer' = :consumer)
                      AND (:after = '' OR (block_number, log_index) <
                           (SELECT block_number, log_index FROM event WHERE name = 'SlaOpened' AND sla_id = :after))
                    ORDER BY block_number DESC, log_index DESC LIMIT :limit""")
                .bind("consumer", consumer.map(Address::toString).orElse(""))
                .bind("after", after.map(Bytes32::toString).orElse(""))
                .bind("limit", limit)
                .mapTo(String.class)
                .list()
                .stream()
                .flatMap(id -> slaOf(handle, Bytes32.fromHex(id)).stream())
                .toList());
  }

  public Optional<AgreementEntry> agreement(AgreementId id) {
    return database.read(handle -> agreementOf(handle, id));
  }

  /// Epochs from `last` down, at most `count`.
  public List<EpochEntry> epochs(Schedule schedule, long last, int count) {
    var first = Math.max(0, last - count + 1);
    return database.read(
        handle -> {
          var byEpoch =
              events(
                      handle
                          .createQuery(
                              "SELECT * FROM event WHERE epoch BETWEEN :first AND :last" + ORDER)
                          .bind("first", first)
                          .bind("last", last))
                  .stream()
                  .collect(Collectors.groupingBy(event -> event.number("epoch")));
          var settled =
              events(
                      handle
                          .createQuery(
                              "SELECT * FROM event WHERE name = 'Settled' AND block_time >= :from AND block_time < :to"
                                  + ORDER)
                          .bind("from", schedule.startOf(first))
                          .bind("to", schedule.endOf(last)))
                  .stream()
                  .collect(Collectors.groupingBy(event -> schedule.epochAt(event.time())));
          var entries = new ArrayList<EpochEntry>();
          for (var epoch = last; epoch >= first; epoch--) {
            entries.add(
                new EpochHistory(
                        byEpoch.getOrDefault(epoch, List.of()),
                        settled.getOrDefault(epoch, List.of()))
                    .entry(schedule, epoch));
          }
          return entries;
        });
  }

  /// Members of the register, by id.
  public List<MemberEntry> members() {
    return database.read(
        handle -> {
          var confirmed = counts(handle, "EpochConfirmed", "provider_id");
          var missed = counts(handle, "MissPenalised", "div(agreement_id, " + LOW_64 + ")");
          var nonces = nonces(handle);
          return named(handle, "Registered", "Updated").stream()
              .collect(Collectors.groupingBy(event -> event.number("id")))
              .entrySet()
              .stream()
              .map(
                  member ->
                      member(
                          member.getValue(),
                          confirmed.getOrDefault(member.getKey(), 0L),
                          missed.getOrDefault(member.getKey(), 0L),
                          nonces.getOrDefault(member.getKey(), 0L)))
              .sorted(Comparator.comparingLong(MemberEntry::id))
              .toList();
        });
  }

  /// Numbers of the markets that exist.
  public List<Integer> markets() {
    return database.read(
        handle ->
            named(handle, "MarketCreated").stream()
                .map(event -> (int) event.number("market"))
                .toList());
  }

  private Optional<SlaEntry> slaOf(Handle handle, Bytes32 id) {
    var events =
        events(
            handle
                .createQuery("SELECT * FROM event WHERE sla_id = :id" + ORDER)
                .bind("id", id.toString()));
    var opened = events.stream().filter(event -> event.name().equals("SlaOpened")).findFirst();
    return opened.map(
        opening ->
            new SlaEntry(
                id,
                opening.address("consumer"),
                (int) opening.number("market"),
                events.stream()
                    .filter(event -> event.name().equals("SlaStateChanged"))
                    .map(event -> SLA_STATES.get((int) event.number("state")))
                    .reduce(SlaState.FORMING, (before, after) -> after),
                opening.integer("deposited"),
                events.stream()
                    .filter(event -> event.name().equals("ReserveReleased"))
                    .map(event -> event.integer("amount"))
                    .reduce(BigInteger.ZERO, BigInteger::add),
                opening.time(),
                opening.transaction(),
                events.stream()
                    .filter(event -> event.name().equals("AgreementOpened"))
                    .map(event -> new AgreementId(event.integer("agreementId")))
                    .flatMap(agreement -> agreementOf(handle, agreement).stream())
                    .toList()));
  }

  private static Optional<AgreementEntry> agreementOf(Handle handle, AgreementId id) {
    // The provider's stake is committed before the agreement says that it is open.
    var events =
        events(
                handle
                    .createQuery("SELECT * FROM event WHERE agreement_id = :id" + ORDER)
                    .bind("id", new BigDecimal(id.value())))
            .stream()
            .filter(event -> !event.name().equals("Committed"))
            .toList();
    if (events.isEmpty() || !events.getFirst().name().equals("AgreementOpened")) {
      return Optional.empty();
    }
    var history = new AgreementHistory(events);
    var confirmed =
        handle
            .createQuery(
                "SELECT epoch FROM event WHERE name = 'EpochConfirmed' AND provider_id = :provider ORDER BY epoch")
            .bind("provider", history.providerId())
            .mapTo(Long.class)
            .list();
    return Optional.of(history.entry(confirmed));
  }

  /// @param events the registration, and its changes
  private static MemberEntry member(
      List<IndexedEvent> events, long confirmed, long missed, long nonce) {
    var registered = events.getFirst();
    var newest = events.getLast();
    return new MemberEntry(
        registered.number("id"),
        registered.address("owner"),
        newest.address("payout"),
        newest.address("nodeKey"),
        (int) registered.number("kinds"),
        newest.text("endpoint"),
        newest.word("profileHash"),
        registered.transaction(),
        registered.time(),
        confirmed,
        missed,
        nonce);
  }

  private static Map<Long, Long> counts(Handle handle, String name, String key) {
    return handle
        .createQuery(
            "SELECT CAST(%s AS BIGINT) AS k, count(*) AS n FROM event WHERE name = :name GROUP BY k"
                .formatted(key))
        .bind("name", name)
        .map((row, context) -> Map.entry(row.getLong("k"), row.getLong("n")))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map<Long, Long> nonces(Handle handle) {
    return named(handle, "OffersCancelled").stream()
        .collect(
            Collectors.toMap(
                event -> event.number("providerId"), event -> event.number("nonce"), Math::max));
  }

  static List<IndexedEvent> named(Handle handle, String... names) {
    return events(
        handle
            .createQuery("SELECT * FROM event WHERE name IN (<names>)" + ORDER)
            .bindList("names", List.of(names)));
  }

  private static List<IndexedEvent> events(Query query) {
    return query.map(IndexedEvent::of).list();
  }
}
