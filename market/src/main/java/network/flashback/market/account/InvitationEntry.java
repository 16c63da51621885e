package network.flashback.market.account;

import network.flashback.evm.Address;
import network.flashback.market.json.Meaning;

/// An invitation that was not accepted yet.
@Meaning("An invitation that was not accepted yet.")
public record InvitationEntry(
    @Meaning("The organisation's id.") String organisation,
    String organisationName,
    Address wallet,
    Role role,
    Address invitedBy,
    long expiresAt) {}
