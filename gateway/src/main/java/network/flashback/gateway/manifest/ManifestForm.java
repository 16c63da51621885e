package network.flashback.gateway.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import network.flashback.evm.Bytes32;
import network.flashback.gateway.Agreements;
import network.flashback.gateway.metadata.Extent;
import network.flashback.gateway.metadata.ManifestEntities.Entity;
import network.flashback.gateway.metadata.ManifestEntities.Kind;
import network.flashback.gateway.metadata.ManifestEntities.State;
import network.flashback.gateway.metadata.Manifests;
import network.flashback.gateway.metadata.Manifests.Header;
import network.flashback.providers.StoredName;

/// How a manifest is written: compressed lines of JSON, the header first, then one line for each
/// entity with its rows, or none when it is gone.
///
/// Read only from sealed bytes: nobody without the root key can make one.
final class ManifestForm implements Manifests.Form {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int FORMAT = 1;

  private final ManifestNames names;
  private final Agreements.Sla sla;

  ManifestForm(ManifestNames names, Agreements.Sla sla) {
    this.names = names;
    this.sla = sla;
  }

  @Override
  public byte[] body(Bytes32 slaId, Header header, List<State> states) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8)) {
      var head = MAPPER.createObjectNode();
      head.put("format", FORMAT).put("sla", slaId.toString());
      head.put("sequence", header.sequence()).put("previous", header.previous());
      head.put("base", header.base()).put("closes", header.closes()).put("at", header.at());
      out.write(MAPPER.writeValueAsString(head));
      out.write('\n');
      for (State state : states) {
        out.write(line(state));
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes what is written", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public UUID extent(Bytes32 slaId, long sequence) {
    return names.extentOf(slaId, sequence);
  }

  @Override
  public List<Extent.Piece> pieces(Bytes32 slaId, long sequence, int plainBytes) {
    return java.util.stream.IntStream.range(0, sla.legs().size())
        .mapToObj(
            shard -> {
              StoredName name =
                  names.of(slaId, new ManifestNames.Named(sequence, shard, plainBytes));
              return new Extent.Piece(name, shard, sla.legs().get(shard).agreementId());
            })
        .toList();
  }

  /// Reads a manifest's header, and hands each state to `each`.
  ///
  /// @throws IOException when it is not of this form, SLA or sequence
  static Header read(Bytes32 slaId, long sequence, byte[] body, Consumer<State> each)
      throws IOException {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(body)), StandardCharsets.UTF_8))) {
      var first = lines.readLine();
      if (first == null) {
        throw new IOException("manifest %d of SLA %s is empty".formatted(sequence, slaId));
      }
      var header = header(slaId, sequence, MAPPER.readTree(first));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        each.accept(state(MAPPER.readTree(line)));
      }
      return header;
    }
  }

  private static Header header(Bytes32 slaId, long sequence, JsonNode head) throws IOException {
    if (head.path("format").asInt() != FORMAT
        || !head.path("sla").asText().equals(slaId.toString())
        || head.path("sequence").asLong() != sequence) {
      throw new IOException(
          "manifest %d of SLA %s says it is something else: %s".formatted(sequence, slaId, head));
    }
    return new Header(
        sequence,
        head.path("previous").asLong(),
        head.path("base").asLong(),
        head.path("closes").asBoolean(),
        head.path("at").asLong());
  }

  private static String line(State state) throws JsonProcessingException {
    var line = MAPPER.createObjectNode();
    line.put("kind", state.entity().kind().word()).put("name", state.entity().name());
    line.put("key", state.entity().key()).put("version", state.entity().version());
    var text = MAPPER.writeValueAsString(line);
    // The database wrote the rows as JSON on one line; reading them here would only cost time.
    return state.rows().isEmpty()
        ? text
        : text.substring(0, text.length() - 1) + ",\"rows\":" + state.rows() + "}";
  }

  private static State state(JsonNode line) {
    var entity =
        new Entity(
            Kind.valueOf(line.path("kind").asText().toUpperCase(Locale.ROOT)),
            line.path("name").asText(),
            line.path("key").asText(),
            line.path("version").asText());
    var rows = line.get("rows");
    return new State(entity, rows == null ? "" : rows.toString());
  }
}
