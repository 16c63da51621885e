package network.flashback.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import network.flashback.sdk.KnownAnswers.Known;
import network.flashback.sdk.model.Problem;
import org.jspecify.annotations.Nullable;

/// Carries calls to the platform, and again where that is safe: reads, writes with an
/// Idempotency-Key, and what never reached it.
final class Calls {
  private static final int NOT_MODIFIED = 304;
  private static final int PROBLEM_BYTES_MAX = 1 << 20;

  private final Setting setting;
  private final KnownAnswers known = new KnownAnswers();

  /// What calls are made with.
  ///
  /// @param endpoint without a slash at its end
  /// @param credential of all calls, when there is one
  /// @param plainHttp whether it may travel unencrypted to another machine
  /// @param patience for one attempt and its whole answer
  /// @param answerBytesMax a longer answer is given up
  record Setting(
      HttpClient http,
      URI endpoint,
      @Nullable Credential credential,
      boolean plainHttp,
      Duration patience,
      long answerBytesMax,
      RetryPolicy retries,
      InstantSource clock,
      RandomGenerator random,
      Pause pause) {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    Setting {
      if (credential != null
          && !plainHttp
          && endpoint.getScheme().equalsIgnoreCase("http")
          && !THIS_MACHINE.contains(endpoint.getHost().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "The %s would travel unencrypted to %s: use https, or say credentialsOverPlainHttp()."
                .formatted(credential, endpoint.getHost()));
      }
    }

    Setting carrying(Credential other) {
      return new Setting(
          http,
          endpoint,
          other,
          plainHttp,
          patience,
          answerBytesMax,
          retries,
          clock,
          random,
          pause);
    }
  }

  /// Waiting, which tests do not.
  @FunctionalInterface
  interface Pause {
    void lasting(Duration wait) throws InterruptedException;
  }

  Calls(Setting setting) {
    this.setting = setting;
  }

  Setting setting() {
    return setting;
  }

  /// The answer of a call that may have none.
  @Nullable JsonNode read(Call call) {
    var body = perform(call);
    return body.length == 0 ? null : parsed(call, JsonNode.class, body);
  }

  <T> T send(Call call, Class<T> kind) {
    return parsed(call, kind, perform(call));
  }

  private <T> T parsed(Call call, Class<T> kind, byte[] body) {
    try {
      return Json.read(kind, body);
    } catch (IOException malformed) {
      throw new UnansweredException(
          "%s answered %s with something that is no %s (%s): is this the address of a platform, and the SDK new enough?"
              .formatted(
                  setting.endpoint(),
                  call.target(),
                  kind.getSimpleName(),
                  Json.complaint(malformed)),
          null);
    }
  }

  /// A call without an answer to read.
  void send(Call call) {
    perform(call);
  }

