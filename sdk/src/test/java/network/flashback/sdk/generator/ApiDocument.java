package network.flashback.sdk.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The API's document, as far as a client needs it.
///
/// @param schemas by name
record ApiDocument(Map<String, JsonNode> schemas, List<Operation> operations) {
  private static final String JSON = "application/json";

  /// A parameter of the path or behind the question mark.
  record Parameter(String name, String description, String pattern) {}

  /// One operation.
  ///
  /// @param answer schema of its good answer; none for an empty one
  /// @param repeatable whether it takes an Idempotency-Key
  /// @param streams whether its good answer is no JSON and has no end
  record Operation(
      String method,
      String path,
      String id,
      String summary,
      List<Parameter> inPath,
      List<Parameter> query,
      Optional<JsonNode> body,
      Optional<JsonNode> answer,
      Map<String, String> errors,
      boolean repeatable,
      boolean streams) {

    /// What it is about, as a name of Java: the word behind the version, or the last one of an
    /// address of its own.
    String subject() {
      var words = path.replaceAll("/\\{\\w+}", "").split("/", -1);
      var word = words[1].equals("v1") ? words[2] : words[words.length - 1];
      var parts = word.split("-", -1);
      return parts[0]
          + Arrays.stream(parts).skip(1).map(Types::capital).collect(Collectors.joining());
    }
  }

  static ApiDocument read(Path file) throws IOException {
    var root = new ObjectMapper().readTree(file.toFile());
    var schemas = new TreeMap<String, JsonNode>();
    root.at("/components/schemas")
        .properties()
        .forEach(one -> schemas.put(one.getKey(), one.getValue()));
    var operations = new ArrayList<Operation>();
    for (var path : root.path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        operations.add(operation(path.getKey(), method.getKey(), method.getValue()));
      }
    }
    return new ApiDocument(schemas, List.copyOf(operations));
  }

  private static Operation operation(String path, String method, JsonNode json) {
    var inPath = new ArrayList<Parameter>();
    var query = new ArrayList<Parameter>();
    var repeatable = false;
    for (var one : json.path("parameters")) {
      var parameter =
          new Parameter(
              one.path("name").asText(),
              one.path("description").asText(),
              one.at("/schema/pattern").asText());
      switch (one.path("in").asText()) {
        case "path" -> inPath.add(parameter);
        case "query" -> query.add(parameter);
        case "header" -> repeatable |= parameter.name().equalsIgnoreCase("Idempotency-Key");
        default -> throw new IllegalArgumentException(path + " has a parameter of an unknown kind");
      }
    }
    var errors = new TreeMap<String, String>();
    JsonNode good = null;
    for (var response : json.path("responses").properties()) {
      if (response.getKey().startsWith("2")) {
        good = response.getValue().path("content");
      } else {
        errors.put(response.getKey(), response.getValue().path("description").asText());
      }
    }
    var content = good == null ? json.path("none") : good;
    return new Operation(
        method.toUpperCase(java.util.Locale.ROOT),
        path,
        json.path("operationId").asText(),
        json.path("summary").asText(),
        inPath,
        query,
        schema(json.at("/requestBody/content/application~1json/schema")),
        schema(content.path(JSON).path("schema")),
        errors,
        repeatable,
        !content.isEmpty() && !content.has(JSON));
  }

  private static Optional<JsonNode> schema(JsonNode found) {
    return found.isMissingNode() ? Optional.empty() : Optional.of(found);
  }
}
