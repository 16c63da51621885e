package network.flashback.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import network.flashback.gateway.access.Access;
import network.flashback.gateway.access.AccessKeys;
import network.flashback.gateway.access.OperatorToken;
import network.flashback.gateway.access.Permissions;
import network.flashback.gateway.job.JobApi;
import network.flashback.gateway.job.JobDesk;
import network.flashback.gateway.job.JobRounds;
import network.flashback.gateway.job.ObjectCopier;
import network.flashback.gateway.job.Settling;
import network.flashback.gateway.job.Works;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.lifecycle.Lifecycle;
import network.flashback.gateway.manifest.ManifestLog;
import network.flashback.gateway.manifest.ManifestNames;
import network.flashback.gateway.metadata.Buckets;
import network.flashback.gateway.metadata.Database;
import network.flashback.gateway.metadata.EgressLedgers;
import network.flashback.gateway.metadata.Extents;
import network.flashback.gateway.metadata.Jobs;
import network.flashback.gateway.metadata.Lookups;
import network.flashback.gateway.metadata.Manifests;
import network.flashback.gateway.metadata.Moves;
import network.flashback.gateway.metadata.Objects;
import network.flashback.gateway.metadata.Revisions;
import network.flashback.gateway.metadata.Upkeep;
import network.flashback.gateway.metadata.Uploads;
import network.flashback.gateway.metadata.Versions;
import network.flashback.gateway.operation.BucketOperations;
import network.flashback.gateway.operation.CopySources;
import network.flashback.gateway.operation.DeleteOperations;
import network.flashback.gateway.operation.ListOperations;
import network.flashback.gateway.operation.MarkOperations;
import network.flashback.gateway.operation.MultipartOperations;
import network.flashback.gateway.operation.ObjectOperations;
import network.flashback.gateway.operation.ReadOperations;
import network.flashback.gateway.operation.S3Operations;
import network.flashback.gateway.operation.SettingOperations;
import network.flashback.gateway.operation.UploadCompletion;
import network.flashback.gateway.operation.VersionListOperations;
import network.flashback.gateway.read.ExtentReader;
import network.flashback.gateway.read.Hedging;
import network.flashback.gateway.repair.Losses;
import network.flashback.gateway.repair.Repair;
import network.flashback.gateway.repair.Sweep;
import network.flashback.gateway.revision.Cosigning;
import network.flashback.gateway.seal.KeyRing;
import network.flashback.gateway.usage.UsageJournal;
import network.flashback.gateway.write.Budget;
import network.flashback.gateway.write.CopyWriter;
import network.flashback.gateway.write.ExtentMover;
import network.flashback.gateway.write.ExtentWriter;
import network.flashback.gateway.write.Pace;
import network.flashback.gateway.write.Starting;
import network.flashback.s3.S3Addressing;
import network.flashback.s3.auth.SigV4Verifier;

/// The parts of a gateway, each made once and given to those that need it.
final class Wiring {
  final Database database;
  final Legs legs;
  final UsageJournal usage;
  final Upkeep upkeep;
  final Repair repair;
  final ManifestLog manifests;
  final AccessKeys accessKeys;
  final JobDesk jobDesk;
  final Hedging hedging = new Hedging();
  private final Manifests log;
  private final GatewayConfig config;
  private final Agreements agreements;
  private final Grants grants;
  private final SecureRandom random;
  private final InstantSource clock;
  private final KeyRing keys;
  private final Extents extents;
  private final Buckets buckets;
  private final Objects objects;
  private final Versions versions;
  private final Uploads uploads;
  private final ExtentReader reader;
  private final Starting starting;
  private final Pace background;
  private final Moves moves;
  private final Jobs jobs;
  private final UUID worker;

