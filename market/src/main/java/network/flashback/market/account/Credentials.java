package network.flashback.market.account;

import java.util.Arrays;
import java.util.Optional;
import network.flashback.http.HttpRequest;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;

/// Tells who sends a request: by the token of `Authorization: Bearer`, or by the console's cookie.
public final class Credentials {
  private static final String BEARER = "Bearer ";
  private static final int TOKEN_MAX = 200;

  private final Sessions sessions;
  private final ApiKeys keys;
  private final Origins origins;

  public Credentials(Sessions sessions, ApiKeys keys, Origins origins) {
    this.sessions = sessions;
    this.keys = keys;
    this.origins = origins;
  }

  /// Who sends this.
  ///
  /// A token that opens nothing is told to its sender. A cookie that opens nothing any more is
  /// passed over: browsers send it along with everything, also with what needs nobody.
  ///
  /// @param address where the request comes from
  public Caller of(HttpRequest request, String address) {
    var authorization = request.header("Authorization");
    if (authorization.isPresent()) {
      return bearer(authorization.get())
          .orElseThrow(
              () ->
                  new MarketException(
                      MarketError.UNAUTHENTICATED,
                      "The token of the Authorization header opens nothing: it is mistyped, has"
                          + " expired or was revoked.",
                      "Send `Authorization: Bearer` and a live key or session token, or no such"
                          + " header where nobody need be signed in."));
    }
    var person = cookie(request).flatMap(sessions::of);
    if (person.isEmpty()) {
      return new Caller.Anonymous(address);
    }
    requireOurPage(request);
    return person.get();
  }

  /// The secret that this request shows, for what only its sender shall read.
  public String shown(HttpRequest request) {
    return request.header("Authorization").or(() -> cookie(request)).orElse("");
  }

  /// Sets the console's cookie: scripts cannot read it, and other sites' pages do not send it.
  public String cookie(Sessions.Opened opened) {
    var life = opened.person().expiresAt() - opened.person().createdAt();
    return attributes(opened.token(), life);
  }

  /// Takes the console's cookie away.
  public String noCookie() {
    return attributes("", 0);
  }

  private String attributes(String value, long lifeSeconds) {
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(cookieName(), value, lifeSeconds, origins.areSecure() ? "; Secure" : "");
  }

  /// Browsers take a `__Host-` cookie from its own host alone, and only by TLS.
  private String cookieName() {
    return origins.areSecure() ? "__Host-flashback" : "flashback";
  }

  private Optional<? extends Caller> bearer(String header) {
    if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        || header.length() > BEARER.length() + TOKEN_MAX) {
      return Optional.empty();
    }
    var token = header.substring(BEARER.length()).strip();
    return token.startsWith(Tokens.KEY) ? keys.of(token) : sessions.of(token);
  }

  private Optional<String> cookie(HttpRequest request) {
    var name = cookieName() + "=";
    return request.headers().all("Cookie").stream()
        .flatMap(header -> Arrays.stream(header.split(";", -1)))
        .map(String::strip)
        .filter(pair -> pair.startsWith(name) && pair.length() <= name.length() + TOKEN_MAX)
        .map(pair -> pair.substring(name.length()))
        .findFirst();
  }

  /// What changes something must come from our own page: browsers say where from. Another port of
  /// the same host is the same site to `SameSite`, but another origin.
  private void requireOurPage(HttpRequest request) {
    var reads = request.method().equals("GET") || request.method().equals("HEAD");
    if (!reads && request.header("Origin").filter(origins::contains).isEmpty()) {
      throw new MarketException(
          MarketError.ORIGIN_REFUSED,
          "The request has the console's cookie, and comes from %s."
              .formatted(request.header("Origin").orElse("a client that names no origin")),
          "Use the platform's own page at %s; programs send a token instead of the cookie."
              .formatted(origins.all()));
    }
  }
}
