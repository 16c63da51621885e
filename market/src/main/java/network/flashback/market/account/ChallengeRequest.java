package network.flashback.market.account;

import network.flashback.evm.Address;
import network.flashback.market.json.Meaning;

/// Who wants to sign in.
@Meaning("Who wants to sign in.")
public record ChallengeRequest(@Meaning("the wallet that will sign") Address wallet) {}
