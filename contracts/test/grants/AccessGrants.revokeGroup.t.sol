// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IAccessGrants} from "../../src/interfaces/IAccessGrants.sol";
import {GroupTest} from "./GroupTest.sol";

/// @dev Branches: AccessGrants.revokeGroup.tree
contract AccessGrantsRevokeGroupTest is GroupTest {
    event GroupRevoked(address indexed consumer, uint32 indexed number);

    function testFuzz_RevokeGroup_RevertWhen_TheCallerHasNoSuchGroup(address anybody, uint32 number) external {
        grantGroup(members(2));
        vm.assume(anybody != consumer || number != GROUP);
        vm.prank(anybody);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.GroupUnknown.selector, anybody, number));
        grants.revokeGroup(number);
    }

    function test_RevokeGroup_EndsAllMembersAtOnceInOneWrite() external {
        Member[] memory all = members(6);
        grantGroup(all);
        for (uint256 i = 0; i < 5; i++) {
            join(all, i);
        }
        vm.record();
        vm.expectEmit(true, true, true, true, address(grants));
        emit GroupRevoked(consumer, GROUP);
        vm.prank(consumer);
        grants.revokeGroup(GROUP);
        (, bytes32[] memory writes) = vm.accesses(address(grants));
        assertEq(writes.length, 1, "one write");

        for (uint256 i = 0; i < 5; i++) {
            assertMayNothing(all[i].key, "revoked");
            assertTrue(grants.grantOf(uint64(2 + i)).revoked, "its grant");
            joinRefused(all, i, abi.encodeWithSelector(IAccessGrants.GroupOver.selector, consumer, GROUP));
        }
        joinRefused(all, 5, abi.encodeWithSelector(IAccessGrants.GroupOver.selector, consumer, GROUP));
        assertEq(grants.groupOf(consumer, GROUP).word, 0, "no word");

        vm.prank(consumer);
        grants.revokeGroup(GROUP);
        assertMayNothing(keyOf(0), "still");
    }

    function test_RevokeGroup_LeavesOtherGroupsAndGrantsAlone() external {
        Member[] memory all = members(3);
        grantGroup(all);
        join(all, 0);
        join(all, 1);
        vm.startPrank(consumer);
        grants.grant(keyOf(1), SLA, READ, EXPIRY, 1, 0);
        Member memory elsewhere = Member({key: keyOf(2), rights: READ, cap: 3});
        grants.grantGroup(GROUP + 1, SLA, leafOf(GROUP + 1, elsewhere), EXPIRY, 0);
        vm.stopPrank();
        vm.prank(elsewhere.key);
        grants.join(consumer, GROUP + 1, READ, 3, new bytes32[](0));
        vm.prank(consumer);
        grants.revokeGroup(GROUP);

        assertMayNothing(keyOf(0), "a member");
        assertMay(Member(keyOf(1), READ, 1), "a grant of its own");
        assertMay(elsewhere, "another group's");
    }
}
