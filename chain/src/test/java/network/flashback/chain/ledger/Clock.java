package network.flashback.chain.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import network.flashback.chain.contract.Schedule;

/// Time of the model: which epochs are over, seeded, confirmed and final.
final class Clock {
  final Schedule schedule;
  long now;

  private final Map<Long, Long> seededAt = new HashMap<>();
  private final Map<Long, NavigableSet<Long>> confirmed = new TreeMap<>();

  /// Of each provider, what its short epochs lack.
  private final Map<Long, NavigableMap<Long, Long>> lacking = new TreeMap<>();

  private OptionalLong postedEpoch = OptionalLong.empty();
  private long postedAt;

  Clock(Schedule schedule, long now) {
    this.schedule = schedule;
    this.now = now;
  }

  Clock copy() {
    var copy = new Clock(schedule, now);
    copy.seededAt.putAll(seededAt);
    confirmed.forEach((provider, epochs) -> copy.confirmed.put(provider, new TreeSet<>(epochs)));
    lacking.forEach((provider, epochs) -> copy.lacking.put(provider, new TreeMap<>(epochs)));
    copy.postedEpoch = postedEpoch;
    copy.postedAt = postedAt;
    return copy;
  }

  long current() {
    return schedule.epochAt(now);
  }

  void seed(long epoch) {
    Refusal.when(seededAt.containsKey(epoch), "AlreadySeeded");
    Refusal.when(now <= schedule.endOf(epoch), "EpochNotEnded");
    seededAt.put(epoch, now);
  }

  boolean isSeeded(long epoch) {
    return seededAt.containsKey(epoch);
  }

  OptionalLong auditEnds(long epoch) {
    Long seeded = seededAt.get(epoch);
    return seeded == null
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(seeded, schedule.endOf(epoch)) + schedule.auditWindowSeconds());
  }

  boolean isAuditOver(long epoch) {
    var ends = auditEnds(epoch);
    return ends.isPresent() && now > ends.getAsLong();
  }

  void confirm(long provider, long epoch) {
    var theirs = confirmed.computeIfAbsent(provider, id -> new TreeSet<>());
    Refusal.when(theirs.contains(epoch), "EpochAlreadyConfirmed");
    boolean older = !theirs.isEmpty() && epoch < theirs.last();
    Refusal.when(epoch >= current() || older, "EpochNotOpenForConfirmation");
    theirs.add(epoch);
  }

  void confirmShort(long provider, long epoch, long seconds) {
    Refusal.when(seconds < 1 || seconds >= schedule.epochSeconds(), "LackingOutOfRange");
    confirm(provider, epoch);
    lacking.computeIfAbsent(provider, id -> new TreeMap<>()).put(epoch, seconds);
  }

  /// Seconds that the epoch counts for, if it is confirmed.
  long lengthOf(long provider, long epoch) {
    return schedule.epochSeconds() - lackingOf(provider).getOrDefault(epoch, 0L);
  }

  private NavigableMap<Long, Long> lackingOf(long provider) {
    return lacking.getOrDefault(provider, new TreeMap<>());
  }

  boolean isConfirmed(long provider, long epoch) {
    return confirmedOf(provider).contains(epoch);
  }

  OptionalLong newestConfirmed(long provider) {
    var theirs = confirmedOf(provider);
    return theirs.isEmpty() ? OptionalLong.empty() : OptionalLong.of(theirs.last());
  }

  /// Seconds that the provider proved up to and including `epoch`.
  long confirmedSeconds(long provider, long epoch) {
    long lacks =
        lackingOf(provider).headMap(epoch, true).values().stream().mapToLong(Long::longValue).sum();
    return confirmedOf(provider).headSet(epoch, true).size() * schedule.epochSeconds() - lacks;
  }

  private NavigableSet<Long> confirmedOf(long provider) {
    return confirmed.getOrDefault(provider, new TreeSet<>());
  }

  void post(long epoch) {
    Refusal.when(epoch >= current(), "EpochNotEnded");
    Refusal.when(postedEpoch.isPresent() && epoch <= postedEpoch.getAsLong(), "RootNotNewer");
    postedEpoch = OptionalLong.of(epoch);
    postedAt = now;
  }

  OptionalLong posted() {
    return postedEpoch;
  }

  /// The first second in which the newest root is final.
  OptionalLong postedFinalAt() {
    return postedEpoch.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            Math.max(
                postedAt + schedule.finalitySeconds(),
                schedule.endOf(postedEpoch.getAsLong()) + schedule.auditWindowSeconds()));
  }

  /// The first second in which an epoch without a root is final.
  long silentFinalAt(long epoch) {
    return schedule.endOf(epoch) + schedule.qualityWindowSeconds() + schedule.finalitySeconds();
  }

  OptionalLong finalEpoch() {
    long silent = current();
    while (silent >= 0 && now < silentFinalAt(silent)) {
      silent--;
    }
    var finalAt = postedFinalAt();
    if (finalAt.isPresent() && now >= finalAt.getAsLong()) {
      silent = Math.max(silent, postedEpoch.orElseThrow());
    }
    return silent < 0 ? OptionalLong.empty() : OptionalLong.of(silent);
  }
}
