package network.flashback.market.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.market.json.JsonWriter;

/// What an operation answered, before it goes to the wire.
///
/// @param body JSON; empty where there is none
record Answer(int status, Map<String, String> headers, String body) {
  Answer {
    headers = Map.copyOf(headers);
  }

  /// @param given a record, a JSON document or a [Reply]
  static Answer of(Route route, Object given) {
    return switch (given) {
      case Reply reply ->
          new Answer(
              reply.body().isEmpty() ? 204 : route.status(),
              reply.headers(),
              reply.body().map(JsonWriter::text).orElse(""));
      case JsonNode document -> new Answer(route.status(), Map.of(), document.toString());
      case Record answer -> new Answer(route.status(), Map.of(), JsonWriter.text(answer));
      default -> throw new IllegalStateException("no JSON of " + given.getClass());
    };
  }

  /// This, told once more to a request that came again.
  Answer again() {
    var marked = new LinkedHashMap<>(headers);
    marked.put("Idempotency-Replayed", "true");
    return new Answer(status, marked, body);
  }

  HttpResponse response(Route route, HttpRequest http) {
    var response = plain(route, http);
    headers.forEach(response::header);
    return response;
  }

  private HttpResponse plain(Route route, HttpRequest http) {
    if (!route.writes()) {
      var isPublic = route.access() instanceof Access.Public;
      return Tagged.answer(http, body, isPublic ? "no-cache" : "private, no-cache");
    }
    return (body.isEmpty() ? HttpResponse.empty(status) : HttpResponse.text(status, Api.JSON, body))
        .header("Cache-Control", "no-store");
  }
}
