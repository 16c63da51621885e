package network.flashback.domain.design;

import java.util.Set;
import java.util.function.Consumer;
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
    return with(draft -> draft.volume = other);
  }

  /// The same with another duration.
  public Wishes withDuration(long seconds) {
    return with(draft -> draft.durationSeconds = seconds);
  }

  /// The same with another redundancy.
  public Wishes withRedundancy(Redundancy other) {
    return with(draft -> draft.redundancy = other);
  }

  /// The same with another mix.
  public Wishes withShares(Shares other) {
    return with(draft -> draft.shares = other);
  }

  /// The same under other rules for regions.
  public Wishes withRegions(RegionRules other) {
    return with(draft -> draft.regions = other);
  }

  /// The same with another budget.
  public Wishes withBudget(TokenAmount other) {
    return with(draft -> draft.budget = other);
  }

  /// The same with another quality.
  public Wishes withQuality(QualityTarget other) {
    return with(draft -> draft.quality = other);
  }

  /// The same with other demands on providers.
  public Wishes withDemands(boolean certified, long collateral) {
    return with(
        draft -> {
          draft.certifiedOnly = certified;
          draft.collateralSeconds = collateral;
        });
  }

  /// The same with the largest budget that one SLA can lock.
  Wishes withoutBudget() {
    return withBudget(new TokenAmount(budget.token(), TokenAmount.DEPOSIT_MAX));
  }

  private Wishes with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.wishes();
  }

  /// Wishes while they are changed.
  private static final class Draft {
    private final ByteCount egress;
    private ByteCount volume;
    private long durationSeconds;
    private Redundancy redundancy;
    private Shares shares;
    private RegionRules regions;
    private TokenAmount budget;
    private QualityTarget quality;
    private boolean certifiedOnly;
    private long collateralSeconds;

    Draft(Wishes wishes) {
      egress = wishes.egress;
      volume = wishes.volume;
      durationSeconds = wishes.durationSeconds;
      redundancy = wishes.redundancy;
      shares = wishes.shares;
      regions = wishes.regions;
      budget = wishes.budget;
      quality = wishes.quality;
      certifiedOnly = wishes.certifiedOnly;
      collateralSeconds = wishes.collateralSeconds;
    }

    Wishes wishes() {
      return new Wishes(
          volume,
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
  }
}
