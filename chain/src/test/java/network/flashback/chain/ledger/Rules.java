package network.flashback.chain.ledger;

import java.math.BigInteger;

/// What the contracts were deployed with.
///
/// @param listingStake of the token, without which nothing new is opened with a provider
record Rules(
    long startSeconds,
    long noticeSeconds,
    long offerLifeSeconds,
    int feeBps,
    BigInteger listingStake) {}
