package network.flashback.sdk.signing;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.Wallet;
import network.flashback.evm.eip712.Domain;
import network.flashback.sdk.model.OfferTerms;
import network.flashback.sdk.model.QuoteRequest;
import network.flashback.sdk.model.QuotedTerms;
import network.flashback.sdk.model.SlaOpening;
import network.flashback.sdk.model.SlaTerms;
import network.flashback.sdk.model.StorageClass;

/// A consumer's signature under a quote: one for terms and payment, because the hash of the terms
/// is the nonce of the payment.
///
/// What is signed is computed here from the terms that the quote shows; the typed data that comes
/// with the quote is not believed.
public final class SlaSigner {
  private final Deployment deployment;
  private final Wallet wallet;

  /// A consumer that signs for these contracts alone.
  public SlaSigner(Deployment deployment, Wallet wallet) {
    this.deployment = deployment;
    this.wallet = wallet;
  }

  /// Accepts a quote, if it locks no more than the limit and gives what was wished.
  ///
  /// @param wish what the quote was asked for
  /// @throws NotSignedException when it is another quote than that
  public SlaOpening accept(QuotedTerms quote, QuoteRequest wish, SpendingLimit limit) {
    requireWished(quote, wish);
    return accept(quote, limit);
  }

  /// Accepts a quote, if it locks no more than the limit: for one whose terms a person has looked
  /// at, such as that of a design.
  ///
  /// @throws NotSignedException when it locks more, or is not what it says
  public SlaOpening accept(QuotedTerms quote, SpendingLimit limit) {
    var terms = quote.sla();
    var id = TypedTerms.sla(terms, deployment.domain()).digest();
    require(
        id.equals(quote.quoteHash()),
        "the terms hash to %s on the contracts we sign for, and the quote says %s"
            .formatted(id, quote.quoteHash()),
        "The platform belongs to another network, or has changed the terms: ask it for a new quote, or another platform.");
    require(
        terms.consumer().equals(wallet.address()),
        "the quote is for %s, and this wallet is %s".formatted(terms.consumer(), wallet.address()),
        "Ask for one of your own.");
    var total = TypedTerms.total(terms);
    requireWithin(limit, quote, total);
    requireOffers(quote);
    var payment =
        TypedTerms.payment(
            token(quote, limit),
            wallet.address(),
            deployment.orchestrator(),
            total,
            terms.startBy(),
            id);
    return SlaOpening.of(id, 0, terms.startBy().longValueExact(), wallet.sign(payment).toBytes())
        .withSla(terms);
  }

  private static void requireWithin(SpendingLimit limit, QuotedTerms quote, BigInteger total) {
    require(
        quote.token().equals(limit.token()),
        "the quote is paid in %s, and the limit is one of %s"
            .formatted(quote.token(), limit.token()),
        "Ask in the market of that token, or set a limit for this one.");
    require(
        total.compareTo(limit.units()) <= 0,
        "the terms lock %s token units, and the limit is %s".formatted(total, limit.units()),
        "Raise the limit, or wish for less.");
    require(
        total.equals(quote.total()),
        "the terms lock %s token units, and the quote says %s".formatted(total, quote.total()),
        "Ask for a new quote, or another platform.");
  }

  /// The offers shown are those that the legs fill.
  private void requireOffers(QuotedTerms quote) {
    var hashes =
        quote.offers().stream()
            .map(one -> TypedTerms.offer(one.offer(), deployment.domain()).digest())
            .toList();
    var filled = quote.sla().legs().stream().map(leg -> leg.offerHash()).toList();
    require(
        hashes.equals(filled),
        "the offers shown are not those that the legs fill",
        "Ask for a new quote, or another platform.");
  }

  private static void requireWished(QuotedTerms quote, QuoteRequest wish) {
    var terms = quote.sla();
    var asked = wish.redundancy();
    require(
        terms.dataShards().equals(BigInteger.valueOf(asked.data()))
            && terms.totalShards().equals(BigInteger.valueOf(asked.total()))
            && terms.legs().size() == asked.total(),
        "the quote is %s of %s on %d legs, and the wish was %d of %d"
            .formatted(
                terms.dataShards(),
                terms.totalShards(),
                terms.legs().size(),
                asked.data(),
                asked.total()),
        "Ask for a new quote.");
    require(
        terms.endsAt().longValueExact() - quote.createdAt() >= wish.durationSeconds(),
        "the quote ends before the %d seconds that were wished".formatted(wish.durationSeconds()),
        "Ask for a new quote.");
    var room = terms.legs().stream().map(leg -> leg.capacityBytes()).reduce(BigInteger::min);
    var needed = wish.volumeBytes().divide(BigInteger.valueOf(asked.data()));
    require(
        room.orElse(BigInteger.ZERO).compareTo(needed) >= 0,
        "a leg reserves less than its part of the volume, %s bytes".formatted(needed),
        "Ask for a new quote.");
    requireHash(quote, wish, terms);
    requirePlaces(quote, wish);
  }

  /// The terms keep the wishes as a hash.
  private static void requireHash(QuotedTerms quote, QuoteRequest wish, SlaTerms terms) {
    var kept = Keccak256.hash(quote.wishes());
    require(
        kept.equals(terms.wishesHash()),
        "the wishes shown are not those of the terms",
        "Ask for a new quote, or another platform.");
    require(
        wish.consumer().equals(terms.consumer())
            && terms.market().longValueExact() == (wish.market() == null ? 1 : wish.market()),
        "the quote is another consumer's, or of another market",
        "Ask for a new quote.");
  }

  private static void requirePlaces(QuotedTerms quote, QuoteRequest wish) {
    List<String> names = wish.regions() == null ? List.of() : wish.regions();
    var allowed = new HashSet<Bytes32>();
    names.forEach(name -> allowed.add(RegionWord.of(name)));
    for (var offer : quote.offers()) {
      var terms = offer.offer();
      require(
          allowed.isEmpty() || allowed.contains(terms.region()),
          "provider %s keeps bytes in none of %s".formatted(terms.providerId(), names),
          "Ask for a new quote.");
      require(
          classOf(terms) == wish.storageClass(),
          "the offer of provider %s is of class %s".formatted(terms.providerId(), classOf(terms)),
          "Ask for a new quote.");
    }
  }

  private static StorageClass classOf(OfferTerms terms) {
    return switch (terms.offerClass().intValue()) {
      case 0 -> StorageClass.FAST;
      case 1 -> StorageClass.DECENTRALIZED;
      case 2 -> StorageClass.ARCHIVE;
      default -> StorageClass.UNKNOWN_TO_THIS_SDK;
    };
  }

  /// The token's signing domain. Its address and chain are ours; name and version are the
  /// platform's word, which can make a signature void but not another's.
  private Domain token(QuotedTerms quote, SpendingLimit limit) {
    var told = quote.authorization().path("domain");
    return Domain.of(
        told.path("name").asText(),
        told.path("version").asText(),
        deployment.chainId(),
        limit.token());
  }

  private static void require(boolean holds, String why, String remedy) {
    if (!holds) {
      throw new NotSignedException(why, remedy);
    }
  }
}
