package network.flashback.market.account;

import java.util.Arrays;
import java.util.Locale;

/// A right within an organisation. Roles are sets of them, and keys of programs hold some.
public enum Scope {
  ORGANISATION_READ(true),
  MEMBERS_WRITE(false),
  KEYS_READ(true),
  KEYS_WRITE(false),
  AUDIT_READ(true),
  WEBHOOKS_READ(true),
  WEBHOOKS_WRITE(true);

  private final boolean forKeys;

  Scope(boolean forKeys) {
    this.forKeys = forKeys;
  }

  /// Whether a key may hold it. Rights that make new rights are for people alone, so that a stolen
  /// key cannot outlive its revocation.
  public boolean isForKeys() {
    return forKeys;
  }

  /// The scope of that name on the wire.
  static Scope named(String name) {
    return Arrays.stream(values())
        .filter(scope -> scope.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no scope is named " + name));
  }

  /// As on the wire: `audit:read`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ':');
  }
}
