package network.flashback.node.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.evm.Bytes32;
import network.flashback.node.NodeConfig;
import network.flashback.node.StandingFile;
import network.flashback.node.duty.DiskCare;
import network.flashback.node.duty.EpochDuties;
import network.flashback.node.serve.Bills;
import network.flashback.node.serve.NodeApi;
import network.flashback.node.store.Pieces;
import network.flashback.node.store.UnitSummary;

/// Puts a node's status together from what its parts know already: asking for it costs no request
/// to the chain and no reading of pieces.
public final class StatusBoard implements StatusRoutes.Source {
  private static final int AGREEMENTS_MAX = 1000;

  private final NodeConfig config;
  private final String nodeKey;
  private final Pieces store;
  private final Bills bills;
  private final EpochDuties duties;
  private final DiskCare care;
  private final StandingFile standing;
  private final InstantSource clock;

  /// @param nodeKey address of the key that the node signs with
  public StatusBoard(
      NodeConfig config,
      String nodeKey,
      Pieces store,
      Bills bills,
      EpochDuties duties,
      DiskCare care,
      StandingFile standing,
      InstantSource clock) {
    this.config = config;
    this.nodeKey = nodeKey;
    this.store = store;
    this.bills = bills;
    this.duties = duties;
    this.care = care;
    this.standing = standing;
    this.clock = clock;
  }

  /// The node as it is now; agreements as the duty of earnings saw them last.
  @Override
  public NodeStatus now(boolean whole) {
    var counts = duties.counts();
    var readable = store.agreements();
    var views = whole ? duties.agreements() : List.<AgreementView>of();
    return new NodeStatus(
        new NodeStatus.Provider(
            config.providerId(),
            nodeKey,
            config.endpoint().toString(),
            config.storageClass().name(),
            config.region().name(),
            NodeApi.version()),
        standing.now(),
        chain(),
        new NodeStatus.Audits(
            counts.since(),
            counts.passed(),
            counts.missed(),
            counts.admitted(),
            counts.newest().stream()
                .map(
                    audit ->
                        new NodeStatus.Audit(
                            audit.epoch(),
                            audit.proven(),
                            audit.admitted(),
                            Instant.ofEpochSecond(audit.at())))
                .toList()),
        disk(whole),
        new NodeStatus.Earnings(counts.withdrawn(), duties.earningsWaiting(), bills.unpaidBytes()),
        views.stream()
            .sorted(Comparator.comparing(AgreementView::id))
            .limit(AGREEMENTS_MAX)
            .map(view -> agreement(view, readable))
            .toList(),
        views.size(),
        next());
  }

  /// Seconds since the newest block that was seen; empty before the first.
  public Optional<Long> chainAgeSeconds() {
    return duties.looked().map(seen -> clock.instant().getEpochSecond() - seen.head().second());
  }

  /// Bytes that agreements hold here, whether they are used or not.
  public long reservedBytes() {
    return duties.agreements().stream()
        .filter(view -> view.state().isLive())
        .mapToLong(AgreementView::capacityBytes)
        .sum();
  }

  /// Bytes that the file system of a folder has left; 0 when it does not say.
  public static long freeBytes(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException silent) {
      return 0;
    }
  }

  private Optional<NodeStatus.ChainSeen> chain() {
    return duties
        .looked()
        .map(
            seen ->
                new NodeStatus.ChainSeen(
                    duties.reachesChain(),
                    seen.head().height(),
                    clock.instant().getEpochSecond() - seen.head().second(),
                    epochAt(seen.head().second())));
  }

  private Optional<Long> epochAt(long second) {
    return second < duties.schedule().genesis()
        ? Optional.empty()
        : Optional.of(duties.schedule().epochAt(second));
  }

  private NodeStatus.Disk disk(boolean whole) {
    var folders =
        store.disks().stream()
            .map(disk -> new NodeStatus.Folder(disk, freeBytes(disk.folder())))
            .toList();
    return new NodeStatus.Disk(
        store.capacityBytes(),
        reservedBytes(),
        store.usedBytes(),
        folders.stream().mapToLong(NodeStatus.Folder::freeBytes).sum(),
        whole ? store.pieces() : 0,
        store.lostPieces(),
        care.damaged(),
        care.isScrubbing(),
        care.scrubbed(),
        care.scrubAt(),
        store.failure(),
        folders);
  }

  /// @param readable what lies on disks that work
  private NodeStatus.Agreement agreement(AgreementView view, Set<AgreementId> readable) {
    var unit =
        readable.contains(view.id())
            ? store.summary(view.id())
            : new UnitSummary(view.id(), Bytes32.ZERO, 0, 0, 0, 0, 0);
    return new NodeStatus.Agreement(
        view.id().toString(),
        view.state().name(),
        view.capacityBytes(),
        unit.storedBytes(),
        unit.root().toString(),
        bills.unpaidBytes(view.id()),
        view.endEpoch(),
        Instant.ofEpochSecond(duties.schedule().startOf(view.endEpoch())));
  }

  private List<NodeStatus.Duty> next() {
    var next = new ArrayList<NodeStatus.Duty>();
    var schedule = duties.schedule();
    duties
        .looked()
        .flatMap(seen -> epochAt(seen.head().second()))
        .ifPresent(
            epoch -> {
              if (duties.firstOpenEpoch() < epoch) {
                next.add(
                    new NodeStatus.Duty(
                        "audits from epoch " + duties.firstOpenEpoch() + " on are open",
                        clock.instant()));
              }
              next.add(
                  new NodeStatus.Duty(
                      "audit of epoch " + epoch, Instant.ofEpochSecond(schedule.endOf(epoch))));
            });
    if (duties.offersAt() > 0 && standing.now().offers()) {
      next.add(new NodeStatus.Duty("next offer", Instant.ofEpochSecond(duties.offersAt())));
    }
    next.add(new NodeStatus.Duty("every piece is read", care.scrubAt()));
    duties.agreements().stream()
        .min(Comparator.comparingLong(AgreementView::endEpoch))
        .ifPresent(
            first ->
                next.add(
                    new NodeStatus.Duty(
                        "agreement " + first.id() + " ends",
                        Instant.ofEpochSecond(schedule.startOf(first.endEpoch())))));
    next.sort(Comparator.comparing(NodeStatus.Duty::at));
    return List.copyOf(next);
  }
}
