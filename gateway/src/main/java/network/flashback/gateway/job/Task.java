package network.flashback.gateway.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import network.flashback.evm.Bytes32;
import network.flashback.providers.s3compatible.S3Source;

/// What a job is to do.
public sealed interface Task {
  /// Empties a provider: whatever lies under SLAs that have a leg with it goes to another SLA, and
  /// so do their buckets.
  record Drain(long providerId, Bytes32 to) implements Task {}

  /// Evens how full two SLAs of one consumer are; buckets stay where they are.
  record Rebalance(Bytes32 one, Bytes32 other) implements Task {}

  /// Brings the objects of a bucket elsewhere in; those that are there already, with the same tag
  /// and size, are left alone.
  ///
  /// @param key to read the source with
  record Import(S3Source.Place source, SealedKey key, String bucket) implements Task {}

  /// Moves a bucket to another SLA of its consumer.
  record Migrate(String bucket, Bytes32 to) implements Task {}

  /// Keeps texts that go to the database.
  ObjectMapper MAPPER = new ObjectMapper();

  /// An access key whose secret is sealed under the gateway's root key.
  ///
  /// @param id empty for none
  /// @param sealed hexadecimal
  record SealedKey(String id, String sealed) {}

  /// Its kind, in one word.
  default String kind() {
    return switch (this) {
      case Drain drain -> "drain";
      case Rebalance rebalance -> "rebalance";
      case Import imported -> "import";
      case Migrate migrate -> "migrate";
    };
  }

  /// As it is kept, and shown without the key.
  default ObjectNode toJson() {
    var json = MAPPER.createObjectNode().put("kind", kind());
    switch (this) {
      case Drain(long providerId, Bytes32 to) ->
          json.put("provider", providerId).put("to", to.toString());
      case Rebalance(Bytes32 one, Bytes32 other) ->
          json.put("one", one.toString()).put("other", other.toString());
      case Migrate(String bucket, Bytes32 to) ->
          json.put("bucket", bucket).put("to", to.toString());
      case Import(S3Source.Place source, SealedKey key, String bucket) ->
          json.put("bucket", bucket)
              .put("endpoint", source.endpoint().toString())
              .put("region", source.region())
              .put("sourceBucket", source.bucket())
              .put("prefix", source.prefix())
              .put("pathStyle", source.pathStyle())
              .put("accessKeyId", key.id())
              .put("sealedSecret", key.sealed());
    }
    return json;
  }

  /// Reads what [#toJson] wrote.
  static Task ofJson(String text) {
    try {
      return ofJson(MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the task of a job in the database is damaged", e);
    }
  }

  private static Task ofJson(JsonNode json) {
    var kind = json.path("kind").asText();
    return switch (kind) {
      case "drain" -> new Drain(json.path("provider").asLong(), word(json, "to"));
      case "rebalance" -> new Rebalance(word(json, "one"), word(json, "other"));
      case "migrate" -> new Migrate(json.path("bucket").asText(), word(json, "to"));
      case "import" ->
          new Import(
              new S3Source.Place(
                  URI.create(json.path("endpoint").asText()),
                  json.path("region").asText(),
                  json.path("sourceBucket").asText(),
                  json.path("prefix").asText(),
                  json.path("pathStyle").asBoolean()),
              new SealedKey(json.path("accessKeyId").asText(), json.path("sealedSecret").asText()),
              json.path("bucket").asText());
      default -> throw new IllegalStateException("no job is of the kind '" + kind + "'");
    };
  }

  private static Bytes32 word(JsonNode json, String field) {
    return Bytes32.fromHex(json.path(field).asText());
  }
}
