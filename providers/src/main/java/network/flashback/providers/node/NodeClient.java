package network.flashback.providers.node;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
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

  private final NodeHttp http;
  private final NodeAgreement agreement;

  /// What all other requests lie below.
  private final NodeRequest unit;

  private final NodeMessages messages;
  private final Wallet sessionKey;
  private final InstantSource clock;
  private final Duration patience;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile @Nullable Session session;

  private record Session(String token, Instant renewAt) {}

  NodeClient(
      NodeHttp http,
      NodeAgreement agreement,
      NodeMessages messages,
      Wallet sessionKey,
      InstantSource clock,
      Duration patience) {
    this.http = http;
    this.agreement = agreement;
    this.unit =
        NodeRequest.of("GET", agreement.resolve("/v1/agreements/" + agreement.agreementId()));
    this.messages = messages;
    this.sessionKey = sessionKey;
    this.clock = clock;
    this.patience = patience;
  }

  /// How long to wait for the begin of an answer, or for anything but a trickle.
  Duration patience() {
    return patience;
  }

  /// How long a request's body of so many bytes may take.
  private Duration patienceFor(long bytes) {
    return patience.plusSeconds(bytes / BYTES_PER_SECOND_MIN);
  }

  /// A request for a path below the agreement.
  NodeRequest request(String method, String path) {
    return unit.below(method, path);
  }

  /// A request with a JSON body.
  NodeRequest post(String path, Map<String, ?> body) throws IOException {
    return withJson(request("POST", path), body);
  }

  /// Sends within a session, for a short answer; a session the node forgot is opened anew, once.
  Answer ask(NodeRequest request, int... expected) throws IOException {
    try (var response = send(request, expected)) {
      return Answer.read(response.body());
    }
  }

  /// Like [#ask], for callers that need status or headers too. Close the answer.
  NodeResponse send(NodeRequest request, int... expected) throws IOException {
    var response = exchange(request.with("Authorization", "Bearer " + token()), patience);
    if (response.status() == 401) {
      response.close();
      session = null;
      response = exchange(request.with("Authorization", "Bearer " + token()), patience);
    }
    return require(response, expected);
  }

  /// Sends a body of so many bytes, once where they come by and by: then it is sent again, within
  /// another session, only while none of them was taken.
  ///
  /// @param untouched whether that is so
  NodeResponse sendOnce(
      NodeRequest request, long length, BooleanSupplier untouched, int... expected)
      throws IOException {
    var patient = patienceFor(length);
    var response = exchange(request.with("Authorization", "Bearer " + token()), patient);
    if (response.status() == 401) {
      session = null;
      if (request.body() instanceof NodeRequest.Whole || untouched.getAsBoolean()) {
        response.close();
        response = exchange(request.with("Authorization", "Bearer " + token()), patient);
      }
    }
    return require(response, expected);
  }

  private static NodeRequest withJson(NodeRequest request, Map<String, ?> body) throws IOException {
    return request
        .with("Content-Type", "application/json")
        .with(new NodeRequest.Whole(Answer.MAPPER.writeValueAsBytes(body)));
  }

  private NodeResponse require(NodeResponse response, int... expected) throws IOException {
    for (int status : expected) {
      if (response.status() == status) {
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
    var request = withJson(NodeRequest.of("POST", agreement.resolve("/v1/sessions")), body);
    try (var response = require(exchange(request, patience), 200, 201)) {
      var answer = Answer.read(response.body());
      var until = Instant.ofEpochSecond(answer.number("expiresAt"));
      return new Session(answer.text("token"), until.minus(RENEWAL));
    }
  }

  private NodeResponse exchange(NodeRequest request, Duration sendWithin) throws IOException {
    try {
      return http.send(request, patience, sendWithin);
    } catch (ClosedByInterruptException e) {
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

  private StoreException refusal(NodeResponse response) throws IOException {
    var detail = "";
    try (response) {
      var problem = Answer.read(response.body()).json();
      detail = problem.path("detail").asText(problem.path("title").asText(""));
    } catch (StoreException noProblem) {
      detail = "no reason given";
    }
    var reason =
        switch (response.status()) {
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
                response.status(),
                detail.length() > 500 ? detail.substring(0, 500) : detail));
  }
}
