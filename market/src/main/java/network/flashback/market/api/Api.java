package network.flashback.market.api;

import java.util.List;
import java.util.Locale;
import network.flashback.chain.ChainException;
import network.flashback.chain.NodeUnreachableException;
import network.flashback.domain.Refused;
import network.flashback.http.HttpHandler;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.http.Router;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves a table of routes, its own document at `/openapi.json`, and everything else by the
/// console.
public final class Api {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);
  static final String JSON = "application/json";

  private final List<Route> routes;
  private final HttpHandler console;

  private Api(List<Route> routes, HttpHandler console) {
    this.routes = routes;
    this.console = console;
  }

  /// Everything that the market serves.
  ///
  /// @param otherwise serves GET of what is no operation
  public static Router serving(
      MarketOperations operations, Entrance entrance, HttpHandler otherwise) {
    var routes = operations.routes();
    var api = new Api(routes, otherwise);
    var document = OpenApi.document(routes).toPrettyString() + "\n";
    var builder = Router.builder();
    for (var route : routes) {
      builder.on(
          route.method(), route.path(), (request, path) -> entrance.answer(route, request, path));
    }
    builder.get("/openapi.json", (request, path) -> HttpResponse.text(200, JSON, document));
    builder.otherwise(api::otherwise);
    return builder.build();
  }

  /// What to tell about a failure; details of the operator's node and wallet stay in the log.
  static MarketException explained(RuntimeException failure, String request) {
    return switch (failure) {
      case MarketException told -> told;
      case Refused refused -> invalid(refused);
      case ChainException chain -> {
        LOG.warn("Request {} failed at the chain: {}", request, chain.getMessage());
        yield atChain(chain, request);
      }
      default -> {
        LOG.error("Request {} failed", request, failure);
        yield new MarketException(
            MarketError.INTERNAL,
            "The request could not be answered.",
            "Name request " + request + " to the operator.");
      }
    };
  }

  private static MarketException atChain(ChainException failure, String request) {
    return failure instanceof NodeUnreachableException
        ? new MarketException(
            MarketError.CHAIN_UNREACHABLE,
            "The platform's node of the chain does not answer.",
            "Try again in some seconds: a request that was carried out already gets the same"
                + " answer.")
        : new MarketException(
            MarketError.CHAIN_FAILED,
            "The platform could not carry this to the chain, or read the answer.",
            "Send the same request again: what was carried out already gets the same answer. If it"
                + " lasts, name request "
                + request
                + " to the operator; an SLA can also be opened from any wallet by"
                + " openWithAuthorization.");
  }

  private static MarketException invalid(Refused refused) {
    return new MarketException(
        MarketError.INVALID_FIELD,
        refused.field(),
        refused.field() + " " + refused.reason() + ".",
        sentence(refused.remedy()));
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
  }

  private HttpResponse otherwise(HttpRequest request) throws Exception {
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
