// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title An agreement's stream in one slot: all that a steady settlement reads and writes of the agreement
/// @notice From the highest bits down: deposit 80, rate 88 (56.32), clock 32, fraction 32, end epoch 24.
library StreamSlot {
    struct Stream {
        /// What is left for the stream, token units.
        uint256 deposit;
        /// Token units per confirmed second, 32 binary places.
        uint256 rate;
        /// Confirmed seconds of the provider already paid; `UNKNOWN` when it stands elsewhere.
        uint256 clock;
        /// 32 binary places of a token unit, carried on. While the agreement is Open: the second by which it must start.
        uint256 frac;
        /// The first epoch that is no longer paid for.
        uint256 endEpoch;
    }

    /// @dev The clock of a stream that has not been settled yet, or from which a credit is still to be taken.
    uint256 internal constant UNKNOWN = type(uint32).max;
    uint256 internal constant DEPOSIT_MAX = type(uint80).max;
    uint256 internal constant RATE_MAX = type(uint88).max;

    function unpack(uint256 slot) internal pure returns (Stream memory stream) {
        stream.deposit = slot >> 176;
        stream.rate = uint88(slot >> 88);
        stream.clock = uint32(slot >> 56);
        stream.frac = uint32(slot >> 24);
        stream.endEpoch = uint24(slot);
    }

    /// @dev Every field must be within its bits.
    function pack(Stream memory stream) internal pure returns (uint256 slot) {
        return stream.deposit << 176 | stream.rate << 88 | stream.clock << 56 | stream.frac << 24 | stream.endEpoch;
    }
}
