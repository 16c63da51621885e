package network.flashback.market.opening;

import java.util.Map;
import network.flashback.chain.RevertedException;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;

/// What a contract's error means for a consumer, and what to do about it.
final class ContractRefusal {
  private static final String NEW_QUOTE =
      "Nothing was locked. Ask for a new quote: it is computed from the offers as they are now.";

  private static final Map<String, String> REMEDIES =
      Map.ofEntries(
          Map.entry(
              "OfferOverfilled", "Somebody else took the provider's capacity first. " + NEW_QUOTE),
          Map.entry(
              "SlaKeyTaken",
              "By chance, another SLA has the same key; the next quote has another. " + NEW_QUOTE),
          Map.entry(
              "LegTooLarge",
              "The amounts are larger than the ledger can hold. Ask for less, or for several SLAs."),
          Map.entry("OfferExpired", "An offer of the quote has expired. " + NEW_QUOTE),
          Map.entry("OfferCancelled", "A provider withdrew its offers. " + NEW_QUOTE),
          Map.entry(
              "OpeningsArePaused",
              "The guardian has paused new agreements until that second; those that run go on, paid as ever. Ask for a new quote then."),
          Map.entry("ProviderNotListed", "A provider left the listing. " + NEW_QUOTE),
          Map.entry("StakeShort", "A provider's free stake was committed elsewhere. " + NEW_QUOTE),
          Map.entry(
              "OfferSignatureInvalid",
              "A provider changed its node key after it signed the offer. " + NEW_QUOTE),
          Map.entry("TimesInvalid", "Too much time passed between quote and opening. " + NEW_QUOTE),
          Map.entry(
              "DurationOutsideOffer",
              "Since the quote was made, the duration left an offer's bounds. " + NEW_QUOTE),
          Map.entry(
              "AuthorizationExpired",
              "The payment's validBefore has passed. Sign again with a later one."),
          Map.entry(
              "AuthorizationNotYetValid",
              "The payment's validAfter lies ahead. Send it later, or sign with an earlier one."),
          Map.entry(
              "AuthorizationSpent",
              "The wallet has used or cancelled this authorisation. Ask for a new quote and sign that."),
          Map.entry(
              "AuthorizationNotSigned",
              "The token takes the signature for another's. Sign with the consumer's wallet."),
          Map.entry(
              "ERC20InsufficientBalance",
              "The wallet holds too little. Bring more of the token to it, and send the request again."));

  private ContractRefusal() {}

  static MarketException explain(RevertedException refused) {
    var name = refused.failure().map(failure -> failure.name()).orElse("");
    return new MarketException(
        MarketError.CONTRACT_REFUSED,
        "The contract refuses with " + refused.reason() + ".",
        REMEDIES.getOrDefault(name, NEW_QUOTE));
  }
}
