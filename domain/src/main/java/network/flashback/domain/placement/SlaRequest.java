package network.flashback.domain.placement;

import java.util.Set;
import network.flashback.domain.Refused;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.domain.storage.ByteCount;
import network.flashback.domain.storage.Redundancy;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.Shares;

/// What a consumer wishes.
///
/// @param volume plain bytes, 1 MiB to 1 EiB
/// @param durationSeconds 1 to 2^32 - 1, what the stream's clock can count
/// @param redundancy of every class
/// @param shares of the classes
/// @param regions where bytes may lie; empty means anywhere
/// @param egress plain bytes that may be read in all before a top-up is needed
/// @param budget the most that may be locked, everything included
/// @param quality that every provider must promise
public record SlaRequest(
    ByteCount volume,
    long durationSeconds,
    Redundancy redundancy,
    Shares shares,
    Set<Region> regions,
    ByteCount egress,
    TokenAmount budget,
    QualityTarget quality) {
  /// Refuses what no market could serve, naming the field.
  public SlaRequest {
    Refused.requireRange("volume", volume.bytes(), 1L << 20, 1L << 60);
    Refused.requireRange("durationSeconds", durationSeconds, 1, 0xffff_ffffL);
    Refused.requireRange("egress", egress.bytes(), 0, 1L << 60);
    if (budget.isZero()) {
      throw new Refused("budget", "is zero", "give the most that you are ready to lock");
    }
    if (budget.units().compareTo(TokenAmount.DEPOSIT_MAX) > 0) {
      throw new Refused("budget", "exceeds what one agreement can hold", "split the SLA");
    }
    if (regions.size() > 64) {
      throw new Refused(
          "regions", "are " + regions.size(), "name at most 64, or none for anywhere");
    }
    regions = Set.copyOf(regions);
  }
}
