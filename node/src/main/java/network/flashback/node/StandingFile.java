package network.flashback.node;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import network.flashback.chain.DurableFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file on a node's disks that says how it stands. Commands write it, whether the node runs or
/// not; the node sees it with its next look, and a restart forgets nothing. Of several disks the
/// newest file counts: one that was away when something was said does not take it back.
public final class StandingFile {
  private static final Logger LOG = LoggerFactory.getLogger(StandingFile.class);
  private static final long BYTES_MAX = 4096;
  private static final int REASON_MAX = 200;

  private static final String FILE = "standing";

  private final List<Path> folders;
  private final InstantSource clock;
  private long seenMillis;
  private Standing seen = new Standing.Serving();

  public StandingFile(Path disk, InstantSource clock) {
    this(List.of(disk), clock);
  }

  /// @param disks of one node
  public StandingFile(List<Path> disks, InstantSource clock) {
    this.folders = List.copyOf(disks);
    this.clock = clock;
  }

  /// How the node stands now; a maintenance that is over counts as none.
  public synchronized Standing now() {
    var file = newest();
    // 0 when there is no file.
    long millis = file.toFile().lastModified();
    if (millis != seenMillis) {
      try {
        seen = read(file);
        LOG.info("The operator wants this node to be {}", seen.inWords());
      } catch (IOException unreadable) {
        LOG.error("{} The node goes on as {}.", unreadable.getMessage(), seen.inWords());
      }
      seenMillis = millis;
    }
    boolean over =
        seen instanceof Standing.Maintenance rest && !clock.instant().isBefore(rest.until());
    return over ? new Standing.Serving() : seen;
  }

  private Path newest() {
    return folders.stream()
        .map(folder -> folder.resolve(FILE))
        .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
        .orElseThrow();
  }

  /// Durable when it returns, on one disk at least; replaces what was said before.
  public synchronized void write(Standing standing) throws IOException {
    var lines =
        switch (standing) {
          case Standing.Serving _ -> "standing = serving\n";
          case Standing.Maintenance(var until, var reason) ->
              "standing = maintenance\nuntil = %s\nreason = %s\n".formatted(until, oneLine(reason));
          case Standing.Draining(var since, var offerNonce) ->
              "standing = draining\nsince = %s\noffers = %d\n".formatted(since, offerNonce);
        };
    IOException refused = null;
    boolean written = false;
    for (var folder : folders) {
      try {
        DurableFiles.write(folder.resolve(FILE), lines);
        written = true;
      } catch (IOException gone) {
        refused = gone;
      }
    }
    if (!written && refused != null) {
      throw refused;
    }
    // Two changes within the granularity of the file's time would look like one.
    seenMillis = -1;
  }

  private static String oneLine(String reason) {
    var line = reason.replaceAll("[\\p{Cntrl}\\\\]", " ").strip();
    return line.substring(0, Math.min(line.length(), REASON_MAX));
  }

  private static Standing read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new Standing.Serving();
    }
    if (Files.size(file) > BYTES_MAX) {
      throw wrong(file, "it is larger than any such file", null);
    }
    var lines = new Properties();
    lines.load(new StringReader(Files.readString(file)));
    try {
      return switch (lines.getProperty("standing", "")) {
        case "serving" -> new Standing.Serving();
        case "maintenance" ->
            new Standing.Maintenance(
                Instant.parse(lines.getProperty("until", "")),
                lines.getProperty("reason", "no reason given"));
        case "draining" ->
            new Standing.Draining(
                Instant.parse(lines.getProperty("since", "")),
                Long.parseLong(lines.getProperty("offers", "")));
        default -> throw wrong(file, "it says none of serving, maintenance, draining", null);
      };
    } catch (DateTimeParseException | NumberFormatException malformed) {
      throw wrong(file, malformed.toString(), malformed);
    }
  }

  private static IOException wrong(Path file, String why, @Nullable Exception cause) {
    return new IOException(
        "%s cannot be read: %s. Write it with `flashback node maintain` or `flashback node drain`."
            .formatted(file, why),
        cause);
  }
}
