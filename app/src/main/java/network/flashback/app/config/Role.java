package network.flashback.app.config;

import java.util.Locale;

/// A kind of process of the network. One program, several roles.
public enum Role {
  /// Development only: FakeDrand, the source of seeds.
  BEACON,
  PLATFORM,
  GATEWAY,
  NODE,
  REPORTER;

  /// The word on the command line: `flashback gateway`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
