package network.flashback.market.opening;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import network.flashback.chain.Receipt;
import network.flashback.chain.RevertedException;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.PaymentAuthorization;
import network.flashback.domain.money.TokenAmount;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.database.Database;
import network.flashback.market.indexer.ChainIndex;
import network.flashback.market.indexer.Indexer;
import network.flashback.market.listing.Markets;
import network.flashback.market.listing.OfferSubmission;
import network.flashback.market.quote.QuotedTerms;
import network.flashback.market.quote.Quotes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens SLAs: checks what the consumer signed and carries it to the chain, once.
///
/// The platform only relays. The contract checks everything again, so that another relay, or the
/// consumer itself, could do the same.
public final class SlaDesk {
  private static final Logger LOG = LoggerFactory.getLogger(SlaDesk.class);
  private static final int STRIPES = 64;

  private final Contracts contracts;
  private final TransactionSender sender;
  private final Quotes quotes;
  private final Openings openings;
  private final Markets markets;
  private final ChainIndex index;
  private final Indexer indexer;
  private final InstantSource clock;
  private final List<ReentrantLock> stripes =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toList();

  public SlaDesk(
      Contracts contracts,
      TransactionSender sender,
      Database database,
      Quotes quotes,
      Markets markets,
      ChainIndex index,
      Indexer indexer,
      InstantSource clock) {
    this.contracts = contracts;
    this.sender = sender;
    this.quotes = quotes;
    this.openings = new Openings(database);
    this.markets = markets;
    this.index = index;
    this.indexer = indexer;
    this.clock = clock;
  }

  /// Opens the SLA of a quote. Calls for one quote wait for each other; the second and later ones
  /// get the first one's answer.
  public OpenedSla open(SlaOpening opening) {
    var hash = opening.quoteHash();
    var lock = stripes.get(Math.floorMod(hash.hashCode(), STRIPES));
    lock.lock();
    try {
      var answered = openings.answer(hash).or(() -> onChain(hash));
      if (answered.isPresent()) {
        return remember(answered.get());
      }
      return remember(relay(opening));
    } finally {
      lock.unlock();
    }
  }

  private OpenedSla relay(SlaOpening opening) {
    var quote =
        quotes
            .quote(opening.quoteHash())
            .orElseThrow(
                () ->
                    new MarketException(
                        MarketError.NOT_FOUND,
                        "quoteHash",
                        "There is no quote " + opening.quoteHash() + ".",
                        "Ask for a new quote: POST /v1/quotes."));
    requireUntampered(opening, quote);
    requireInTime(quote);
    var authorization = authorization(opening, quote);
    requireFunds(quote);
    try {
      var receipt =
          sender.send(
              contracts
                  .orchestrator()
                  .openWithAuthorization(
                      quote.sla(),
                      quote.offers().stream().map(OfferSubmission::signed).toList(),
                      authorization));
      return opened(quote.quoteHash(), receipt);
    } catch (RevertedException refused) {
      // Another relay may have been faster.
      return onChain(quote.quoteHash()).orElseThrow(() -> ContractRefusal.explain(refused));
    }
  }

  /// An SLA that is on the chain although its answer is not stored: the program died in between, or
  /// somebody else relayed.
  private Optional<OpenedSla> onChain(Bytes32 slaId) {
    if (contracts.orchestrator().contract().call("slaOf", slaId).number("state") == 0) {
      return Optional.empty();
    }
    indexer.catchUp();
    return index
        .sla(slaId)
        .flatMap(sla -> contracts.chain().receipt(sla.transaction()))
        .map(receipt -> opened(slaId, receipt));
  }

  private OpenedSla opened(Bytes32 slaId, Receipt receipt) {
    var agreements =
        contracts.orchestrator().contract().read(receipt, "AgreementOpened").stream()
            .filter(emitted -> emitted.values().word("slaId").equals(slaId))
            .map(emitted -> new AgreementId(emitted.values().integer("agreementId")))
            .toList();
    return new OpenedSla(slaId, agreements, receipt.transactionHash());
  }

