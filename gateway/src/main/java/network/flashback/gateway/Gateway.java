package network.flashback.gateway;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.access.AccessKeys;
import network.flashback.gateway.job.JobApi;
import network.flashback.gateway.job.JobDesk;
import network.flashback.gateway.legs.LegStore;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.manifest.ManifestLog;
import network.flashback.gateway.metadata.Database;
import network.flashback.gateway.metadata.EgressLedgers;
import network.flashback.gateway.metadata.Revisions;
import network.flashback.gateway.metadata.Upkeep;
import network.flashback.gateway.read.Hedging;
import network.flashback.gateway.repair.Repair;
import network.flashback.gateway.usage.UsageJournal;
import network.flashback.http.HealthCheck.Health;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.http.Operations;
import network.flashback.providers.node.EgressLedger;

/// A running gateway: the S3 endpoint and the work behind it.
public final class Gateway implements AutoCloseable {
  private final Database database;
  private final Legs legs;
  private final UsageJournal usage;
  private final Upkeep upkeep;
  private final Repair repair;
  private final ManifestLog manifests;
  private final AccessKeys accessKeys;
  private final JobDesk jobs;
  private final Operations health;
  private final HttpServer server;
  private final Rounds rounds;

  private Gateway(Wiring wiring, Operations health, HttpServer server, Rounds rounds) {
    this.database = wiring.database;
    this.legs = wiring.legs;
    this.usage = wiring.usage;
    this.upkeep = wiring.upkeep;
    this.repair = wiring.repair;
    this.manifests = wiring.manifests;
    this.accessKeys = wiring.accessKeys;
    this.jobs = wiring.jobDesk;
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
      Disputes disputes,
      SecureRandom random,
      InstantSource clock)
      throws IOException {
    var wiring = new Wiring(config, agreements, grants, stores, random, clock);
    var rounds = wiring.rounds();
    var health = health(wiring.database, disputes);
    Gauge.builder("gateway.manifest.lag", wiring.manifests, log -> log.lagMillis() / 1000.0)
        .description("Age of the oldest change that could not be recovered from the legs")
        .baseUnit("seconds")
        .register(health.registry());
    Gauge.builder("gateway.legs.unsigned", wiring.legs, Gateway::unsigned)
        .description("Legs that get no more pieces, since their provider signs for none")
        .register(health.registry());
    measure(health.registry(), disputes);
    countHedges(wiring.hedging, health.registry());
    var pipeline = wiring.pipeline(health.registry());
    var operator = wiring.jobApi(rounds::hurry);
    var listen = HttpServerConfig.on(config.bind(), clock).over(config.tls());
    var server =
        health.serve(
            listen,
            disputes.before(
                request ->
                    request.rawPath().startsWith(JobApi.PREFIX)
                        ? operator.handle(request)
                        : pipeline.handle(request)));
    agreements.onChange(rounds::hurry);
    rounds.start();
    return new Gateway(wiring, health, server, rounds);
  }

  private static long unsigned(Legs legs) {
    return legs.all().stream().filter(LegStore::unsigned).count();
  }

  private static void countHedges(Hedging hedging, MeterRegistry registry) {
    FunctionCounter.builder("gateway.reads.hedged", hedging, Hedging::hedged)
        .description("Legs asked because another one was slow")
        .register(registry);
    FunctionCounter.builder("gateway.reads.hedged.won", hedging, Hedging::won)
        .description("Slow legs that were given up because another one was faster")
        .register(registry);
    FunctionCounter.builder("gateway.reads.hedged.refused", hedging, Hedging::refused)
        .description("Times no other leg was asked, since too much had been read in vain")
        .register(registry);
    FunctionCounter.builder("gateway.reads.vain", hedging, Hedging::vainBytes)
        .description("Bytes read from legs that were given up")
        .baseUnit("bytes")
        .register(registry);
  }

  private static Operations health(Database database, Disputes disputes) {
    return new Operations(
        "gateway",
        Map.of(
            "database",
            () ->
                database.answers()
                    ? new Health.Healthy("answers")
                    : new Health.Unhealthy("the database does not answer"),
            "disputes",
            // No fault of the program: it is told, and does not make the gateway unhealthy.
            () -> new Health.Healthy(disputes.counts().inWords())));
  }

  private static void measure(MeterRegistry registry, Disputes disputes) {
    Gauge.builder("gateway.disputes.open", disputes, d -> d.counts().open())
        .description("Disputes not over")
        .register(registry);
    Gauge.builder("gateway.disputes.unanswered", disputes, d -> d.counts().unanswered())
        .description("Disputes that are lost unless they are answered")
        .register(registry);
    FunctionCounter.builder(
            "gateway.disputes.answered", disputes, d -> (double) d.counts().answered())
        .description("Disputes answered")
        .register(registry);
  }

  /// The port of the S3 endpoint.
  public int port() {
    return server.port();
  }

  /// The S3 key pair of a grant. Danger: the secret is for the consumer alone.
  public AccessKeys.KeyPair keyPair(Grants.Grant grant) {
    return accessKeys.pair(new AccessKeys.KeyName(grant.id(), grant.keyVersion()));
  }

  /// Orders of the operator.
  public JobDesk jobs() {
    return jobs;
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

  /// Whether the provider of an agreement failed to answer within the last seconds.
  public boolean isSilent(Bytes32 slaId, BigInteger agreementId) {
    return legs.sla(slaId)
        .flatMap(sla -> legs.store(sla, agreementId))
        .map(LegStore::suspect)
        .orElse(true);
  }

  /// How old the oldest change of an SLA is that a recovery would not bring back now.
  public Duration manifestLag(Bytes32 slaId) {
    return manifests.lag(slaId);
  }

  /// The newest revision of an agreement that both sides signed.
  public Optional<Revisions.Signed> newestRevision(BigInteger agreementId) {
    return new Revisions(database).newest(agreementId);
  }

  /// What both sides signed of each agreement.
  public Revisions revisions() {
    return new Revisions(database);
  }

  /// Where what else this process does is counted.
  public MeterRegistry meters() {
    return health.registry();
  }

  /// What was promised for bytes served under an agreement, and how many were asked for.
  public EgressLedger egress(BigInteger agreementId) {
    return new EgressLedgers(database).of(agreementId);
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
