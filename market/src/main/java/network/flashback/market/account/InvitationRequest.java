package network.flashback.market.account;

import network.flashback.evm.Address;
import network.flashback.market.json.Meaning;

/// Somebody who is to be invited.
@Meaning("Somebody who is to be invited; a new invitation replaces the one before.")
public record InvitationRequest(
    @Meaning("who is invited") Address wallet, @Meaning("in which role") Role role) {}
