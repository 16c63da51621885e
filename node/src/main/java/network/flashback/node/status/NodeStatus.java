package network.flashback.node.status;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import network.flashback.node.Standing;
import network.flashback.node.store.DiskState;

/// A node at one moment.
///
/// @param agreementsTotal of which `agreements` are the first
public record NodeStatus(
    Provider provider,
    Standing standing,
    Optional<ChainSeen> chain,
    Audits audits,
    Disk disk,
    Earnings earnings,
    List<Agreement> agreements,
    int agreementsTotal,
    List<Duty> duties) {

  /// Who it is, as everybody may know.
  public record Provider(
      long id,
      String nodeKey,
      String endpoint,
      String storageClass,
      String region,
      String version) {}

  /// The newest block it saw.
  ///
  /// @param ageSeconds of that block, by the node's clock
  /// @param epoch that runs; empty before the first
  public record ChainSeen(boolean reached, long height, long ageSeconds, Optional<Long> epoch) {}

  /// Epochs proven or not.
  ///
  /// @param since the node's first start
  /// @param admitted leaves that were said to be lost
  /// @param newest audits that are over, newest first
  public record Audits(
      Instant since, long passed, long missed, long admitted, List<Audit> newest) {}

  /// One audit that is over.
  public record Audit(long epoch, boolean proven, int admitted, Instant at) {}

  /// The disks that keep the pieces, together and each.
  ///
  /// @param usedBytes of all pieces, those kept for audits included
  /// @param freeBytes of the file system
  /// @param reservedBytes by agreements
  /// @param damagedAgreements with lost pieces, when everything was read last
  /// @param failure what stops it; empty while it works
  public record Disk(
      long capacityBytes,
      long reservedBytes,
      long usedBytes,
      long freeBytes,
      long pieces,
      long lostPieces,
      int damagedAgreements,
      boolean scrubbing,
      Optional<Instant> scrubbed,
      Instant scrubNext,
      Optional<String> failure,
      List<Folder> folders) {}

  /// One disk.
  public record Folder(DiskState state, long freeBytes) {}

  /// Its money, token units.
  ///
  /// @param withdrawn to the payout wallet since the first start
  /// @param waiting on the chain
  public record Earnings(BigInteger withdrawn, BigInteger waiting, long unpaidBytes) {}

  /// An agreement that is not over.
  ///
  /// @param state in capitals, as on the chain
  /// @param root of what is kept now
  /// @param unpaidBytes served and not covered by a voucher
  public record Agreement(
      String id,
      String state,
      long reservedBytes,
      long usedBytes,
      String root,
      long unpaidBytes,
      long endEpoch,
      Instant endsAt) {}

  /// Something the node will do.
  public record Duty(String what, Instant at) {}
}
