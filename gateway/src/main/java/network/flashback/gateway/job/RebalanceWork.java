package network.flashback.gateway.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.flashback.domain.storage.Redundancy;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Moves.Scope;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;

/// Moves extents from the fuller of two SLAs to the emptier one, until the shares of their capacity
/// that are used differ by a hundredth at most.
final class RebalanceWork implements Work {
  private static final double TOLERANCE = 0.01;
  private static final int AT_ONCE = 50;

  private final MovedExtents moved;
  private final Legs legs;
  private final Task.Rebalance task;
  private final Settling settling;

  RebalanceWork(MovedExtents moved, Legs legs, Task.Rebalance task, Settling settling) {
    this.moved = moved;
    this.legs = legs;
    this.task = task;
    this.settling = settling;
  }

  /// An SLA and how full it is.
  ///
  /// @param used bytes of pieces at all legs
  /// @param capacity what all legs may hold
  private record Fill(Sla sla, long used, long capacity) {
    double share() {
      return (double) used / capacity;
    }

    /// How much the share grows with each plain byte.
    double sharePerByte() {
      Redundancy redundancy = sla.redundancy();
      return (double) redundancy.providersNeeded() / redundancy.dataShards() / capacity;
    }
  }

  /// @param bytesMax plain bytes that bring both to the same share
  private record Slope(Fill fuller, Fill emptier, long bytesMax) {}

  @Override
  public void plan() throws IOException {
    var bytes = slope().map(Slope::bytesMax).orElse(0L);
    moved.jobs().plan(moved.job(), 0, bytes);
  }

  @Override
  public List<Item> next() throws IOException {
    var items = new ArrayList<Item>();
    var slope = slope();
    if (slope.isEmpty()) {
      return items;
    }
    var left = slope.get().bytesMax;
    var scope = new Scope.Under(slope.get().fuller.sla.id());
    for (var one : moved.moves().next(scope, moved.job(), left, AT_ONCE)) {
      if (one.bytes() <= left) {
        left -= one.bytes();
        items.add(moved.item(one, slope.get().emptier.sla.id()));
      }
    }
    return items;
  }

  @Override
  public Item again(String id) throws IOException {
    var slope = slope();
    return moved.again(
        id,
        from ->
            slope.filter(now -> now.fuller.sla.id().equals(from)).map(now -> now.emptier.sla.id()));
  }

  @Override
  public String nameOf(String id) {
    return moved.moves().nameOf(UUID.fromString(id));
  }

  @Override
  public boolean finish(long failures) throws IOException {
    settling.settle();
    return true;
  }

  @Override
  public void close() {
    // Holds nothing.
  }

  /// From the fuller to the emptier SLA; empty when they are even.
  private Optional<Slope> slope() throws IOException {
    var one = fill(task.one());
    var other = fill(task.other());
    var falling = one.share() >= other.share();
    var fuller = falling ? one : other;
    var emptier = falling ? other : one;
    var gap = fuller.share() - emptier.share();
    return gap <= TOLERANCE
        ? Optional.empty()
        : Optional.of(
            new Slope(
                fuller, emptier, (long) (gap / (fuller.sharePerByte() + emptier.sharePerByte()))));
  }

  private Fill fill(Bytes32 id) throws IOException {
    var sla =
        legs.sla(id)
            .orElseThrow(
                () ->
                    new StoreException(
                        Reason.UNAVAILABLE, "SLA " + id + " has ended: cancel the job"));
    var capacity = 0L;
    for (var leg : sla.legs()) {
      var store =
          legs.store(leg)
              .orElseThrow(
                  () ->
                      new StoreException(
                          Reason.UNAVAILABLE,
                          "agreement %s of SLA %s is closed: once it is replaced, this goes on"
                              .formatted(leg.agreementId(), id)));
      capacity += store.store().occupancy().capacityBytes();
    }
    return new Fill(sla, moved.moves().pieceBytes(id), capacity);
  }
}
