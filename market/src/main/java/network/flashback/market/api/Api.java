package network.flashback.market.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import network.flashback.chain.ChainException;
import network.flashback.chain.NodeUnreachableException;
import network.flashback.domain.Refused;
import network.flashback.http.HttpHandler;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.http.Router;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.json.JsonWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves a table of routes, its own document at `/openapi.json`, and everything else by the
/// console.
public final class Api {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);
  static final String JSON = "application/json";

  private Api() {}

  /// Everything that the market serves.
  ///
  /// @param otherwise serves GET of what is no operation
  public static Router serving(MarketOperations operations, HttpHandler otherwise) {
    var routes = operations.routes();
    var document = OpenApi.document(routes).toPrettyString() + "\n";
    var builder = Router.builder();
    for (var route : routes) {
      builder.on(route.method(), route.path(), (request, path) -> answer(route, request, path));
    }
    builder.get("/openapi.json", (request, path) -> HttpResponse.text(200, JSON, document));
    builder.otherwise(request -> otherwise(routes, request, otherwise));
    return builder.build();
  }

  private static HttpResponse answer(Route route, HttpRequest http, Router.PathParams path) {
    try {
      var body = route.operation().perform(new ApiRequest(route, http, path));
      var json =
          switch (body) {
            case JsonNode document -> document.toString();
            case Record answer -> JsonWriter.text(answer);
            default -> throw new IllegalStateException("no JSON of " + body.getClass());
          };
      return route.method().equals("GET")
          ? Tagged.answer(http, json)
          : HttpResponse.text(route.status(), JSON, json).header("Cache-Control", "no-store");
    } catch (MarketException failure) {
      return Problem.answer(failure);
    } catch (Refused refused) {
      return Problem.answer(invalid(refused));
    } catch (ChainException failure) {
      LOG.warn("Request {} failed at the chain: {}", http.id(), failure.getMessage());
      return Problem.answer(atChain(failure, http.id()));
    } catch (RuntimeException broken) {
      LOG.error("Request {} failed", http.id(), broken);
      return Problem.answer(
          new MarketException(
              MarketError.INTERNAL,
              "The request could not be answered.",
              "Name request " + http.id() + " to the operator."));
    }
  }

  /// Details of the operator's node and wallet stay in the log.
  private static MarketException atChain(ChainException failure, String request) {
    return failure instanceof NodeUnreachableException
        ? new MarketException(
            MarketError.CHAIN_UNREACHABLE,
            "The platform's node of the chain does not answer.",
            "Try again in some seconds: a request that was carried out already gets the same answer.")
        : new MarketException(
            MarketError.CHAIN_FAILED,
            "The platform could not carry this to the chain, or read the answer.",
            "Send the same request again: what was carried out already gets the same answer. If it lasts, name request "
                + request
                + " to the operator; an SLA can also be opened from any wallet by openWithAuthorization.");
  }

  private static MarketException invalid(Refused refused) {
    return new MarketException(
        MarketError.INVALID_FIELD,
        refused.field(),
        refused.field() + " " + refused.reason() + ".",
        sentence(refused.remedy()));
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1) + ".";
  }

  private static HttpResponse otherwise(
      List<Route> routes, HttpRequest request, HttpHandler console) throws Exception {
    if (!request.rawPath().startsWith("/v1/")) {
      return console.handle(request);
    }
    var paths = routes.stream().map(Route::path).distinct().toList();
    return Problem.answer(
        new MarketException(
            MarketError.NOT_FOUND,
            "There is no operation at " + request.rawPath() + ".",
            "/openapi.json describes them: " + paths + "."));
  }
}
