package network.flashback.market.request;

import network.flashback.evm.Bytes32;
import network.flashback.evm.PersonalMessage;
import network.flashback.market.json.CanonicalJson;
import network.flashback.market.json.Meaning;
import network.flashback.market.quote.QuoteRequest;

/// What a consumer wants providers to answer, as it is signed.
///
/// @param salt tells apart requests that are otherwise the same
@Meaning(
    "Wishes for providers to answer. Its canonical text (members sorted, no white space) has the"
        + " hash that is signed and that is the request's id.")
public record WantedQuotes(
    QuoteRequest wishes,
    @Meaning("Unix second from which nobody may answer; within seven days.") long expiresAt,
    @Meaning("Drawn by the consumer.") Bytes32 salt) {
  /// The request's id.
  public Bytes32 id() {
    return CanonicalJson.hash(this);
  }

  /// What the consumer signs.
  public PersonalMessage message(long chainId) {
    return new PersonalMessage(
        "Flashback request for quotes\nchain %d\nrequest %s".formatted(chainId, id()));
  }
}
