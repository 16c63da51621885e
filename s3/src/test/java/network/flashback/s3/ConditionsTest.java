package network.flashback.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {
  private static final String BEFORE = "Thu, 23 May 2013 00:00:00 GMT";
  private static final String AT = "Fri, 24 May 2013 00:00:00 GMT";
  private static final Conditions.Current CURRENT =
      new Conditions.Current(new ETag("tag"), Instant.parse("2013-05-24T00:00:00.500Z"), 4);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // if-match | if-none-match | modified since | unmodified since | read | write
        "-        | -            | -      | -      | PROCEED             | PROCEED",
        "'\"tag\"'| -            | -      | -      | PROCEED             | PROCEED",
        "tag      | -            | -      | -      | PROCEED             | PROCEED",
        "*        | -            | -      | -      | PROCEED             | PROCEED",
        "'\"a\", \"tag\"' | -    | -      | -      | PROCEED             | PROCEED",
        "'\"a\"'  | -            | -      | -      | PRECONDITION_FAILED | PRECONDITION_FAILED",
        "-        | '\"tag\"'    | -      | -      | NOT_MODIFIED        | PRECONDITION_FAILED",
        "-        | 'W/\"tag\"'  | -      | -      | NOT_MODIFIED        | PRECONDITION_FAILED",
        "-        | *            | -      | -      | NOT_MODIFIED        | PRECONDITION_FAILED",
        "-        | '\"a\"'      | -      | -      | PROCEED             | PROCEED",
        "-        | -            | BEFORE | -      | PROCEED             | PROCEED",
        "-        | -            | AT     | -      | NOT_MODIFIED        | PROCEED",
        "-        | -            | -      | AT     | PROCEED             | PROCEED",
        "-        | -            | -      | BEFORE | PRECONDITION_FAILED | PRECONDITION_FAILED",
        // A tag condition overrides the date condition of its kind (RFC 9110, 13.2.2).
        "'\"tag\"'| -            | -      | BEFORE | PROCEED             | PROCEED",
        "-        | '\"a\"'      | AT     | -      | PROCEED             | PROCEED",
        "'\"tag\"'| '\"tag\"'    | -      | -      | NOT_MODIFIED        | PRECONDITION_FAILED",
        "-        | -            | rubbish| -      | PROCEED             | PROCEED",
      })
  void verdictsFollowThePrecedenceOfHttp(
      @Nullable String match,
      @Nullable String noneMatch,
      @Nullable String modifiedSince,
      @Nullable String unmodifiedSince,
      Conditions.Verdict read,
      Conditions.Verdict write) {
    var headers = S3Headers.builder();
    add(headers, "If-Match", match);
    add(headers, "If-None-Match", noneMatch);
    add(headers, "If-Modified-Since", modifiedSince);
    add(headers, "If-Unmodified-Since", unmodifiedSince);
    var conditions = Conditions.of(headers.build());

    assertThat(conditions.onRead(CURRENT)).isEqualTo(read);
    assertThat(conditions.onWrite(Optional.of(CURRENT))).isEqualTo(write);
  }

  @Test
  void aWriteToNothingMeetsIfNoneMatchAndMissesIfMatch() {
    assertThat(Conditions.of(S3Headers.of("If-None-Match", "*")).onWrite(Optional.empty()))
        .isEqualTo(Conditions.Verdict.PROCEED);
    assertThat(Conditions.of(S3Headers.of("If-Match", "*")).onWrite(Optional.empty()))
        .isEqualTo(Conditions.Verdict.NO_SUCH_KEY);
  }

  @Test
  void anUnmetConditionOnACopySourceIsAlwaysAFailure() {
    var conditions =
        Conditions.ofCopySource(S3Headers.of("x-amz-copy-source-if-none-match", "\"tag\""));
    assertThat(conditions.onCopySource(CURRENT)).isEqualTo(Conditions.Verdict.PRECONDITION_FAILED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Sun, 06 Nov 1994 09:49:37 +0100",
        "1994-11-06T08:49:37Z",
      })
  void everyDateFormOfHttpIsUnderstood(String text) {
    assertThat(S3Dates.parse(text)).contains(Instant.parse("1994-11-06T08:49:37Z"));
  }

  @Test
  void datesAreWrittenAsHttpAndXmlWantThem() {
    var instant = Instant.parse("1994-11-06T08:49:37.1234Z");
    assertThat(S3Dates.http(instant)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    assertThat(S3Dates.xml(instant)).isEqualTo("1994-11-06T08:49:37.123Z");
  }

  @Test
  void theTagOfAMultipartObjectIsTheMd5OfTheMd5sOfItsParts() {
    var part = new ETag("0cc175b9c0f1b6a831c399e269772661"); // MD5 of "a"
    assertThat(ETag.ofParts(List.of(part, part)).value())
        .isEqualTo("7b3c799ee8b11a11c798c8b41bed8502-2");
    assertThat(ETag.parse("W/\"x\"")).isEqualTo(new ETag("x"));
    assertThat(ETag.parse("\"x\"").quoted()).isEqualTo("\"x\"");
  }

  private static void add(S3Headers.Builder headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(name, value.equals("BEFORE") ? BEFORE : value.equals("AT") ? AT : value);
    }
  }
}
