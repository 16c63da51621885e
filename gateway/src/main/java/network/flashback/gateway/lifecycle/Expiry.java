package network.flashback.gateway.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import network.flashback.gateway.metadata.StoredObject;
import network.flashback.s3.S3Dates;
import network.flashback.s3.xml.LifecycleConfiguration;
import network.flashback.s3.xml.LifecycleConfiguration.Rule;
import network.flashback.s3.xml.LifecycleConfiguration.When;

/// When a rule removes an object, and which one.
public record Expiry(Instant date, String ruleId) {
  private static final Duration CALENDAR_DAY = Duration.ofDays(1);

  /// The first expiry in days of the calendar, which clients are told.
  public static Optional<Expiry> told(LifecycleConfiguration lifecycle, StoredObject object) {
    return of(lifecycle, object, CALENDAR_DAY);
  }

  /// The first expiry of what a key shows, by any rule that is about it.
  ///
  /// @param day how long a day of the rules is
  public static Optional<Expiry> of(
      LifecycleConfiguration lifecycle, StoredObject object, Duration day) {
    return lifecycle.rules().stream()
        .filter(rule -> applies(rule, object))
        .flatMap(
            rule ->
                rule
                    .expiration()
                    .map(when -> new Expiry(at(when, object.modifiedAt(), day), rule.id()))
                    .stream())
        .min(Comparator.comparing(Expiry::date));
  }

  static boolean applies(Rule rule, StoredObject object) {
    return rule.enabled()
        && rule.filter().matches(object.key(), object.marks().tags(), object.size());
  }

  static Instant at(When when, Instant since, Duration day) {
    return switch (when) {
      case When.Days(int days) -> {
        var at = since.plus(day.multipliedBy(days));
        // S3 acts at the midnight after; where days are shorter there is none to wait for.
        var midnight = at.truncatedTo(ChronoUnit.DAYS);
        yield day.compareTo(CALENDAR_DAY) < 0 || at.equals(midnight)
            ? at
            : midnight.plus(CALENDAR_DAY);
      }
      case When.Date(Instant date) -> date;
    };
  }

  /// As the header `x-amz-expiration` has it.
  public String header() {
    return "expiry-date=\"" + S3Dates.http(date) + "\", rule-id=\"" + ruleId + "\"";
  }
}
