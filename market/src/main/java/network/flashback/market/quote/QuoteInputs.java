package network.flashback.market.quote;

import java.math.BigInteger;
import java.util.List;
import network.flashback.domain.design.FailureModel;
import network.flashback.domain.design.Plan;
import network.flashback.domain.design.Supply;
import network.flashback.domain.money.Token;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.placement.Candidate;
import network.flashback.domain.placement.QuoteTerms;
import network.flashback.domain.storage.ByteCount;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;
import network.flashback.market.listing.ListedOffer;
import network.flashback.market.listing.OfferSubmission;

/// Everything that a plan's quotes follow from, so that anyone can compute them again.
@Meaning("What a plan's quotes were computed from: the same inputs give the same hashes.")
public record QuoteInputs(
    Address consumer,
    @Meaning("Which plan of the design.") Plan.Kind plan,
    DesignRequest design,
    @Meaning("Unix second of the computation.") long now,
    @Meaning("Of the terms; the class's code is added by exclusive or.") BigInteger salt,
    QuoteTerms terms,
    FailureModel assumed,
    @Meaning("Every offer that was looked at, in this order.") List<OfferInput> offers) {

  /// The same with other offers.
  QuoteInputs withOffers(List<OfferInput> others) {
    return new QuoteInputs(consumer, plan, design, now, salt, terms, assumed, others);
  }

  /// An offer, and what the chain said about its provider.
  @Meaning("An offer with what the chain said about its provider at that moment.")
  public record OfferInput(
      Bytes32 hash,
      OfferSubmission offer,
      @Meaning("Bytes that were not reserved yet.") BigInteger freeBytes,
      @Meaning("Stake that could be committed, token units.") BigInteger freeStake,
      @Meaning("Who registered the provider: legs of one SLA never share one.") String owner,
      boolean certified) {
    static OfferInput of(Supply supply, OfferSubmission submission) {
      var candidate = supply.candidate();
      return new OfferInput(
          Bytes32.fromHex(candidate.id()),
          submission,
          BigInteger.valueOf(candidate.free().bytes()),
          candidate.freeStake().units(),
          candidate.failureDomain(),
          supply.certified());
    }

    Supply supply(Token token) {
      return new Supply(
          new Candidate(
              hash.toString(),
              ListedOffer.domain(offer.offer(), token),
              new ByteCount(freeBytes.longValueExact()),
              new TokenAmount(token, freeStake),
              owner,
              offer.quality()),
          certified);
    }
  }
}