  private OpenedSla remember(OpenedSla opened) {
    openings.store(opened, clock.instant().getEpochSecond());
    try {
      // So that who asks for the SLA right after this answer finds it.
      indexer.catchUp();
    } catch (RuntimeException later) {
      LOG.info("The new SLA is not indexed yet: {}", later.getMessage());
    }
    return opened;
  }

  private void requireUntampered(SlaOpening opening, QuotedTerms quote) {
    var domain = contracts.orchestrator().domain();
    var shown = Optional.ofNullable(opening.sla()).map(terms -> terms.hash(domain));
    if (!quote.sla().hash(domain).equals(quote.quoteHash())
        || shown.filter(hash -> !hash.equals(quote.quoteHash())).isPresent()) {
      throw new MarketException(
          MarketError.QUOTE_TAMPERED,
          "sla",
          "The terms hash to "
              + shown.orElseGet(() -> quote.sla().hash(domain))
              + ", the quote's hash is "
              + quote.quoteHash()
              + ".",
          "Nothing was sent. Fetch the quote again (GET /v1/quotes/{hash}), or ask for a new one.");
    }
  }

  private void requireInTime(QuotedTerms quote) {
    var now = clock.instant().getEpochSecond();
    if (now >= quote.expiresAt()) {
      throw new MarketException(
          MarketError.QUOTE_EXPIRED,
          "quoteHash",
          "The quote expired at unix second " + quote.expiresAt() + ", now is " + now + ".",
          "Nothing was sent, and the signature opens nothing here any more. Ask for a new quote: POST /v1/quotes.");
    }
  }

  private PaymentAuthorization authorization(SlaOpening opening, QuotedTerms quote) {
    var now = clock.instant().getEpochSecond();
    if (opening.validAfter() >= now || opening.validBefore() <= now) {
      throw new MarketException(
          MarketError.INVALID_FIELD,
          opening.validAfter() >= now ? "validAfter" : "validBefore",
          "The payment is valid from second %d to second %d, now is %d."
              .formatted(opening.validAfter(), opening.validBefore(), now),
          "Sign the authorization as the quote proposes it.");
    }
    var signature = parse(opening);
    var digest =
        PaymentAuthorization.typedData(
                markets.market(quote.sla().market()).signing(),
                quote.sla().consumer(),
                contracts.orchestrator().address(),
                quote.sla().total(),
                opening.validAfter(),
                opening.validBefore(),
                quote.quoteHash())
            .digest();
    var signer = signature.signerOf(digest);
    if (signer.filter(quote.sla().consumer()::equals).isEmpty()) {
      throw new MarketException(
          MarketError.SIGNATURE_INVALID,
          "signature",
          "The payment is signed by %s, the quote is for %s."
              .formatted(signer.map(Address::toString).orElse("nobody"), quote.sla().consumer()),
          "Sign the quote's authorization, unchanged, with the consumer's wallet, and send the same validAfter and validBefore.");
    }
    return new PaymentAuthorization(opening.validAfter(), opening.validBefore(), signature);
  }

  private static Signature parse(SlaOpening opening) {
    try {
      return Signature.parse(opening.signature());
    } catch (IllegalArgumentException malformed) {
      throw new MarketException(
          MarketError.INVALID_FIELD,
          "signature",
          String.valueOf(malformed.getMessage()),
          "Send r, s and v as the wallet returns them: 65 bytes as hex.");
    }
  }

  private void requireFunds(QuotedTerms quote) {
    var market = markets.market(quote.sla().market());
    var balance = contracts.token(market.address()).balanceOf(quote.sla().consumer());
    var total = quote.sla().total();
    if (balance.compareTo(total) < 0) {
      throw new MarketException(
          MarketError.INSUFFICIENT_BALANCE,
          "The SLA locks %s, but wallet %s holds %s."
              .formatted(
                  new TokenAmount(market.token(), total),
                  quote.sla().consumer(),
                  new TokenAmount(market.token(), balance)),
          "Nothing was sent. Bring %s more to the wallet and send the same request again before the quote expires, or ask for less."
              .formatted(new TokenAmount(market.token(), total.subtract(balance))));
    }
  }
}
