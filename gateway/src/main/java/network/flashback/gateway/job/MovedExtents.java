package network.flashback.gateway.job;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.metadata.Buckets;
import network.flashback.gateway.metadata.Extent;
import network.flashback.gateway.metadata.Extents;
import network.flashback.gateway.metadata.Jobs;
import network.flashback.gateway.metadata.Moves;
import network.flashback.gateway.metadata.Moves.Movable;
import network.flashback.gateway.write.ExtentMover;

/// The items of a job that moves extents.
///
/// @param run paces the bytes
record MovedExtents(
    UUID job,
    Run run,
    Jobs jobs,
    Moves moves,
    Extents extents,
    Buckets buckets,
    ExtentMover mover) {

  Work.Item item(Movable one, Bytes32 to) {
    return new Work.Item(
        one.extent().toString(), () -> move(one.extent(), one.bucket(), one.bytes(), to));
  }

  /// What failed, once more.
  ///
  /// @param target where an extent that lies under an SLA is to go; empty when it may stay
  Work.Item again(String id, Function<Bytes32, Optional<Bytes32>> target) {
    return new Work.Item(
        id,
        () -> {
          var extent = extents.find(UUID.fromString(id));
          var to = extent.map(Extent::slaId).flatMap(target);
          if (extent.isEmpty() || to.isEmpty()) {
            jobs.forget(job, id);
          } else {
            move(extent.get().id(), extent.get().bucket(), extent.get().size(), to.get());
          }
        });
  }

  private void move(UUID extent, String bucketName, long bytes, Bytes32 to) throws IOException {
    var bucket = buckets.find(bucketName);
    if (bucket.isEmpty() || !mover.move(job, bucket.get(), extent, to, run)) {
      // Deleted meanwhile, or moved by another job: there is nothing left to do.
      jobs.advance(job, extent.toString(), bytes);
    }
  }
}
