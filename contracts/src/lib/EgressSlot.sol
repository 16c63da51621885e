// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title An agreement's vouchers in one slot: all that a further voucher reads and writes of the agreement
/// @notice From the lowest bits up: claimed 80, escrow 80. Zero until the first voucher; then a voucher is worth something as long as it is above
/// what is claimed and not above the escrow: both are the same once the agreement has ended.
library EgressSlot {
    function claimedOf(uint256 slot) internal pure returns (uint256) {
        return uint80(slot);
    }

    /// @notice As the party's, since the first voucher.
    function escrowOf(uint256 slot) internal pure returns (uint256) {
        return slot >> 80;
    }

    /// @dev Both must be within their 80 bits.
    function joined(uint256 claimed, uint256 escrow) internal pure returns (uint256 slot) {
        return escrow << 80 | claimed;
    }
}
