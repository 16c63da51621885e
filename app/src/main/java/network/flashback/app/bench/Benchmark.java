package network.flashback.app.bench;

import java.util.List;
import java.util.Set;

/// A measurement that anybody can repeat with `flashback bench NAME`.
///
/// Implementations are found by [java.util.ServiceLoader]: they live in a module that uses this
/// one.
public interface Benchmark {
  /// What the command line calls it.
  String name();

  /// What it measures, in one line.
  String description();

  /// About how long, in words, on two processors that do nothing else.
  String takes();

  /// Names of other programs that it can measure in the same run.
  default Set<String> peers() {
    return Set.of();
  }

  /// Whether it can measure little, to see that it works.
  default boolean hasQuickRun() {
    return false;
  }

  /// Measures. What fails beside other figures is told to [BenchmarkSetting#failures], and the
  /// others are returned.
  ///
  /// @return the figures, in the order in which they are to be read
  /// @throws Exception when nothing could be measured; no figure is better than a wrong one
  List<Row> run(BenchmarkSetting setting) throws Exception;
}
