package network.flashback.node.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files of the journal, one after the other: each condensing of the index begins a new one,
/// and deletes those before it when it is done.
final class Journals {
  private static final String NAME = "journal";

  private final Disk disk;
  private final Path home;

  Journals(Disk disk, Path home) {
    this.disk = disk;
    this.home = home;
  }

  /// The first is named as the only one was in former versions.
  Path pathOf(long number) {
    return home.resolve(number == 0 ? NAME : NAME + "." + number);
  }

  boolean exists(long number) {
    return Files.exists(pathOf(number));
  }

  /// Makes a file and its name durable.
  Disk.DiskFile create(long number) throws IOException {
    var file = disk.open(pathOf(number));
    disk.syncDirectory(home);
    return file;
  }

  Disk.DiskFile open(long number) throws IOException {
    return disk.open(pathOf(number));
  }

  /// Deletes what is not to be read any more.
  void deleteBefore(long number) throws IOException {
    try (var files = Files.newDirectoryStream(home, NAME + "*")) {
      for (var file : files) {
        var name = file.getFileName().toString();
        long its =
            name.equals(NAME)
                ? 0
                : name.matches(NAME + "\\.[0-9]{1,18}")
                    ? Long.parseLong(name.substring(NAME.length() + 1))
                    : Long.MAX_VALUE;
        if (its < number) {
          disk.delete(file);
        }
      }
    }
  }
}
