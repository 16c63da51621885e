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

    function test_Answer_RevertWhen_NothingIsOpened() external {
        vm.expectRevert(abi.encodeWithSelector(IArbitration.WrongState.selector, 7, IArbitration.State.None));
        arbitration.answer(7, COUNTER);
    }

    function test_Answer_RevertWhen_ItIsAnsweredAlready() external {
        uint256 id = answered();
        vm.expectRevert(abi.encodeWithSelector(IArbitration.WrongState.selector, id, IArbitration.State.Answered));
        vm.prank(owner);
        arbitration.answer(id, COUNTER);
    }

    function test_Answer_RevertWhen_AnotherThanTheDefendantCalls(address caller) external {
        vm.assume(caller != owner);
        uint256 id = opened();
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotParty.selector, caller));
        vm.prank(caller);
        arbitration.answer(id, COUNTER);
    }

    function test_Answer_RevertWhen_ThereIsNoEvidence() external {
        uint256 id = opened();
        vm.expectRevert(IArbitration.EvidenceMissing.selector);
        vm.prank(owner);
        arbitration.answer(id, 0);
    }

    function test_Answer_RevertWhen_TheTimeIsOver() external {
        uint256 id = opened();
        uint256 deadline = arbitration.disputeOf(id).deadline;
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.TooLate.selector, deadline));
        vm.prank(owner);
        arbitration.answer(id, COUNTER);
        vm.warp(deadline);
        vm.prank(owner);
        arbitration.answer(id, COUNTER);
    }
}
