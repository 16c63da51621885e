package network.flashback.acceptance.fault;

/// What befalls the provider of the leg with this number, or its consumer's side of it.
enum Fault {
  NONE,
  NONE_EITHER,
  /// Everything on it is gone, and nobody declares it.
  LOST_DISK,
  /// One piece is no longer what it was; the consumer puts it again the same day.
  BIT_ROT,
  SLOW_DISK,
  /// Consumers and reporters do not reach it; it reaches the chain.
  CUT_FROM_USERS,
  /// Until its audit window is over.
  CUT_FROM_ALL,
  WRONG_BYTES,
  CLOCK_AHEAD,
  /// The consumer signs no revision at all.
  UNSIGNED,
  /// The consumer signs nothing after its first day.
  SILENT_CONSUMER;

  /// Its place in the SLA.
  int leg() {
    return ordinal();
  }
}
