// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Which of 224 consecutive epochs a provider confirmed, and how many it had confirmed before them, in one slot
/// @notice Bits 0..223: one per epoch. Bits 224..255: confirmed epochs before the word. So the count through any epoch is one
/// read, exact, however long the gaps between confirmations are.
library EpochWord {
    uint256 internal constant SPAN = 224;
    uint256 private constant BITS = (1 << SPAN) - 1;

    /// @notice A word in which nothing is confirmed yet, after `before` confirmed epochs.
    function starting(uint32 before) internal pure returns (uint256) {
        return uint256(before) << SPAN;
    }

    function with(uint256 word, uint256 lane) internal pure returns (uint256) {
        return word | (1 << lane);
    }

    function has(uint256 word, uint256 lane) internal pure returns (bool) {
        return (word >> lane) & 1 == 1;
    }

    /// @notice Confirmed epochs up to and including the one at `lane`.
    function countThrough(uint256 word, uint256 lane) internal pure returns (uint32) {
        unchecked {
            uint256 ones = word & BITS & ((2 << lane) - 1);
            // Adds neighbouring bits, pairs, nibbles, then all bytes at once (224 fits into the top byte).
            ones -= (ones >> 1) & 0x5555555555555555555555555555555555555555555555555555555555555555;
            ones = (ones & 0x3333333333333333333333333333333333333333333333333333333333333333)
                + ((ones >> 2) & 0x3333333333333333333333333333333333333333333333333333333333333333);
            ones = (ones + (ones >> 4)) & 0x0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f;
            ones = (ones * 0x0101010101010101010101010101010101010101010101010101010101010101) >> 248;
            return uint32((word >> SPAN) + ones);
        }
    }
}
