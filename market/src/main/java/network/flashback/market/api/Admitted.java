package network.flashback.market.api;

import java.util.Optional;
import network.flashback.market.account.Caller;
import network.flashback.market.account.Role;

/// A caller who may do what was asked for.
///
/// @param address where the request comes from
/// @param role in the organisation of the path, of people
record Admitted(Caller caller, String address, Optional<Role> role) {}
