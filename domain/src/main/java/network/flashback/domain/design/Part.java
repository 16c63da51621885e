package network.flashback.domain.design;

import java.util.Comparator;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.placement.Quote;
import network.flashback.domain.placement.QuotedLeg;
import network.flashback.domain.placement.SlaRequest;
import network.flashback.domain.storage.StorageClass;

/// One class of a plan: what becomes an SLA.
///
/// @param request of this class alone
public record Part(SlaRequest request, Quote quote) {
  private static final long DAY_SECONDS = 86_400;

  /// The class of every leg.
  public StorageClass storageClass() {
    return quote.storageClass();
  }

  /// What all legs together earn in a day, rounded up.
  public TokenAmount pricePerDay() {
    return quote.legs().stream()
        .map(leg -> leg.rate().depositFor(DAY_SECONDS))
        .reduce(TokenAmount.zero(quote.total().token()), TokenAmount::plus);
  }

  /// Promised time to the first byte, milliseconds: a read needs the slowest of the quickest k.
  public int latencyMillis() {
    return quote.legs().stream()
        .map(leg -> leg.candidate().promised().latencyMillisMax())
        .sorted(Comparator.naturalOrder())
        .skip(request.redundancy().dataShards() - 1L)
        .findFirst()
        .orElseThrow();
  }

  Odds outage() {
    return FailureModel.outage(
        request.redundancy().dataShards(),
        quote.legs().stream()
            .map(QuotedLeg::candidate)
            .map(c -> c.promised().uptimeBps())
            .toList());
  }
}
