// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Bytes;

/// A request for quotes, signed by the consumer.
///
/// @param signature The consumer's EIP-191 signature of 'Flashback request for quotes', 'chain ID'
///     and 'request HASH', each on a line of its own.
public record WantedQuotesSubmission(
    @JsonProperty(value = "request", required = true) WantedQuotes request,
    @JsonProperty(value = "signature", required = true) Bytes signature) {
  public WantedQuotesSubmission {
    requireNonNull(request, "request");
    requireNonNull(signature, "signature");
  }
}
