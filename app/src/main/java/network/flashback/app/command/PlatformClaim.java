package network.flashback.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import network.flashback.settlement.wire.BoundedHttp;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a platform says, from its API or from a file.
final class PlatformClaim {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int BYTES_MAX = 64 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--against",
      paramLabel = "URL|FILE",
      description = "What to compare with: the address of a platform's API, or a file with JSON.")
  private @Nullable String against;

  boolean isGiven() {
    return against != null;
  }

  boolean isAddress() {
    return against != null && against.matches("https?://.*");
  }

  /// The document of the API below this path; the whole file, where there is one.
  JsonNode read(String path, BoundedHttp http) throws IOException {
    if (against == null) {
      throw new IllegalStateException("Nothing to compare with was given.");
    }
    byte[] content = isAddress() ? ask(against, path, http) : file(against);
    try {
      return JSON.readTree(content);
    } catch (JsonProcessingException malformed) {
      throw new IOException(
          "What %s says is no JSON: %s. Name a platform's API or a file with its answer."
              .formatted(against, malformed.getOriginalMessage()),
          malformed);
    }
  }

  private static byte[] ask(String base, String path, BoundedHttp http) throws IOException {
    try {
      var answer = http.get(BoundedHttp.below(base, path), TIMEOUT, BYTES_MAX);
      if (answer.statusCode() != 200) {
        throw new IOException(
            "%s%s answers HTTP %d. Is it the address of a platform's API?"
                .formatted(base, path, answer.statusCode()));
      }
      return answer.body();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking " + base + ".", interrupted);
    }
  }

  private static byte[] file(String name) throws IOException {
    try {
      Path file = Path.of(name);
      if (Files.isRegularFile(file) && Files.size(file) <= BYTES_MAX) {
        return Files.readAllBytes(file);
      }
    } catch (InvalidPathException malformed) {
      throw new IOException("'" + name + "' is neither an address nor a file.", malformed);
    }
    throw new IOException(
        "There is no readable file %s of at most %d MiB; an address begins with http:// or https://."
            .formatted(name, BYTES_MAX >> 20));
  }
}
