package network.flashback.s3;

import java.util.Optional;

/// One byte range of a `Range` header (RFC 9110, section 14.1.2). Bounds are inclusive.
public sealed interface ByteRange {

  /// `bytes=first-last`
  record FromTo(long first, long last) implements ByteRange {}

  /// `bytes=first-`
  record From(long first) implements ByteRange {}

  /// `bytes=-length`, the end of the object
  record Suffix(long length) implements ByteRange {}

  /// The bytes of an object of known size that a range selects.
  ///
  /// @param first offset of the first byte
  /// @param length at least 1
  record Slice(long first, long length) {
    /// The `Content-Range` header of the 206 response.
    public String contentRange(long size) {
      return "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }
  }

  /// Absent for several ranges, other units and anything malformed: the header is ignored then and
  /// the whole object sent, as RFC 9110 allows and S3 does.
  static Optional<ByteRange> parse(String header) {
    String value = header.trim();
    if (!value.regionMatches(true, 0, "bytes=", 0, 6)) {
      return Optional.empty();
    }
    String spec = value.substring(6).trim();
    int dash = spec.indexOf('-');
    if (dash < 0) {
      return Optional.empty();
    }
    String left = spec.substring(0, dash).trim();
    String right = spec.substring(dash + 1).trim();
    if (!isNumber(left) || !isNumber(right) || (left.isEmpty() && right.isEmpty())) {
      return Optional.empty();
    }
    if (left.isEmpty()) {
      return Optional.of(new Suffix(number(right)));
    }
    if (right.isEmpty()) {
      return Optional.of(new From(number(left)));
    }
    return number(left) > number(right)
        ? Optional.empty()
        : Optional.of(new FromTo(number(left), number(right)));
  }

  /// The bytes meant of an object of this size.
  ///
  /// @throws S3Exception `InvalidRange` when the object has none of them
  default Slice within(long size) {
    return switch (this) {
      case FromTo(long first, long last) when first < size ->
          new Slice(first, Math.min(last, size - 1) - first + 1);
      case From(long first) when first < size -> new Slice(first, size - first);
      case Suffix(long length) when length > 0 && size > 0 ->
          new Slice(size - Math.min(length, size), Math.min(length, size));
      case FromTo _, From _, Suffix _ ->
          throw new S3Exception(S3Error.INVALID_RANGE)
              .with("ActualObjectSize", Long.toString(size));
    };
  }

  private static boolean isNumber(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static long number(String digits) {
    // Longer numbers than a long holds mean "to the end" in every place they may stand.
    return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }
}
