package network.flashback.market.account;

import java.util.EnumSet;
import java.util.Set;

/// What a member of an organisation may do there.
public enum Role {
  /// Everything; alone makes and unmakes owners.
  OWNER(EnumSet.allOf(Scope.class)),
  /// Everything but what concerns owners.
  ADMIN(EnumSet.allOf(Scope.class)),
  /// Sees what the organisation has.
  MEMBER(EnumSet.of(Scope.ORGANISATION_READ, Scope.KEYS_READ, Scope.WEBHOOKS_READ)),
  /// Sees what the organisation has, and who did what.
  AUDITOR(
      EnumSet.of(Scope.ORGANISATION_READ, Scope.KEYS_READ, Scope.WEBHOOKS_READ, Scope.AUDIT_READ));

  // Set.copyOf cannot be changed; the checker knows only Guava's type to say so.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Scope> scopes;

  Role(Set<Scope> scopes) {
    this.scopes = Set.copyOf(scopes);
  }

  public Set<Scope> scopes() {
    return scopes;
  }
}
