package network.flashback.market.indexer;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Schedule;

/// Reads the events of one epoch as what the chain holds about it.
///
/// @param events that name the epoch
/// @param settled settlements that were made while it ran
record EpochHistory(List<IndexedEvent> events, List<IndexedEvent> settled) {
  EpochEntry entry(Schedule schedule, long epoch) {
    return new EpochEntry(
        epoch,
        schedule.startOf(epoch),
        schedule.endOf(epoch),
        first("SeedPosted", EpochHistory::seed).orElse(null),
        all(events, "EpochConfirmed", EpochHistory::confirmation),
        first("RootPosted", EpochHistory::root).orElse(null),
        all(events, "MissPenalised", EpochHistory::miss),
        all(events, "Credited", EpochHistory::credit),
        all(settled, "Settled", EpochHistory::payment));
  }

  private <T> Optional<T> first(String name, Function<IndexedEvent, T> as) {
    return all(events, name, as).stream().findFirst();
  }

  private static <T> List<T> all(
      List<IndexedEvent> events, String name, Function<IndexedEvent, T> as) {
    return events.stream().filter(event -> event.name().equals(name)).map(as).toList();
  }

  private static EpochEntry.Seed seed(IndexedEvent event) {
    return new EpochEntry.Seed(
        event.integer("round"),
        event.word("seed"),
        event.time(),
        event.text("marked").equals("true"));
  }

  private static EpochEntry.Confirmation confirmation(IndexedEvent event) {
    return new EpochEntry.Confirmation(
        event.number("providerId"), event.number("confirmedSeconds"), event.transaction());
  }

  private static EpochEntry.Root root(IndexedEvent event) {
    return new EpochEntry.Root(
        event.word("root"),
        event.word("recordsHash"),
        event.number("signers"),
        event.number("finalAt"));
  }

  private static EpochEntry.Miss miss(IndexedEvent event) {
    return new EpochEntry.Miss(
        agreement(event), (int) event.number("missedInRow"), event.integer("slashed"));
  }

  private static EpochEntry.Credit credit(IndexedEvent event) {
    return new EpochEntry.Credit(
        agreement(event), (int) event.number("bps"), event.integer("amount"));
  }

  private static EpochEntry.Payment payment(IndexedEvent event) {
    return new EpochEntry.Payment(
        agreement(event), event.integer("paid"), event.integer("credited"), event.time());
  }

  private static AgreementId agreement(IndexedEvent event) {
    return new AgreementId(event.integer("agreementId"));
  }
}
