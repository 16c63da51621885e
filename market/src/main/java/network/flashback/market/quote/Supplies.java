package network.flashback.market.quote;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import network.flashback.chain.contract.Contracts;
import network.flashback.domain.design.Supply;
import network.flashback.domain.money.TokenAmount;
import network.flashback.domain.placement.Candidate;
import network.flashback.domain.placement.Refusal;
import network.flashback.domain.storage.ByteCount;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.indexer.RegisterIndex;
import network.flashback.market.listing.ListedOffer;
import network.flashback.market.listing.Markets.Market;
import network.flashback.market.listing.OfferSubmission;
import network.flashback.market.listing.Offers;
import network.flashback.market.listing.Standings;

/// The live offers of a market, with what the chain says about their providers at the moment.
public final class Supplies {
  /// Offers that are looked at, the cheapest of each class first.
  private static final int CANDIDATES_MAX = 200;

  private final Contracts contracts;
  private final Offers offers;
  private final Standings standings;
  private final RegisterIndex register;
  private final ReentrantLock one = new ReentrantLock();
  private Seen seen = new Seen(Bytes32.ZERO, Map.of());

  public Supplies(Contracts contracts, Offers offers, Standings standings, RegisterIndex register) {
    this.contracts = contracts;
    this.offers = offers;
    this.standings = standings;
    this.register = register;
  }

  private record Holder(long providerId, Address token) {}

  /// What the chain says about a provider.
  private record Facts(boolean listed, long reserved, BigInteger freeStake) {}

  /// What was read since a block was the newest.
  private record Seen(Bytes32 block, Map<Holder, Facts> facts) {}

  /// What may be chosen, the offers behind it by hash, and who was left out already.
  record Found(List<Supply> supplies, Map<String, OfferSubmission> offers, List<Refusal> refused) {
    List<Candidate> candidates() {
      return supplies.stream().map(Supply::candidate).toList();
    }
  }

  /// Everything that is live in a market now.
  Found of(int marketId, Market market, long now) {
    return among(live(marketId, now), market, now);
  }

  /// Of these offers alone.
  Found among(List<ListedOffer> live, Market market, long now) {
    var facts = facts(live, market.address());
    var standing = register.standings(now);
    var supplies = new ArrayList<Supply>();
    var known = new HashMap<String, OfferSubmission>();
    var refused = new ArrayList<Refusal>();
    for (var offer : live) {
      var providerId = offer.terms().providerId();
      var provider = Objects.requireNonNull(facts.get(new Holder(providerId, market.address())));
      known.put(offer.hash().toString(), offer.submission());
      if (provider.listed()) {
        var certified =
            Optional.ofNullable(standing.get(providerId))
                .filter(one -> !one.certified().isEmpty())
                .isPresent();
        supplies.add(new Supply(candidate(offer, market, provider), certified));
      } else {
        refused.add(
            new Refusal(
                offer.hash().toString(),
                providerId,
                "is of a provider whose stake fell below the threshold of the listing"));
      }
    }
    return new Found(supplies, known, refused);
  }

  private List<ListedOffer> live(int marketId, long now) {
    var all = new ArrayList<ListedOffer>();
    for (var storageClass : StorageClass.values()) {
      all.addAll(
          offers.live(
              new Offers.Filter(
                  Optional.of(storageClass),
                  Optional.empty(),
                  Optional.of(marketId),
                  Optional.empty(),
                  Optional.empty()),
              now,
              CANDIDATES_MAX));
    }
    return all;
  }

  /// Asks the chain about each provider once in a block, and about all at once, however many
  /// designs and quotes are asked for.
  private Map<Holder, Facts> facts(List<ListedOffer> live, Address token) {
    var block = contracts.chain().head().hash();
    one.lock();
    try {
      var known =
          new HashMap<>(seen.block().equals(block) ? seen.facts() : Map.<Holder, Facts>of());
      var unknown =
          live.stream()
              .map(offer -> offer.terms().providerId())
              .distinct()
              .filter(id -> !known.containsKey(new Holder(id, token)))
              .toList();
      if (!unknown.isEmpty()) {
        var listed = contracts.registry().areListed(unknown);
        var reserved = contracts.orchestrator().reservedOf(unknown);
        var stakes = contracts.stakes().stakesOf(unknown, token);
        for (var i = 0; i < unknown.size(); i++) {
          known.put(
              new Holder(unknown.get(i), token),
              new Facts(listed.get(i), reserved.get(i), stakes.get(i).free()));
        }
      }
      seen = new Seen(block, Map.copyOf(known));
      return seen.facts();
    } finally {
      one.unlock();
    }
  }

  private Candidate candidate(ListedOffer listed, Market market, Facts facts) {
    var offer = ListedOffer.domain(listed.terms(), market.token());
    return new Candidate(
        listed.hash().toString(),
        offer,
        new ByteCount(Math.max(0, offer.capacity().bytes() - facts.reserved())),
        new TokenAmount(market.token(), facts.freeStake()),
        // What one owner runs may fail together.
        standings.owner(offer.providerId()).toString(),
        listed.submission().quality());
  }
}
