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

    function test_GrantGroup_RevertWhen_TheNumberIsTakenOrZero() external {
        grantGroup(members(2));
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.GroupNumberTaken.selector, consumer, GROUP));
        grants.grantGroup(GROUP, SLA, "root", EXPIRY, 0);
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.GroupNumberTaken.selector, consumer, 0));
        grants.grantGroup(0, SLA, "root", EXPIRY, 0);

        vm.prank(consumer);
        grants.revokeGroup(GROUP);
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.GroupNumberTaken.selector, consumer, GROUP));
        grants.grantGroup(GROUP, SLA, "root", EXPIRY, 0);
        // Numbers are each consumer's own.
        grants.grantGroup(GROUP, SLA, "root", EXPIRY, 0);
    }

    function testFuzz_GrantGroup_RevertWhen_ItHasExpiredAlready(uint32 expiry, uint32 time) external {
        vm.warp(time);
        expiry = uint32(bound(expiry, 0, time));
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.ExpiryInPast.selector, expiry));
        grants.grantGroup(GROUP, SLA, "root", expiry, 0);
    }

    function test_GrantGroup_RevertWhen_TheRootIsZero() external {
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.RootInvalid.selector));
        grants.grantGroup(GROUP, SLA, 0, EXPIRY, 0);
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
