package network.flashback.node.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import network.flashback.chain.contract.AgreementId;

/// What each disk of a node that has several remembers of all of them: which disks there are, and
/// on which an agreement lies. So that with one disk gone it is known what is gone with it, and
/// nothing of that begins anew on another.
///
/// A file of lines on each disk, each behind its CRC32C: `disk ID PATH`, `on ID AGREEMENT BYTES`,
/// `over AGREEMENT`. A line that was cut short by a crash is no line, and nor is what follows it.
final class Placement {
  private static final String FILE = "placement";
  private static final String ID = "disk.id";
  private static final int ID_BYTES = 16;

  /// Where a disk was mounted when it was last seen, by its id.
  private final Map<String, String> paths = new LinkedHashMap<>();

  private final Map<AgreementId, Home> homes = new HashMap<>();

  /// Where an agreement lies, and what it may hold.
  record Home(String disk, long bytes) {}

  /// A disk's own copy of all this.
  record Copy(Disk system, Path folder) {}

  /// Whether a folder has been one of several disks.
  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  /// The id of the disk in a folder; empty when none was ever given.
  static Optional<String> idIn(Path folder) throws IOException {
    var file = folder.resolve(ID);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var id = Files.readString(file).strip();
    if (!id.matches("[0-9a-f]{32}")) {
      throw new IOException(
          "%s holds no disk's id. Restore it from %s on another disk of this node, which names the id beside the folder."
              .formatted(file, FILE));
    }
    return Optional.of(id);
  }

  /// Gives the disk in a folder an id; durable when it returns.
  static String giveId(Copy copy, RandomGenerator random) throws IOException {
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    var id = HexFormat.of().formatHex(bytes);
    replace(copy, ID, (id + "\n").getBytes(StandardCharsets.US_ASCII));
    return id;
  }

  Map<String, String> paths() {
    return paths;
  }

  Map<AgreementId, Home> homes() {
    return homes;
  }

  /// Learns what one disk remembers; of what several say differently the newest line of the last
  /// one read holds, which whoever opens the disks compares with what lies on them.
  void learn(Path folder) throws IOException {
    var file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return;
    }
    for (var line : Files.readString(file, StandardCharsets.UTF_8).split("\n", -1)) {
      int space = line.indexOf(' ');
      if (space != 8 || !line.substring(0, space).equals(checksum(line.substring(space + 1)))) {
        return;
      }
      take(line.substring(space + 1));
    }
  }

  private void take(String line) throws IOException {
    var words = line.split(" ", 3);
    switch (words[0]) {
      case "disk" -> paths.put(words[1], words[2]);
      case "on" -> {
        var rest = words[2].split(" ", 2);
        homes.put(AgreementId.parse(rest[0]), new Home(words[1], Long.parseLong(rest[1])));
      }
      case "over" -> homes.remove(AgreementId.parse(words[1]));
      default ->
          throw new IOException(
              "A line of the placement begins with '%s', which this version does not know: it was written by a newer one. Use that."
                  .formatted(words[0]));
    }
  }

  /// Writes all of it on a disk, in the place of what was there; durable when it returns.
  void writeTo(Copy copy) throws IOException {
    var lines = new StringBuilder();
    paths.forEach((id, path) -> lines.append(line("disk " + id + " " + path)));
    homes.forEach((agreement, home) -> lines.append(line(on(agreement, home))));
    replace(copy, FILE, lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// Says where an agreement lies from now on, on all disks that can be written.
  ///
  /// @return the disks that could not
  List<Copy> place(AgreementId agreement, Home home, List<Copy> copies) {
    homes.put(agreement, home);
    return append(on(agreement, home), copies);
  }

  /// Says that an agreement is over.
  ///
  /// @return the disks that could not be written
  List<Copy> forget(AgreementId agreement, List<Copy> copies) {
    return homes.remove(agreement) == null ? List.of() : append("over " + agreement, copies);
  }

  private static String on(AgreementId agreement, Home home) {
    return "on " + home.disk + " " + agreement + " " + home.bytes;
  }

  private static List<Copy> append(String words, List<Copy> copies) {
    var bytes = line(words).getBytes(StandardCharsets.UTF_8);
    var failed = new ArrayList<Copy>();
    for (var copy : copies) {
      try (var file = copy.system.open(copy.folder.resolve(FILE))) {
        file.write(file.length(), bytes, 0, bytes.length);
        file.sync();
      } catch (IOException unwritable) {
        failed.add(copy);
      }
    }
    return failed;
  }

  private static String line(String words) {
    return checksum(words) + " " + words + "\n";
  }

  private static String checksum(String words) {
    var crc = new CRC32C();
    crc.update(words.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  private static void replace(Copy copy, String name, byte[] bytes) throws IOException {
    var fresh = copy.folder.resolve(name + ".new");
    try (var file = copy.system.open(fresh)) {
      file.truncate(0);
      file.write(0, bytes, 0, bytes.length);
      file.sync();
    }
    copy.system.replace(fresh, copy.folder.resolve(name));
    copy.system.syncDirectory(copy.folder);
  }
}
