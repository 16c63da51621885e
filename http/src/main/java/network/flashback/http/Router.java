package network.flashback.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Chooses a handler by method and path pattern, such as `GET /v1/offers/{id}`.
///
/// Patterns are matched segment by segment against the raw path; `{name}` takes one segment,
/// percent-decoded. A pattern with fewer parameters wins over one with more. The pattern becomes
/// the route label of the answer.
public final class Router implements HttpHandler {
  private static final String TEXT = "text/plain; charset=utf-8";

  private final List<Route> routes;
  private final HttpHandler otherwise;

  private Router(List<Route> routes, HttpHandler otherwise) {
    this.routes = routes;
    this.otherwise = otherwise;
  }

  /// A handler that also sees the parameters of the path.
  @FunctionalInterface
  public interface PathHandler {
    /// The answer to a request whose path matched.
    HttpResponse handle(HttpRequest request, PathParams params) throws Exception;
  }

  /// The decoded parameters of one path.
  ///
  /// @param byName values by the name in the pattern
  public record PathParams(Map<String, String> byName) {
    /// The value of a parameter of the pattern.
    ///
    /// @throws IllegalArgumentException when the pattern has no such parameter: a fault in the code
    public String text(String name) {
      return Optional.ofNullable(byName.get(name))
          .orElseThrow(
              () -> new IllegalArgumentException("the route has no parameter {" + name + "}"));
    }
  }

  /// Collects routes.
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    var segments = segments(request.rawPath());
    var allowed = new LinkedHashSet<String>();
    for (var route : routes) {
      var raw = route.match(segments);
      if (raw == null) {
        continue;
      }
      if (!route.serves(request.method())) {
        allowed.add(route.method);
        continue;
      }
      var params = decoded(raw);
      if (params.isEmpty()) {
        return HttpResponse.text(400, TEXT, "the path holds a bad percent-encoding\n")
            .route(route.pattern);
      }
      return labelled(route.handler.handle(request, params.get()), route.pattern);
    }
    return allowed.isEmpty() ? otherwise.handle(request) : notAllowed(allowed);
  }

  private static HttpResponse labelled(HttpResponse response, String pattern) {
    return response.route().equals("other") ? response.route(pattern) : response;
  }

  private static HttpResponse notAllowed(Set<String> allowed) {
    var methods = String.join(", ", allowed);
    return HttpResponse.text(405, TEXT, "use one of " + methods + " on this path\n")
        .header("Allow", methods);
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }

  private static Optional<PathParams> decoded(Map<String, String> raw) {
    var byName = new HashMap<String, String>();
    for (var entry : raw.entrySet()) {
      var value = percentDecoded(entry.getValue());
      if (value.isEmpty()) {
        return Optional.empty();
      }
      byName.put(entry.getKey(), value.get());
    }
    return Optional.of(new PathParams(Map.copyOf(byName)));
  }

  /// The text behind percent-encoded UTF-8 (RFC 3986; a plus sign stays a plus sign); empty when
  /// the encoding is broken.
  public static Optional<String> percentDecoded(String raw) {
    var bytes = new byte[raw.length()];
    var length = 0;
    for (var i = 0; i < raw.length(); i++) {
      var c = raw.charAt(i);
      if (c != '%') {
        if (c > 0xff) {
          return Optional.empty();
        }
        bytes[length++] = (byte) c;
        continue;
      }
      if (i + 2 >= raw.length()) {
        return Optional.empty();
      }
      var high = Character.digit(raw.charAt(i + 1), 16);
      var low = Character.digit(raw.charAt(i + 2), 16);
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      bytes[length++] = (byte) (high << 4 | low);
      i += 2;
    }
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return Optional.of(decoder.decode(ByteBuffer.wrap(bytes, 0, length)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /// Collects the routes of a [Router].
  public static final class Builder {
    private final List<Route> routes = new ArrayList<>();
    private HttpHandler otherwise =
        request -> HttpResponse.text(404, TEXT, "there is nothing at this path\n");

    private Builder() {}

    /// Serves GET, and HEAD by leaving the body out.
    public Builder get(String pattern, PathHandler handler) {
      return on("GET", pattern, handler);
    }

    /// Serves POST.
    public Builder post(String pattern, PathHandler handler) {
      return on("POST", pattern, handler);
    }

    /// Serves PUT.
    public Builder put(String pattern, PathHandler handler) {
      return on("PUT", pattern, handler);
    }

    /// Serves DELETE.
    public Builder delete(String pattern, PathHandler handler) {
      return on("DELETE", pattern, handler);
    }

    /// Serves any method.
    ///
    /// @throws IllegalArgumentException when the same method and pattern was given before
    public Builder on(String method, String pattern, PathHandler handler) {
      if (!pattern.startsWith("/")) {
        throw new IllegalArgumentException("pattern " + pattern + " must begin with a slash");
      }
      var route = new Route(method, pattern, List.of(pattern.split("/", -1)), handler);
      for (var known : routes) {
        if (known.method.equals(method) && known.shape().equals(route.shape())) {
          throw new IllegalArgumentException(method + " " + pattern + " is routed twice");
        }
      }
      routes.add(route);
      return this;
    }

    /// Answers what matches no pattern.
    public Builder otherwise(HttpHandler handler) {
      otherwise = handler;
      return this;
    }

    /// The router.
    public Router build() {
      var sorted = new ArrayList<>(routes);
      sorted.sort(Comparator.comparingInt(Route::parameters));
      return new Router(List.copyOf(sorted), otherwise);
    }
  }

  private record Route(String method, String pattern, List<String> segments, PathHandler handler) {
    boolean serves(String requested) {
      return method.equals(requested) || (method.equals("GET") && requested.equals("HEAD"));
    }

    int parameters() {
      return (int) segments.stream().filter(Route::isParameter).count();
    }

    List<String> shape() {
      return segments.stream().map(segment -> isParameter(segment) ? "{}" : segment).toList();
    }

    @Nullable Map<String, String> match(List<String> path) {
      if (path.size() != segments.size()) {
        return null;
      }
      var found = new HashMap<String, String>();
      for (var i = 0; i < path.size(); i++) {
        var segment = segments.get(i);
        if (isParameter(segment) && !path.get(i).isEmpty()) {
          found.put(segment.substring(1, segment.length() - 1), path.get(i));
        } else if (!segment.equals(path.get(i))) {
          return null;
        }
      }
      return found;
    }

    private static boolean isParameter(String segment) {
      return segment.length() > 2 && segment.startsWith("{") && segment.endsWith("}");
    }
  }
}
