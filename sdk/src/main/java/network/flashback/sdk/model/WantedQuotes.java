// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Bytes32;

/// Wishes for providers to answer. Its canonical text (members sorted, no white space) has the hash
/// that is signed and that is the request's id.
///
/// @param expiresAt Unix second from which nobody may answer; within seven days.
/// @param salt Drawn by the consumer.
public record WantedQuotes(
    @JsonProperty(value = "wishes", required = true) QuoteRequest wishes,
    @JsonProperty(value = "expiresAt", required = true) long expiresAt,
    @JsonProperty(value = "salt", required = true) Bytes32 salt) {
  public WantedQuotes {
    requireNonNull(wishes, "wishes");
    requireNonNull(salt, "salt");
  }
}
