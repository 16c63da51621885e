package network.flashback.gateway.job;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import network.flashback.gateway.Grants;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Buckets;
import network.flashback.gateway.metadata.Extents;
import network.flashback.gateway.metadata.Jobs;
import network.flashback.gateway.metadata.Jobs.Job;
import network.flashback.gateway.metadata.Moves;
import network.flashback.gateway.metadata.Moves.Scope;
import network.flashback.gateway.metadata.Objects;
import network.flashback.gateway.seal.KeyRing;
import network.flashback.gateway.write.ExtentMover;
import network.flashback.providers.s3compatible.S3Source;

/// Who does each kind of job.
public record Works(
    Jobs jobs,
    Moves moves,
    Buckets buckets,
    Extents extents,
    Objects objects,
    Legs legs,
    Grants grants,
    KeyRing keys,
    ExtentMover mover,
    ObjectCopier copier,
    Settling settling,
    InstantSource clock) {
  private static final Duration SOURCE_PATIENCE = Duration.ofSeconds(30);

  /// A job, to be worked on for a turn.
  Work of(Job job, Run run) {
    return switch (Task.ofJson(job.task())) {
      case Task.Migrate task ->
          new MoveWork(
              moved(job, run),
              task.to(),
              () -> List.of(new Scope.OfBucket(task.bucket(), task.to())),
              () -> List.of(task.bucket()),
              settling,
              clock);
      case Task.Drain task ->
          new MoveWork(
              moved(job, run),
              task.to(),
              () ->
                  JobDesk.drained(legs, grants, task).stream()
                      .<Scope>map(sla -> new Scope.Under(sla.id()))
                      .toList(),
              () ->
                  JobDesk.drained(legs, grants, task).stream()
                      .flatMap(sla -> buckets.of(sla.id()).stream())
                      .map(Bucket::name)
                      .toList(),
              settling,
              clock);
      case Task.Rebalance task -> new RebalanceWork(moved(job, run), legs, task, settling);
      case Task.Import task ->
          new ImportWork(
              job,
              task,
              S3Source.open(
                  task.source(),
                  task.key().id(),
                  JobDesk.openSecret(keys, task.key()),
                  SOURCE_PATIENCE),
              jobs,
              buckets,
              objects,
              copier,
              run);
    };
  }

  private MovedExtents moved(Job job, Run run) {
    return new MovedExtents(job.id(), run, jobs, moves, extents, buckets, mover);
  }
}
