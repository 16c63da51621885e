package network.flashback.benchmarks.s3;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Programs of this machine.
final class Programs {
  // Servers stand where the path of a plain user does not lead.
  private static final String ALSO = "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";

  private Programs() {}

  static Optional<Path> find(String name) {
    var path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Stream.of(path, ALSO)
        .flatMap(folders -> Arrays.stream(folders.split(File.pathSeparator, -1)))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
