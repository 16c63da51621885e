// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// A request for quotes; how many answered is public, what they answered is not.
///
/// @param id Keccak-256 of the request's canonical text.
/// @param legBytes Bytes that one provider's leg takes.
/// @param placedAt Unix second.
/// @param answers Providers that answered.
public record WantedQuotesEntry(
    @JsonProperty(value = "id", required = true) Bytes32 id,
    @JsonProperty(value = "request", required = true) WantedQuotes request,
    @JsonProperty(value = "signature", required = true) Bytes signature,
    @JsonProperty(value = "legBytes", required = true) BigInteger legBytes,
    @JsonProperty(value = "placedAt", required = true) long placedAt,
    @JsonProperty(value = "answers", required = true) long answers) {
  public WantedQuotesEntry {
    requireNonNull(id, "id");
    requireNonNull(request, "request");
    requireNonNull(signature, "signature");
    requireNonNull(legBytes, "legBytes");
  }
}
