package network.flashback.market.certification;

import java.util.List;
import network.flashback.domain.certification.ApplicationState;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// An application with everything that became of it.
@Meaning("An application for certificates, with its history.")
public record ApplicationEntry(
    @Meaning("Keccak-256 of the manifest's canonical text.") Bytes32 id,
    @Meaning("Where it stands now, its certificate included.") ApplicationState state,
    @Meaning("Who applied.") Address owner,
    Manifest manifest,
    @Meaning("The owner's, of the manifest.") Bytes signature,
    @Meaning("Documents that are here, by SHA-256; none once it was withdrawn.")
        List<Bytes32> received,
    @Meaning("The certificate that was issued for it; absent while there is none.")
        @Nullable Long certificateId,
    @Meaning("All changes, the oldest first; those of the certificate are the chain's.")
        List<ApplicationChange> history) {
  public ApplicationEntry {
    received = List.copyOf(received);
    history = List.copyOf(history);
  }

  /// One change.
  @Meaning("A change of an application or its certificate.")
  public record ApplicationChange(
      ApplicationState state,
      @Meaning("Unix second.") long at,
      @Meaning("Who made it; absent for what time alone did.") @Nullable Address by,
      @Meaning("In words, where somebody gave it.") @Nullable String reason,
      @Meaning("Of the evidence or reason that the chain names; GET /v1/evidence/{hash} shows it.")
          @Nullable Bytes32 hash,
      @Meaning("Where the chain says so.") @Nullable Bytes32 transaction) {}
}
