package network.flashback.app.bench;

import java.nio.file.Path;
import java.util.function.Consumer;

/// What a benchmark gets from whoever runs it.
///
/// @param home folder of the program's own files
/// @param progress told each step in words; never the figures
public record BenchmarkSetting(Path home, Consumer<String> progress) {}
