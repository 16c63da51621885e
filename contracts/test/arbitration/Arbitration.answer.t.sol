// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IArbitration} from "../../src/interfaces/IArbitration.sol";
import {ArbitrationTest} from "./ArbitrationTest.sol";

contract ArbitrationAnswerTest is ArbitrationTest {
    function test_Answer_LocksTheSameBondAndAsksForAPanel() external {
        uint256 before = token.balanceOf(owner);
        uint256 id = answered();

        IArbitration.Dispute memory dispute = arbitration.disputeOf(id);
        assertState(id, IArbitration.State.Answered);
        assertEq(before - token.balanceOf(owner), BOND, "paid");
        assertEq(arbitration.bondsOf(id), 2 * BOND, "held");
        assertEq(dispute.seatEpoch, currentEpoch(), "a seed that nobody knows yet");
        assertEq(dispute.deadline, block.timestamp + DAYS3, "time to rule");
    }

    function testFuzz_Answer_RevertWhen_ItIsNotOpened(uint256 random, bool forClaimant, bytes32 evidence) external {
        IArbitration.State state = stateBut(IArbitration.State.Opened, random);
        uint256 id = brought(state, forClaimant);
        uint256 before = token.balanceOf(owner);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.WrongState.selector, id, state));
        vm.prank(owner);
        arbitration.answer(id, evidence);
        assertState(id, state);
        assertEq(token.balanceOf(owner), before, "no bond is taken");
    }

    function testFuzz_Answer_RevertWhen_NeitherTheDefendantNorWhoSignsForItCalls(address caller) external {
        vm.assume(caller != owner && caller != registry.nodeKeyOf(1));
        uint256 id = opened();
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotParty.selector, caller));
        vm.prank(caller);
        arbitration.answer(id, COUNTER);
    }

    function testFuzz_Answer_RevertWhen_ThereIsNoEvidence(bytes32 evidence, uint256 passed) external {
        vm.assume(evidence != 0);
        uint256 id = opened();
        vm.warp(block.timestamp + bound(passed, 0, DAYS3));
        vm.expectRevert(IArbitration.EvidenceMissing.selector);
        vm.prank(owner);
        arbitration.answer(id, 0);
        assertState(id, IArbitration.State.Opened);
        vm.prank(owner);
        arbitration.answer(id, evidence);
        assertState(id, IArbitration.State.Answered);
    }

    function testFuzz_Answer_RevertWhen_TheTimeIsOver(uint256 late) external {
        uint256 id = opened();
        uint256 deadline = arbitration.disputeOf(id).deadline;
        vm.warp(deadline + bound(late, 1, 3650 days));
        vm.expectRevert(abi.encodeWithSelector(IArbitration.TooLate.selector, deadline));
        vm.prank(owner);
        arbitration.answer(id, COUNTER);
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.TooLate.selector, deadline));
        vm.prank(owner);
        arbitration.answer(id, COUNTER);
        vm.warp(deadline);
        vm.prank(owner);
        arbitration.answer(id, COUNTER);
    }

    function test_Answer_ByTheNodeKeyLocksItsBondAndAWonDisputeGivesItToTheOwner() external {
        address node = nodeOf(1);
        funded(node, address(arbitration));
        uint256 before = token.balanceOf(node);
        uint256 id = opened();
        vm.prank(node);
        arbitration.answer(id, COUNTER);
        assertEq(before - token.balanceOf(node), BOND, "paid");

        address[] memory panel = seat(id, 0);
        vote(id, panel[0], false);
        vote(id, panel[1], false);
        passDeadline(id);
        arbitration.lapse(id);
        arbitration.execute(id);
        assertEq(arbitration.claimableOf(node), 0, "the key's own");
        assertEq(arbitration.claimableOf(owner), BOND + BOND - BOND / 2, "the owner's");
    }

    function test_Answer_ByAKeyWithTheConsumersRightRevision() external {
        (address key,) = actor("gateway");
        funded(key, address(arbitration));
        uint256 id = openedAgainstConsumer();
        grantTo(key, 4);
        vm.prank(key);
        arbitration.answer(id, COUNTER);
        assertState(id, IArbitration.State.Answered);
        assertEq(arbitration.bondsOf(id), 2 * BOND, "held");
    }

    function test_Answer_RevertWhen_TheKeyHasNotThatRightNow() external {
        (address key,) = actor("gateway");
        uint256 id = openedAgainstConsumer();
        grantTo(key, 27);
        refused(id, key);

        uint64 grantId = grantTo(key, 4);
        vm.prank(consumer);
        grants.revoke(grantId);
        refused(id, key);

        grantTo(key, 4);
        vm.warp(block.timestamp + 1 hours + 1);
        refused(id, key);
        refused(id, nodeOf(1));
    }

    function openedAgainstConsumer() private returns (uint256 id) {
        vm.prank(owner);
        return arbitration.open(agreementId, epoch, epoch, uint128(EPOCH_PAY), EVIDENCE);
    }

    function grantTo(address key, uint8 rights) private returns (uint64) {
        bytes32 slaId = orchestrator.agreementOf(agreementId).slaId;
        vm.prank(consumer);
        return grants.grant(key, slaId, rights, uint32(block.timestamp + 1 hours), 0, 0);
    }

    function refused(uint256 id, address key) private {
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotParty.selector, key));
        vm.prank(key);
        arbitration.answer(id, COUNTER);
    }
}
