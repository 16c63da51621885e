// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IArbitration} from "../../src/interfaces/IArbitration.sol";
import {ILedger} from "../../src/interfaces/IOrchestrator.sol";
import {ArbitrationTest} from "./ArbitrationTest.sol";

contract ArbitrationExecuteTest is ArbitrationTest {
    function test_Execute_NotAppealed(bool forClaimant) external {
        uint256 id = ruled(forClaimant);
        passDeadline(id);
        arbitration.lapse(id);
        arbitration.execute(id);

        uint256 part = BOND / 2 / 2;
        assertVoters(id, 0, 2, part);
        assertEq(arbitration.claimableOf(forClaimant ? consumer : owner), 2 * BOND - 2 * part, "winner");
        assertEq(arbitration.claimableOf(forClaimant ? owner : consumer), 0, "loser");
        assertAllReleased(id);
        assertNothingButClaims(id, IArbitration.State.Executed);
        assertOutcome(id, forClaimant ? IArbitration.Outcome.ForClaimant : IArbitration.Outcome.ForDefendant);
    }

    function test_Execute_AppealLost(bool forClaimant) external {
        (uint256 id, address[] memory panel) = appealed(forClaimant);
        voteAll(id, panel, forClaimant, 3);
        arbitration.execute(id);

        uint256 part = (BOND + APPEAL_BOND) / 2 / 5;
        assertVoters(id, 0, 2, part);
        assertVoters(id, 1, 3, part);
        assertEq(arbitration.claimableOf(forClaimant ? consumer : owner), 2 * BOND + APPEAL_BOND - 5 * part, "winner");
        assertEq(arbitration.claimableOf(forClaimant ? owner : consumer), 0, "loser");
        assertAllReleased(id);
        assertNothingButClaims(id, IArbitration.State.Executed);
    }

    function test_Execute_AppealWon(bool forClaimant) external {
        (uint256 id, address[] memory panel) = appealed(forClaimant);
        voteAll(id, panel, !forClaimant, 3);
        arbitration.execute(id);

        uint256 part = BOND / 2 / 5;
        assertEq(arbitration.claimableOf(forClaimant ? owner : consumer), 2 * BOND + APPEAL_BOND - 5 * part, "appellant");
        assertEq(arbitration.claimableOf(forClaimant ? consumer : owner), 0, "loser");
        assertVoters(id, 0, 2, part);
        assertVoters(id, 1, 3, part);
        assertAllReleased(id);
    }

    function test_Execute_AppealPanelSilent() external {
        (uint256 id, address[] memory panel) = appealed(true);
        vote(id, panel[0], false);
        passDeadline(id);
        arbitration.lapse(id);
        arbitration.execute(id);

        uint256 part = BOND / 2 / 3;
        assertEq(arbitration.claimableOf(owner), APPEAL_BOND, "loser: only its appeal bond");
        assertEq(arbitration.claimableOf(consumer), 2 * BOND - 3 * part, "winner");
        assertVoters(id, 0, 2, part);
        assertVoters(id, 1, 1, part);
        assertAllReleased(id);
    }

    function test_Execute_MovesTheFrozenSumToAClaimantThatWon_OrBack(bool forClaimant, bool byConsumer) external {
        vm.prank(byConsumer ? consumer : owner);
        uint256 id = arbitration.open(agreementId, epoch, epoch, uint128(EPOCH_PAY), EVIDENCE);
        vm.prank(byConsumer ? owner : consumer);
        arbitration.answer(id, COUNTER);
        voteAll(id, seat(id, 0), forClaimant, 2);
        passDeadline(id);
        arbitration.lapse(id);
        (,, uint256 fromDeposit, uint256 fromEscrow) = orchestrator.frozenOf(id);
        (, uint256 fromCollateral,,) = orchestrator.frozenOf(id);
        assertEq(fromCollateral + fromDeposit + fromEscrow, EPOCH_PAY, "frozen until then");
        arbitration.execute(id);

        assertFrozen(id, 0, 0, 0, 0);
        assertEq(slashOf(consumer), forClaimant && byConsumer ? EPOCH_PAY : 0, "the consumer's");
        assertEq(earningsOf(1), forClaimant && !byConsumer ? EPOCH_PAY : 0, "the provider's");
        uint256 collateral = 2 * uint256(30 days);
        if (forClaimant && byConsumer) collateral -= EPOCH_PAY;
        assertEq(orchestrator.agreementOf(agreementId).collateral, collateral, "what still answers");
    }

    /// P13: governance names arbitrators, and reaches neither the sum nor the verbs that move it.
    function test_P13_NobodyButTheRulingMovesAFrozenSum() external {
        uint256 id = opened();
        address[4] memory callers = [governance, address(this), consumer, owner];
        for (uint256 i = 0; i < 4; i++) {
            vm.expectRevert(abi.encodeWithSelector(ILedger.NotAuthorised.selector, callers[i], address(arbitration)));
            vm.prank(callers[i]);
            orchestrator.release(id, true);
        }
        assertFrozen(id, agreementId, EPOCH_PAY, 0, 0);
    }

    function testFuzz_Execute_RevertWhen_NotFinal(uint256 random, bool forClaimant, address caller, uint256 passed) external {
        IArbitration.State state = stateBut(IArbitration.State.Final, random);
        uint256 id = brought(state, forClaimant);
        uint256 held = arbitration.bondsOf(id);
        vm.warp(block.timestamp + bound(passed, 0, 30 days));
        vm.expectRevert(abi.encodeWithSelector(IArbitration.WrongState.selector, id, state));
        vm.prank(caller);
        arbitration.execute(id);
        assertState(id, state);
        assertEq(arbitration.bondsOf(id), held, "held as before");
    }

    function voteAll(uint256 id, address[] memory panel, bool forClaimant, uint256 count) private {
        for (uint256 i = 0; i < count; i++) {
            vote(id, panel[i], forClaimant);
        }
    }

    /// The first `count` of the panel voted and have their part; the others have nothing.
    function assertVoters(uint256 id, uint8 round, uint256 count, uint256 part) private view {
        address[] memory panel = arbitration.panelOf(id, round);
        for (uint256 i = 0; i < panel.length; i++) {
            assertEq(arbitration.claimableOf(panel[i]), i < count ? part : 0, "arbitrator");
        }
    }
}
