package network.flashback.node.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import network.flashback.http.HttpHandler;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;

/// `GET /`, `/operator` and `/v1/status`. Without the operator's token they tell what the register
/// and the chain tell everybody; with it, everything. Being asked from this machine proves nothing:
/// behind a proxy everybody is.
public record StatusRoutes(Source status, OperatorToken token) {
  private static final String HTML = "text/html; charset=utf-8";

  /// Where the status comes from.
  @FunctionalInterface
  public interface Source {
    /// The status now.
    ///
    /// @param whole whether agreements are looked through too: only the operator's request is worth
    ///   it
    NodeStatus now(boolean whole);
  }

  /// The handler with these paths in front of it.
  public HttpHandler before(HttpHandler handler) {
    return request -> {
      if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
        return handler.handle(request);
      }
      return switch (request.rawPath()) {
        case "/" -> page(request, false);
        case "/operator" -> page(request, true);
        case "/v1/status" -> document(request);
        default -> handler.handle(request);
      };
    };
  }

  private HttpResponse page(HttpRequest request, boolean whole) {
    if (whole && !token.isShownBy(request)) {
      return guarded(HttpResponse.text(401, HTML, unknown()))
          .header("WWW-Authenticate", "Basic realm=\"operator of this node\"")
          .route(request.rawPath());
    }
    return guarded(HttpResponse.text(200, HTML, new StatusPage(status.now(whole), whole).html()))
        .route(request.rawPath());
  }

  private HttpResponse document(HttpRequest request) throws JsonProcessingException {
    boolean asked = request.header("Authorization").isPresent();
    boolean whole = token.isShownBy(request);
    if (asked && !whole) {
      return guarded(
              HttpResponse.text(
                  401,
                  "application/problem+json",
                  "{\"type\":\"urn:flashback:problem:token-wrong\",\"title\":\"The token is not this node's\",\"status\":401,\"remedy\":\"Take the word in operator.token on the node's disk.\"}\n"))
          .route("/v1/status");
    }
    return guarded(HttpResponse.bytes(200, new StatusDocument(status.now(whole), whole).bytes()))
        .header("Content-Type", "application/json")
        .route("/v1/status");
  }

  private static HttpResponse guarded(HttpResponse response) {
    return response
        .header("Cache-Control", "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
  }

  private static String unknown() {
    return "<!doctype html><title>Operator</title><p>The password is the word in operator.token on the node's disk; any user name will do.</p>\n";
  }
}
