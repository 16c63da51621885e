package network.flashback.domain.placement;

/// Why an offer does not serve an SLA, in words for the consumer.
///
/// @param offerId names the offer
/// @param providerId whose offer it is
/// @param reason a sentence without its subject, such as "lies in us-va, which is not among the
///   regions wished"
public record Refusal(String offerId, long providerId, String reason) {}
