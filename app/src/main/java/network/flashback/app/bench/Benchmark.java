package network.flashback.app.bench;

import java.util.List;

/// A measurement that anybody can repeat with `flashback bench NAME`.
///
/// Implementations are found by [java.util.ServiceLoader]: they live in a module that uses this
/// one.
public interface Benchmark {
  /// What the command line calls it.
  String name();

  /// What it measures, in one line.
  String description();

  /// Measures.
  ///
  /// @return the figures, in the order in which they are to be read
  /// @throws Exception when something could not be measured; no figure is better than a wrong one
  List<Row> run(BenchmarkSetting setting) throws Exception;
}
