package network.flashback.s3.auth;

import java.util.Optional;

/// Where the secret of an access key is found.
@FunctionalInterface
public interface Credentials {

  /// The secret that signs for this access key; empty when the key is unknown or revoked.
  Optional<SecretAccessKey> secretOf(String accessKeyId);
}
