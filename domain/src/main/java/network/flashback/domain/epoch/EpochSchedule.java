package network.flashback.domain.epoch;

import network.flashback.domain.Refused;

/// When epochs begin and end, and when what happened in them is proven, reported and final.
///
/// Epoch e runs from `genesis + e * length` to just before `genesis + (e + 1) * length`. All times
/// are unix seconds, all lengths seconds.
///
/// @param genesis start of epoch 0
/// @param length of an epoch
/// @param auditWindow after the end: possession is proven
/// @param qualityWindow after the end: the quality root is posted
/// @param finalityDelay after posting (or after the silent window): the root is final
public record EpochSchedule(
    long genesis, long length, long auditWindow, long qualityWindow, long finalityDelay) {
  /// The length of an epoch in production.
  public static final long PRODUCTION_LENGTH = 24 * 3600;

  private static final long UINT32_MAX = 0xffff_ffffL;

  /// Refuses schedules in which windows make no sense.
  public EpochSchedule {
    Refused.requireRange("genesis", genesis, 0, UINT32_MAX);
    Refused.requireRange("length", length, 1, UINT32_MAX);
    Refused.requireRange("auditWindow", auditWindow, 1, length);
    Refused.requireRange("qualityWindow", qualityWindow, 1, length);
    Refused.requireRange("finalityDelay", finalityDelay, 1, length);
  }

  /// 24 hours, each window 6 hours.
  public static EpochSchedule production(long genesis) {
    return new EpochSchedule(genesis, PRODUCTION_LENGTH, 6 * 3600, 6 * 3600, 6 * 3600);
  }

  /// A development chain's schedule: windows of a quarter epoch, but 4 seconds at least, because a
  /// block takes one.
  ///
  /// @param length 10 seconds or more
  public static EpochSchedule development(long genesis, long length) {
    Refused.requireRange("epoch", length, 10, PRODUCTION_LENGTH);
    var window = Math.max(length / 4, 4);
    return new EpochSchedule(genesis, length, window, window, window);
  }

  /// The epoch that runs at that second.
  ///
  /// @throws Refused before the genesis
  public long epochAt(long second) {
    Refused.requireRange("second", second, genesis, Long.MAX_VALUE);
    return (second - genesis) / length;
  }

  /// The first second of an epoch.
  public long startOf(long epoch) {
    Refused.requireRange("epoch", epoch, 0, UINT32_MAX);
    return Math.addExact(genesis, Math.multiplyExact(epoch, length));
  }

  /// The first second after an epoch.
  public long endOf(long epoch) {
    return startOf(epoch + 1);
  }

  /// The last second at which an audit of the epoch counts, when its seed came in time.
  public long auditDeadline(long epoch) {
    return endOf(epoch) + auditWindow;
  }

  /// When a root may no longer be posted: from then on silence counts as compliant.
  public long qualityDeadline(long epoch) {
    return endOf(epoch) + qualityWindow;
  }

  /// When the epoch is final though nobody reported.
  public long finalWithoutReport(long epoch) {
    return qualityDeadline(epoch) + finalityDelay;
  }

  /// When the epoch is final that was reported then: never before its audit window has closed.
  public long finalWhenPosted(long epoch, long postedAt) {
    return Math.max(auditDeadline(epoch), postedAt + finalityDelay);
  }

  /// The first epoch that begins at or after that second: an agreement that ends then is paid up to
  /// the epoch before.
  public long endEpochOf(long endsAt) {
    Refused.requireRange("endsAt", endsAt, genesis, Long.MAX_VALUE);
    return Math.ceilDiv(endsAt - genesis, length);
  }

  /// A production time on this schedule, rounded up: the development chain divides every time by
  /// the same number (24 h to 30 s: by 2,880).
  public long scaled(long productionSeconds) {
    return Math.ceilDiv(Math.multiplyExact(productionSeconds, length), PRODUCTION_LENGTH);
  }
}
