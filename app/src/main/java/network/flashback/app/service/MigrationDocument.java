package network.flashback.app.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// One side's word on a migration: what is to be moved, or what was. Its hash goes onto the chain.
///
/// @param bucket that is moved
/// @param from where its bytes lay: an SLA's id, or another place's name
/// @param to where they shall lie
/// @param objects as they were at the source, or are at the target
public record MigrationDocument(
    Kind kind, String bucket, String from, String to, ChecksumManifest objects) {
  private static final ObjectMapper JSON = new ObjectMapper();

  // A million keys of a usual length.
  private static final long BYTES_MAX = 256 << 20;

  /// What such a document is.
  public enum Kind {
    /// The consumer asks for it.
    STATEMENT,
    /// The provider says it is done.
    DELIVERY;

    private String text() {
      return "flashback-migration-" + name().toLowerCase(Locale.ROOT) + "-1";
    }
  }

  public MigrationDocument {
    if (bucket.isBlank() || from.isBlank() || to.isBlank()) {
      throw new IllegalArgumentException("it names no bucket, or not from where to where");
    }
  }

  /// What a file holds.
  ///
  /// @throws IllegalArgumentException when it is none of the kind
  public static MigrationDocument read(Path file, Kind kind) throws IOException {
    if (Files.size(file) > BYTES_MAX) {
      throw new IllegalArgumentException(
          "%s is larger than 256 MiB. Hire for one prefix after the other.".formatted(file));
    }
    try {
      var json = JSON.readTree(file.toFile());
      if (!text(json, "document").equals(kind.text())) {
        throw new IllegalArgumentException("it does not say that it is " + kind.text());
      }
      return new MigrationDocument(
          kind,
          text(json, "bucket"),
          text(json, "from"),
          text(json, "to"),
          ChecksumManifest.read(json.path("objects")));
    } catch (JsonProcessingException | IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "%s is no %s of a migration: %s. Ask for the right file."
              .formatted(file, kind.name().toLowerCase(Locale.ROOT), wrong.getMessage()),
          wrong);
    }
  }

  public void write(Path file) throws IOException {
    var json = JSON.createObjectNode();
    json.put("document", kind.text()).put("bucket", bucket).put("from", from).put("to", to);
    objects.write(json.putArray("objects"));
    var text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    Files.writeString(file, text + "\n", StandardCharsets.UTF_8);
  }

  private static String text(JsonNode json, String field) {
    if (!json.path(field).isTextual()) {
      throw new IllegalArgumentException("it has no text '" + field + "'");
    }
    return json.path(field).asText();
  }
}
