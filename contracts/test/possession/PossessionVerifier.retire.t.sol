// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {PossessionVerifier} from "../../src/PossessionVerifier.sol";
import {AgreementState, PossessionProof} from "../../src/interfaces/Types.sol";
import {PossessionTest} from "./PossessionTest.sol";

/// @dev Branches: PossessionVerifier.retire.tree
contract PossessionVerifierRetireTest is PossessionTest {
    function testFuzz_RevertWhen_TheCallerIsNotTheOrchestrator(address caller, uint128 any) external {
        vm.assume(caller != address(orchestrator));
        uint128 id = stores(1, 1, pieces(4));
        vm.startPrank(caller);
        vm.expectRevert(abi.encodeWithSelector(PossessionVerifier.NotOrchestrator.selector, caller));
        verifier.retire(any);
        vm.expectRevert(abi.encodeWithSelector(PossessionVerifier.NotOrchestrator.selector, caller));
        verifier.retire(id);
        vm.stopPrank();
        seeds(11, "seed");
        assertEq(challenged(11), CHALLENGES, "audited as ever");
        orchestrator.retire(verifier, id);
        seeds(13, "seed");
        assertEq(challenged(13), 0, "no more");
    }

    function test_AnAgreementWithoutRevisionIsNoUnit() external {
        uint128 id = opens(1, 1, LONG);
        orchestrator.retire(verifier, id);
        verifier.shorten(id);
        assertEq(verifier.unitsOf(PROVIDER).length, 0, "units");

        commits(id, pieces(2));
        seeds(11, "seed");
        assertEq(challenged(11), CHALLENGES, "a unit that comes later is audited");
    }

    function test_RetiringEndsTheAuditsWithTheRunningEpoch() external {
        uint128 id = stores(1, 1, pieces(4));
        inEpoch(13);
        orchestrator.retire(verifier, id);
        audited(id, 13);
    }

    function test_TheEndItWasOpenedWithEndsTheAudits() external {
        uint128 id = opens(1, 1, 14);
        commits(id, pieces(4));
        audited(id, 13);
    }

    function test_ANoticeEndsThemAtTheNewEnd() external {
        uint128 id = stores(1, 1, pieces(4));
        inEpoch(12);
        orchestrator.move(id, AgreementState.Notice, 16);
        verifier.shorten(id);
        audited(id, 15);
    }

    function test_ANoticeTakenOverLateDoesNotTouchTheRunningEpoch() external {
        uint128 id = stores(1, 1, pieces(4));
        inEpoch(18);
        orchestrator.move(id, AgreementState.Notice, 16);
        verifier.shorten(id);
        audited(id, 18);
    }

    function test_AnEndNeverMovesOut() external {
        uint128 id = stores(1, 1, pieces(4));
        inEpoch(12);
        orchestrator.move(id, AgreementState.Notice, 14);
        verifier.shorten(id);
        orchestrator.move(id, AgreementState.Notice, 100);
        verifier.shorten(id);
        audited(id, 13);
    }

    function test_ATerminalAgreementCanBeTakenOutByAnyone() external {
        uint128 id = stores(1, 1, pieces(4));
        inEpoch(13);
        orchestrator.move(id, AgreementState.Closed, LONG);
        verifier.shorten(id);
        audited(id, 13);
    }

    function test_ARetiredUnitLeavesTheListWhenNoEpochNeedsIt() external {
        stores(1, 1, pieces(4));
        uint128 second = stores(2, 1, pieces(4));
        stores(3, 1, pieces(4));
        inEpoch(11);
        orchestrator.retire(verifier, second);

        seeds(11, "seed");
        audits(11);
        assertEq(verifier.unitsOf(PROVIDER).length, 3, "its last epoch can still be audited");
        seeds(12, "seed");
        audits(12);
        uint128[] memory ids = verifier.unitsOf(PROVIDER);
        assertEq(ids.length, 2, "units");
        assertEq(ids[0], idOf(1), "first");
        assertEq(ids[1], idOf(3), "second");
    }

    function test_ALateSeedKeepsRetiredUnitsInTheirPlace() external {
        uint128 first = stores(1, 1, pieces(4));
        stores(2, 1, pieces(4));
        orchestrator.retire(verifier, stores(3, 1, pieces(4)));
        inEpoch(11);
        orchestrator.retire(verifier, first);
        for (uint32 epoch = 12; epoch < 16; epoch++) {
            seeds(epoch, "seed");
            audits(epoch);
        }
        assertEq(verifier.unitsOf(PROVIDER)[0], first, "epoch 11 waits for its seed, only what ended before it is gone");
        assertEq(verifier.unitsOf(PROVIDER).length, 2, "units");
        beacon.post(11, keccak256("late"));
        audits(11);
        assertTrue(orchestrator.isConfirmed(PROVIDER, 11), "confirmed");
        seeds(16, "seed");
        audits(16);
        seeds(17, "seed");
        audits(17);
        assertEq(verifier.unitsOf(PROVIDER).length, 1, "units");
    }

    /// Any subset leaves; the order of the rest is the order of activation, and new ones follow at the end.
    function testFuzz_TheRestKeepsItsOrder(uint16 leaving) external {
        for (uint64 i = 0; i < 8; i++) {
            commitsRoot(opens(i, 0, LONG), keccak256("root"), 1);
        }
        inEpoch(11);
        for (uint64 i = 0; i < 8; i++) {
            if (leaving >> i & 1 == 1) orchestrator.retire(verifier, idOf(i));
        }
        for (uint32 epoch = 11; epoch < 15; epoch++) {
            seeds(epoch, "seed");
            verifier.audit(PROVIDER, epoch, new PossessionProof[](0));
        }
        commitsRoot(opens(8, 0, LONG), keccak256("root"), 1);

        uint128[] memory ids = verifier.unitsOf(PROVIDER);
        uint256 at;
        for (uint64 i = 0; i < 9; i++) {
            if (i == 8 || leaving >> i & 1 == 0) assertEq(ids[at++], idOf(i), "unit");
        }
        assertEq(ids.length, at, "units");
    }

    function audited(uint128 id, uint32 last) private {
        assertEq(verifier.unitsOf(PROVIDER)[0], id, "unit");
        for (uint32 epoch = 11; epoch < last + 3; epoch++) {
            vm.warp(startOf(epoch + 1) + 10 > block.timestamp ? startOf(epoch + 1) + 10 : block.timestamp);
            beacon.post(epoch, keccak256(abi.encode(epoch)));
            assertEq(challenged(epoch), epoch <= last ? CHALLENGES : 0, "challenges");
        }
    }

    function challenged(uint32 epoch) private view returns (uint256) {
        (uint128[] memory ids,) = verifier.challengesOf(PROVIDER, epoch);
        return ids.length;
    }
}
