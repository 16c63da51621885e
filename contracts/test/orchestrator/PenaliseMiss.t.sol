// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ILedger, IProviderOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {AgreementState, Sla, SlaState} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";

contract PenaliseMissTest is OrchestratorTest {
    function test_MissesInARowCostTwiceAsMuchEachTime() external {
        (uint128[] memory ids,) = running();
        assertEq(missed(ids[0], 11), EPOCH_PAY, "first");
        assertEq(missed(ids[0], 12), 2 * EPOCH_PAY, "second");
        assertEq(missed(ids[0], 13), 4 * EPOCH_PAY, "third");

        uint256 slashed = 7 * EPOCH_PAY;
        assertEq(slashOf(address(fund)), slashed * 30 / 100, "fund");
        assertEq(slashOf(stranger), slashed * 10 / 100, "prover");
        assertEq(slashOf(consumer), slashed * 60 / 100, "consumer");
        assertEq(uint256(orchestrator.agreementOf(ids[0]).collateral), 2 * uint256(30 days) - slashed, "the rest stays committed");
    }

    function test_AConfirmedEpochEndsTheRow() external {
        (uint128[] memory ids,) = running();
        missed(ids[0], 11);
        missed(ids[0], 12);
        passEpoch(13);
        confirm(1, 13);

        assertEq(missed(ids[0], 14), EPOCH_PAY, "a new row");
        assertEq(orchestrator.agreementOf(ids[0]).missedInRow, 1, "one in a row");
    }

    function test_TheFourthMissInARowIsABreach() external {
        (uint128[] memory ids, Sla memory sla) = running();
        passEpoch(11);
        confirm(1, 11);
        for (uint32 epoch = 12; epoch <= 14; epoch++) {
            missed(ids[0], epoch);
        }
        uint256 left = uint256(orchestrator.agreementOf(ids[0]).collateral);

        assertEq(missed(ids[0], 15), left, "all of the collateral");
        assertEq(uint256(orchestrator.agreementOf(ids[0]).collateral), 0, "none is left");
        assertEq(earningsOf(1), EPOCH_PAY, "the confirmed epoch is billed");
        uint256 rest = uint256(sla.legs[0].deposit) + sla.legs[0].egressEscrow - EPOCH_PAY;
        assertEq(refundOf(consumer), rest, "the rest goes back");
        assertState(ids[0], AgreementState.Closed);
        assertSla(orchestrator.hashSla(sla), SlaState.Degraded);
        assertTrue(verifier.retired(ids[0]), "retired");
    }

    function test_TooFewLegsFailTheSla() external {
        (uint128[] memory ids, Sla memory sla) = running();
        for (uint32 epoch = 11; epoch <= 14; epoch++) {
            missed(ids[0], epoch);
            missed(ids[1], epoch);
        }
        assertSla(orchestrator.hashSla(sla), SlaState.Failed);
        // The last leg is still billed and ended, and the reserve goes back with it.
        for (uint32 epoch = 11; epoch <= 20; epoch++) {
            passEpoch(epoch);
        }
        passFinality(20);
        confirm(3, 20);
        orchestrator.end(ids[2]);
        assertEq(earningsOf(3), EPOCH_PAY, "billed");
        (,,,,, uint88 reserve,) = orchestrator.slaOf(orchestrator.hashSla(sla));
        assertEq(reserve, 0, "reserve released");
        assertEq(refundOf(consumer), totalOf(sla) - EPOCH_PAY, "all the rest");
        assertSla(orchestrator.hashSla(sla), SlaState.Failed);
    }

    function test_AConfirmedEpochIsNoMiss() external {
        (uint128[] memory ids,) = running();
        passEpoch(11);
        confirm(1, 11);
        passFinality(11);
        notMissed(ids[0], 11);
    }

    function test_EpochsOutsideTheAgreementAreNoMisses() external {
        (uint128[] memory ids,) = running();
        beacon.seed(10);
        passEpoch(11);
        passFinality(11);
        notMissed(ids[0], 10);
        notMissed(ids[0], 12);
        for (uint32 epoch = 12; epoch <= 21; epoch++) {
            passEpoch(epoch);
        }
        passFinality(21);
        notMissed(ids[0], 21);
    }

    function test_AnEpochWithoutASeedIsDelayedNotMissed() external {
        (uint128[] memory ids,) = running();
        vm.warp(uint256(startOf(12)) + 3 * EPOCH);
        notMissed(ids[0], 11);
        beacon.seed(11);
        vm.warp(block.timestamp + WINDOW);
        notMissed(ids[0], 11);
        vm.warp(vm.getBlockTimestamp() + 1);
        vm.prank(stranger);
        assertEq(orchestrator.penaliseMiss(ids[0], 11), EPOCH_PAY, "now it is");
    }

    function test_AMissIsPenalisedOnceAndInOrder() external {
        (uint128[] memory ids,) = running();
        passEpoch(11);
        passEpoch(12);
        passFinality(12);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.PenaliseInOrder.selector, ids[0], 12, 11));
        orchestrator.penaliseMiss(ids[0], 12);
        orchestrator.penaliseMiss(ids[0], 11);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.PenalisedAlready.selector, ids[0], 11));
        orchestrator.penaliseMiss(ids[0], 11);
    }

    function test_AnAgreementThatIsNotLiveIsNotPenalised() external {
        (uint128[] memory ids,) = openTwoOfThree();
        vm.expectRevert(abi.encodeWithSelector(ILedger.WrongState.selector, ids[0], AgreementState.Open));
        orchestrator.penaliseMiss(ids[0], 11);
    }

    /// P6, P8: whatever the row, a slash never passes what is committed and each miss costs once.
    function testFuzz_SlashesNeverPassTheCollateral(uint256 hits) external {
        (uint128[] memory ids, Sla memory sla) = running();
        uint256 slashed = 0;
        for (uint32 epoch = 11; epoch <= 20; epoch++) {
            passEpoch(epoch);
            if ((hits >> epoch) & 1 == 1) confirm(1, epoch);
            vm.warp(uint256(startOf(epoch + 1)) + WINDOW + 2);
            if ((hits >> epoch) & 1 == 1 || stateOf(ids[0]) != AgreementState.Active) continue;
            uint256 committed = uint256(orchestrator.agreementOf(ids[0]).collateral);
            vm.prank(stranger);
            uint256 cost = orchestrator.penaliseMiss(ids[0], epoch);
            assertLe(cost, committed, "at most what is committed");
            slashed += cost;
        }
        assertLe(slashed, sla.legs[0].collateral, "at most the collateral");
        (, uint256 committedNow,,) = stakes.stakeOf(1, address(token));
        (uint256 free,,,) = stakes.stakeOf(1, address(token));
        assertEq(free + committedNow, STAKE - slashed, "P5: nothing else left the stake");
    }

    function missed(uint128 agreementId, uint32 epoch) private returns (uint256) {
        passEpoch(epoch);
        vm.warp(uint256(startOf(epoch + 1)) + WINDOW + 2);
        vm.prank(stranger);
        return orchestrator.penaliseMiss(agreementId, epoch);
    }

    function notMissed(uint128 agreementId, uint32 epoch) private {
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.EpochNotMissed.selector, uint64(agreementId >> 64), epoch));
        orchestrator.penaliseMiss(agreementId, epoch);
    }
}
