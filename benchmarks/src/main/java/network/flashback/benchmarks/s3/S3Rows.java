package network.flashback.benchmarks.s3;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import network.flashback.app.bench.Row;

/// Figures as rows: the gateway's with the goals of the design and S3Proxy beside them, then those
/// of a plain file server.
final class S3Rows {
  static final String GATEWAY = "gateway";
  static final String OPAQUE = "gateway, opaque entity tags";
  static final String NATIVE = "gateway, native bucket";
  static final String NATIVE_OPAQUE = "gateway, native bucket, opaque entity tags";
  private static final MathContext DIGITS = new MathContext(3);
  private static final String PEER = "S3Proxy 4.1";
  private static final int GOAL_CONNECTIONS = 64;
  private static final int EVEN_CONNECTIONS = 16;
  private static final double MEGA = 1e6;

  private final Scale scale;
  private final Figures figures;
  private final List<Row> rows = new ArrayList<>();

  S3Rows(Scale scale, Figures figures) {
    this.scale = scale;
    this.figures = figures;
  }

  List<Row> all() {
    for (var cell : scale.cells()) {
      figures.find(cell, GATEWAY).ifPresent(measured -> own(cell, measured));
      figures.find(cell, OPAQUE).ifPresent(measured -> opaque(cell, ", opaque tags", measured));
      figures.find(cell, NATIVE).ifPresent(measured -> asItIs(cell, measured));
      figures
          .find(cell, NATIVE_OPAQUE)
          .ifPresent(measured -> opaque(cell, ", native, opaque tags", measured));
    }
    for (var cell : scale.cells()) {
      figures.find(cell, NginxPeer.NAME).ifPresent(measured -> fileServer(cell, measured));
    }
    memory();
    for (var when : List.of("load before", "load after")) {
      figures
          .find(Figures.WHOLE, Figures.WHOLE, when)
          .ifPresent(load -> rows.add(Row.lower("machine, " + when, load, "processes")));
    }
    return List.copyOf(rows);
  }

  private void own(Cell cell, Measured own) {
    var peer = figures.find(cell, S3ProxyPeer.NAME);
    add(speed(cell, cell.name(), own), peer.map(other -> speed(cell, other)));
    add(millis(cell, "p50", own.p50()), peer.map(Measured::p50));
    var slowest = millis(cell, "p99", own.p99());
    var even = number(4 * own.p50() + 2);
    add(
        cell.connections() == EVEN_CONNECTIONS ? slowest.withGoal(even) : slowest,
        peer.map(Measured::p99));
    var cpu = cpu(cell, cell.name() + ", gateway and database", own, Measured::serverNanos);
    add(
        goal(cell).map(cpu::withGoal).orElse(cpu),
        peer.map(other -> perWork(cell, other.serverNanos())));
    rows.add(cpu(cell, cell.name() + ", nodes", own, Measured::nodeNanos));
    rows.add(cpu(cell, cell.name() + ", the load itself", own, Measured::clientNanos));
  }

  /// What the goals are stated for.
  private void asItIs(Cell cell, Measured own) {
    var name = cell.name() + ", native";
    var peer = figures.find(cell, S3ProxyPeer.NAME);
    add(speed(cell, name, own), peer.map(other -> speed(cell, other)));
    var cpu = cpu(cell, name + ", gateway and database", own, Measured::serverNanos);
    add(
        goal(cell).map(cpu::withGoal).orElse(cpu),
        peer.map(other -> perWork(cell, other.serverNanos())));
    rows.add(cpu(cell, name + ", nodes", own, Measured::nodeNanos));
  }

  private void opaque(Cell cell, String kind, Measured own) {
    var name = cell.name() + kind;
    rows.add(speed(cell, name, own));
    rows.add(
        cpu(cell, name + ", gateway and database", own, Measured::serverNanos)
            .withGoal(new BigDecimal("1.5")));
  }

  private void fileServer(Cell cell, Measured other) {
    var name = NginxPeer.NAME + ": " + cell.name();
    rows.add(speed(cell, name, other));
    rows.add(cpu(cell, name + ", server", other, Measured::serverNanos));
  }

  private void memory() {
    add("peak heap, gateway", "heap");
    add("peak resident memory, gateway", "resident");
    add("direct memory of the network, gateway", "direct");
    figures
        .find(Figures.WHOLE, NginxPeer.NAME, "resident")
        .ifPresent(bytes -> rows.add(Row.lower("nginx: peak resident memory", mega(bytes), "MB")));
    var crowd = LoadRun.crowdName(scale.crowd());
    figures
        .find(crowd, GATEWAY, "succeeded")
        .ifPresent(count -> rows.add(Row.higher(crowd + ", served", count, "requests")));
    figures
        .find(crowd, GATEWAY, "failed")
        .ifPresent(count -> rows.add(Row.lower(crowd + ", failed", count, "requests").withGoal(0)));
  }

  private void add(String name, String figure) {
    figures
        .find(Figures.WHOLE, GATEWAY, figure)
        .ifPresent(
            bytes -> {
              var row = Row.lower(name, mega(bytes), "MB");
              rows.add(
                  figures
                      .find(Figures.WHOLE, S3ProxyPeer.NAME, figure)
                      .map(other -> row.withPeer(PEER, mega(other)))
                      .orElse(row));
            });
  }

  private void add(Row row, Optional<Double> peer) {
    rows.add(peer.map(value -> row.withPeer(PEER, number(value))).orElse(row));
  }

  private static Row speed(Cell cell, String name, Measured measured) {
    return Row.higher(name, number(speed(cell, measured)), isCounted(cell) ? "ops/s" : "MB/s");
  }

  private static double speed(Cell cell, Measured measured) {
    return isCounted(cell) ? measured.rate() : measured.rate() * cell.bytes() / MEGA;
  }

  private static Row millis(Cell cell, String figure, double value) {
    return Row.lower(cell.name() + ", " + figure, number(value), "ms");
  }

  private static Row cpu(
      Cell cell, String name, Measured measured, ToDoubleFunction<Measured> nanos) {
    return Row.lower(
        name,
        number(perWork(cell, nanos.applyAsDouble(measured))),
        isCounted(cell) ? "CPU us/op" : "CPU s/GB");
  }

  /// Microseconds an operation; or nanoseconds a byte, which are seconds a gigabyte.
  private static double perWork(Cell cell, double nanos) {
    return isCounted(cell) ? nanos / 1e3 : nanos / cell.bytes();
  }

  private static boolean isCounted(Cell cell) {
    return cell.isSmall() || cell.verb() == Verb.LIST;
  }

  /// Of gateway and database together, in the unit of the row.
  private static Optional<BigDecimal> goal(Cell cell) {
    return switch (cell.verb()) {
      case GET ->
          cell.isSmall()
              ? onlyAt(GOAL_CONNECTIONS, cell, "45")
              : Optional.of(new BigDecimal("0.45"));
      case PUT ->
          cell.isSmall()
              ? onlyAt(GOAL_CONNECTIONS, cell, "100")
              : Optional.of(new BigDecimal("2.6"));
      case MIXED, LIST -> Optional.empty();
    };
  }

  private static Optional<BigDecimal> onlyAt(int connections, Cell cell, String goal) {
    return cell.connections() == connections ? Optional.of(new BigDecimal(goal)) : Optional.empty();
  }

  private static BigDecimal mega(BigDecimal bytes) {
    return number(bytes.doubleValue() / MEGA);
  }

  private static BigDecimal number(double value) {
    return new BigDecimal(value, DIGITS);
  }
}
