// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IConsumerOrchestrator, ILedger, IProviderOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {AgreementState, SignedOffer, Sla, SlaState} from "../../src/interfaces/Types.sol";
import {RefusalTest} from "./RefusalTest.sol";

contract EndTest is RefusalTest {
    /// What must be left when the verifier is told: its 250,000 and one 32nd of them.
    uint256 private constant GAS_WANTED = 257_812;

    function testFuzz_NothingEndsBeforeItsLastEpochIsFinal(uint256 seed, uint256 at) external {
        (uint128[] memory ids,) = running();
        at %= 3;
        passEpoch(20);
        confirm(uint64(at + 1), 20);
        uint256 earliest = uint256(startOf(21)) + 2 * uint256(WINDOW);
        uint256 time = below(seed, earliest, startOf(21));
        vm.warp(time);
        vm.expectRevert(abi.encodeWithSelector(ILedger.TooEarly.selector, time, earliest));
        orchestrator.end(ids[at]);
        assertState(ids[at], AgreementState.Active);
        vm.warp(earliest);
        orchestrator.end(ids[at]);
    }

    /// Without a seed, and for the audit window behind it.
    function testFuzz_NothingEndsWhileTheLastEpochCanStillBeProven(uint256 seeded, uint256 seed, bool isProven) external {
        (uint128[] memory ids,) = running();
        (uint256 over, uint256 patience) = (startOf(21), uint256(startOf(21)) + 8 days);
        seeded = bound(seeded, over + 2 * uint256(WINDOW), patience - WINDOW - 2);
        vm.warp(seeded);
        bytes memory refusal = abi.encodeWithSelector(ILedger.TooEarly.selector, seeded, patience + 1);
        vm.expectRevert(refusal);
        orchestrator.end(ids[0]);
        beacon.seed(20);
        uint256 time = below(seed, seeded + WINDOW + 1, seeded);
        vm.warp(time);
        vm.expectRevert(abi.encodeWithSelector(ILedger.TooEarly.selector, time, patience + 1));
        orchestrator.end(ids[0]);

        if (isProven) confirm(1, 20);
        else vm.warp(seeded + WINDOW + 1);
        orchestrator.end(ids[0]);
        assertEq(earningsOf(1), isProven ? EPOCH_PAY : 0, "proven late, paid in full");
    }

    function testFuzz_WithoutABeaconAnAgreementEndsAfterEightDays(uint256 seed) external {
        (uint128[] memory ids,) = running();
        uint256 earliest = uint256(startOf(21)) + 8 days + 1;
        uint256 time = below(seed, earliest, uint256(startOf(21)) + 2 * uint256(WINDOW));
        vm.warp(time);
        vm.expectRevert(abi.encodeWithSelector(ILedger.TooEarly.selector, time, earliest));
        orchestrator.end(ids[0]);
        vm.warp(earliest);
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

    /// Whatever gas is given: the agreement ends with its retirement or not at all, and one unit more than too little is enough.
    /// forge-config: default.fuzz.runs = 32
    /// forge-config: deep.fuzz.runs = 200
    function testFuzz_WhoeverEndsAnAgreementCannotStarveItsRetirement(uint256 less, uint256 time) external {
        (uint128[] memory ids,) = running();
        vm.warp(bound(time, uint256(startOf(21)) + 9 days, type(uint32).max));
        (uint256 low, uint256 high) = (100_000, 2_000_000);
        while (high - low > 1) {
            uint256 middle = (low + high) / 2;
            (bool ends,) = ending(ids[0], middle);
            if (ends) high = middle;
            else low = middle;
        }
        (bool done, bytes memory reason) = ending(ids[0], high);
        assertTrue(done, "enough");
        less = less % 2 == 0 ? 1 : bound(less, 1, 250_000);
        (done, reason) = ending(ids[0], high - less);
        assertFalse(done, "too little");
        uint256 left = uint256(bytes32(slice(reason, 4)));
        assertEq(reason, abi.encodeWithSelector(IConsumerOrchestrator.GasShort.selector, left, GAS_WANTED), "refused for it");
        // What is told is what is left some instructions later than it was looked at.
        assertTrue(left < GAS_WANTED && left + less + 64 >= GAS_WANTED, "what was kept back is missing");
    }

    /// Tries, and undoes it.
    function ending(uint128 id, uint256 gas) private returns (bool done, bytes memory reason) {
        uint256 undone = vm.snapshotState();
        (done, reason) = address(orchestrator).call{gas: gas}(abi.encodeCall(orchestrator.end, (id)));
        assertEq(verifier.retired(id), done, "retired if and only if it is over");
        vm.revertToState(undone);
    }

    function slice(bytes memory data, uint256 from) private pure returns (bytes memory word) {
        word = new bytes(32);
        for (uint256 i = 0; i < 32; i++) {
            word[i] = data[from + i];
        }
    }

    function testFuzz_ALegThatDidNotStartIsVoidedWithAFullRefund(uint256 seed) external {
        (uint128[] memory ids, Sla memory sla) = openTwoOfThree();
        uint256 time = below(seed, uint256(sla.startBy) + 1, block.timestamp);
        vm.warp(time);
        vm.expectRevert(abi.encodeWithSelector(ILedger.TooEarly.selector, time, uint256(sla.startBy) + 1));
        orchestrator.void_(ids[0]);
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

    function testFuzz_ARevisionTooLateToEarnAnythingStartsNothing(uint256 seed, uint256 end, uint256 at) external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.endsAt = uint32(bound(end, uint256(sla.startBy) + 1 days, sla.endsAt));
        uint128 id = open(sla, offers)[at % 3];
        // An epoch that begins before the end is paid for.
        uint32 endEpoch = (sla.endsAt - GENESIS - 1) / EPOCH + 1;
        uint256 late = startOf(endEpoch - 1);
        vm.warp(seed % 2 == 0 ? late : bound(seed, late, late + 100 days));
        bytes memory refusal = abi.encodeWithSelector(IProviderOrchestrator.StartsTooLate.selector, id, currentEpoch() + 1, endEpoch);
        vm.prank(address(verifier));
        vm.expectRevert(refusal);
        orchestrator.activate(id);
        assertState(id, AgreementState.Open);

        vm.warp(late - 1);
        activate(id);
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

    function testFuzz_TheReserveStaysWhileALegIsAlive(uint256 which, bytes32 unknown) external {
        (uint128[] memory ids, Sla memory sla) = openTwoOfThree();
        bytes32 slaId = orchestrator.hashSla(sla);
        vm.assume(unknown != slaId);
        vm.expectRevert(abi.encodeWithSelector(IConsumerOrchestrator.SlaUnknown.selector, unknown));
        orchestrator.endSla(unknown);
        vm.warp(uint256(sla.startBy) + 1);
        // Any of them, but not all.
        which %= 7;
        uint256 alive = 3;
        for (uint256 i = 0; i < 3; i++) {
            if (which >> i & 1 == 0) continue;
            orchestrator.void_(ids[i]);
            alive--;
        }
        vm.expectRevert(abi.encodeWithSelector(IConsumerOrchestrator.LegsAlive.selector, slaId, alive));
        orchestrator.endSla(slaId);
        for (uint256 i = 0; i < 3; i++) {
            if (which >> i & 1 == 0) orchestrator.void_(ids[i]);
        }
        orchestrator.endSla(slaId);
        assertEq(refundOf(consumer), totalOf(sla), "everything, with the reserve");
    }
}
