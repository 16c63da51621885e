// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {SignedVoucher} from "../../src/interfaces/Types.sol";
import {VoucherList} from "../../src/lib/VoucherList.sol";
import {Test} from "../Test.sol";

/// @dev Solidity's own reading of calldata is the reference.
contract VoucherListTest is Test {
    using VoucherList for SignedVoucher;
    using VoucherList for SignedVoucher[];

    /// One word of good calldata is another one: mostly a distance or a length, which may point anywhere ahead.
    function testFuzz_ItReadsWhatSolidityReads_OrFailsAsSolidityDoes(uint256 seed, uint256 at, uint256 word, bool small) external view {
        bytes memory input = callFor(seed, small ? word % 40 * 32 : word >> 1, at);
        compare(input);
    }

    /// Cut off anywhere.
    function testFuzz_WhatIsCutOffFailsAsInSolidity(uint256 seed, uint256 length) external view {
        bytes memory input = callFor(seed, 0, type(uint256).max);
        length = bound(length, 4, input.length);
        assembly ("memory-safe") {
            mstore(input, length)
        }
        compare(input);
    }

    /// Solidity takes a distance below zero, and reads what stands before.
    function testFuzz_NoDistancePointsBack(uint256 seed, uint256 back, bool ofSignature) external view {
        back = bound(back, 1, type(uint256).max >> 1);
        bytes memory input = callFor(seed, type(uint256).max - back + 1, ofSignature ? 6 : 0);
        (bool done,) = address(this).staticcall(abi.encodePacked(this.listed.selector, input));
        assertTrue(!done, "refused");
    }

    function testFuzz_ArgumentsStandAsAVoucherDoes(uint128 id, uint88 sum, uint64 bytesServed, bytes calldata signature) external view {
        bytes32 wanted = keccak256(abi.encode(id, sum, bytesServed, keccak256(signature)));
        assertEq(this.alone(id, sum, bytesServed, signature), wanted, "the same");
    }

    function listed(SignedVoucher[] calldata vouchers) external pure returns (bytes32 hash) {
        for (uint256 i = 0; i < vouchers.length; i++) {
            (SignedVoucher calldata each, uint256 agreementId, uint256 cumulative) = vouchers.at(i);
            hash = keccak256(abi.encode(hash, agreementId, cumulative, each.servedBytes, keccak256(each.signatureOf())));
        }
    }

    function alone(uint128 agreementId, uint88 cumulative, uint64 servedBytes, bytes calldata signature)
        external
        pure
        returns (bytes32 hash)
    {
        SignedVoucher calldata voucher = VoucherList.ofArguments(agreementId, cumulative, servedBytes, signature);
        return keccak256(abi.encode(voucher.agreementId, voucher.cumulative, voucher.servedBytes, keccak256(voucher.signatureOf())));
    }

    function solidity(SignedVoucher[] calldata vouchers) external pure returns (bytes32 hash) {
        for (uint256 i = 0; i < vouchers.length; i++) {
            SignedVoucher calldata each = vouchers[i];
            hash = keccak256(abi.encode(hash, each.agreementId, each.cumulative, each.servedBytes, keccak256(each.signature)));
        }
    }

    /// Three vouchers as arguments, in which `word` stands in place of one of theirs; as they are, when `at` is the highest number. No word of them
    /// is a distance below zero.
    function callFor(uint256 seed, uint256 word, uint256 at) private pure returns (bytes memory input) {
        SignedVoucher[] memory vouchers = new SignedVoucher[](3);
        for (uint256 i = 0; i < 3; i++) {
            uint256 each = uint256(keccak256(abi.encode(seed, i)));
            vouchers[i] = SignedVoucher(uint128(each), uint88(each), uint64(each), abi.encodePacked(each >> 1, each >> 1, uint8(27)));
        }
        input = abi.encode(vouchers);
        if (at == type(uint256).max) return input;
        // Behind where the list begins and its length, which the compiler reads in both.
        at = 64 + at % (input.length / 32 - 2) * 32;
        assembly ("memory-safe") {
            mstore(add(add(input, 0x20), at), word)
        }
    }

    function compare(bytes memory input) private view {
        (bool done, bytes memory answer) = address(this).staticcall(abi.encodePacked(this.listed.selector, input));
        (bool wanted, bytes memory expected) = address(this).staticcall(abi.encodePacked(this.solidity.selector, input));
        assertTrue(done == wanted, "both or neither");
        if (done) assertEq(abi.decode(answer, (bytes32)), abi.decode(expected, (bytes32)), "the same");
    }
}
