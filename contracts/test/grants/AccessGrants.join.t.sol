// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessGrants} from "../../src/AccessGrants.sol";
import {IAccessGrants} from "../../src/interfaces/IAccessGrants.sol";
import {GroupTest} from "./GroupTest.sol";

/// @dev Branches: AccessGrants.join.tree
contract AccessGrantsJoinTest is GroupTest {
    event Granted(
        uint64 indexed grantId,
        address indexed consumer,
        address indexed key,
        bytes32 slaId,
        uint8 rights,
        uint32 expiry,
        uint88 voucherCap,
        bytes32 scope
    );
    event Joined(uint64 indexed grantId, address indexed consumer, uint32 indexed number, uint64 word);

    uint32 private constant OTHER_GROUP = 8;

    function testFuzz_Join_GivesExactlyWhatTheLeafSays(uint8 count, uint8 which) external {
        Member[] memory all = members(bound(count, 1, 40));
        uint256 index = bound(which, 0, all.length - 1);
        grantGroup(all);
        vm.expectEmit(true, true, true, true, address(grants));
        emit Granted(2, consumer, all[index].key, SLA, READ | VOUCHER, EXPIRY, all[index].cap, SCOPE);
        vm.expectEmit(true, true, true, true, address(grants));
        emit Joined(2, consumer, GROUP, 1);
        assertEq(join(all, index), 2, "id");

        assertMay(all[index], "joined");
        assertFalse(grants.allows(consumer, SLA, all[index].key, WRITE), "not in the leaf");
        assertFalse(grants.allows(consumer, "other", all[index].key, READ), "another SLA");
        assertFalse(grants.allows(address(this), SLA, all[index].key, READ), "another consumer");
        if (all.length > 1) assertMayNothing(all[(index + 1) % all.length].key, "who did not join");
        IAccessGrants.Grant memory granted = grants.grantOf(2);
        assertEq(granted.group, GROUP, "group");
        assertEq(granted.scope, SCOPE, "scope");
        assertEq(granted.expiry, EXPIRY, "expiry");
        assertFalse(granted.revoked, "revoked");

        vm.warp(EXPIRY);
        assertMay(all[index], "in the group's last second");
        vm.warp(EXPIRY + 1);
        assertMayNothing(all[index].key, "expired");
    }

    function testFuzz_Join_RevertWhen_TheGroupIsUnknown(address anybody, uint32 number) external {
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.GroupUnknown.selector, anybody, number));
        grants.join(anybody, number, READ, 0, new bytes32[](0));
    }

    function testFuzz_Join_RevertWhen_TheGroupIsOver(uint32 late, bool revoked) external {
        Member[] memory all = members(3);
        grantGroup(all);
        if (revoked) {
            vm.prank(consumer);
            grants.revokeGroup(GROUP);
        } else {
            vm.warp(bound(late, EXPIRY + 1, type(uint32).max));
        }
        joinRefused(all, 0, abi.encodeWithSelector(IAccessGrants.GroupOver.selector, consumer, GROUP));
        assertMayNothing(keyOf(0), "over");
    }

    function testFuzz_Join_RevertWhen_ItsRightsAreNoneOrUnknown(uint8 rights) external {
        rights = uint8(bound(rights, 31, 255));
        Member[] memory all = members(3);
        // Even a consumer that signs such a leaf gives nothing by it.
        all[1].rights = rights == 31 ? 0 : rights;
        grantGroup(all);
        joinRefused(all, 1, abi.encodeWithSelector(IAccessGrants.RightsInvalid.selector, all[1].rights));
    }

    function testFuzz_Join_RevertWhen_TheProofIsTooLong(uint8 nodes) external {
        uint256 count = bound(nodes, 33, 255);
        // Even where it leads to the root.
        Member memory member = members(1)[0];
        bytes32 root = leafOf(GROUP, member);
        for (uint256 i = 0; i < count; i++) {
            root = parentOf(root, 0);
        }
        vm.prank(consumer);
        grants.grantGroup(GROUP, SLA, root, EXPIRY, 0);
        vm.prank(member.key);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.ProofTooLong.selector, count, 32));
        grants.join(consumer, GROUP, member.rights, member.cap, new bytes32[](count));
    }

    function test_Join_TakesAProofOfThirtyTwoNodes() external {
        Member memory member = members(1)[0];
        bytes32 root = leafOf(GROUP, member);
        for (uint256 i = 0; i < 32; i++) {
            root = parentOf(root, 0);
        }
        vm.prank(consumer);
        grants.grantGroup(GROUP, SLA, root, EXPIRY, 0);
        vm.prank(member.key);
        grants.join(consumer, GROUP, member.rights, member.cap, new bytes32[](32));

        assertMay(member, "joined");
    }

    function testFuzz_Join_RevertWhen_AMemberAsksForMoreOrAnotherKeyCalls(uint8 what, uint88 by) external {
        Member[] memory all = members(5);
        grantGroup(all);
        by = uint88(bound(by, 1, type(uint88).max));
        Member memory says = all[2];
        if (what % 3 == 0) says = Member(address(uint160(says.key) ^ by), says.rights, says.cap);
        if (what % 3 == 1) says = Member(says.key, uint8(bound(by, 1, 31)), says.cap);
        if (what % 3 == 2) says = Member(says.key, says.rights, says.cap ^ by);
        vm.assume(what % 3 != 1 || says.rights != all[2].rights);
        joinRefused(all, 2, says, abi.encodeWithSelector(IAccessGrants.NotMember.selector, consumer, GROUP, says.key));
        assertMayNothing(says.key, "refused");
    }

    function test_Join_RevertWhen_TheProofIsOfAnotherGroupConsumerChainOrContract() external {
        Member[] memory all = members(4);
        grantGroup(all);
        bytes32 root = rootOf(leavesOf(GROUP, all));
        bytes32[] memory proof = proofOf(leavesOf(GROUP, all), 0);
        vm.prank(consumer);
        grants.grantGroup(OTHER_GROUP, SLA, root, EXPIRY, 0);
        grants.grantGroup(GROUP, SLA, root, EXPIRY, 0);
        AccessGrants elsewhere = new AccessGrants();
        vm.prank(consumer);
        elsewhere.grantGroup(GROUP, SLA, root, EXPIRY, 0);

        vm.startPrank(all[0].key);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.NotMember.selector, consumer, OTHER_GROUP, all[0].key));
        grants.join(consumer, OTHER_GROUP, all[0].rights, all[0].cap, proof);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.NotMember.selector, address(this), GROUP, all[0].key));
        grants.join(address(this), GROUP, all[0].rights, all[0].cap, proof);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.NotMember.selector, consumer, GROUP, all[0].key));
        elsewhere.join(consumer, GROUP, all[0].rights, all[0].cap, proof);
        uint256 chain = block.chainid;
        vm.chainId(chain + 1);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.NotMember.selector, consumer, GROUP, all[0].key));
        grants.join(consumer, GROUP, all[0].rights, all[0].cap, proof);
        vm.chainId(chain);
        grants.join(consumer, GROUP, all[0].rights, all[0].cap, proof);
        vm.stopPrank();
    }

    function testFuzz_Join_RevertWhen_AnyBitOfTheProofIsFlipped(uint8 node, uint8 bit) external {
        Member[] memory all = members(9);
        grantGroup(all);
        bytes32[] memory proof = proofOf(leavesOf(GROUP, all), 3);
        uint256 at = bound(node, 0, proof.length - 1);
        proof[at] ^= bytes32(1 << uint256(bit));
        vm.prank(all[3].key);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.NotMember.selector, consumer, GROUP, all[3].key));
        grants.join(consumer, GROUP, all[3].rights, all[3].cap, proof);
    }

    function test_Join_RevertWhen_AnInnerNodeIsShownAsALeaf() external {
        // A leaf hashed once could be chosen so that its words are two nodes; hashed twice it is 32 bytes long, and no pair is.
        Member[] memory all = members(4);
        bytes32[] memory leaves = leavesOf(GROUP, all);
        bytes32 once = keccak256(abi.encode(block.chainid, address(grants), consumer, GROUP, keyOf(9), uint8(READ), uint88(0)));
        bytes32 root = parentOf(once, leaves[1]);
        vm.prank(consumer);
        grants.grantGroup(GROUP, SLA, root, EXPIRY, 0);
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = leaves[1];
        vm.prank(keyOf(9));
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.NotMember.selector, consumer, GROUP, keyOf(9)));
        grants.join(consumer, GROUP, READ, 0, proof);
    }

    function testFuzz_Join_RevertWhen_TheKeyJoinedBefore_AlsoForAHigherCap(uint8 count, uint8 which, uint88 cap, bool revoked) external {
        Member[] memory all = members(bound(count, 2, 20));
        uint256 last = all.length - 1;
        uint256 index = bound(which, 0, last - 1);
        // The consumer let the same key into its tree twice.
        all[last] = Member({key: all[index].key, rights: READ | WRITE | VOUCHER, cap: cap});
        grantGroup(all);
        assertEq(join(all, index), 2, "id");
        if (revoked) {
            vm.prank(consumer);
            grants.revoke(2);
        }
        joinRefused(all, index, abi.encodeWithSelector(IAccessGrants.JoinedAlready.selector, 2));
        joinRefused(all, last, abi.encodeWithSelector(IAccessGrants.JoinedAlready.selector, 2));
        if (revoked) assertMayNothing(all[index].key, "revoked alone");
        else assertMay(all[index], "as it joined");

        regroup(all);
        assertEq(join(all, last), 2, "under a new root, with either leaf");
        assertMay(all[last], "as it joined then");
    }

    /// By a grant that is live, expired or revoked.
    function testFuzz_Join_RevertWhen_ANewerGrantSpeaksOfTheKey(uint8 which, uint8 how, uint8 rights, uint88 cap) external {
        Member[] memory all = members(4);
        uint256 index = which % 4;
        Member memory own = Member({key: keyOf(index), rights: uint8(bound(rights, 1, 31)), cap: cap});
        grantGroup(all);
        vm.prank(consumer);
        uint64 granted = grants.grant(own.key, SLA, own.rights, how % 3 == 1 ? 1500 : EXPIRY, cap, 0);
        if (how % 3 == 2) {
            vm.prank(consumer);
            grants.revoke(granted);
        }
        vm.warp(how % 3 == 1 ? 1501 : 1500);
        joinRefused(all, index, abi.encodeWithSelector(IAccessGrants.NewerWord.selector, granted));
        if (how % 3 == 0) assertMay(own, "its own grant");
        else assertMayNothing(own.key, "expired or revoked");

        join(all, (index + 1) % 4);
        // A new root is newer than all of it.
        regroup(all);
        join(all, index);
        assertMay(all[index], "as a member");
    }

    function testFuzz_Join_RevertWhen_TheKeyIsInANewerGroup(uint32 number, uint8 rights, uint88 cap, bool revoked) external {
        vm.assume(number != 0 && number != GROUP);
        Member[] memory all = members(2);
        grantGroup(all);
        join(all, 0);
        Member memory newer = Member({key: keyOf(0), rights: uint8(bound(rights, 1, 31)), cap: cap});
        bytes32 root = leafOf(number, newer);
        vm.prank(consumer);
        grants.grantGroup(number, SLA, root, EXPIRY, 0);
        assertMay(all[0], "nothing changes until it joins");
        vm.prank(newer.key);
        uint64 joined = grants.join(consumer, number, newer.rights, newer.cap, new bytes32[](0));

        assertMay(newer, "the newer group");
        assertTrue(grants.grantOf(2).revoked, "what the older group gave");
        if (revoked) {
            vm.prank(consumer);
            grants.revokeGroup(number);
        }
        joinRefused(all, 0, abi.encodeWithSelector(IAccessGrants.NewerWord.selector, joined));
        join(all, 1);
        regroup(all);
        join(all, 0);
        assertMay(all[0], "under a root that is newer still");
    }

    function test_Join_ReplacesAGrantFromBeforeTheGroup_AndAGrantReplacesIt() external {
        Member[] memory all = members(2);
        vm.prank(consumer);
        grants.grant(keyOf(0), SLA, READ | WRITE, EXPIRY, 500, 0);
        grantGroup(all);
        uint64 joined = join(all, 0);
        assertMay(all[0], "the group's");
        assertFalse(grants.allows(consumer, SLA, keyOf(0), WRITE), "not the grant's before");

        vm.prank(consumer);
        grants.grant(keyOf(0), SLA, READ, EXPIRY, 1, 0);
        assertMay(Member(keyOf(0), READ, 1), "the newest");
        assertTrue(grants.grantOf(joined).revoked, "the member's says nothing any more");
        vm.prank(consumer);
        grants.revokeGroup(GROUP);
        assertMay(Member(keyOf(0), READ, 1), "a grant of its own needs no group");
    }
}
