// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ITargetedChallenges} from "../../src/interfaces/ITargetedChallenges.sol";
import {SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {FeeToken} from "../hostile/HostileTokens.sol";
import {ReferenceUnit} from "../possession/ReferenceUnit.sol";
import {LossTest} from "./LossTest.sol";

/// @dev Branches: TargetedChallenges.open.tree
contract TargetedChallengesOpenTest is LossTest {
    function test_RevertWhen_TheCallerIsNotTheConsumer() external {
        inEpoch(11);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.NotConsumer.selector, ids[0], consumer, stranger));
        targeted.open(ids[0], 0);
    }

    /// An agreement that was never co-signed has no leaf to ask for: it is void by its start timeout, not by a challenge.
    function test_RevertWhen_TheAgreementHasNotStartedOrIsOver() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.salt = 3;
        uint128[] memory fresh = open(sla, offers);
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.NothingToAsk.selector, fresh[0]));
        targeted.open(fresh[0], 0);
        inEpoch(11);
        declares(ids[0]);
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.NothingToAsk.selector, ids[0]));
        targeted.open(ids[0], 0);
    }

    function test_RevertWhen_TheLeafIsNotInTheAuditedRevision() external {
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.LeafUnknown.selector, ids[0], 0, 0));
        targeted.open(ids[0], 0);
        inEpoch(11);
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.LeafUnknown.selector, ids[0], LEAVES, LEAVES));
        targeted.open(ids[0], LEAVES);
        asks(ids[0], LEAVES - 1);
    }

    function test_RevertWhen_OneIsOpenOrWasOpenedInTheEpoch() external {
        inEpoch(11);
        uint32 due = asks(ids[0], 3);
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.ChallengeOpen.selector, ids[0], due));
        targeted.open(ids[0], 4);
        targeted.answer(ids[0], shows(ids[0], 11, 3));
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.ChallengedAlready.selector, ids[0], 11));
        targeted.open(ids[0], 4);
        inEpoch(12);
        asks(ids[0], 4);
    }

    /// The end of an agreement, an audit window after its last epoch, must not come before the challenge can be closed.
    function test_RevertWhen_TheAgreementMayBeOverBeforeItIsClosed() external {
        uint256 latest = uint256(startOf(21)) - WINDOW;
        vm.warp(latest + 1);
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.TooLateToAsk.selector, ids[0], latest));
        targeted.open(ids[0], 0);
        vm.warp(latest);
        assertEq(asks(ids[0], 0), startOf(21), "due with its last epoch");
    }

    function test_RevertWhen_TheTokenKeepsAPartOfTheBond() external {
        FeeToken fee = new FeeToken();
        inEpoch(11);
        vm.etch(address(token), address(fee).code);
        vm.prank(consumer);
        vm.expectRevert();
        targeted.open(ids[0], 0);
        assertEq(targeted.openOf(1).length, 0, "none is open");
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
