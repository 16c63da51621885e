package network.flashback.node;

import java.io.IOException;
import java.io.StringReader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file on a node's disk that says how it stands. Commands write it, whether the node runs or
/// not; the node sees it with its next look, and a restart forgets nothing.
public final class StandingFile {
  private static final Logger LOG = LoggerFactory.getLogger(StandingFile.class);
  private static final long BYTES_MAX = 4096;
  private static final int REASON_MAX = 200;

  private final Path file;
  private final InstantSource clock;
  private long seenMillis;
  private Standing seen = new Standing.Serving();

  public StandingFile(Path disk, InstantSource clock) {
    this.file = disk.resolve("standing");
    this.clock = clock;
  }

  /// How the node stands now; a maintenance that is over counts as none.
  public synchronized Standing now() {
    // 0 when there is no file.
    long millis = file.toFile().lastModified();
    if (millis != seenMillis) {
      try {
        seen = read();
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

  /// Durable when it returns; replaces what was said before.
  public synchronized void write(Standing standing) throws IOException {
    var lines =
        switch (standing) {
          case Standing.Serving _ -> "standing = serving\n";
          case Standing.Maintenance(var until, var reason) ->
              "standing = maintenance\nuntil = %s\nreason = %s\n".formatted(until, oneLine(reason));
          case Standing.Draining(var since, var offerNonce) ->
              "standing = draining\nsince = %s\noffers = %d\n".formatted(since, offerNonce);
        };
    var next = file.resolveSibling("standing.new");
    Files.writeString(next, lines);
    try (var channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    // Two changes within the granularity of the file's time would look like one.
    seenMillis = -1;
  }

  private static String oneLine(String reason) {
    var line = reason.replaceAll("[\\p{Cntrl}\\\\]", " ").strip();
    return line.substring(0, Math.min(line.length(), REASON_MAX));
  }

  private Standing read() throws IOException {
    if (!Files.exists(file)) {
      return new Standing.Serving();
    }
    if (Files.size(file) > BYTES_MAX) {
      throw wrong("it is larger than any such file", null);
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
        default -> throw wrong("it says none of serving, maintenance, draining", null);
      };
    } catch (DateTimeParseException | NumberFormatException malformed) {
      throw wrong(malformed.toString(), malformed);
    }
  }

  private IOException wrong(String why, @Nullable Exception cause) {
    return new IOException(
        "%s cannot be read: %s. Write it with `flashback node maintain` or `flashback node drain`."
            .formatted(file, why),
        cause);
  }
}
