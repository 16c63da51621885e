// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ILedger, IProviderOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {AgreementState, Sla, SlaState} from "../../src/interfaces/Types.sol";
import {RefusalTest} from "./RefusalTest.sol";

contract PenaliseMissTest is RefusalTest {
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

    /// It was proven, or is not one of the agreement's.
    function testFuzz_WhatIsProvenOrAnothersIsNoMiss(uint256 seed, uint256 proofs, uint256 at) external {
        (uint128[] memory ids,) = running();
        uint128 id = ids[at % 3];
        uint64 provider = uint64(id >> 64);
        for (uint32 epoch = 10; epoch <= 23; epoch++) {
            passEpoch(epoch);
            if (proofs >> epoch & 1 == 1) confirm(provider, epoch);
        }
        passFinality(23);
        uint32 wanted = uint32(bound(seed, 10, 23));
        bool isMissed = proofs >> wanted & 1 == 0 && wanted >= 11 && wanted <= 20;
        // All that it missed before.
        for (uint32 epoch = 11; epoch < wanted && epoch <= 20; epoch++) {
            if (proofs >> epoch & 1 == 0 && stateOf(id) == AgreementState.Active) orchestrator.penaliseMiss(id, epoch);
        }
        if (stateOf(id) != AgreementState.Active) return;
        if (wanted == 10) wanted = uint32(bound(seed >> 8, 0, 10));
        uint256 collateral = orchestrator.agreementOf(id).collateral;
        if (!isMissed) {
            vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.EpochNotMissed.selector, provider, wanted));
        }
        orchestrator.penaliseMiss(id, wanted);
        assertEq(orchestrator.agreementOf(id).collateral < collateral, isMissed, "slashed for a miss alone");
    }

    /// Without its seed for as long as may be, and while the audit window behind it is open; also while the epoch is not over.
    function testFuzz_AnEpochWithoutASeedIsDelayedNotMissed(uint256 seeded, uint256 seed, uint256 early) external {
        (uint128[] memory ids,) = running();
        bytes memory refusal = abi.encodeWithSelector(IProviderOrchestrator.EpochNotMissed.selector, 1, 11);
        seeded = bound(seeded, startOf(12), uint256(startOf(12)) + 30 days);
        vm.warp(bound(early, block.timestamp, seeded));
        vm.expectRevert(refusal);
        orchestrator.penaliseMiss(ids[0], 11);
        vm.warp(seeded);
        beacon.seed(11);
        vm.warp(below(seed, seeded + WINDOW + 1, seeded));
        vm.expectRevert(refusal);
        orchestrator.penaliseMiss(ids[0], 11);

        vm.warp(seeded + WINDOW + 1);
        vm.prank(stranger);
        assertEq(orchestrator.penaliseMiss(ids[0], 11), EPOCH_PAY, "now it is");
    }

    /// The first `done` epochs are penalised: none of them again, nor any before them; and none behind while one between is not.
    function testFuzz_AMissIsPenalisedOnceAndInOrder(uint256 done, uint256 epoch, uint256 proven, uint256 wanted) external {
        (uint128[] memory ids,) = running();
        uint32 next = uint32(11 + bound(done, 0, 3));
        wanted = bound(wanted, next + 1, 18);
        // Some of those between are proven, but at least one is not.
        proven &= ~(uint256(1) << bound(epoch, next, wanted - 1));
        for (uint32 one = 11; one <= 18; one++) {
            passEpoch(one);
            if (one >= next && one < wanted && proven >> one & 1 == 1) confirm(1, one);
        }
        passFinality(18);
        for (uint32 one = 11; one < next; one++) {
            orchestrator.penaliseMiss(ids[0], one);
        }
        uint256 collateral = orchestrator.agreementOf(ids[0]).collateral;
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.PenaliseInOrder.selector, ids[0], wanted, next));
        orchestrator.penaliseMiss(ids[0], uint32(wanted));
        if (next > 11) {
            uint256 again = epoch % 2 == 0 ? next - 1 : bound(epoch, 0, next - 1);
            vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.PenalisedAlready.selector, ids[0], again));
            orchestrator.penaliseMiss(ids[0], uint32(again));
        }
        assertEq(orchestrator.agreementOf(ids[0]).collateral, collateral, "nothing is slashed");

        for (uint32 one = next; one <= wanted && stateOf(ids[0]) == AgreementState.Active; one++) {
            if (one == wanted || proven >> one & 1 == 0) orchestrator.penaliseMiss(ids[0], one);
        }
        assertTrue(orchestrator.agreementOf(ids[0]).collateral < collateral, "in order");
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
}
