// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {SettlementMath} from "./SettlementMath.sol";

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

    /// @dev One value of a mapping of slots, such as the one that holds the streams.
    struct Place {
        uint256 slot;
    }

    /// @dev The clock of a stream that has not been settled yet, or from which a credit is still to be taken.
    uint256 internal constant UNKNOWN = type(uint32).max;
    uint256 internal constant DEPOSIT_MAX = type(uint80).max;
    uint256 internal constant RATE_MAX = type(uint88).max;
    uint256 private constant CLOCK_AND_FRAC = uint256(type(uint64).max) << 24;

    function unpack(uint256 slot) internal pure returns (Stream memory stream) {
        stream.deposit = slot >> 176;
        stream.rate = uint88(slot >> 88);
        stream.clock = uint32(slot >> 56);
        stream.frac = uint32(slot >> 24);
        stream.endEpoch = uint24(slot);
    }

    /// @notice Where the slot of an agreement stands: sought once, read and written there.
    function placeOf(mapping(uint128 agreementId => uint256) storage slots, uint256 agreementId)
        internal
        pure
        returns (Place storage place)
    {
        assembly ("memory-safe") {
            mstore(0x00, agreementId)
            mstore(0x20, slots.slot)
            place.slot := keccak256(0x00, 0x40)
        }
    }

    /// @notice Whether the stream alone tells what is to be paid before the epoch `bound`: it runs, its clock is known, it does not end before.
    function isSteady(uint256 slot, uint256 bound) internal pure returns (bool) {
        return slot >> 176 != 0 && uint32(slot >> 56) != UNKNOWN && uint24(slot) >= bound;
    }

    /// @notice SettlementMath.advance on a stream whose clock is known, as it stands in its slot.
    /// @return moved the slot afterwards; the same when nothing moved
    /// @return paid what left the deposit
    /// @return clock of the slot afterwards
    function paidUntil(uint256 slot, uint256 until) internal pure returns (uint256 moved, uint256 paid, uint256 clock) {
        uint256 frac;
        (paid, clock, frac) = SettlementMath.advance({
            deposit: slot >> 176, rate: uint88(slot >> 88), clock: uint32(slot >> 56), frac: uint32(slot >> 24), until: until
        });
        // At most the deposit is paid, and clock and fraction have 32 bits.
        unchecked {
            moved = (slot & ~CLOCK_AND_FRAC) - (paid << 176) | clock << 56 | frac << 24;
        }
    }

    /// @dev Every field must be within its bits.
    function pack(Stream memory stream) internal pure returns (uint256 slot) {
        return stream.deposit << 176 | stream.rate << 88 | stream.clock << 56 | stream.frac << 24 | stream.endEpoch;
    }
}
