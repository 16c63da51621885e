package network.flashback.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-9,     100, 0,  10, bytes 0-9/100",
    "bytes=90-200,  100, 90, 10, bytes 90-99/100",
    "bytes=4-4,     100, 4,  1,  bytes 4-4/100",
    "bytes=10-,     100, 10, 90, bytes 10-99/100",
    "bytes=-5,      100, 95, 5,  bytes 95-99/100",
    "bytes=-500,    100, 0,  100, bytes 0-99/100",
    "BYTES= 1 - 2,  100, 1,  2,  bytes 1-2/100",
    "bytes=1-99999999999999999999, 3, 1, 2, bytes 1-2/3",
  })
  void aRangeSelectsBytes(String header, long size, long first, long length, String contentRange) {
    var slice = ByteRange.parse(header).orElseThrow().within(size);
    assertThat(slice).isEqualTo(new ByteRange.Slice(first, length));
    assertThat(slice.contentRange(size)).isEqualTo(contentRange);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=100-, 100",
    "bytes=100-200, 100",
    "bytes=-0, 100",
    "bytes=0-, 0",
    "bytes=-1, 0"
  })
  void aRangeWithoutBytesIsNotSatisfiable(String header, long size) {
    var range = ByteRange.parse(header).orElseThrow();
    assertThatThrownBy(() -> range.within(size))
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.error()).isEqualTo(S3Error.INVALID_RANGE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,4-5",
        "bytes=5-1",
        "bytes=-",
        "bytes=a-b",
        "items=0-1",
        "bytes=1",
        "",
        "bytes=--1"
      })
  void otherRangesAreIgnored(String header) {
    assertThat(ByteRange.parse(header)).isEmpty();
  }
}
