// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// What is applied for, with which documents. Its canonical text (members sorted, no white space)
/// has the hash that is signed and that is the application's id.
///
/// @param certifier Who shall certify, and can read the documents.
/// @param sealingKey The certifier's X25519 key that they are sealed for.
/// @param criteria Version of the criteria.
/// @param scopes IDENTITY, LEGAL_DOCUMENTS, LOCATION, MEASURED_QUALITY.
/// @param madeAt Unix second at which it was made.
public record Manifest(
    @JsonProperty(value = "providerId", required = true) long providerId,
    @JsonProperty(value = "certifier", required = true) Address certifier,
    @JsonProperty(value = "sealingKey", required = true) Bytes32 sealingKey,
    @JsonProperty(value = "criteria", required = true) String criteria,
    @JsonProperty(value = "scopes", required = true) List<CertificateScope> scopes,
    @JsonProperty(value = "documents", required = true) List<HandedIn> documents,
    @JsonProperty(value = "madeAt", required = true) long madeAt) {
  public Manifest {
    requireNonNull(certifier, "certifier");
    requireNonNull(sealingKey, "sealingKey");
    requireNonNull(criteria, "criteria");
    scopes = List.copyOf(scopes);
    documents = List.copyOf(documents);
  }
}
