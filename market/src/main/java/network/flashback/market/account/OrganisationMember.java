package network.flashback.market.account;

import network.flashback.evm.Address;
import network.flashback.market.json.Meaning;

/// Somebody who belongs to an organisation.
@Meaning("Somebody who belongs to an organisation.")
public record OrganisationMember(Address wallet, Role role, long since) {}
