// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IAccessGrants} from "../../src/interfaces/IAccessGrants.sol";
import {GroupTest} from "./GroupTest.sol";

/// @dev Branches: AccessGrants.regroup.tree
contract AccessGrantsRegroupTest is GroupTest {
    event Regrouped(address indexed consumer, uint32 indexed number, uint64 word, bytes32 root);

    function testFuzz_Regroup_RevertWhen_TheCallerHasNoSuchGroup(address anybody, uint32 number) external {
        grantGroup(members(2));
        vm.assume(anybody != consumer || number != GROUP);
        vm.prank(anybody);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.GroupUnknown.selector, anybody, number));
        grants.regroup(number, "root");
    }

    function testFuzz_Regroup_RevertWhen_TheGroupIsOver(uint32 late, bool revoked) external {
        grantGroup(members(2));
        if (revoked) {
            vm.prank(consumer);
            grants.revokeGroup(GROUP);
        } else {
            vm.warp(bound(late, EXPIRY + 1, type(uint32).max));
        }
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.GroupOver.selector, consumer, GROUP));
        grants.regroup(GROUP, "root");
    }

    function testFuzz_Regroup_RevertWhen_TheRootIsZero(bytes32 root, uint256 time) external {
        vm.assume(root != 0);
        Member[] memory all = members(2);
        grantGroup(all);
        join(all, 0);
        vm.warp(bound(time, 1000, EXPIRY));
        vm.startPrank(consumer);
        vm.expectRevert(IAccessGrants.RootInvalid.selector);
        grants.regroup(GROUP, 0);
        assertMay(all[0], "still a member");
        grants.regroup(GROUP, root);
        vm.stopPrank();
        assertMayNothing(keyOf(0), "another root");
    }

    function test_Regroup_TakesOutWhoIsNotUnderTheNewRoot_AndLetsTheOthersJoinAgain() external {
        Member[] memory all = members(5);
        grantGroup(all);
        for (uint256 i = 0; i < 5; i++) {
            assertEq(join(all, i), 2 + i, "id");
        }
        Member[] memory left = without(all, 2);
        left[0].cap = 99;
        bytes32 root = rootOf(leavesOf(GROUP, left));
        vm.expectEmit(true, true, true, true, address(grants));
        emit Regrouped(consumer, GROUP, 7, root);
        regroup(left);

        for (uint256 i = 0; i < 5; i++) {
            assertMayNothing(all[i].key, "before it joins again");
            assertTrue(grants.grantOf(uint64(2 + i)).revoked, "revoked");
        }
        joinRefused(all, 2, abi.encodeWithSelector(IAccessGrants.NotMember.selector, consumer, GROUP, keyOf(2)));
        joinRefused(all, 0, abi.encodeWithSelector(IAccessGrants.NotMember.selector, consumer, GROUP, keyOf(0)));
        assertEq(join(left, 0), 2, "the grant it had");
        assertEq(join(left, 3), 6, "the grant it had");
        assertMay(left[0], "with what the new leaf says");
        assertMay(left[3], "as before");
        assertFalse(grants.grantOf(2).revoked, "again");
        assertMayNothing(keyOf(2), "out");
        assertEq(grants.groupOf(consumer, GROUP).root, root, "root");
    }

    function test_Regroup_ToTheSameRootAsksAllToJoinAgain() external {
        Member[] memory all = members(2);
        grantGroup(all);
        join(all, 0);
        regroup(all);
        assertMayNothing(keyOf(0), "until it joins again");
        join(all, 0);
        assertMay(all[0], "again");
    }

    function test_Regroup_BringsBackWhoWasRevokedAloneOnlyUnderANewRoot() external {
        Member[] memory all = members(2);
        grantGroup(all);
        uint64 joined = join(all, 0);
        join(all, 1);
        vm.prank(consumer);
        grants.revoke(joined);
        assertMayNothing(keyOf(0), "revoked alone");
        assertMay(all[1], "the other");

        regroup(all);
        assertEq(join(all, 0), joined, "the grant it had");
        assertMay(all[0], "the consumer's newest word");
        assertFalse(grants.grantOf(joined).revoked, "no more");
    }
}
