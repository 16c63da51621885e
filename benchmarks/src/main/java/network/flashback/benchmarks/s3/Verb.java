package network.flashback.benchmarks.s3;

/// What is asked of a server, again and again.
enum Verb {
  GET,
  PUT,
  /// Two GETs, then a PUT.
  MIXED,
  /// A page of a thousand keys from somewhere in a large bucket.
  LIST;

  /// Whether the request of this number writes.
  boolean writes(int number) {
    return switch (this) {
      case GET, LIST -> false;
      case PUT -> true;
      case MIXED -> number % 3 == 2;
    };
  }

  /// How many of the first requests write.
  int writesAmong(int requests) {
    return switch (this) {
      case GET, LIST -> 0;
      case PUT -> requests;
      case MIXED -> requests / 3;
    };
  }

  String word() {
    return this == MIXED ? "mixed" : name();
  }
}
