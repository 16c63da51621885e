package network.flashback.market.listing;

import java.time.InstantSource;
import java.util.Optional;
import network.flashback.chain.RevertedException;
import network.flashback.chain.contract.Contracts;
import network.flashback.domain.Refused;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.json.CanonicalJson;

/// Takes signed offers in. Nothing that the contract would refuse later is listed now.
public final class OfferDesk {
  private final Contracts contracts;
  private final Offers offers;
  private final Catalogue catalogue;
  private final Markets markets;
  private final Standings standings;
  private final InstantSource clock;
  private final long offerLifeSeconds;

  public OfferDesk(
      Contracts contracts,
      Offers offers,
      Catalogue catalogue,
      Markets markets,
      Standings standings,
      InstantSource clock) {
    this.contracts = contracts;
    this.offers = offers;
    this.catalogue = catalogue;
    this.markets = markets;
    this.standings = standings;
    this.clock = clock;
    this.offerLifeSeconds = contracts.orchestrator().offerLifeSeconds();
  }

  /// Checks an offer and lists it.
  public OfferEntry submit(OfferSubmission submission) {
    var checked = checked(submission);
    var listed = offers.store(checked, clock.instant().getEpochSecond());
    catalogue.put(listed);
    return listed.entry(markets.market(submission.offer().market()).token());
  }

  /// An offer of a listed provider that lives, is signed and could be filled; kept nowhere.
  public ListedOffer checked(OfferSubmission submission) {
    var terms = submission.offer();
    var market = within("offer", () -> markets.market(terms.market()));
    var now = clock.instant().getEpochSecond();
    var offer = within("offer", () -> ListedOffer.domain(terms, market.token()));
    if (offer.expiry() <= now) {
      throw new Refused(
          "offer.expiry", "is second " + offer.expiry() + ", now is " + now, "sign a later one");
    }
    if (offer.expiry() > now + offerLifeSeconds) {
      throw new Refused(
          "offer.expiry",
          "lies further ahead than the " + offerLifeSeconds + " s that an offer may live",
          "sign an earlier one, and publish again before it passes");
    }
    if (!CanonicalJson.hash(submission.quality()).equals(terms.qualityHash())) {
      throw new Refused(
          "offer.qualityHash",
          "is not the hash of the quality sent along",
          "sign keccak256 of its canonical JSON: " + CanonicalJson.of(submission.quality()));
    }
    var hash = terms.hash(contracts.orchestrator().domain());
    requireSigned(submission, hash);
    requireListed(terms.providerId(), terms.nonce());
    return new ListedOffer(hash, submission);
  }

  /// The document of a promise that a listed offer carried, by its hash.
  public Optional<String> promise(Bytes32 hash) {
    return offers.promise(hash);
  }

  private void requireSigned(OfferSubmission submission, Bytes32 hash) {
    var nodeKey = nodeKeyOf(submission.offer().providerId());
    var signature = within("signature", () -> Signature.parse(submission.signature()));
    var signer = signature.signerOf(hash);
    if (signer.filter(nodeKey::equals).isEmpty()) {
      throw new MarketException(
          MarketError.SIGNATURE_INVALID,
          "signature",
          "The offer is signed by %s, but the node key of provider %d is %s."
              .formatted(
                  signer.map(Address::toString).orElse("nobody"),
                  submission.offer().providerId(),
                  nodeKey),
          "Sign the EIP-712 digest "
              + hash
              + " (type Offer, domain of the Orchestrator) with the node key.");
    }
  }

  private Address nodeKeyOf(long providerId) {
    try {
      return contracts.registry().nodeKeyOf(providerId);
    } catch (RevertedException unknown) {
      throw new Refused(
          "offer.providerId",
          "is " + providerId + ", which is not in the Registry",
          "register the provider first");
    }
  }

  private void requireListed(long providerId, long nonce) {
    var current = contracts.orchestrator().offerNonceOf(providerId);
    if (nonce != current) {
      throw new MarketException(
          MarketError.OFFER_CANCELLED,
          "offer.nonce",
          "The offer has nonce "
              + nonce
              + ", the provider's nonce on the chain is "
              + current
              + ".",
          "Sign it with nonce " + current + ".");
    }
    if (!standings.now(providerId).listed()) {
      throw new MarketException(
          MarketError.PROVIDER_NOT_LISTED,
          "offer.providerId",
          "Provider " + providerId + " is " + catalogue.why(providerId) + ".",
          "Stake, pay the subscription or get certified as that says, then publish again.");
    }
  }

  private static <T> T within(String path, java.util.function.Supplier<T> work) {
    try {
      return work.get();
    } catch (Refused refused) {
      throw new Refused(path + "." + refused.field(), refused.reason(), refused.remedy());
    } catch (IllegalArgumentException | ArithmeticException malformed) {
      throw new Refused(path, "is refused: " + malformed.getMessage(), "correct it");
    }
  }
}
