package network.flashback.market.certification;

import network.flashback.evm.Bytes;
import network.flashback.market.json.Meaning;

/// An application as it is announced; its documents follow.
@Meaning("An application for certificates, signed by the member's owner; documents follow.")
public record ApplicationRequest(
    Manifest manifest,
    @Meaning(
            "The owner's EIP-191 signature of 'Flashback application', 'chain ID', 'provider ID' and"
                + " 'manifest HASH', each on a line of its own.")
        Bytes signature) {}
