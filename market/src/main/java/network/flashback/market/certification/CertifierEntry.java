package network.flashback.market.certification;

import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;

/// Who certifies, and what documents are sealed with for it.
@Meaning("A certifier that takes applications here.")
public record CertifierEntry(
    Address wallet,
    @Meaning("What it may certify now, as the Registry says.") List<String> scopes,
    @Meaning("X25519 key that documents are sealed for.") Bytes32 sealingKey,
    @Meaning("Its signature of that key: check it, and need not trust this platform.")
        Bytes signature,
    @Meaning("Unix second.") long setAt) {}