  /// Begins an answer that has no end.
  ///
  /// @param after id of the last event that was seen
  EventStream stream(Call call, @Nullable String after) {
    var request =
        HttpRequest.newBuilder(request(call, null, Optional.empty()), (name, value) -> true)
            .setHeader("Accept", "text/event-stream, application/problem+json")
            // Until the head is there: an answer that has no end has no other bound.
            .timeout(setting.patience());
    if (after != null) {
      request.header("Last-Event-ID", after);
    }
    try {
      var answer = setting.http().send(request.build(), BodyHandlers.ofInputStream());
      if (answer.statusCode() == 200) {
        return new EventStream(answer.body());
      }
      try (var body = answer.body()) {
        throw refusal(
            call, answer.statusCode(), answer.headers(), body.readNBytes(PROBLEM_BYTES_MAX));
      }
    } catch (IOException lost) {
      throw unanswered(call, lost);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private byte[] perform(Call call) {
    var key = call.isRead() || !call.repeatable() ? null : freshKey();
    for (var attempt = 1; ; attempt++) {
      var last = attempt >= setting.retries().attempts();
      var wait = Duration.ofNanos(setting.random().nextLong(waitNanos(attempt)));
      try {
        return answer(call, key);
      } catch (ProblemException refused) {
        var asked = refused.retryAfter().orElse(Duration.ZERO);
        if (last
            || !Repeats.afterStatus(call, refused.status())
            || asked.compareTo(setting.retries().longestWait()) > 0) {
          throw refused;
        }
        pause(asked.compareTo(wait) > 0 ? asked : wait);
      } catch (IOException lost) {
        if (last || !Repeats.afterLoss(call, lost)) {
          throw unanswered(call, lost);
        }
        pause(wait);
      }
    }
  }

  private long waitNanos(int attempt) {
    return Math.max(1, setting.retries().waitAfter(attempt).toNanos());
  }

  private byte[] answer(Call call, @Nullable String key) throws IOException {
    var kept = call.isRead() ? known.at(call.target()) : Optional.<Known>empty();
    var answer = exchange(request(call, key, kept));
    var status = answer.statusCode();
    if (status == NOT_MODIFIED && kept.isPresent()) {
      return kept.get().body();
    }
    if (status >= 200 && status < 300) {
      var tag = answer.headers().firstValue("ETag");
      if (call.isRead() && tag.isPresent()) {
        known.keep(call.target(), new Known(tag.get(), answer.body()));
      }
      return answer.body();
    }
    throw refusal(call, status, answer.headers(), answer.body());
  }

  private HttpRequest request(Call call, @Nullable String key, Optional<Known> kept) {
    var body = call.body();
    var request =
        HttpRequest.newBuilder(URI.create(setting.endpoint() + call.target()))
            .header("Accept", "application/json, application/problem+json")
            .header("User-Agent", FlashbackClient.PRODUCT)
            .method(
                call.method(),
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    kept.ifPresent(one -> request.header("If-None-Match", one.tag()));
    var credential = setting.credential();
    if (credential != null) {
      request.header("Authorization", credential.header());
    }
    return request.build();
  }

  /// One request and its whole answer. The JDK's own timeout ends with the head of an answer; this
  /// one does not.
  private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
    var handler = BodyHandlers.limiting(BodyHandlers.ofByteArray(), setting.answerBytesMax());
    var coming = setting.http().sendAsync(request, handler);
    try {
      return coming.get(setting.patience().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      coming.cancel(true);
      throw new IOException(
          "no whole answer within " + setting.patience().toMillis() + " ms", late);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException lost
          ? lost
          : new IOException(String.valueOf(failed.getCause()), failed.getCause());
    } catch (InterruptedException e) {
      coming.cancel(true);
      throw interrupted(e);
    }
  }

  private FlashbackException refusal(Call call, int status, HttpHeaders headers, byte[] body) {
    if (status >= 300 && status < 400) {
      return new UnansweredException(
          "%s answered %s by sending us elsewhere (%d), where no credential is carried: give the last address as the endpoint."
              .formatted(setting.endpoint(), call.target(), status),
          null);
    }
    var after = headers.firstValue("Retry-After");
    var wait = after.flatMap(text -> Repeats.retryAfter(text, setting.clock().instant()));
    try {
      return new ProblemException(Json.read(Problem.class, body), wait.orElse(null));
    } catch (IOException noProblem) {
      // A proxy in between says no more than its status.
      return new ProblemException(
          Problem.of(
              "about:blank",
              "HTTP " + status,
              status,
              "Something between here and the platform answered " + status + ".",
              "Try again later; if it lasts, tell the platform's operator."),
          wait.orElse(null));
    }
  }

  private UnansweredException unanswered(Call call, IOException lost) {
    var never = lost instanceof ConnectException || lost instanceof HttpConnectTimeoutException;
    return new UnansweredException(
        "%s did not answer %s %s (%s): %s"
            .formatted(
                setting.endpoint(),
                call.method(),
                call.target(),
                lost.getMessage() == null ? lost.getClass().getSimpleName() : lost.getMessage(),
                never || call.isRead()
                    ? "check the address, and that the platform runs."
                    : "it may have been carried out; look before you send it again."),
        lost);
  }

  private void pause(Duration wait) {
    try {
      setting.pause().lasting(wait);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static UnansweredException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new UnansweredException("The thread was interrupted while it waited.", e);
  }

  private String freshKey() {
    var bytes = new byte[16];
    setting.random().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
