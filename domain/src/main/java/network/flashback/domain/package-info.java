/// The pure decisions of the market: prices, shares, redundancy, placement, metering, money and
/// reputation, without I/O, clock or floating point.
@NullMarked
package network.flashback.domain;

import org.jspecify.annotations.NullMarked;
