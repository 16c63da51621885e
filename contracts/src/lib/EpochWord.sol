// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Which of 88 consecutive epochs a provider confirmed, and how many it had confirmed before them
/// @notice Bits 0..87: one per epoch. Bits from 88 on: confirmed epochs before the word. So the count through any epoch is one read, exact,
/// however long the gaps between confirmations are. The bits of the newest word stand in the provider's own slot (ProgressSlot).
library EpochWord {
    uint256 internal constant SPAN = 88;

    /// @notice A word with these bits, after `before` confirmed epochs.
    function joined(uint256 before, uint256 bits) internal pure returns (uint256) {
        return before << SPAN | bits;
    }

    function has(uint256 word, uint256 lane) internal pure returns (bool) {
        return (word >> lane) & 1 == 1;
    }

    /// @notice Confirmed epochs up to and including the one at `lane`.
    function countThrough(uint256 word, uint256 lane) internal pure returns (uint256) {
        unchecked {
            return (word >> SPAN) + count(word & ((2 << lane) - 1));
        }
    }

    /// @notice How many of a word's bits are set; `bits` has none above them.
    function count(uint256 bits) internal pure returns (uint256 ones) {
        unchecked {
            // Adds neighbouring bits, pairs, nibbles, then all bytes at once (88 fits into the top one of 16 bytes).
            ones = bits - ((bits >> 1) & 0x55555555555555555555555555555555);
            ones = (ones & 0x33333333333333333333333333333333) + ((ones >> 2) & 0x33333333333333333333333333333333);
            ones = (ones + (ones >> 4)) & 0x0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f;
            ones = (ones * 0x01010101010101010101010101010101) >> 120 & 0xff;
        }
    }
}
