// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Bytes;
import org.jspecify.annotations.Nullable;

/// A message of EIP-4361 and its signature.
///
/// @param message the text exactly as it was signed
/// @param signature r, s and v (personal_sign, EIP-191): 65 bytes
/// @param bearer True for programs: the answer holds a token, and no cookie is set.
public record SignInRequest(
    @JsonProperty(value = "message", required = true) String message,
    @JsonProperty(value = "signature", required = true) Bytes signature,
    @JsonProperty("bearer") @Nullable Boolean bearer) {
  public SignInRequest {
    requireNonNull(message, "message");
    requireNonNull(signature, "signature");
  }

  /// With what must be there, and nothing else.
  public static SignInRequest of(
      String message,
      Bytes signature) {
    return new SignInRequest(
        message, signature, null);
  }

  /// The same with this. True for programs: the answer holds a token, and no cookie is set.
  public SignInRequest withBearer(boolean bearer) {
    return new SignInRequest(
        message, signature, bearer);
  }
}
