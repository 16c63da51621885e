package network.flashback.domain.design;

import java.util.Set;
import network.flashback.domain.Refused;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.placement.SlaRequest;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.domain.storage.ByteCount;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.Shares;

/// What a consumer wishes of all its storage together.
///
/// @param volume plain bytes, 1 MiB to 1 EiB
/// @param durationSeconds 1 to 2^32 - 1
/// @param redundancy of every class
/// @param shares of the classes; each becomes an SLA of its own
/// @param regions where bytes may lie
/// @param egress plain bytes that may be read in all before a top-up is needed
/// @param budget the most that may be locked by all SLAs together, everything included
/// @param quality that every provider must promise
/// @param certifiedOnly whether providers without a valid certificate are left out
/// @param collateralSeconds how many seconds of its pay a provider must risk at least
public record Wishes(
    ByteCount volume,
    long durationSeconds,
    Redundancy redundancy,
    Shares shares,
    RegionRules regions,
    ByteCount egress,
    TokenAmount budget,
    QualityTarget quality,
    boolean certifiedOnly,
    long collateralSeconds) {
  /// A promise of anything at all.
  public static final QualityTarget ANY_QUALITY = new QualityTarget(0, 86_400_000, 0, 10_000);

  /// The least volume of one SLA.
  static final ByteCount PART_MIN = ByteCount.mib(1);

  /// Refuses what no market could serve, naming the field.
  public Wishes {
    Refused.requireRange("collateralSeconds", collateralSeconds, 0, 0xffff_ffffL);
    // Everything else has the bounds of an SLA.
    new SlaRequest(volume, durationSeconds, redundancy, shares, Set.of(), egress, budget, quality);
  }

  /// The same with another volume.
  public Wishes withVolume(ByteCount other) {
    return new Wishes(
        other,
        durationSeconds,
        redundancy,
        shares,
        regions,
        egress,
        budget,
        quality,
        certifiedOnly,
        collateralSeconds);
  }

  /// The same with another duration.
  public Wishes withDuration(long seconds) {
    return new Wishes(
        volume,
        seconds,
        redundancy,
        shares,
        regions,
        egress,
        budget,
        quality,
        certifiedOnly,
        collateralSeconds);
  }

  /// The same with another redundancy.
  public Wishes withRedundancy(Redundancy other) {
    return new Wishes(
        volume,
        durationSeconds,
        other,
        shares,
        regions,
        egress,
        budget,
        quality,
        certifiedOnly,
        collateralSeconds);
  }

  /// The same with another mix.
  public Wishes withShares(Shares other) {
    return new Wishes(
        volume,
        durationSeconds,
        redundancy,
        other,
        regions,
        egress,
        budget,
        quality,
        certifiedOnly,
        collateralSeconds);
  }

  /// The same under other rules for regions.
  public Wishes withRegions(RegionRules other) {
    return new Wishes(
        volume,
        durationSeconds,
        redundancy,
        shares,
        other,
        egress,
        budget,
        quality,
        certifiedOnly,
        collateralSeconds);
  }

  /// The same with another budget.
  public Wishes withBudget(TokenAmount other) {
    return new Wishes(
        volume,
        durationSeconds,
        redundancy,
        shares,
        regions,
        egress,
        other,
        quality,
        certifiedOnly,
        collateralSeconds);
  }

  /// The same with another quality.
  public Wishes withQuality(QualityTarget other) {
    return new Wishes(
        volume,
        durationSeconds,
        redundancy,
        shares,
        regions,
        egress,
        budget,
        other,
        certifiedOnly,
        collateralSeconds);
  }

  /// The same with other demands on providers.
  public Wishes withDemands(boolean certified, long collateral) {
    return new Wishes(
        volume,
        durationSeconds,
        redundancy,
        shares,
        regions,
        egress,
        budget,
        quality,
        certified,
        collateral);
  }

  /// The same with the largest budget that one SLA can lock.
  Wishes withoutBudget() {
    return withBudget(new TokenAmount(budget.token(), TokenAmount.DEPOSIT_MAX));
  }
}
