package network.flashback.benchmarks.s3;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Figures of one load on one server; with several rounds, the median of each.
///
/// @param rate operations a second
/// @param p50 milliseconds within which half the answers came
/// @param p99 milliseconds within which 99 of 100 came
/// @param serverNanos on a core, of the server and its database, per operation
/// @param nodeNanos on a core, of what stores behind it, per operation
/// @param clientNanos on a core, of the load itself, per operation
record Measured(
    double rate, double p50, double p99, double serverNanos, double nodeNanos, double clientNanos) {
  static final List<String> NAMES =
      List.of("rate", "p50", "p99", "server-nanos", "node-nanos", "client-nanos");

  static Measured median(List<Measured> rounds) {
    return new Measured(
        median(rounds, Measured::rate),
        median(rounds, Measured::p50),
        median(rounds, Measured::p99),
        median(rounds, Measured::serverNanos),
        median(rounds, Measured::nodeNanos),
        median(rounds, Measured::clientNanos));
  }

  /// In the order of [#NAMES].
  List<String> values() {
    return java.util.stream.DoubleStream.of(rate, p50, p99, serverNanos, nodeNanos, clientNanos)
        .mapToObj(value -> String.format(Locale.ROOT, "%.4f", value))
        .toList();
  }

  private static double median(List<Measured> rounds, ToDoubleFunction<Measured> figure) {
    var sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
