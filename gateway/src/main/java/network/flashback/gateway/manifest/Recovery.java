package network.flashback.gateway.manifest;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.Agreements;
import network.flashback.gateway.Agreements.Sla;
import network.flashback.gateway.GatewayConfig;
import network.flashback.gateway.ObjectStores;
import network.flashback.gateway.legs.Legs;
import network.flashback.gateway.metadata.Database;
import network.flashback.gateway.metadata.EgressLedgers;
import network.flashback.gateway.metadata.ManifestEntities.Entity;
import network.flashback.gateway.metadata.ManifestEntities.State;
import network.flashback.gateway.metadata.Manifests.Header;
import network.flashback.gateway.metadata.RecoveredRows;
import network.flashback.gateway.metadata.RecoveredRows.Counts;
import network.flashback.gateway.seal.KeyRing;

/// Rebuilds a lost database from the root key, the chain and the pieces at the legs.
///
/// Everything happens in one transaction on an empty database: it is recovered whole or stays
/// empty. No gateway may work on it meanwhile.
public final class Recovery {
  private static final int STAGED_AT_ONCE = 10_000;

  private final GatewayConfig config;
  private final Agreements agreements;
  private final ObjectStores stores;
  private final SecureRandom random;
  private final InstantSource clock;

  /// @param config of the gateway whose database was lost, with its root key and an empty database
  public Recovery(
      GatewayConfig config,
      Agreements agreements,
      ObjectStores stores,
      SecureRandom random,
      InstantSource clock) {
    this.config = config;
    this.agreements = agreements;
    this.stores = stores;
    this.random = random;
    this.clock = clock;
  }

  /// What became of one SLA.
  ///
  /// @param wholeAt the moment whose state was recovered; empty when no manifest could be used
  /// @param used manifests that state is in
  /// @param beyond manifests that were found and are not part of it: superseded, or torn
  /// @param unreadable newer ones than the state, of which no copy could be read or that lack one
  ///   in between: what was changed after `wholeAt` may have been in them
  /// @param pieces all pieces the legs show, copies of manifests left out
  /// @param silent legs that could not be listed, and why
  /// @param complete whether so many legs were listed that each manifest was seen
  public record Recovered(
      Bytes32 slaId,
      Optional<Instant> wholeAt,
      int used,
      int beyond,
      int unreadable,
      long pieces,
      List<String> silent,
      boolean complete) {
    /// Whether something may be missing that was durable: newer manifests than the recovered ones
    /// cannot be read, or may be at legs that were not asked, or there are pieces but no manifest
    /// that says what they are.
    public boolean isDoubtful() {
      return unreadable > 0 || !complete || (wholeAt.isEmpty() && pieces > 0);
    }
  }

  /// What was recovered.
  ///
  /// @param counts rows of the database, all SLAs together
  public record Report(List<Recovered> slas, Counts counts) {
    /// Keeps its own copy.
    public Report {
      slas = List.copyOf(slas);
    }
  }

  /// Recovers what there is.
  ///
  /// @param rehearsal everything is done, and then undone: the database stays empty
  /// @throws IOException when a manifest that was readable a moment ago no longer is
  public Report run(boolean rehearsal) throws IOException {
    try (var database =
        Database.open(
            config.databaseUrl(),
            config.databaseUser(),
            config.databasePassword(),
            config.databaseConnections())) {
      var legs = new Legs(agreements, stores, new EgressLedgers(database), clock);
      try (legs) {
        return run(database, legs, rehearsal);
      } catch (Rehearsed done) {
        return done.report;
      } catch (BrokenOff why) {
        throw why.failure;
      }
    }
  }

  private Report run(Database database, Legs legs, boolean rehearsal) {
    var keys = new KeyRing(config.rootKey(), random);
    var names = new ManifestNames(config.rootKey(), random);
    return database.transact(
        handle -> {
          var rows = RecoveredRows.begin(handle);
          var logs = new ArrayList<Log>();
          for (Sla sla : agreements.slas()) {
            logs.add(stage(rows, sla, FoundLog.read(sla, legs, keys, names)));
          }
          var counts = rows.write();
          logs.stream().filter(log -> !log.whole.isEmpty()).forEach(log -> resume(rows, log));
          var report = new Report(logs.stream().map(this::told).toList(), counts);
          if (rehearsal) {
            throw new Rehearsed(report);
          }
          return report;
        });
  }

  private record Log(Sla sla, FoundLog found, List<Header> whole) {}

  private static Log stage(RecoveredRows rows, Sla sla, FoundLog found) {
    var whole = found.newestWhole();
    // What many manifests say of one entity goes to the database once for all of them: writing one
    // row again and again in one transaction takes longer each time.
    var states = new LinkedHashMap<Entity, State>();
    for (Header header : whole) {
      try {
        found.states(header, state -> states.put(state.entity(), state));
      } catch (IOException e) {
        throw new BrokenOff(e);
      }
      if (states.size() >= STAGED_AT_ONCE) {
        rows.stage(sla.id(), List.copyOf(states.values()));
        states.clear();
      }
    }
    rows.stage(sla.id(), List.copyOf(states.values()));
    return new Log(sla, found, whole);
  }

  private void resume(RecoveredRows rows, Log log) {
    rows.continueLog(
        log.sla.id(),
        log.found.manifests(log.whole),
        log.whole.getLast().sequence(),
        log.found.highest(),
        clock.millis());
  }

  private Recovered told(Log log) {
    var copies = config.durability().receipts().copies(log.sla.redundancy());
    var last = log.whole.isEmpty() ? 0 : log.whole.getLast().sequence();
    return new Recovered(
        log.sla.id(),
        log.whole.isEmpty()
            ? Optional.empty()
            : Optional.of(Instant.ofEpochMilli(log.whole.getLast().at())),
        log.whole.size(),
        log.found.found() - log.whole.size(),
        log.found.newerThan(last),
        log.found.pieces() - log.found.copies(),
        log.found.silent(),
        log.found.silent().size() < copies);
  }

  /// Undoes the transaction.
  private static final class Rehearsed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Report report;

    Rehearsed(Report report) {
      super("rehearsed", null, false, false);
      this.report = report;
    }
  }

  /// Carries a failure out of the transaction.
  private static final class BrokenOff extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final IOException failure;

    BrokenOff(IOException failure) {
      super(failure);
      this.failure = failure;
    }
  }
}
