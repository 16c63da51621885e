// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessGrants} from "../../src/AccessGrants.sol";
import {IAccessGrants} from "../../src/interfaces/IAccessGrants.sol";
import {GroupTest} from "./GroupTest.sol";

/// @dev Branches: AccessGrants.grantGroup.tree
contract AccessGrantsGrantGroupTest is GroupTest {
    event GroupGranted(
        address indexed consumer, uint32 indexed number, bytes32 indexed slaId, uint64 word, bytes32 root, uint32 expiry, bytes32 scope
    );

    /// Also by a group that was revoked, has another root or expired since.
    function testFuzz_GrantGroup_RevertWhen_TheNumberIsTakenOrZero(uint32 number, uint8 since, address other, bytes32 root) external {
        vm.assume(other != consumer && other != address(0) && root != 0);
        number = uint32(bound(number, 1, type(uint32).max - 1));
        vm.startPrank(consumer);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.GroupNumberTaken.selector, consumer, 0));
        grants.grantGroup(0, SLA, root, EXPIRY, 0);
        grants.grantGroup(number, SLA, "root", EXPIRY, SCOPE);
        if (since % 4 == 1) grants.revokeGroup(number);
        if (since % 4 == 2) grants.regroup(number, "other");
        if (since % 4 == 3) vm.warp(EXPIRY + 1);
        bytes32 before = keccak256(abi.encode(grants.groupOf(consumer, number)));
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.GroupNumberTaken.selector, consumer, number));
        grants.grantGroup(number, "sla", root, EXPIRY + 9, 0);
        assertEq(keccak256(abi.encode(grants.groupOf(consumer, number))), before, "as it was");

        grants.grantGroup(number + 1, SLA, root, EXPIRY + 9, 0);
        vm.stopPrank();
        // Numbers are each consumer's own.
        vm.prank(other);
        grants.grantGroup(number, SLA, root, EXPIRY + 9, 0);
        assertEq(grants.groupOf(other, number).root, root, "the other's");
    }

    function testFuzz_GrantGroup_RevertWhen_ItHasExpiredAlready(uint32 expiry, uint32 time) external {
        vm.warp(time);
        expiry = uint32(bound(expiry, 0, time));
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.ExpiryInPast.selector, expiry));
        grants.grantGroup(GROUP, SLA, "root", expiry, 0);
    }

    function testFuzz_GrantGroup_RevertWhen_TheRootIsZero(address caller, uint32 number, bytes32 root, uint32 expiry) external {
        vm.assume(root != 0 && number != 0);
        vm.startPrank(caller);
        vm.expectRevert(IAccessGrants.RootInvalid.selector);
        grants.grantGroup(number, SLA, 0, expiry, 0);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.GroupUnknown.selector, caller, number));
        grants.groupOf(caller, number);
        grants.grantGroup(number, SLA, root, uint32(bound(expiry, 1001, type(uint32).max)), 0);
        assertEq(grants.groupOf(caller, number).root, root, "any other root");
    }

    function test_GrantGroup_AllowsNobodyAnythingUntilSomebodyJoins() external {
        Member[] memory all = members(5);
        bytes32 root = rootOf(leavesOf(GROUP, all));
        vm.expectEmit(true, true, true, true, address(grants));
        emit GroupGranted(consumer, GROUP, SLA, 1, root, EXPIRY, SCOPE);
        grantGroup(all);

        for (uint256 i = 0; i < all.length; i++) {
            assertMayNothing(all[i].key, "not joined");
        }
        IAccessGrants.Group memory group = grants.groupOf(consumer, GROUP);
        assertEq(group.word, 1, "word");
        assertEq(group.expiry, EXPIRY, "expiry");
        assertEq(group.root, root, "root");
        assertEq(group.slaId, SLA, "SLA");
        assertEq(group.scope, SCOPE, "scope");
    }

    function testFuzz_GroupOf_RevertWhen_TheGroupIsUnknown(address anybody, uint32 number) external {
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.GroupUnknown.selector, anybody, number));
        grants.groupOf(anybody, number);
    }

    function testFuzz_LeafOf_IsOfOneMemberOfOneGroupAlone(Member memory member, uint32 number, uint8 which, uint88 by) external {
        bytes32 leaf = grants.leafOf(consumer, number, member.key, member.rights, member.cap);
        assertEq(leaf, leafOf(number, member), "as the interface says");
        address other = address(uint160(consumer) ^ 1);
        by = uint88(bound(by, 1, type(uint88).max));
        bytes32 changed;
        which %= 7;
        if (which == 0) changed = grants.leafOf(other, number, member.key, member.rights, member.cap);
        if (which == 1) changed = grants.leafOf(consumer, number ^ 1, member.key, member.rights, member.cap);
        if (which == 2) changed = grants.leafOf(consumer, number, address(uint160(member.key) ^ by), member.rights, member.cap);
        if (which == 3) changed = grants.leafOf(consumer, number, member.key, member.rights ^ 8, member.cap);
        if (which == 4) changed = grants.leafOf(consumer, number, member.key, member.rights, member.cap ^ by);
        if (which == 5) changed = new AccessGrants().leafOf(consumer, number, member.key, member.rights, member.cap);
        if (which == 6) {
            vm.chainId(block.chainid + 1);
            changed = grants.leafOf(consumer, number, member.key, member.rights, member.cap);
        }
        assertTrue(changed != leaf, "another leaf");
    }
}
