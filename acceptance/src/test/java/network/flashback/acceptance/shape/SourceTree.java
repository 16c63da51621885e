package network.flashback.acceptance.shape;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The files people wrote: the repository without what builds and package managers put there.
public record SourceTree(Path root, List<Path> files) {
  private static final Set<String> NOT_WRITTEN =
      Set.of("target", "node_modules", ".git", ".flashback", "out", "cache", "dist", "broadcast");

  /// Others' files, and the types that openapi-typescript writes.
  private static final Set<String> FOREIGN = Set.of("mvnw", "package-lock.json", "openapi.ts");

  /// The tree this test was started in; its root is the folder that holds the launcher.
  static SourceTree here() {
    var root = rootFolder();
    return new SourceTree(root, written(root));
  }

  /// The folder that holds the launcher.
  public static Path rootFolder() {
    var root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("flashback")) || !Files.exists(root.resolve("mvnw"))) {
      var above = root.getParent();
      if (above == null) {
        throw new IllegalStateException("No folder above this one holds the launcher `flashback`.");
      }
      root = above;
    }
    return root;
  }

  /// Files whose name ends with one of `endings`, below one of the root's folders or anywhere.
  List<Path> ending(String... endings) {
    return files.stream()
        .filter(file -> List.of(endings).stream().anyMatch(file.toString()::endsWith))
        .toList();
  }

  /// The name used in messages and in the list of exceptions: relative, with forward slashes.
  String nameOf(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + file + " as UTF-8 text", e);
    }
  }

  private static List<Path> written(Path root) {
    var found = new ArrayList<Path>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return NOT_WRITTEN.contains(nameIn(folder))
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (!FOREIGN.contains(nameIn(file))) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("Listing " + root, e);
    }
    return found.stream().sorted().toList();
  }

  private static String nameIn(Path path) {
    var name = path.getFileName();
    return name == null ? "" : name.toString();
  }
}
