package network.flashback.market.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import network.flashback.market.MarketError;
import network.flashback.market.json.JsonSchemas;

/// The API's document (OpenAPI 3.1), made from the table of routes that serves it.
final class OpenApi {
  private static final Pattern PATH_PARAMETER = Pattern.compile("\\{(\\w+)}");

  private OpenApi() {}

  static ObjectNode document(List<Route> routes) {
    var schemas = new JsonSchemas();
    var problem = schemas.reference(Problem.class);
    var root = JsonNodeFactory.instance.objectNode().put("openapi", "3.1.0");
    root.putObject("info")
        .put("title", "Flashback market")
        .put("version", "1")
        .put(
            "description",
            "Offers, quotes, SLAs, agreements and epochs. Amounts are token units and, like ids and"
                + " byte counts, decimal strings; times are unix seconds; hashes and keys are"
                + " 0x-hex. Errors are RFC 9457 problems with the field at fault and a remedy.")
        .putObject("license")
        .put("name", "Apache-2.0")
        .put("identifier", "Apache-2.0");
    root.putArray("servers").addObject().put("url", "/");
    var paths = root.putObject("paths");
    for (var route : routes) {
      var path =
          paths.has(route.path())
              ? (ObjectNode) paths.get(route.path())
              : paths.putObject(route.path());
      path.set(
          route.method().toLowerCase(java.util.Locale.ROOT), operation(route, schemas, problem));
    }
    var components = root.putObject("components");
    var all = components.putObject("schemas");
    schemas.all().forEach(all::set);
    securitySchemes(components.putObject("securitySchemes"));
    return root;
  }

  private static void securitySchemes(ObjectNode schemes) {
    schemes
        .putObject("bearer")
        .put("type", "http")
        .put("scheme", "bearer")
        .put(
            "description",
            "A key of an organisation (fbk_…), or the token of a session (POST /v1/sessions with"
                + " `bearer`).");
    schemes
        .putObject("cookie")
        .put("type", "apiKey")
        .put("in", "cookie")
        .put("name", "flashback")
        .put(
            "description",
            "The console's session; `__Host-flashback` where the platform is reached by TLS. What"
                + " changes something must name its Origin.");
  }

  private static void security(ObjectNode operation, Route route) {
    if (route.access() instanceof Access.Public) {
      return;
    }
    var either = operation.putArray("security");
    either.addObject().putArray("bearer");
    either.addObject().putArray("cookie");
  }

  private static ObjectNode operation(Route route, JsonSchemas schemas, ObjectNode problem) {
    var operation =
        JsonNodeFactory.instance
            .objectNode()
            .put("operationId", route.name())
            .put("summary", route.summary())
            .put("x-access", route.access().words());
    parameters(operation, route);
    security(operation, route);
    route
        .body()
        .ifPresent(
            body ->
                operation
                    .putObject("requestBody")
                    .put("required", true)
                    .putObject("content")
                    .putObject("application/json")
                    .set("schema", schemas.reference(body)));
    var responses = operation.putObject("responses");
    var success = responses.putObject(Integer.toString(route.status()));
    success.put("description", "Done.");
    if (route.status() != 204) {
      success
          .putObject("content")
          .putObject(route.content())
          .set(
              "schema",
              route
                  .answer()
                  .map(schemas::reference)
                  .orElseGet(
                      () ->
                          JsonNodeFactory.instance
                              .objectNode()
                              .put(
                                  "type", route.content().equals(Api.JSON) ? "object" : "string")));
    }
    for (var status :
        errors(route).stream().map(MarketError::status).distinct().sorted().toList()) {
      var titles =
          errors(route).stream()
              .filter(error -> error.status() == status)
              .map(MarketError::title)
              .toList();
      var response = responses.putObject(Integer.toString(status));
      response.put("description", String.join(" Or: ", titles));
      response.putObject("content").putObject(Problem.CONTENT_TYPE).set("schema", problem);
    }
    return operation;
  }

  private static List<MarketError> errors(Route route) {
    var errors = new ArrayList<>(route.errors());
    var takesInput = !route.query().isEmpty() || PATH_PARAMETER.matcher(route.path()).find();
    if (takesInput && !errors.contains(MarketError.INVALID_FIELD)) {
      errors.add(MarketError.INVALID_FIELD);
    }
    switch (route.access()) {
      case Access.Public open -> {}
      case Access.SignedIn signedIn ->
          errors.addAll(List.of(MarketError.UNAUTHENTICATED, MarketError.FORBIDDEN));
      case Access.Scoped scoped ->
          errors.addAll(
              List.of(MarketError.UNAUTHENTICATED, MarketError.FORBIDDEN, MarketError.NOT_FOUND));
    }
    if (route.writes() && !(route.access() instanceof Access.Public)) {
      errors.add(MarketError.ORIGIN_REFUSED);
    }
    if (route.writes()) {
      errors.addAll(
          List.of(MarketError.KEY_IN_FLIGHT, MarketError.KEY_OF_ANOTHER_REQUEST, MarketError.BUSY));
    }
    errors.add(MarketError.TOO_MANY_REQUESTS);
    errors.add(MarketError.INTERNAL);
    return errors.stream().distinct().toList();
  }

  private static void parameters(ObjectNode operation, Route route) {
    var all = JsonNodeFactory.instance.arrayNode();
    PATH_PARAMETER
        .matcher(route.path())
        .results()
        .forEach(
            found ->
                all.addObject()
                    .put("name", found.group(1))
                    .put("in", "path")
                    .put("required", true)
                    .putObject("schema")
                    .put("type", "string"));
    for (var parameter : route.query()) {
      all.addObject()
          .put("name", parameter.name())
          .put("in", "query")
          .put("description", parameter.meaning())
          .putObject("schema")
          .put("type", "string")
          .put("pattern", "^(" + parameter.pattern() + ")$");
    }
    if (route.writes()) {
      all.addObject()
          .put("name", IdempotencyKey.HEADER)
          .put("in", "header")
          .put(
              "description",
              "Names this request for a day: sent again with the same key, it gets the same answer"
                  + " and is not carried out again.")
          .putObject("schema")
          .put("type", "string")
          .put("minLength", 16)
          .put("maxLength", 255);
    }
    if (!all.isEmpty()) {
      operation.set("parameters", all);
    }
  }
}
