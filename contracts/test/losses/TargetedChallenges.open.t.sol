// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ITargetedChallenges} from "../../src/interfaces/ITargetedChallenges.sol";
import {SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {OddToken} from "../hostile/HostileTokens.sol";
import {ReferenceUnit} from "../possession/ReferenceUnit.sol";
import {LossTest} from "./LossTest.sol";

/// @dev Branches: TargetedChallenges.open.tree
contract TargetedChallengesOpenTest is LossTest {
    function testFuzz_RevertWhen_TheCallerIsNotTheConsumer(address caller, uint64 index, uint32 epoch) external {
        vm.assume(caller != consumer);
        inEpoch(uint32(bound(epoch, 10, 25)));
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.NotConsumer.selector, ids[0], consumer, caller));
        targeted.open(ids[0], index);
        assertEq(targeted.openOf(1).length, 0, "none is open");
        inEpoch(11);
        asks(ids[0], uint64(bound(index, 0, LEAVES - 1)));
    }

    /// An agreement that was never co-signed has no leaf to ask for: it is void by its start timeout, not by a challenge.
    function testFuzz_RevertWhen_TheAgreementHasNotStartedOrIsOver(uint256 way, uint64 index, uint256 wait) external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.salt = 3;
        uint128 id = open(sla, offers)[0];
        inEpoch(12);
        way = bound(way, 0, 3);
        if (way == 1) orchestrator.void_(id);
        if (way == 2) declares(id = ids[0]);
        if (way == 3) {
            vm.warp(uint256(asks(id = ids[0], 3)) + 1);
            targeted.close(id);
        }
        vm.warp(vm.getBlockTimestamp() + bound(wait, 0, 365 days));
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.NothingToAsk.selector, id));
        targeted.open(id, index);
        assertEq(targeted.openOf(1).length, 0, "none is open");

        inEpoch(13);
        if (index % 2 == 0) {
            vm.prank(consumer);
            orchestrator.giveNotice(others[0]);
        }
        asks(others[0], 8);
    }

    function testFuzz_RevertWhen_TheLeafIsNotInTheAuditedRevision(uint64 any, uint64 beyond) external {
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.LeafUnknown.selector, ids[0], any, 0));
        targeted.open(ids[0], any);
        inEpoch(11);
        uint64 index = LEAVES + uint64(bound(beyond, 0, type(uint64).max - LEAVES));
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.LeafUnknown.selector, ids[0], index, LEAVES));
        targeted.open(ids[0], index);
        assertEq(targeted.openOf(1).length, 0, "none is open");
        asks(ids[0], LEAVES - 1);
    }

    function testFuzz_RevertWhen_OneWasOpenedInTheEpoch(uint64 first, uint64 second, uint256 time, uint256 early) external {
        first = uint64(bound(first, 0, LEAVES - 1));
        vm.warp(startOf(11) + bound(time, 0, EPOCH - 1));
        asks(ids[0], first);
        targeted.answer(ids[0], shows(ids[0], 11, first));
        vm.warp(startOf(12) - bound(early, 1, startOf(12) - vm.getBlockTimestamp()));
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.ChallengedAlready.selector, ids[0], 11));
        targeted.open(ids[0], second);
        assertEq(targeted.openOf(1).length, 0, "none is open");
        vm.warp(startOf(12));
        asks(ids[0], uint64(bound(second, 0, LEAVES - 1)));
    }

    /// In the epoch or later, and though its time to be answered is over: first it is answered or closed.
    function testFuzz_RevertWhen_OneIsOpen(uint64 first, uint64 second, uint256 wait) external {
        first = uint64(bound(first, 0, LEAVES - 1));
        inEpoch(11);
        uint32 due = asks(ids[0], first);
        vm.warp(bound(wait, startOf(11) + 1000, startOf(21) - WINDOW));
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.ChallengeOpen.selector, ids[0], due));
        targeted.open(ids[0], second);
        assertEq(targeted.challengeOf(ids[0]).index, first, "the first is asked for");
        assertEq(token.balanceOf(address(targeted)), EPOCH_PAY, "one bond");

        vm.warp(due);
        targeted.answer(ids[0], shows(ids[0], 11, first));
        inEpoch(12);
        asks(ids[0], uint64(bound(second, 0, LEAVES - 1)));
    }

    /// The end of an agreement, an audit window after its last epoch, must not come before the challenge can be closed.
    function testFuzz_RevertWhen_TheAgreementMayBeOverBeforeItIsClosed(uint256 late, uint64 index) external {
        uint256 latest = uint256(startOf(21)) - WINDOW;
        vm.warp(latest + bound(late, 1, 365 days));
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.TooLateToAsk.selector, ids[0], latest));
        targeted.open(ids[0], index);
        assertEq(targeted.openOf(1).length, 0, "none is open");
        vm.warp(latest);
        assertEq(asks(ids[0], uint64(bound(index, 0, LEAVES - 1))), startOf(21), "due with its last epoch");
    }

    /// Less than all of it, or more.
    function testFuzz_RevertWhen_AnotherAmountThanTheBondArrives(uint256 arriving, uint64 index) external {
        index = uint64(bound(index, 0, LEAVES - 1));
        arriving = bound(arriving, 0, type(uint128).max);
        if (arriving == EPOCH_PAY) arriving--;
        inEpoch(11);
        uint256 held = token.balanceOf(consumer);
        vm.etch(address(token), address(new OddToken(arriving)).code);
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.BondShortReceived.selector, EPOCH_PAY, arriving));
        targeted.open(ids[0], index);
        assertEq(targeted.openOf(1).length, 0, "none is open");
        assertEq(token.balanceOf(consumer), held, "nothing left the consumer");
        vm.etch(address(token), address(new OddToken(EPOCH_PAY)).code);
        asks(ids[0], index);
    }

    function test_AsksForALeafAndLocksAnEpochsPay() external {
        inEpoch(11);
        uint256 held = token.balanceOf(consumer);
        assertEq(targeted.bondOf(ids[0]), EPOCH_PAY, "bond");
        uint32 due = asks(ids[0], 16);
        assertEq(due, block.timestamp + WINDOW, "an audit window to answer");
        assertEq(held - token.balanceOf(consumer), EPOCH_PAY, "locked");
        assertEq(token.balanceOf(address(targeted)), EPOCH_PAY, "here");
        ITargetedChallenges.Challenge memory challenge = targeted.challengeOf(ids[0]);
        (bytes32 root,,,) = audits.revisionOf(ids[0]);
        assertEq(challenge.root, root, "root");
        assertEq(challenge.leaves, LEAVES, "leaves");
        assertEq(challenge.index, 16, "index");
        assertEq(challenge.epoch, 11, "epoch");
        assertEq(challenge.bond, EPOCH_PAY, "bond");
    }

    /// What was co-signed since is not asked for before its epoch, and what is pinned stays asked for.
    function test_PinsTheRevisionThatTheRunningEpochAudits() external {
        inEpoch(11);
        uint64[] memory sizes = new uint64[](1);
        sizes[0] = 33;
        commits(ids[0], new ReferenceUnit(sizes), 2);
        bytes memory proof = shows(ids[0], 11, 16);
        uint32 due = asks(ids[0], 16);
        assertEq(targeted.challengeOf(ids[0]).leaves, LEAVES, "not the newest");
        vm.warp(due);
        targeted.answer(ids[0], proof);
    }

    function test_ListsWhatIsOpenToAProviderUntilItIsOver() external {
        inEpoch(11);
        asks(ids[0], 1);
        asks(others[0], 2);
        asks(ids[1], 3);
        assertEq(targeted.openOf(1).length, 2, "provider 1");
        assertEq(targeted.openOf(2).length, 1, "provider 2");
        targeted.answer(ids[0], shows(ids[0], 11, 1));
        uint128[] memory left = targeted.openOf(1);
        assertEq(left.length, 1, "one is over");
        assertEq(left[0], others[0], "which moved up");
        targeted.answer(others[0], shows(others[0], 11, 2));
        assertEq(targeted.openOf(1).length, 0, "none");
    }
}
