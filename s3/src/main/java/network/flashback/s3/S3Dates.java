package network.flashback.s3;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The date formats of HTTP headers and of S3's XML.
public final class S3Dates {
  private static final DateTimeFormatter HTTP =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter XML =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter RFC_850 =
      new DateTimeFormatterBuilder()
          .appendPattern("EEEE, dd-MMM-")
          .appendValueReduced(ChronoField.YEAR, 2, 2, 1970)
          .appendPattern(" HH:mm:ss 'GMT'")
          .toFormatter(Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  // RFC 9110, section 5.6.7: the first is preferred, the others must be understood; RFC 1123 with
  // an offset is sent by some SDKs.
  private static final List<DateTimeFormatter> READ =
      List.of(
          HTTP,
          DateTimeFormatter.RFC_1123_DATE_TIME,
          RFC_850,
          ASCTIME,
          DateTimeFormatter.ISO_OFFSET_DATE_TIME);

  private S3Dates() {}

  /// `Fri, 24 May 2013 00:00:00 GMT`, for headers.
  public static String http(Instant instant) {
    return HTTP.format(instant);
  }

  /// `2013-05-24T00:00:00.000Z`, for XML.
  public static String xml(Instant instant) {
    return XML.format(instant);
  }

  /// A date from a header, in any of the forms HTTP allows; absent when it is none of them.
  public static Optional<Instant> parse(String text) {
    for (DateTimeFormatter format : READ) {
      try {
        return Optional.of(ZonedDateTime.parse(text.trim(), format).toInstant());
      } catch (DateTimeParseException notThisOne) {
        // Another form, then.
      }
    }
    return Optional.empty();
  }

  /// The precision of HTTP dates.
  static Instant toSeconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }
}
