package network.flashback.chain.ledger;

/// Who pays for an SLA.
///
/// @param refundee who gets back what is unused
/// @param isAgreed whether the consumer signed that it takes the SLA from this payer
record Payer(int account, int refundee, boolean isAgreed) {
  /// The consumer itself, by its own call.
  static Payer consumer(int consumer) {
    return new Payer(consumer, consumer, true);
  }
}
