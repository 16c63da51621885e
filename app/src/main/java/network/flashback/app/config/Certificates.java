package network.flashback.app.config;

import java.io.IOException;
import java.util.Optional;
import network.flashback.http.Tls;

/// The certificate of a role, where its configuration names one.
public final class Certificates {
  private Certificates() {}

  /// Reads certificate and key.
  ///
  /// @throws ConfigurationException when only one of them is named, or they are none, with the
  ///   reason
  public static Optional<Tls> of(Configuration config) {
    boolean certificate = !config.isEmpty(ConfigurationKey.HTTP_TLS_CERTIFICATE);
    boolean key = !config.isEmpty(ConfigurationKey.HTTP_TLS_KEY);
    if (certificate != key) {
      throw new ConfigurationException(
          "'%s' and '%s' belong together: name both files, or neither for plain HTTP."
              .formatted(
                  ConfigurationKey.HTTP_TLS_CERTIFICATE.key(),
                  ConfigurationKey.HTTP_TLS_KEY.key()));
    }
    if (!certificate) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Tls.of(
              config.path(ConfigurationKey.HTTP_TLS_CERTIFICATE),
              config.path(ConfigurationKey.HTTP_TLS_KEY)));
    } catch (IOException e) {
      throw new ConfigurationException("No HTTPS: " + e.getMessage() + ".", e);
    }
  }
}
