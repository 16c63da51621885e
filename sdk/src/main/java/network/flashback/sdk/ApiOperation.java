package network.flashback.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An operation of the API as its document describes it, for programs that learn at run time which
/// one is wanted.
///
/// @param id its name, which is also that of the SDK's method
/// @param summary what it does
/// @param takesBody whether a JSON body belongs to it
/// @param repeatable whether it takes an Idempotency-Key
/// @param streams whether its answer is no JSON and has no end
public record ApiOperation(
    String id,
    String method,
    String path,
    String summary,
    List<Parameter> parameters,
    boolean takesBody,
    boolean repeatable,
    boolean streams) {
  private static final String DOCUMENT = "openapi.json";

  /// A parameter of an operation.
  ///
  /// @param inPath whether it stands in the path, and must be there
  public record Parameter(String name, boolean inPath, String description) {}

  public ApiOperation {
    parameters = List.copyOf(parameters);
  }

  /// All operations that this SDK knows, in the order of the document.
  public static List<ApiOperation> all() {
    return Known.ALL;
  }

  /// The operation of that name.
  ///
  /// @throws IllegalArgumentException when there is none
  public static ApiOperation named(String id) {
    return all().stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("The API has no operation '" + id + "'."));
  }

  /// Read once, when it is first asked for.
  private static final class Known {
    static final List<ApiOperation> ALL = read();
  }

  private static List<ApiOperation> read() {
    var all = new ArrayList<ApiOperation>();
    for (var path : document().path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        all.add(of(path.getKey(), method.getKey(), method.getValue()));
      }
    }
    return List.copyOf(all);
  }

  /// The call with these parameters.
  ///
  /// @throws IllegalArgumentException when one is unknown or missing
  Call call(Map<String, String> values, @Nullable JsonNode body) {
    var known = parameters.stream().map(Parameter::name).toList();
    for (var name : values.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "%s has no parameter %s: it has %s.".formatted(id, name, known));
      }
    }
    if (takesBody != (body != null)) {
      throw new IllegalArgumentException(
          id + (takesBody ? " needs a body: a JSON document." : " takes no body."));
    }
    var call = Call.of(method, path);
    for (var parameter : parameters) {
      var value = values.get(parameter.name());
      if (!parameter.inPath()) {
        call.with(parameter.name(), value);
      } else if (value == null) {
        throw new IllegalArgumentException("%s needs %s.".formatted(id, parameter.name()));
      } else {
        call.at(parameter.name(), value);
      }
    }
    if (body != null) {
      call.body(body);
    }
    return (repeatable ? call.repeatable() : call).done();
  }

  private static ApiOperation of(String path, String method, JsonNode json) {
    var parameters = new ArrayList<Parameter>();
    var repeatable = false;
    for (var one : json.path("parameters")) {
      var where = one.path("in").asText();
      var name = one.path("name").asText();
      if (where.equals("header")) {
        repeatable |= name.equalsIgnoreCase("Idempotency-Key");
      } else {
        parameters.add(new Parameter(name, where.equals("path"), one.path("description").asText()));
      }
    }
    var streams = false;
    for (var answer : json.path("responses").properties()) {
      streams |= answer.getValue().path("content").has("text/event-stream");
    }
    return new ApiOperation(
        json.path("operationId").asText(),
        method.toUpperCase(Locale.ROOT),
        path,
        json.path("summary").asText(),
        parameters,
        json.has("requestBody"),
        repeatable,
        streams);
  }

  private static JsonNode document() {
    try (var file = ApiOperation.class.getResourceAsStream(DOCUMENT)) {
      if (file == null) {
        throw new IllegalStateException("The SDK's jar lacks " + DOCUMENT + ".");
      }
      return Json.document(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + DOCUMENT + " of the SDK's jar", e);
    }
  }
}
