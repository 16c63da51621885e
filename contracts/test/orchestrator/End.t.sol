// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IConsumerOrchestrator, ILedger, IProviderOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {AgreementState, Sla, SlaState} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";

contract EndTest is OrchestratorTest {
    function test_NothingEndsBeforeItsLastEpochIsFinal() external {
        (uint128[] memory ids,) = running();
        passEpoch(20);
        confirm(1, 20);
        uint256 earliest = uint256(startOf(21)) + 2 * uint256(WINDOW);
        vm.expectRevert(abi.encodeWithSelector(ILedger.TooEarly.selector, block.timestamp, earliest));
        orchestrator.end(ids[0]);
        vm.warp(earliest);
        orchestrator.end(ids[0]);
    }

    function test_NothingEndsWhileTheLastEpochCanStillBeProven() external {
        (uint128[] memory ids,) = running();
        passFinality(20);
        tooEarly(ids[0]);
        beacon.seed(20);
        vm.warp(block.timestamp + WINDOW);
        tooEarly(ids[0]);
        confirm(1, 20);
        orchestrator.end(ids[0]);
        assertEq(earningsOf(1), EPOCH_PAY, "proven late, paid in full");
    }

    function test_WithoutABeaconAnAgreementEndsAfterEightDays() external {
        (uint128[] memory ids,) = running();
        vm.warp(uint256(startOf(21)) + 8 days);
        tooEarly(ids[0]);
        vm.warp(uint256(startOf(21)) + 8 days + 1);
        orchestrator.end(ids[0]);
        assertState(ids[0], AgreementState.Closed);
    }

    /// Refund without billing open usage is the oldest defect of such contracts: every way out bills first.
    function test_NoWayOutSkipsWhatIsConfirmed() external {
        (uint128[] memory ids, Sla memory sla) = running();
        for (uint32 epoch = 11; epoch <= 20; epoch++) {
            passEpoch(epoch);
            confirm(1, epoch);
        }
        passFinality(20);
        vm.expectRevert(abi.encodeWithSelector(ILedger.WrongState.selector, ids[0], AgreementState.Active));
        orchestrator.void_(ids[0]);
        orchestrator.end(ids[0]);

        assertEq(earningsOf(1), 10 * EPOCH_PAY, "billed");
        assertEq(refundOf(consumer), uint256(sla.legs[0].deposit) + sla.legs[0].egressEscrow - 10 * EPOCH_PAY, "only the rest");
        vm.expectRevert(abi.encodeWithSelector(ILedger.WrongState.selector, ids[0], AgreementState.Closed));
        orchestrator.end(ids[0]);
        vm.expectRevert(abi.encodeWithSelector(ILedger.WrongState.selector, ids[0], AgreementState.Closed));
        orchestrator.settle(ids[0]);
    }

    function test_ABrokenVerifierTrapsNobodysMoney() external {
        (uint128[] memory ids,) = running();
        verifier.breakDown();
        vm.warp(uint256(startOf(21)) + 9 days);
        orchestrator.end(ids[0]);
        assertState(ids[0], AgreementState.Closed);
    }

    function test_WhoeverEndsAnAgreementCannotStarveItsRetirement() external {
        (uint128[] memory ids,) = running();
        vm.warp(uint256(startOf(21)) + 9 days);
        (bool done,) = address(orchestrator).call{gas: 300_000}(abi.encodeCall(orchestrator.end, (ids[0])));
        assertFalse(done, "too little gas ends nothing");
        assertState(ids[0], AgreementState.Active);
        orchestrator.end(ids[0]);
        assertTrue(verifier.retired(ids[0]), "retired");
    }

    function test_ALegThatDidNotStartIsVoidedWithAFullRefund() external {
        (uint128[] memory ids, Sla memory sla) = openTwoOfThree();
        vm.warp(sla.startBy);
        tooEarlyToVoid(ids[0], sla.startBy + 1);
        vm.warp(uint256(sla.startBy) + 1);
        for (uint256 i = 0; i < 3; i++) {
            orchestrator.void_(ids[i]);
            assertState(ids[i], AgreementState.Void);
            assertEq(uint256(orchestrator.agreementOf(ids[i]).collateral), 0, "released");
            assertEq(orchestrator.agreementOf(ids[i]).clock, 0, "never ran");
        }
        assertEq(refundOf(consumer), totalOf(sla), "everything, with the reserve");
        assertSla(orchestrator.hashSla(sla), SlaState.Failed);
        vm.expectRevert(abi.encodeWithSelector(ILedger.WrongState.selector, ids[0], AgreementState.Void));
        orchestrator.void_(ids[0]);
    }

    function test_ARevisionTooLateToEarnAnythingStartsNothing() external {
        (uint128[] memory ids,) = openTwoOfThree();
        vm.warp(startOf(20));
        vm.prank(address(verifier));
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.StartsTooLate.selector, ids[0], 21, 21));
        orchestrator.activate(ids[0]);
    }

    function test_EitherSideEndsEarlyAfterTheNoticePeriod() external {
        (uint128[] memory ids, Sla memory sla) = running();
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotAuthorised.selector, stranger, consumer));
        orchestrator.giveNotice(ids[0]);
        vm.prank(ownerOf(1));
        orchestrator.giveNotice(ids[0]);
        assertState(ids[0], AgreementState.Notice);
        assertEq(orchestrator.agreementOf(ids[0]).endEpoch, 18, "the epoch in which seven days are over is the last");
        vm.prank(consumer);
        orchestrator.giveNotice(ids[1]);
        for (uint32 epoch = 11; epoch <= 20; epoch++) {
            passEpoch(epoch);
            confirm(1, epoch);
        }
        passFinality(20);
        orchestrator.end(ids[0]);
        assertEq(earningsOf(1), 7 * EPOCH_PAY, "epochs 11 to 17");
        assertSla(orchestrator.hashSla(sla), SlaState.Degraded);
    }

    function test_NoticeNeverLengthensAnAgreement() external {
        (uint128[] memory ids,) = running();
        vm.warp(startOf(18));
        vm.prank(consumer);
        orchestrator.giveNotice(ids[0]);
        assertEq(orchestrator.agreementOf(ids[0]).endEpoch, 21, "as agreed");
    }

    function test_TheReserveStaysWhileALegIsAlive() external {
        (, Sla memory sla) = running();
        bytes32 slaId = orchestrator.hashSla(sla);
        vm.expectRevert(abi.encodeWithSelector(IConsumerOrchestrator.LegsAlive.selector, slaId, 3));
        orchestrator.endSla(slaId);
        vm.expectRevert(abi.encodeWithSelector(IConsumerOrchestrator.SlaUnknown.selector, bytes32("none")));
        orchestrator.endSla("none");
    }

    function tooEarly(uint128 agreementId) private {
        try orchestrator.end(agreementId) {
            revert Untrue({what: "the end should have been refused"});
        } catch (bytes memory reason) {
            assertEq(bytes32(bytes4(reason)), bytes32(ILedger.TooEarly.selector), "reason");
        }
    }

    function tooEarlyToVoid(uint128 agreementId, uint256 earliest) private {
        vm.expectRevert(abi.encodeWithSelector(ILedger.TooEarly.selector, block.timestamp, earliest));
        orchestrator.void_(agreementId);
    }
}
