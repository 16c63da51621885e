// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import org.jspecify.annotations.Nullable;

/// The consumer's acceptance of a quote.
///
/// @param quoteHash Hash of the quote.
/// @param validAfter As signed: the payment is valid after this unix second.
/// @param validBefore As signed: the payment is valid before this unix second.
/// @param signature 65 bytes by the consumer over the quote's authorization.
/// @param sla The terms as the consumer saw them: refused when they are not the quoted ones.
public record SlaOpening(
    @JsonProperty(value = "quoteHash", required = true) Bytes32 quoteHash,
    @JsonProperty(value = "validAfter", required = true) long validAfter,
    @JsonProperty(value = "validBefore", required = true) long validBefore,
    @JsonProperty(value = "signature", required = true) Bytes signature,
    @JsonProperty("sla") @Nullable SlaTerms sla) {
  public SlaOpening {
    requireNonNull(quoteHash, "quoteHash");
    requireNonNull(signature, "signature");
  }

  /// With what must be there, and nothing else.
  public static SlaOpening of(
      Bytes32 quoteHash,
      long validAfter,
      long validBefore,
      Bytes signature) {
    return new SlaOpening(
        quoteHash, validAfter, validBefore, signature, null);
  }

  /// The same with this. The terms as the consumer saw them: refused when they are not the quoted
  /// ones.
  public SlaOpening withSla(SlaTerms sla) {
    return new SlaOpening(
        quoteHash, validAfter, validBefore, signature, sla);
  }
}
