package network.flashback.providers.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import network.flashback.evm.Wallet;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;
import org.jspecify.annotations.Nullable;

/// Requests to one node under one agreement: opens the session, renews it when it lapsed, and turns
/// errors into reasons.
final class NodeClient {
  /// A sender below this rate is as good as gone.
  private static final long BYTES_PER_SECOND_MIN = 64 << 10;

  private static final Duration SESSION = Duration.ofHours(1);
  private static final Duration RENEWAL = Duration.ofMinutes(5);

  private final HttpClient http;
  private final NodeAgreement agreement;
  private final NodeMessages messages;
  private final Wallet sessionKey;
  private final InstantSource clock;
  private final Duration patience;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile @Nullable Session session;

  private record Session(String token, Instant renewAt) {}

  NodeClient(
      HttpClient http,
      NodeAgreement agreement,
      NodeMessages messages,
      Wallet sessionKey,
      InstantSource clock,
      Duration patience) {
    this.http = http;
    this.agreement = agreement;
    this.messages = messages;
    this.sessionKey = sessionKey;
    this.clock = clock;
    this.patience = patience;
  }

  /// How long to wait for the begin of an answer, or for anything but a trickle.
  Duration patience() {
    return patience;
  }

  /// How long a request may take in all that carries so many bytes, in either direction: some
  /// versions of the JDK count the body of an answer, others do not.
  Duration patienceFor(long bytes) {
    return patience.plusSeconds(bytes / BYTES_PER_SECOND_MIN);
  }

  /// A request for a path below the agreement, without a method yet.
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        agreement.resolve("/v1/agreements/" + agreement.agreementId() + path));
  }

  /// A request with a JSON body.
  HttpRequest.Builder post(String path, Map<String, ?> body) throws IOException {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(Answer.MAPPER.writeValueAsBytes(body)));
  }

  /// Sends within a session, for a short answer; a session the node forgot is opened anew, once.
  Answer ask(HttpRequest.Builder request, int... expected) throws IOException {
    try (var body = send(request.timeout(patience), expected).body()) {
      return Answer.read(body);
    }
  }

  /// Like [#ask], for callers that need status or headers too. Close the body.
  HttpResponse<InputStream> send(HttpRequest.Builder request, int... expected) throws IOException {
    var response = exchange(request.setHeader("Authorization", "Bearer " + token()).build());
    if (response.statusCode() == 401) {
      response.body().close();
      session = null;
      response = exchange(request.setHeader("Authorization", "Bearer " + token()).build());
    }
    return require(response, expected);
  }

  /// Sends once, for a body that cannot be sent again; opens a session before when there is none.
  ///
  /// @param length of that body; the answer may be waited for until it has been sent
  HttpResponse<InputStream> sendOnce(HttpRequest.Builder request, long length, int... expected)
      throws IOException {
    request.timeout(patienceFor(length));
    var response = exchange(request.setHeader("Authorization", "Bearer " + token()).build());
    if (response.statusCode() == 401) {
      session = null;
    }
    return require(response, expected);
  }

  private HttpResponse<InputStream> require(HttpResponse<InputStream> response, int... expected)
      throws IOException {
    for (int status : expected) {
      if (response.statusCode() == status) {
        return response;
      }
    }
    throw refusal(response);
  }

  private String token() throws IOException {
    var known = session;
    if (known != null && clock.instant().isBefore(known.renewAt)) {
      return known.token;
    }
    opening.lock();
    try {
      var current = session;
      if (current == null || !clock.instant().isBefore(current.renewAt)) {
        current = open();
        session = current;
      }
      return current.token;
    } finally {
      opening.unlock();
    }
  }

  private Session open() throws IOException {
    var expiry = clock.instant().plus(SESSION).getEpochSecond();
    var claim =
        messages.session(
            agreement.agreementId(), sessionKey.address(), agreement.providerId(), expiry);
    var body =
        Map.of(
            "agreementId", agreement.agreementId().toString(),
            "key", sessionKey.address().toString(),
            "expiry", Long.toString(expiry),
            "signature", sessionKey.sign(claim).toString());
    var request =
        HttpRequest.newBuilder(agreement.resolve("/v1/sessions"))
            .timeout(patience)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(Answer.MAPPER.writeValueAsBytes(body)))
            .build();
    var response = require(exchange(request), 200, 201);
    try (var stream = response.body()) {
      var answer = Answer.read(stream);
      var until = Instant.ofEpochSecond(answer.number("expiresAt"));
      return new Session(answer.text("token"), until.minus(RENEWAL));
    }
  }

  private HttpResponse<InputStream> exchange(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var stopped = new InterruptedIOException("given up waiting for node " + agreement.endpoint());
      stopped.initCause(e);
      throw stopped;
    } catch (StoreException refused) {
      throw refused;
    } catch (IOException unreachable) {
      throw new StoreException(
          Reason.UNAVAILABLE,
          "node %s of provider %d does not answer: %s"
              .formatted(agreement.endpoint(), agreement.providerId(), unreachable),
          unreachable);
    }
  }

  private StoreException refusal(HttpResponse<InputStream> response) throws IOException {
    var detail = "";
    try (var body = response.body()) {
      var problem = Answer.read(body).json();
      detail = problem.path("detail").asText(problem.path("title").asText(""));
    } catch (StoreException noProblem) {
      detail = "no reason given";
    }
    var reason =
        switch (response.statusCode()) {
          case 401, 403 -> Reason.DENIED;
          case 402 -> Reason.UNPAID;
          case 404, 410 -> Reason.NOT_FOUND;
          case 409 -> Reason.CONFLICT;
          case 416 -> Reason.RANGE;
          case 507 -> Reason.FULL;
          default -> Reason.UNAVAILABLE;
        };
    return new StoreException(
        reason,
        "node %s of provider %d answered %d: %s"
            .formatted(
                agreement.endpoint(),
                agreement.providerId(),
                response.statusCode(),
                detail.length() > 500 ? detail.substring(0, 500) : detail));
  }
}
