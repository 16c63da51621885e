package network.flashback.gateway;

import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.access.Access;
import network.flashback.gateway.access.AccessKeys;
import network.flashback.gateway.access.Permissions;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.lifecycle.Lifecycle;
import network.flashback.gateway.manifest.ManifestLog;
import network.flashback.gateway.manifest.ManifestNames;
import network.flashback.gateway.metadata.Buckets;
import network.flashback.gateway.metadata.Database;
import network.flashback.gateway.metadata.EgressLedgers;
import network.flashback.gateway.metadata.Extents;
import network.flashback.gateway.metadata.Manifests;
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
import network.flashback.gateway.operation.VersionListOperations;
import network.flashback.gateway.read.ExtentReader;
import network.flashback.gateway.repair.Repair;
import network.flashback.gateway.repair.Sweep;
import network.flashback.gateway.revision.Cosigning;
import network.flashback.gateway.seal.KeyRing;
import network.flashback.gateway.usage.UsageJournal;
import network.flashback.gateway.write.CopyWriter;
import network.flashback.gateway.write.ExtentWriter;
import network.flashback.http.HealthCheck.Health;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.http.Operations;
import network.flashback.s3.S3Addressing;
import network.flashback.s3.auth.SigV4Verifier;

/// A running gateway: the S3 endpoint and the work behind it.
public final class Gateway implements AutoCloseable {
  private final Database database;
  private final Legs legs;
  private final UsageJournal usage;
  private final Upkeep upkeep;
  private final Repair repair;
  private final ManifestLog manifests;
  private final AccessKeys accessKeys;
  private final Operations health;
  private final HttpServer server;
  private final Rounds rounds;

  private Gateway(
      Database database,
      Legs legs,
      UsageJournal usage,
      Upkeep upkeep,
      Repair repair,
      ManifestLog manifests,
      AccessKeys accessKeys,
      Operations health,
      HttpServer server,
      Rounds rounds) {
    this.database = database;
    this.legs = legs;
    this.usage = usage;
    this.upkeep = upkeep;
    this.repair = repair;
    this.manifests = manifests;
    this.accessKeys = accessKeys;
    this.health = health;
    this.server = server;
    this.rounds = rounds;
  }

  /// Opens the database, starts the background work, and serves S3 until closed.
  public static Gateway start(
      GatewayConfig config,
      Agreements agreements,
      Grants grants,
      ObjectStores stores,
      SecureRandom random,
      InstantSource clock)
      throws IOException {
    var database =
        Database.open(
            config.databaseUrl(),
            config.databaseUser(),
            config.databasePassword(),
            config.databaseConnections());
    var usage = new UsageJournal(database);
    var upkeep = new Upkeep(database);
    var legs = new Legs(agreements, stores, new EgressLedgers(database), clock);
    var accessKeys = new AccessKeys(config.rootKey(), config.chainId());
    var keys = new KeyRing(config.rootKey(), random);
    var extents = new Extents(database, new UUID(random.nextLong(), random.nextLong()));
    extents.renewLease(clock.millis() + config.lease().toMillis());
    var buckets = new Buckets(database);
    var reader = new ExtentReader(legs, extents, keys);
    var durability = config.durability();
    var writer = new ExtentWriter(legs, extents, keys, durability.receipts(), random, clock);
    var names = new ManifestNames(config.rootKey(), random);
    var manifests =
        new ManifestLog(
            legs,
            new Manifests(database),
            new CopyWriter(legs, keys),
            names,
            durability.receipts(),
            clock);
    var objects = new Objects(database);
    var versions = new Versions(database);
    var uploads = new Uploads(database);
    var permissions = new Permissions(objects);
    var sources = new CopySources(buckets, permissions, reader);
    Supplier<String> ids = () -> newId(random);
    var day = config.lifecycleDay();
    var operations =
        new S3Operations(
            new BucketOperations(buckets, keys, config.region(), clock),
            new SettingOperations(buckets, ids),
            new ReadOperations(reader),
            new ObjectOperations(sources, objects, writer, ids, clock),
            new DeleteOperations(objects, permissions, ids, clock),
            new MarkOperations(objects, clock),
            new ListOperations(objects),
            new VersionListOperations(versions),
            new MultipartOperations(uploads, sources, writer, random, ids, clock));
    var access = new Access(accessKeys, grants, clock);
    var addressing = new S3Addressing(config.baseDomains());
    var authenticator = new SigV4Verifier(access, Set.of(), clock);
    var pipeline =
        new Pipeline(
            addressing,
            authenticator,
            access,
            new Forms(authenticator, clock),
            new Cors(addressing, buckets),
            new Router(agreements, buckets, access),
            permissions,
            operations,
            durability.manifestsFirst() ? manifests::await : sla -> {},
            usage,
            new ErrorAnswers("flashback-gateway"),
            clock);
    var repair = new Repair(legs, upkeep, buckets, reader, names, random, clock);
    var rounds =
        new Rounds(
            config,
            extents,
            legs,
            new Cosigning(legs, new Revisions(database)),
            repair,
            new Sweep(legs, upkeep, config.sweepGrace(), clock),
            new Lifecycle(buckets, versions, objects, uploads, ids, day, clock),
            manifests,
            clock);
    var health = health(database);
    Gauge.builder("gateway.manifest.lag", manifests, log -> log.lagMillis() / 1000.0)
        .description("Age of the oldest change that could not be recovered from the legs")
        .baseUnit("seconds")
        .register(health.registry());
    var server = health.serve(HttpServerConfig.on(config.bind(), clock), pipeline);
    agreements.onChange(rounds::hurry);
    rounds.start();
    return new Gateway(database, legs, usage, upkeep, repair, manifests, accessKeys, health, server, rounds);
  }

  /// 32 hexadecimal digits that nobody can guess.
  private static String newId(SecureRandom random) {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static Operations health(Database database) {
    return new Operations(
        "gateway",
        Map.of(
            "database",
            () ->
                database.answers()
                    ? new Health.Healthy("answers")
                    : new Health.Unhealthy("the database does not answer")));
  }

  /// The port of the S3 endpoint.
  public int port() {
    return server.port();
  }

  /// The S3 key pair of a grant. Danger: the secret is for the consumer alone.
  public AccessKeys.KeyPair keyPair(Grants.Grant grant) {
    return accessKeys.pair(new AccessKeys.KeyName(grant.id(), grant.keyVersion()));
  }

  /// How far every repair has come.
  public List<Upkeep.Progress> repairs() {
    return upkeep.progress();
  }

  /// Whether all that is stored under an SLA can be read without one of its agreements. While it
  /// cannot, ending that agreement loses data.
  public boolean canSpare(Bytes32 slaId, BigInteger agreementId) {
    return legs.sla(slaId).filter(sla -> repair.canSpare(sla, agreementId)).isPresent();
  }

  /// How old the oldest change of an SLA is that a recovery would not bring back now.
  public Duration manifestLag(Bytes32 slaId) {
    return manifests.lag(slaId);
  }

  /// What an SLA used in all.
  public UsageJournal.Totals usage(Bytes32 slaId) {
    return usage.totals(slaId);
  }

  /// Does one round of the background work now, in this thread: signing, paying, repairing,
  /// sweeping.
  public void workNow() {
    rounds.once();
  }

  @Override
  public void close() {
    server.close();
    rounds.close();
    health.close();
    usage.close();
    legs.close();
    database.close();
  }
}
