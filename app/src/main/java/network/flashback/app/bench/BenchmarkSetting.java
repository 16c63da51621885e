package network.flashback.app.bench;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What a benchmark gets from whoever runs it.
///
/// @param home folder of the program's own files
/// @param quick whether little is measured, to see that it can be
/// @param peers of [Benchmark#peers], those to measure against; empty for whichever are there
/// @param progress told each step in words; never the figures
/// @param failures told what could not be measured while other figures could, and why
public record BenchmarkSetting(
    Path home,
    boolean quick,
    Optional<Set<String>> peers,
    Consumer<String> progress,
    Consumer<String> failures) {
  public BenchmarkSetting {
    peers = peers.map(Set::copyOf);
  }
}
