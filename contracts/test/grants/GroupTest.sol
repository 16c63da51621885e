// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessGrants} from "../../src/AccessGrants.sol";
import {Test} from "../Test.sol";

/// @title Base of the tests of groups: a tree over five members, built here in its own way, and the words to tell a story with
abstract contract GroupTest is Test {
    uint8 internal constant READ = 1;
    uint8 internal constant WRITE = 2;
    uint8 internal constant VOUCHER = 8;
    uint8 internal constant REPLACE = 16;
    uint32 internal constant EXPIRY = 2000;
    uint32 internal constant GROUP = 7;
    bytes32 internal constant SLA = "sla";
    bytes32 internal constant SCOPE = "bucket";

    struct Member {
        address key;
        uint8 rights;
        uint88 cap;
    }

    AccessGrants internal grants;
    address internal consumer;

    function setUp() public virtual {
        vm.warp(1000);
        grants = new AccessGrants();
        (consumer,) = actor("consumer");
    }

    // ---- members

    function keyOf(uint256 index) internal pure returns (address) {
        return address(uint160(0xa0 + index));
    }

    /// Each may read and sign vouchers, the second up to 20, the third up to 30, and so on.
    function members(uint256 count) internal pure returns (Member[] memory all) {
        all = new Member[](count);
        for (uint256 i = 0; i < count; i++) {
            all[i] = Member({key: keyOf(i), rights: READ | VOUCHER, cap: uint88(10 * (i + 1))});
        }
    }

    function without(Member[] memory all, uint256 gone) internal pure returns (Member[] memory left) {
        left = new Member[](all.length - 1);
        for (uint256 i = 0; i < left.length; i++) {
            left[i] = all[i < gone ? i : i + 1];
        }
    }

    // ---- trees

    function leavesOf(uint32 number, Member[] memory all) internal view returns (bytes32[] memory leaves) {
        leaves = new bytes32[](all.length);
        for (uint256 i = 0; i < all.length; i++) {
            leaves[i] = leafOf(number, all[i]);
        }
    }

    /// As the interface says it, written out once more.
    function leafOf(uint32 number, Member memory member) internal view returns (bytes32) {
        bytes32 once = keccak256(abi.encode(block.chainid, address(grants), consumer, number, member.key, member.rights, member.cap));
        return keccak256(abi.encodePacked(once));
    }

    /// The level above: pairs in order of their words; one without a sister goes up as it is.
    function above(bytes32[] memory level) internal pure returns (bytes32[] memory up) {
        up = new bytes32[]((level.length + 1) / 2);
        for (uint256 i = 0; i < up.length; i++) {
            up[i] = 2 * i + 1 == level.length ? level[2 * i] : parentOf(level[2 * i], level[2 * i + 1]);
        }
    }

    function parentOf(bytes32 a, bytes32 b) internal pure returns (bytes32) {
        return a < b ? keccak256(abi.encodePacked(a, b)) : keccak256(abi.encodePacked(b, a));
    }

    function rootOf(bytes32[] memory level) internal pure returns (bytes32) {
        while (level.length > 1) {
            level = above(level);
        }
        return level[0];
    }

    function proofOf(bytes32[] memory level, uint256 index) internal pure returns (bytes32[] memory proof) {
        bytes32[] memory long = new bytes32[](64);
        uint256 count = 0;
        for (; level.length > 1; (level, index) = (above(level), index / 2)) {
            if (index ^ 1 < level.length) long[count++] = level[index ^ 1];
        }
        proof = new bytes32[](count);
        for (uint256 i = 0; i < count; i++) {
            proof[i] = long[i];
        }
    }

    // ---- what happens

    function grantGroup(Member[] memory all) internal {
        bytes32 root = rootOf(leavesOf(GROUP, all));
        vm.prank(consumer);
        grants.grantGroup(GROUP, SLA, root, EXPIRY, SCOPE);
    }

    function regroup(Member[] memory all) internal {
        bytes32 root = rootOf(leavesOf(GROUP, all));
        vm.prank(consumer);
        grants.regroup(GROUP, root);
    }

    function join(Member[] memory all, uint256 index) internal returns (uint64) {
        bytes32[] memory proof = proofOf(leavesOf(GROUP, all), index);
        vm.prank(all[index].key);
        return grants.join(consumer, GROUP, all[index].rights, all[index].cap, proof);
    }

    /// Of what the member is, with whatever it says of itself.
    function joinRefused(Member[] memory all, uint256 index, Member memory says, bytes memory reason) internal {
        bytes32[] memory proof = proofOf(leavesOf(GROUP, all), index);
        vm.prank(says.key);
        vm.expectRevert(reason);
        grants.join(consumer, GROUP, says.rights, says.cap, proof);
    }

    function joinRefused(Member[] memory all, uint256 index, bytes memory reason) internal {
        joinRefused(all, index, all[index], reason);
    }

    // ---- what is

    /// Whether the key may do exactly that now, asked in every way there is.
    function assertMay(Member memory member, string memory what) internal view {
        assertTrue(grants.allows(consumer, SLA, member.key, member.rights), what);
        (bool allowed, uint88 cap) = grants.vouchersOf(consumer, SLA, member.key);
        assertEq(allowed, member.rights & VOUCHER != 0, what);
        if (allowed) assertEq(cap, member.cap, what);
        assertEq(grants.voucherCapOf(consumer, SLA, member.key), member.cap, what);
    }

    function assertMayNothing(address key, string memory what) internal view {
        for (uint8 right = 1; right <= REPLACE; right *= 2) {
            assertFalse(grants.allows(consumer, SLA, key, right), what);
        }
        (bool allowed, uint88 cap) = grants.vouchersOf(consumer, SLA, key);
        assertFalse(allowed, what);
        assertEq(cap, 0, what);
        assertEq(grants.voucherCapOf(consumer, SLA, key), 0, what);
    }
}
