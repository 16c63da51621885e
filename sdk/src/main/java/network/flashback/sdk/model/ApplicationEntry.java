// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import org.jspecify.annotations.Nullable;

/// An application for certificates, with its history.
///
/// @param id Keccak-256 of the manifest's canonical text.
/// @param state Where it stands now, its certificate included.
/// @param owner Who applied.
/// @param signature The owner's, of the manifest.
/// @param received Documents that are here, by SHA-256; none once it was withdrawn.
/// @param certificateId The certificate that was issued for it; absent while there is none.
/// @param history All changes, the oldest first; those of the certificate are the chain's.
public record ApplicationEntry(
    @JsonProperty(value = "id", required = true) Bytes32 id,
    @JsonProperty(value = "state", required = true) ApplicationState state,
    @JsonProperty(value = "owner", required = true) Address owner,
    @JsonProperty(value = "manifest", required = true) Manifest manifest,
    @JsonProperty(value = "signature", required = true) Bytes signature,
    @JsonProperty(value = "received", required = true) List<Bytes32> received,
    @JsonProperty("certificateId") @Nullable Long certificateId,
    @JsonProperty(value = "history", required = true) List<ApplicationChange> history) {
  public ApplicationEntry {
    requireNonNull(id, "id");
    requireNonNull(state, "state");
    requireNonNull(owner, "owner");
    requireNonNull(manifest, "manifest");
    requireNonNull(signature, "signature");
    received = List.copyOf(received);
    history = List.copyOf(history);
  }
}