  Wiring(
      GatewayConfig config,
      Agreements agreements,
      Grants grants,
      ObjectStores stores,
      SecureRandom random,
      InstantSource clock)
      throws IOException {
    this.config = config;
    this.agreements = agreements;
    this.grants = grants;
    this.random = random;
    this.clock = clock;
    database =
        Database.open(
            config.databaseUrl(),
            config.databaseUser(),
            config.databasePassword(),
            config.databaseConnections());
    legs = new Legs(agreements, stores, new EgressLedgers(database), clock);
    usage = new UsageJournal(database);
    upkeep = new Upkeep(database);
    accessKeys = new AccessKeys(config.rootKey(), config.chainId());
    keys = new KeyRing(config.rootKey(), random);
    worker = new UUID(random.nextLong(), random.nextLong());
    extents = new Extents(database, worker);
    extents.renewLease(clock.millis() + config.lease().toMillis());
    buckets = new Buckets(database);
    objects = new Objects(database);
    versions = new Versions(database);
    uploads = new Uploads(database);
    reader = new ExtentReader(legs, extents, keys, hedging);
    starting = new Starting(legs, config.durability().startWait());
    var names = new ManifestNames(config.rootKey(), random);
    log = new Manifests(database);
    manifests =
        new ManifestLog(
            legs, log, new CopyWriter(legs, keys), names, config.durability().receipts(), clock);
    background = Budget.of(config.backgroundBytesPerSecond());
    repair = new Repair(legs, upkeep, buckets, reader, names, background, random, clock);
    moves = new Moves(database);
    jobs = new Jobs(database);
    jobDesk = new JobDesk(jobs, buckets, legs, grants, keys, random, clock);
  }

  /// What answers requests.
  ///
  /// @param registry counts errors
  Pipeline pipeline(MeterRegistry registry) {
    var permissions = new Permissions(objects);
    var access = new Access(accessKeys, grants, clock);
    var addressing = new S3Addressing(config.baseDomains());
    var authenticator = new SigV4Verifier(access, Set.of(), addressing, clock);
    return new Pipeline(
        config.trustedProxies(),
        addressing,
        authenticator,
        access,
        new Forms(authenticator, clock),
        new Cors(addressing, buckets, config.origins()),
        new Router(agreements, new Lookups(database), access),
        permissions,
        operations(permissions, registry),
        config.durability().manifestsFirst() ? this::awaitManifest : sla -> {},
        usage,
        new ErrorAnswers("flashback-gateway", registry),
        clock);
  }

  /// What works when nobody asks.
  Rounds rounds() {
    return new Rounds(
        config,
        extents,
        legs,
        new Cosigning(legs, new Revisions(database), log::isOpen, clock),
        new Losses(legs, extents, clock),
        repair,
        new Sweep(legs, upkeep, config.sweepGrace(), clock),
        new Lifecycle(
            buckets, versions, objects, uploads, this::newId, config.lifecycleDay(), clock),
        manifests,
        jobRounds(),
        clock);
  }

  /// What the operator asks.
  JobApi jobApi(Runnable hurry) {
    return new JobApi(new OperatorToken(config.rootKey()), jobDesk, upkeep::progress, hurry);
  }

  private JobRounds jobRounds() {
    var usual = config.durability().receipts();
    var settling = new Settling(legs, moves, manifests, config.sweepGrace(), clock);
    var mover = new ExtentMover(legs, reader, moves, usual, random, clock);
    var copier = new ObjectCopier(legs, writer(), reader, extents, objects, this::newId, clock);
    var works =
        new Works(
            jobs, moves, buckets, extents, objects, legs, grants, keys, mover, copier, settling,
            clock);
    return new JobRounds(worker, jobs, moves, settling, works, background, clock);
  }

  private ExtentWriter writer() {
    return new ExtentWriter(
        legs, extents, keys, config.durability().receipts(), starting, random, clock);
  }

  private S3Operations operations(Permissions permissions, MeterRegistry registry) {
    var writer = writer();
    var sources = new CopySources(buckets, permissions, reader);
    return new S3Operations(
        new BucketOperations(buckets, keys, config.region(), config.layout(), clock),
        new SettingOperations(buckets, this::newId),
        new ReadOperations(reader, registry),
        new ObjectOperations(sources, objects, writer, this::newId, clock),
        new DeleteOperations(objects, permissions, this::newId, clock),
        new MarkOperations(objects, clock),
        new ListOperations(objects),
        new VersionListOperations(versions),
        new MultipartOperations(uploads, sources, writer, random, clock),
        new UploadCompletion(uploads, objects, this::newId, clock));
  }

  private void awaitManifest(Agreements.Sla sla) throws IOException {
    manifests.await(starting.await(sla, manifests.copiesOf(sla)));
  }

  /// 32 hexadecimal digits that nobody can guess.
  private String newId() {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
