package network.flashback.acceptance.fault;

/// What befalls the provider of the leg with this number, or its consumer's side of it.
enum Fault {
  NONE(0),
  NONE_EITHER(1),
  /// Everything on it is gone, and nobody declares it.
  LOST_DISK(2),
  /// One piece is no longer what it was; the consumer puts it again the same day.
  BIT_ROT(3),
  SLOW_DISK(4),
  /// Consumers and reporters do not reach it; it reaches the chain.
  CUT_FROM_USERS(5),
  /// Until its audit window is over.
  CUT_FROM_ALL(6),
  WRONG_BYTES(7),
  CLOCK_AHEAD(8),
  /// The consumer signs no revision at all.
  UNSIGNED(9),
  /// The consumer signs nothing after its first day.
  SILENT_CONSUMER(10);

  private final int leg;

  Fault(int leg) {
    this.leg = leg;
  }

  /// Its place in the SLA.
  int leg() {
    return leg;
  }
}
