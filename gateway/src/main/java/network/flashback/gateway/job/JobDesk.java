package network.flashback.gateway.job;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.Agreements.Leg;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.Grants;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Bucket;
import network.flashback.gateway.metadata.Buckets;
import network.flashback.gateway.metadata.Jobs;
import network.flashback.gateway.metadata.Jobs.Failure;
import network.flashback.gateway.metadata.Jobs.Job;
import network.flashback.gateway.metadata.Jobs.State;
import network.flashback.gateway.seal.KeyRing;
import network.flashback.providers.s3compatible.S3Source;

/// Takes the orders of an operator: what cannot be done is refused before it begins.
public final class JobDesk {
  /// Slower than that is a pause: a frame alone would take more than a second.
  static final long RATE_MIN = 64 << 10;

  private static final int LISTED_MAX = 1000;
  private static final String SECRET = "the secret of a job's source";

  private final Jobs jobs;
  private final Buckets buckets;
  private final Legs legs;
  private final Grants grants;
  private final KeyRing keys;
  private final SecureRandom random;
  private final InstantSource clock;

  /// @param grants say which consumer an SLA is of
  /// @param random for the ids of jobs
  public JobDesk(
      Jobs jobs,
      Buckets buckets,
      Legs legs,
      Grants grants,
      KeyRing keys,
      SecureRandom random,
      InstantSource clock) {
    this.jobs = jobs;
    this.buckets = buckets;
    this.legs = legs;
    this.grants = grants;
    this.keys = keys;
    this.random = random;
    this.clock = clock;
  }

  /// Begins to empty a provider onto an SLA.
  public UUID drain(long providerId, Bytes32 to, long rate) {
    var target = requireSla(to);
    if (has(target, providerId)) {
      throw new JobRefused(
          400,
          "SLA %s has a leg with provider %d itself: name one without it"
              .formatted(to, providerId));
    }
    var consumer = consumerOf(to);
    legs.slas().stream()
        .filter(sla -> has(sla, providerId) && isOf(sla.id(), consumer))
        .forEach(sla -> requireFit(sla, target));
    if (legs.slas().stream().noneMatch(sla -> has(sla, providerId) && isOf(sla.id(), consumer))) {
      throw new JobRefused(
          400,
          "no running SLA of the consumer of SLA %s has a leg with provider %d: there is nothing to"
                  .formatted(to, providerId)
              + " drain");
    }
    return begin(new Task.Drain(providerId, to), rate);
  }

  /// Begins to move a bucket to another SLA of its consumer.
  public UUID migrate(String bucket, Bytes32 to, long rate) {
    var found = requireBucket(bucket);
    requireFit(found, requireSla(to));
    requireOf(to, found.consumer());
    return begin(new Task.Migrate(bucket, to), rate);
  }

  /// Begins to even how full two SLAs of one consumer are.
  public UUID rebalance(Bytes32 one, Bytes32 other, long rate) {
    var first = requireSla(one);
    var second = requireSla(other);
    if (one.equals(other)) {
      throw new JobRefused(400, "name two different SLAs: one alone is always even");
    }
    requireOf(other, consumerOf(one));
    requireFit(first, second);
    requireFit(second, first);
    return begin(new Task.Rebalance(one, other), rate);
  }

  /// Begins to bring the objects of a bucket elsewhere in.
  ///
  /// @param accessKeyId empty for a source that everybody may read
  public UUID bringIn(
      S3Source.Place source, String accessKeyId, String secret, String bucket, long rate) {
    var _ = requireBucket(bucket);
    var scheme = String.valueOf(source.endpoint().getScheme());
    if ((!scheme.equals("http") && !scheme.equals("https"))
        || source.endpoint().getHost() == null) {
      throw new JobRefused(
          400,
          "the endpoint '%s' is no address: give one such as https://s3.eu-central-1.amazonaws.com"
              .formatted(source.endpoint()));
    }
    if (source.bucket().isBlank() || source.region().isBlank()) {
      throw new JobRefused(400, "name the bucket of the source, and its region");
    }
    if (accessKeyId.isEmpty() != secret.isEmpty()) {
      throw new JobRefused(
          400, "give both the access key id of the source and its secret, or neither");
    }
    var sealed = keys.sealText(SECRET, secret);
    var key = new Task.SealedKey(accessKeyId, HexFormat.of().formatHex(sealed.toArray()));
    return begin(new Task.Import(source, key, bucket), rate);
  }

  /// The secret that was given for a source.
  static String openSecret(KeyRing keys, Task.SealedKey key) {
    return keys.openText(SECRET, Bytes.of(HexFormat.of().parseHex(key.sealed())));
  }

