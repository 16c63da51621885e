package network.flashback.app.config;

import java.io.Serial;

/// A configuration that cannot be used: names file and key, the reason, and what to do.
public final class ConfigurationException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  public ConfigurationException(String message) {
    super(message);
  }

  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
