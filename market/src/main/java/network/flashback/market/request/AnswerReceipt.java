package network.flashback.market.request;

import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;

/// That an answer was taken.
@Meaning("That an answer was taken; it replaces the provider's one before.")
public record AnswerReceipt(Bytes32 request, @Meaning("EIP-712 hash of the offer.") Bytes32 hash) {}
