package network.flashback.market.certification;

import network.flashback.evm.Bytes;
import network.flashback.market.json.Meaning;

/// The sealed bytes of a document.
@Meaning("A sealed document: HPKE (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM.")
public record DocumentContent(
    @Meaning("Encapsulated key, ciphertext and tag; 2 MiB at most.") Bytes content) {}
