// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IArbitration} from "../../src/interfaces/IArbitration.sol";
import {ArbitrationTest} from "./ArbitrationTest.sol";

contract ArbitrationLapseTest is ArbitrationTest {
    function test_Lapse_OfASilentDefendantIsForTheClaimant() external {
        uint256 id = opened();
        lapses(id, IArbitration.State.Default);

        assertOutcome(id, IArbitration.Outcome.ForClaimant);
        assertEq(arbitration.claimableOf(consumer), BOND, "its bond");
        assertAllReleased(id);
        assertFrozen(id, 0, 0, 0, 0);
        assertEq(slashOf(consumer), EPOCH_PAY, "and the disputed sum");
        assertNothingButClaims(id, IArbitration.State.Default);
    }

    function test_Lapse_OfASilentPanelGivesTheBondsBackWithoutARuling(uint256 votes) external {
        uint256 id = answered();
        votes = bound(votes, 0, 3);
        if (votes > 0) {
            address[] memory panel = seat(id, 0);
            if (votes > 1) vote(id, panel[0], true);
            if (votes > 2) vote(id, panel[1], false);
        }
        lapses(id, IArbitration.State.Void);

        assertOutcome(id, IArbitration.Outcome.None);
        assertEq(arbitration.claimableOf(consumer), BOND, "claimant");
        assertEq(arbitration.claimableOf(owner), BOND, "defendant");
        assertAllReleased(id);
        assertFrozen(id, 0, 0, 0, 0);
        assertEq(slashOf(consumer), 0, "the disputed sum is nobody's but the provider's");
        assertEq(orchestrator.agreementOf(agreementId).collateral, 2 * uint256(30 days), "and answers again");
        assertNothingButClaims(id, IArbitration.State.Void);
    }

    function test_Lapse_OfTheTimeToAppealMakesTheRulingBind(bool forClaimant) external {
        uint256 id = ruled(forClaimant);
        lapses(id, IArbitration.State.Final);
        assertOutcome(id, forClaimant ? IArbitration.Outcome.ForClaimant : IArbitration.Outcome.ForDefendant);
        assertEq(arbitration.bondsOf(id), 2 * BOND, "still held");
        assertFrozen(id, agreementId, EPOCH_PAY, 0, 0);
    }

    function test_Lapse_OfASilentAppealPanelLeavesTheFirstRuling(bool forClaimant, uint256 votes) external {
        (uint256 id, address[] memory panel) = appealed(forClaimant);
        votes = bound(votes, 0, 4);
        for (uint256 i = 0; i < votes; i++) {
            vote(id, panel[i], i % 2 == 0);
        }
        lapses(id, IArbitration.State.Final);

        assertOutcome(id, forClaimant ? IArbitration.Outcome.ForClaimant : IArbitration.Outcome.ForDefendant);
        assertEq(arbitration.claimableOf(forClaimant ? owner : consumer), APPEAL_BOND, "the appeal bond is back");
        assertEq(arbitration.bondsOf(id), 2 * BOND, "the others are held");
    }

    function testFuzz_Lapse_RevertWhen_NothingIsWaitedFor(uint256 random, bool forClaimant, address caller, uint256 passed) external {
        IArbitration.State[5] memory ended = [
            IArbitration.State.None,
            IArbitration.State.Final,
            IArbitration.State.Executed,
            IArbitration.State.Default,
            IArbitration.State.Void
        ];
        IArbitration.State state = ended[random % 5];
        uint256 id = brought(state, forClaimant);
        vm.warp(block.timestamp + bound(passed, 0, 30 days));
        vm.expectRevert(abi.encodeWithSelector(IArbitration.WrongState.selector, id, state));
        vm.prank(caller);
        arbitration.lapse(id);
        assertState(id, state);
    }

    function testFuzz_Lapse_RevertWhen_TheTimeIsNotOver(uint256 random, bool forClaimant, address caller, uint256 time) external {
        IArbitration.State[4] memory waiting =
            [IArbitration.State.Opened, IArbitration.State.Answered, IArbitration.State.Ruled, IArbitration.State.Appealed];
        IArbitration.State state = waiting[random % 4];
        uint256 id = brought(state, forClaimant);
        uint256 deadline = arbitration.disputeOf(id).deadline;
        uint256 held = arbitration.bondsOf(id);
        vm.warp(bound(time, block.timestamp, deadline));
        vm.expectRevert(abi.encodeWithSelector(IArbitration.TooEarly.selector, deadline));
        vm.prank(caller);
        arbitration.lapse(id);
        vm.warp(deadline);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.TooEarly.selector, deadline));
        vm.prank(caller);
        arbitration.lapse(id);
        assertState(id, state);
        assertEq(arbitration.bondsOf(id), held, "held as before");
        vm.warp(deadline + 1);
        vm.prank(caller);
        arbitration.lapse(id);
    }

    /// Not in its last second, but in the one after it.
    function lapses(uint256 id, IArbitration.State wanted) private {
        uint256 deadline = arbitration.disputeOf(id).deadline;
        vm.warp(deadline);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.TooEarly.selector, deadline));
        arbitration.lapse(id);
        vm.warp(deadline + 1);
        vm.prank(stranger);
        arbitration.lapse(id);
        assertState(id, wanted);
    }
}
