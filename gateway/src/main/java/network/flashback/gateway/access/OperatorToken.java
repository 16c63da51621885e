package network.flashback.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/// What shows a gateway that its operator asks: a key of the root key's, so that whoever can read
/// that may ask, and nobody has a further secret to keep.
///
/// Danger: it is sent as it is. Ask over loopback, or through a proxy with TLS.
public final class OperatorToken {
  private static final String SCHEME = "Bearer ";

  private final byte[] header;

  /// The token of the gateway with this root key.
  public OperatorToken(RootKey rootKey) {
    var token = HexFormat.of().formatHex(rootKey.derive("flashback operator token", 32));
    this.header = (SCHEME + token).getBytes(StandardCharsets.US_ASCII);
  }

  /// The value of the header `Authorization`. Danger: it is the secret.
  public String header() {
    return new String(header, StandardCharsets.US_ASCII);
  }

  /// Whether a header is that of the operator.
  public boolean isIn(Optional<String> authorization) {
    var given = authorization.orElse("").strip().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(header, given);
  }

  @Override
  public String toString() {
    return "OperatorToken[hidden]";
  }
}
