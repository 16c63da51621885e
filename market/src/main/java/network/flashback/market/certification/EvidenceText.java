package network.flashback.market.certification;

import network.flashback.domain.Refused;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.market.json.Meaning;

/// A text that the chain knows by its hash.
@Meaning("A text whose Keccak-256 hash stands in a certificate, its history, or its evidence.")
public record EvidenceText(@Meaning("UTF-8; 2 MiB at most.") String document) {
  private static final int CHARACTERS_MAX = 2 << 20;

  public EvidenceText {
    if (document.isEmpty() || document.length() > CHARACTERS_MAX) {
      throw new Refused(
          "document", "has " + document.length() + " characters", "send 1 to " + CHARACTERS_MAX);
    }
  }

  public Bytes32 hash() {
    return Keccak256.hash(document);
  }
}
