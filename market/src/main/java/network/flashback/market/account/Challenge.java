package network.flashback.market.account;

import network.flashback.market.json.Meaning;

/// What a wallet is to sign.
@Meaning("What a wallet is to sign.")
public record Challenge(
    @Meaning("A text of EIP-4361, for personal_sign; it serves once.") String message,
    @Meaning("Unix second until which it can be used.") long expiresAt) {}
