package network.flashback.domain.design;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.storage.ByteCount;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.Shares;
import network.flashback.domain.storage.StorageClass;

/// What a plan would lock with one wish relaxed, one at a time.
final class WishPrices {
  private final Search search;
  private final Plan plan;
  private final Wishes wishes;
  private final List<Relaxed> all = new ArrayList<>();

  WishPrices(Search search, Plan plan) {
    this.search = search;
    this.plan = plan;
    this.wishes = plan.wishes();
  }

  /// One line for each wish that could be a lesser one.
  List<Relaxed> all() {
    if (!wishes.regions().wanted().isEmpty()) {
      var anywhere = new RegionRules(List.of(), wishes.regions().excluded());
      looser(
          Wish.REGIONS,
          "anywhere instead of " + String.join(", ", wishes.regions().wanted()),
          wishes.withRegions(anywhere));
    }
    if (!wishes.regions().excluded().isEmpty()) {
      looser(
          Wish.EXCLUSIONS,
          "also in " + String.join(", ", wishes.regions().excluded()) + ", if law allows it",
          wishes.withRegions(new RegionRules(wishes.regions().wanted(), List.of())));
    }
    if (!wishes.quality().equals(Wishes.ANY_QUALITY)) {
      looser(Wish.QUALITY, "whatever is promised", wishes.withQuality(Wishes.ANY_QUALITY));
    }
    if (wishes.certifiedOnly()) {
      looser(
          Wish.CERTIFIED,
          "providers without a certificate too",
          wishes.withDemands(false, wishes.collateralSeconds()));
    }
    if (wishes.collateralSeconds() > 0) {
      looser(
          Wish.COLLATERAL,
          "any collateral instead of %d s of pay".formatted(wishes.collateralSeconds()),
          wishes.withDemands(wishes.certifiedOnly(), 0));
    }
    lesser();
    return List.copyOf(all);
  }

  private void lesser() {
    oneLess(wishes.redundancy())
        .ifPresent(
            less ->
                other(
                    Wish.REDUNDANCY,
                    less + " instead of " + wishes.redundancy(),
                    wishes.withRedundancy(less)));
    if (wishes.shares().only().isEmpty()) {
      cheapestClass();
    }
    var duration = wishes.durationSeconds() - Math.ceilDiv(wishes.durationSeconds(), 10);
    if (duration > 0) {
      other(Wish.DURATION, "a tenth shorter", wishes.withDuration(duration));
    }
    var volume = new ByteCount(wishes.volume().bytes() - wishes.volume().bytes() / 10);
    if (volume.compareTo(Wishes.PART_MIN) >= 0) {
      other(Wish.VOLUME, volume + " instead of " + wishes.volume(), wishes.withVolume(volume));
    }
  }

  private void cheapestClass() {
    wishes.shares().classes().stream()
        .flatMap(one -> search.atAnyPrice(wishes.withShares(Shares.all(one))).stream())
        .min(Comparator.comparing(Plan::total))
        .ifPresent(
            found ->
                add(
                    Wish.MIX,
                    "everything " + word(found.parts().getFirst().storageClass()),
                    found.total()));
  }

  /// The plan serves the looser wish, too, so that it never costs more.
  private void looser(Wish wish, String instead, Wishes relaxed) {
    search
        .atAnyPrice(relaxed)
        .ifPresent(found -> add(wish, instead, found.total().min(plan.total())));
  }

  private void other(Wish wish, String instead, Wishes relaxed) {
    search.atAnyPrice(relaxed).ifPresent(found -> add(wish, instead, found.total()));
  }

  private void add(Wish wish, String instead, TokenAmount total) {
    all.add(new Relaxed(wish, instead, total));
  }

  static Optional<Redundancy> oneLess(Redundancy redundancy) {
    return switch (redundancy) {
      case Redundancy.Mirrored(int copies) when copies > 1 ->
          Optional.of(new Redundancy.Mirrored(copies - 1));
      case Redundancy.Mirrored single -> Optional.empty();
      case Redundancy.ErasureCoded(int data, int parity) when parity > 1 ->
          Optional.of(new Redundancy.ErasureCoded(data, parity - 1));
      case Redundancy.ErasureCoded least -> Optional.of(new Redundancy.Mirrored(1));
    };
  }

  static String word(StorageClass storageClass) {
    return storageClass.name().toLowerCase(Locale.ROOT);
  }
}