  /// All jobs, the newest first.
  public List<Job> list() {
    return jobs.list(LISTED_MAX);
  }

  /// A job.
  ///
  /// @throws JobRefused when there is none
  public Job show(UUID id) {
    return jobs.find(id)
        .orElseThrow(
            () ->
                new JobRefused(
                    404, "there is no job " + id + ": 'flashback job list' shows those there are"));
  }

  /// What of it failed, at most a thousand.
  public List<Failure> failures(UUID id) {
    return jobs.failures(id, LISTED_MAX);
  }

  /// Lets a job rest until it is resumed.
  public void pause(UUID id) {
    order(id, List.of(State.RUNNING), State.PAUSED, "only a running job can be paused");
  }

  /// Lets a job go on that rests, or was finished but for what failed: that is tried again.
  public void resume(UUID id) {
    jobs.forgive(id, clock.millis());
    order(
        id,
        List.of(State.PAUSED, State.FAILED, State.RUNNING),
        State.RUNNING,
        "only a paused job, or one of which something failed, can be resumed");
  }

  /// Ends a job. What it has done stays done.
  public void cancel(UUID id) {
    order(
        id,
        List.of(State.RUNNING, State.PAUSED, State.FAILED),
        State.CANCELLED,
        "only a job that is not over can be cancelled");
  }

  private void order(UUID id, List<State> from, State to, String otherwise) {
    var job = show(id);
    if (!jobs.order(id, from, to, "", clock.millis())) {
      throw new JobRefused(409, "job %s is %s: %s".formatted(id, job.state().word(), otherwise));
    }
  }

  private UUID begin(Task task, long rate) {
    if (rate != 0 && rate < RATE_MIN) {
      throw new JobRefused(
          400,
          "a rate of %d bytes a second is too low: give 0 for no bound, or at least %d"
              .formatted(rate, RATE_MIN));
    }
    var id = new UUID(random.nextLong(), random.nextLong());
    jobs.add(id, task.kind(), task.toJson().toString(), rate, clock.millis());
    return id;
  }

  private Bucket requireBucket(String name) {
    return buckets
        .find(name)
        .orElseThrow(() -> new JobRefused(400, "there is no bucket '%s'".formatted(name)));
  }

  private Sla requireSla(Bytes32 id) {
    return legs.sla(id)
        .orElseThrow(
            () ->
                new JobRefused(
                    400,
                    "SLA %s does not run, or this gateway has no grant under it".formatted(id)));
  }

  /// Bytes that lie as they are cannot go where they would be cut.
  private void requireFit(Sla from, Sla to) {
    buckets.of(from.id()).forEach(bucket -> requireFit(bucket, to));
  }

  private static void requireFit(Bucket bucket, Sla to) {
    if (!bucket.settings().layout().fits(to.redundancy())) {
      throw new JobRefused(
          400,
          "bucket '%s' is native and SLA %s is %s, which would cut its objects: name an SLA that mirrors"
              .formatted(bucket.name(), to.id(), to.redundancy()));
    }
  }

  private Address consumerOf(Bytes32 sla) {
    return grants.under(sla).stream()
        .findFirst()
        .map(Grants.Grant::consumer)
        .orElseThrow(
            () -> new JobRefused(400, "this gateway has no grant under SLA %s".formatted(sla)));
  }

  private boolean isOf(Bytes32 sla, Address consumer) {
    return grants.under(sla).stream().map(Grants.Grant::consumer).anyMatch(consumer::equals);
  }

  private void requireOf(Bytes32 sla, Address consumer) {
    if (!isOf(sla, consumer)) {
      throw new JobRefused(
          400,
          "SLA %s is not one of consumer %s: bytes move between SLAs of one consumer only"
              .formatted(sla, consumer));
    }
  }

  static boolean has(Sla sla, long providerId) {
    return sla.legs().stream().mapToLong(Leg::providerId).anyMatch(id -> id == providerId);
  }

  /// SLAs of the target's consumer that have a leg with a provider.
  static List<Sla> drained(Legs legs, Grants grants, Task.Drain task) {
    Optional<Address> consumer =
        grants.under(task.to()).stream().findFirst().map(Grants.Grant::consumer);
    return legs.slas().stream()
        .filter(sla -> !sla.id().equals(task.to()) && has(sla, task.providerId()))
        .filter(
            sla ->
                grants.under(sla.id()).stream()
                    .anyMatch(grant -> consumer.filter(grant.consumer()::equals).isPresent()))
        .toList();
  }
}
