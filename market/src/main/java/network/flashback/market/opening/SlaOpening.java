package network.flashback.market.opening;

import network.flashback.chain.contract.SlaTerms;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// A consumer's signature under a quote.
@Meaning("The consumer's acceptance of a quote.")
public record SlaOpening(
    @Meaning("Hash of the quote.") Bytes32 quoteHash,
    @Meaning("As signed: the payment is valid after this unix second.") long validAfter,
    @Meaning("As signed: the payment is valid before this unix second.") long validBefore,
    @Meaning("65 bytes by the consumer over the quote's authorization.") Bytes signature,
    @Meaning("The terms as the consumer saw them: refused when they are not the quoted ones.")
        @Nullable SlaTerms sla) {}
