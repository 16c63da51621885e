package network.flashback.sdk;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which calls may be made again, and when.
final class Repeats {
  /// Too many requests, and what proxies answer while the platform is away.
  private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

  private static final int SECONDS_DIGITS_MAX = 9;

  private Repeats() {}

  /// Whether the answer says that the next one may be another.
  static boolean afterStatus(Call call, int status) {
    return isSafe(call) && PASSING.contains(status);
  }

  /// Whether a call without an answer may be made again. What found no connection did nothing.
  static boolean afterLoss(Call call, IOException lost) {
    return isSafe(call)
        || lost instanceof ConnectException
        || lost instanceof HttpConnectTimeoutException;
  }

  private static boolean isSafe(Call call) {
    return call.isRead() || call.repeatable();
  }

  /// What a Retry-After asks for (RFC 9110, 10.2.3): seconds or a date.
  static Optional<Duration> retryAfter(String text, Instant now) {
    var value = text.strip();
    if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return value.length() > SECONDS_DIGITS_MAX
          ? Optional.of(Duration.ofDays(36_500))
          : Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      var format = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);
      var until = Duration.between(now, ZonedDateTime.parse(value, format).toInstant());
      return Optional.of(until.isNegative() ? Duration.ZERO : until);
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}
