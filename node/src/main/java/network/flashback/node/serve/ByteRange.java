package network.flashback.node.serve;

import java.util.Optional;
import java.util.regex.Pattern;

/// A part of a piece, as a Range header asks for it (RFC 9110, 14.1.2); one range only.
record ByteRange(long first, long length) {
  private static final Pattern FORM = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /// What a header means for a piece of that many bytes.
  static ByteRange parse(Optional<String> header, long bytes) {
    if (header.isEmpty()) {
      return new ByteRange(0, bytes);
    }
    var form = FORM.matcher(header.get().strip());
    if (!form.matches() || (form.group(1).isEmpty() && form.group(2).isEmpty())) {
      throw Json.invalid("Range", "is not of the form bytes=first-last");
    }
    long first;
    long last;
    if (form.group(1).isEmpty()) {
      first = Math.max(0, bytes - Long.parseLong(form.group(2)));
      last = bytes - 1;
    } else {
      first = Long.parseLong(form.group(1));
      last =
          form.group(2).isEmpty() ? bytes - 1 : Math.min(Long.parseLong(form.group(2)), bytes - 1);
    }
    if (first >= bytes || last < first) {
      throw Problem.RANGE_OUTSIDE.because(
          "The piece has " + bytes + " bytes; asked for was " + header.get() + ".");
    }
    return new ByteRange(first, last - first + 1);
  }

  String contentRange(long bytes) {
    return "bytes " + first + "-" + (first + length - 1) + "/" + bytes;
  }
}
