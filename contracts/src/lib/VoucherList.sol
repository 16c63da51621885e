// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {SignedVoucher} from "../interfaces/Types.sol";

/// @title Signed vouchers as they stand in calldata
/// @notice What `vouchers[index]` and its members say, for 400 gas less a voucher, of which a batch has hundreds. Calldata that does not hold all of
/// what it points to, or a value that has more bits than its type, fails without a reason, as it does there.
library VoucherList {
    /// @dev No calldata is as long: bounds every sum.
    uint256 private constant LONG = 1 << 32;
    /// @dev Three values and where the signature begins.
    uint256 private constant HEAD = 0x80;

    /// @notice Element `index`, which is below the length (on the caller), with its agreement and sum; the served bytes are only hashed.
    function at(SignedVoucher[] calldata vouchers, uint256 index)
        internal
        pure
        returns (SignedVoucher calldata voucher, uint256 agreementId, uint256 cumulative)
    {
        assembly ("memory-safe") {
            let distance := calldataload(add(vouchers.offset, shl(5, index)))
            voucher := add(vouchers.offset, distance)
            agreementId := calldataload(voucher)
            cumulative := calldataload(add(voucher, 0x20))
            let wide := or(or(shr(128, agreementId), shr(88, cumulative)), shr(64, calldataload(add(voucher, 0x40))))
            if or(wide, or(gt(distance, LONG), gt(add(voucher, HEAD), calldatasize()))) { revert(0, 0) }
        }
    }

    /// @notice The arguments of a call that has just these: behind the selector they stand as the members of a voucher do.
    function ofArguments(uint128, uint88, uint64, bytes calldata) internal pure returns (SignedVoucher calldata voucher) {
        assembly ("memory-safe") {
            voucher := 4
        }
    }

    function signatureOf(SignedVoucher calldata voucher) internal pure returns (bytes calldata signature) {
        assembly ("memory-safe") {
            let distance := calldataload(add(voucher, 0x60))
            signature.offset := add(add(voucher, distance), 0x20)
            signature.length := calldataload(add(voucher, distance))
            if or(gt(or(distance, signature.length), LONG), gt(add(signature.offset, signature.length), calldatasize())) {
                revert(0, 0)
            }
        }
    }
}
