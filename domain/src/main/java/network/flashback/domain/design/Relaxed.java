package network.flashback.domain.design;

import network.flashback.domain.money.TokenAmount;

/// What would be if one wish were a lesser one and all others stayed.
///
/// @param instead the lesser wish in words, such as `anywhere instead of eu-*`
/// @param total what would be locked then
public record Relaxed(Wish wish, String instead, TokenAmount total) {}
