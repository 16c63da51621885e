package network.flashback.gateway.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.metadata.Moves.Scope;

/// Moves extents to one SLA, and then their buckets: the work of drain and migrate.
///
/// A bucket goes when little of it is left to move: from then on what is written lies at the new
/// SLA, and what was written before is moved in a last pass.
final class MoveWork implements Work {
  private static final int AT_ONCE = 100;

  /// So few extents may be left when a bucket goes.
  private static final int LEFT_MAX = 100;

  private final MovedExtents moved;
  private final Bytes32 to;
  private final Supplier<List<Scope>> scopes;
  private final Supplier<List<String>> buckets;
  private final Settling settling;
  private final java.time.InstantSource clock;

  /// @param scopes what is to be moved, as it is now
  /// @param buckets those that are to go along, as they are now
  MoveWork(
      MovedExtents moved,
      Bytes32 to,
      Supplier<List<Scope>> scopes,
      Supplier<List<String>> buckets,
      Settling settling,
      java.time.InstantSource clock) {
    this.moved = moved;
    this.to = to;
    this.scopes = scopes;
    this.buckets = buckets;
    this.settling = settling;
    this.clock = clock;
  }

  @Override
  public void plan() {
    var extents = 0L;
    var bytes = 0L;
    for (Scope scope : scopes.get()) {
      var amount = moved.moves().amount(scope);
      extents += amount.extents();
      bytes += amount.bytes();
    }
    moved.jobs().plan(moved.job(), extents, bytes);
  }

  @Override
  public List<Item> next() {
    var items = new ArrayList<Item>();
    for (Scope scope : scopes.get()) {
      for (var one :
          moved.moves().next(scope, moved.job(), Long.MAX_VALUE, AT_ONCE - items.size())) {
        items.add(moved.item(one, to));
      }
    }
    return items;
  }

  @Override
  public Item again(String id) {
    return moved.again(id, from -> from.equals(to) ? Optional.empty() : Optional.of(to));
  }

  @Override
  public String nameOf(String id) {
    return moved.moves().nameOf(UUID.fromString(id));
  }

  @Override
  public boolean finish(long failures) throws IOException {
    if (failures > 0) {
      // A bucket stays where some of it has to stay.
      return true;
    }
    if (left() > LEFT_MAX) {
      return false;
    }
    var gone = false;
    for (String bucket : buckets.get()) {
      gone |= moved.moves().bring(bucket, to, clock.millis());
    }
    if (gone || left() > 0) {
      return false;
    }
    settling.settle();
    return true;
  }

  @Override
  public void close() {
    // Holds nothing.
  }

  private long left() {
    return scopes.get().stream().mapToLong(one -> moved.moves().amount(one).extents()).sum();
  }
}
