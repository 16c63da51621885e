package network.flashback.benchmarks.s3;

import java.util.Locale;

/// One load: what is asked, of which size, over how many connections at once.
///
/// @param bytes of an object; 0 for lists
/// @param requestsMax a round ends after so many, or when its time is over; [#UNBOUNDED] for loads
///   that only read
record Cell(Verb verb, int bytes, int connections, int requestsMax) {
  static final int UNBOUNDED = Integer.MAX_VALUE;

  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  Cell {
    if (requestsMax == UNBOUNDED && (verb == Verb.PUT || verb == Verb.MIXED)) {
      throw new IllegalArgumentException(
          "What is written must be bounded, but " + verb + " is not.");
    }
  }

  /// What one round writes at most.
  long writtenBytes() {
    return switch (verb) {
      case GET, LIST -> 0;
      case PUT, MIXED -> (long) bytes * verb.writesAmong(requestsMax);
    };
  }

  /// As it stands in the table.
  String name() {
    var what = verb == Verb.LIST ? "LIST" : verb.word() + " " + size(bytes);
    return "%s, %d connection%s".formatted(what, connections, connections == 1 ? "" : "s");
  }

  /// Whether single operations are told, or bytes.
  boolean isSmall() {
    return bytes < 64 * KIB;
  }

  /// Whether the same few requests are sent until the time is over.
  boolean repeats() {
    return requestsMax == UNBOUNDED;
  }

  static String size(int bytes) {
    return bytes % MIB == 0
        ? String.format(Locale.ROOT, "%d MiB", bytes / MIB)
        : String.format(Locale.ROOT, "%d KiB", bytes / KIB);
  }
}
