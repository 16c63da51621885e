package network.flashback.market.account;

import network.flashback.market.json.Meaning;

/// Another role for a member.
@Meaning("Another role for a member.")
public record RoleChange(@Meaning("the new role") Role role) {}
