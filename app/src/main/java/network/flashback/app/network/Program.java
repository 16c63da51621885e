package network.flashback.app.network;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a role's process is started from: the jars that the build put in one folder, or, in tests,
/// the class path of this process.
///
/// @param aotCache the JVM's record of an earlier start; must have been made with the same class
///   path
record Program(String classPath, Optional<Path> aotCache) {
  static Program find() {
    var folder = System.getProperty("flashback.program");
    return folder == null ? ofThisProcess() : ofFolder(Path.of(folder).toAbsolutePath());
  }

  private static Program ofFolder(Path folder) {
    try (var files = Files.list(folder)) {
      var jars =
          files
              .map(Path::toString)
              .filter(file -> file.endsWith(".jar"))
              .sorted()
              .collect(Collectors.joining(File.pathSeparator));
      var cache = folder.resolve("flashback.aot");
      return new Program(jars, Optional.of(cache).filter(Files::exists));
    } catch (IOException e) {
      throw new UncheckedIOException("The program's folder " + folder + " cannot be read.", e);
    }
  }

  private static Program ofThisProcess() {
    var path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    return new Program(path, Optional.empty());
  }
}
