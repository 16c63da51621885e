// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A text whose Keccak-256 hash stands in a certificate, its history, or its evidence.
///
/// @param document UTF-8; 2 MiB at most.
public record EvidenceText(
    @JsonProperty(value = "document", required = true) String document) {
  public EvidenceText {
    requireNonNull(document, "document");
  }
}
