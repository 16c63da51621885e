// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IArbitration} from "../../src/interfaces/IArbitration.sol";
import {ArbitrationTest} from "./ArbitrationTest.sol";

contract ArbitrationRuleTest is ArbitrationTest {
    function test_Rule_DecidesAtTwoOfThree_AndDoesNotBindYet(bool forClaimant) external {
        (uint256 id, address[] memory panel) = seated();
        vote(id, panel[0], !forClaimant);
        vote(id, panel[1], forClaimant);
        assertState(id, IArbitration.State.Answered);
        vote(id, panel[2], forClaimant);

        IArbitration.Dispute memory dispute = arbitration.disputeOf(id);
        assertState(id, IArbitration.State.Ruled);
        bool decided = dispute.outcome == (forClaimant ? IArbitration.Outcome.ForClaimant : IArbitration.Outcome.ForDefendant);
        assertTrue(decided, "the majority's");
        assertOutcome(id, IArbitration.Outcome.None);
        assertEq(dispute.deadline, block.timestamp + DAYS3, "time to appeal");
    }

    function test_Rule_IsFinalAtThreeOfFiveOnAppeal(bool first, bool second) external {
        (uint256 id, address[] memory panel) = appealed(first);
        for (uint256 i = 0; i < 4; i++) {
            vote(id, panel[i], i < 2 ? !second : second);
        }
        assertState(id, IArbitration.State.Appealed);
        vote(id, panel[4], second);
        assertState(id, IArbitration.State.Final);
        assertOutcome(id, second ? IArbitration.Outcome.ForClaimant : IArbitration.Outcome.ForDefendant);
    }

    function test_Rule_RevertWhen_NoPanelIsWaitedFor() external {
        uint256 id = opened();
        vm.expectRevert(abi.encodeWithSelector(IArbitration.WrongState.selector, id, IArbitration.State.Opened));
        arbitration.rule(id, true);
    }

    function test_Rule_RevertWhen_TheMajorityHasRuled() external {
        uint256 id = ruled(true);
        address third = arbitration.panelOf(id, 0)[2];
        vm.expectRevert(abi.encodeWithSelector(IArbitration.WrongState.selector, id, IArbitration.State.Ruled));
        vote(id, third, false);
    }

    function test_Rule_RevertWhen_TheTimeIsOver() external {
        (uint256 id, address[] memory panel) = seated();
        uint256 deadline = arbitration.disputeOf(id).deadline;
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.TooLate.selector, deadline));
        vote(id, panel[0], true);
        vm.warp(deadline);
        vote(id, panel[0], true);
    }

    function test_Rule_RevertWhen_TheCallerHasNoSeat(address caller) external {
        (uint256 id, address[] memory panel) = seated();
        vm.assume(caller != panel[0] && caller != panel[1] && caller != panel[2]);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotSeated.selector, id, caller));
        vote(id, caller, true);
    }

    function test_Rule_RevertWhen_TheCallerHasVoted() external {
        (uint256 id, address[] memory panel) = seated();
        vote(id, panel[0], true);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotSeated.selector, id, panel[0]));
        vote(id, panel[0], true);
    }

    function test_Rule_RevertWhen_TheFirstPanelJudgesTheAppeal() external {
        (uint256 id,) = appealed(true);
        address third = arbitration.panelOf(id, 0)[2];
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotSeated.selector, id, third));
        vote(id, third, true);
    }
}
