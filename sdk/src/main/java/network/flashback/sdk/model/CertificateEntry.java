// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// A certifier's statement about a member, with its history.
///
/// @param providerId Member of the register that it is about.
/// @param scopes IDENTITY, LEGAL_DOCUMENTS, LOCATION, MEASURED_QUALITY.
/// @param speaksFor Those of its scopes in which it, and no other certificate, speaks for the
///     member.
/// @param valid Whether it is issued and now is within its times.
/// @param validFrom Unix second.
/// @param validUntil First unix second at which it is no longer valid.
/// @param evidenceHash Hash of what the certifier looked at.
/// @param history All changes, the oldest first.
public record CertificateEntry(
    @JsonProperty(value = "id", required = true) long id,
    @JsonProperty(value = "providerId", required = true) long providerId,
    @JsonProperty(value = "scopes", required = true) List<String> scopes,
    @JsonProperty(value = "speaksFor", required = true) List<String> speaksFor,
    @JsonProperty(value = "state", required = true) CertificateState state,
    @JsonProperty(value = "valid", required = true) boolean valid,
    @JsonProperty(value = "validFrom", required = true) long validFrom,
    @JsonProperty(value = "validUntil", required = true) long validUntil,
    @JsonProperty(value = "issuer", required = true) Address issuer,
    @JsonProperty(value = "evidenceHash", required = true) Bytes32 evidenceHash,
    @JsonProperty(value = "history", required = true) List<Change> history) {
  public CertificateEntry {
    scopes = List.copyOf(scopes);
    speaksFor = List.copyOf(speaksFor);
    requireNonNull(state, "state");
    requireNonNull(issuer, "issuer");
    requireNonNull(evidenceHash, "evidenceHash");
    history = List.copyOf(history);
  }
}
