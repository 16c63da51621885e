package network.flashback.market.request;

import java.math.BigInteger;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;

/// A request for quotes as everybody sees it.
@Meaning("A request for quotes; how many answered is public, what they answered is not.")
public record WantedQuotesEntry(
    @Meaning("Keccak-256 of the request's canonical text.") Bytes32 id,
    WantedQuotes request,
    Bytes signature,
    @Meaning("Bytes that one provider's leg takes.") BigInteger legBytes,
    @Meaning("Unix second.") long placedAt,
    @Meaning("Providers that answered.") int answers) {}
