package network.flashback.market.request;

import network.flashback.evm.Bytes;
import network.flashback.market.json.Meaning;

/// A request for quotes as it is sent.
@Meaning("A request for quotes, signed by the consumer.")
public record WantedQuotesSubmission(
    WantedQuotes request,
    @Meaning(
            "The consumer's EIP-191 signature of 'Flashback request for quotes', 'chain ID' and"
                + " 'request HASH', each on a line of its own.")
        Bytes signature) {}
