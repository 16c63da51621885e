// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {EpochWord} from "./EpochWord.sol";

/// @title A provider's account of epochs and offers in one slot: all that a confirmation writes
/// @notice From the highest bits down: confirmed 24, newest 24, first 24, whether some are short 1, offer nonce 31,
/// reserved bytes 64, bits 88.
library ProgressSlot {
    struct Progress {
        /// How many epochs the provider confirmed, ever. 0: `newest` and `first` say nothing.
        uint256 confirmed;
        uint256 newest;
        uint256 first;
        /// Whether some confirmed epochs count for less than their length: see ShortEpochs.
        bool shortened;
        /// Every increase is a transaction of the owner: 31 bits are never all used.
        uint256 offerNonce;
        /// Capacity of all its agreements that are not terminal.
        uint256 reservedBytes;
        /// Which epochs of the word of `newest` are confirmed: see EpochWord.
        uint256 bits;
    }

    /// @dev Lowest bit of the reserved bytes.
    uint256 internal constant RESERVED_AT = 88;
    uint256 private constant SHORTENED = 1 << 183;
    uint256 private constant NONCE_MAX = type(uint32).max >> 1;

    function unpack(uint256 slot) internal pure returns (Progress memory progress) {
        progress.confirmed = slot >> 232;
        progress.newest = uint24(slot >> 208);
        progress.first = uint24(slot >> 184);
        progress.shortened = slot & SHORTENED != 0;
        progress.offerNonce = (slot >> 152) & NONCE_MAX;
        progress.reservedBytes = uint64(slot >> RESERVED_AT);
        progress.bits = uint88(slot);
    }

    /// @notice Whether `epoch` is newer than the newest, in the same word, and not the first that the provider confirms;
    /// and no epoch is short.
    function isNext(uint256 slot, uint256 epoch) internal pure returns (bool) {
        uint256 newest = uint24(slot >> 208);
        return slot >> 232 != 0 && slot & SHORTENED == 0 && epoch > newest && epoch <= type(uint24).max
            && epoch / EpochWord.SPAN == newest / EpochWord.SPAN;
    }

    /// @notice The slot once `epoch` is confirmed, for which `isNext` holds: one more confirmed, a newer newest, one bit more.
    function confirmedBy(uint256 slot, uint256 epoch) internal pure returns (uint256) {
        // A new epoch is not before the newest, and no provider confirms more epochs than there are, which 24 bits number.
        unchecked {
            return slot + (1 << 232 | (epoch - uint24(slot >> 208)) << 208 | 1 << (epoch % EpochWord.SPAN));
        }
    }

    /// @dev Every field must be within its bits.
    function pack(Progress memory progress) internal pure returns (uint256 slot) {
        slot = progress.confirmed << 232 | progress.newest << 208 | progress.first << 184 | progress.offerNonce << 152
            | progress.reservedBytes << RESERVED_AT | progress.bits;
        if (progress.shortened) slot |= SHORTENED;
    }
}
