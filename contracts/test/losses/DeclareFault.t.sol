// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ILedger, IProviderOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {IPossessionVerifier} from "../../src/interfaces/IPossessionVerifier.sol";
import {Agreement, AgreementState, Leg, PossessionProof, SignedOffer, Sla, SlaState} from "../../src/interfaces/Types.sol";
import {LossTest} from "./LossTest.sol";

/// @dev Branches: DeclareFault.tree
contract DeclareFaultTest is LossTest {
    event BreachPenalised(uint128 indexed agreementId, uint32 indexed epoch, uint256 slashed, address prover);

    function test_ADeclaredFaultCostsTheCollateralOfThatAgreement() external {
        seeds(11);
        proves(1, 11);
        address owner = ownerOf(1);
        Agreement memory before = orchestrator.agreementOf(ids[0]);
        vm.expectEmit(true, true, true, true, address(orchestrator));
        emit BreachPenalised(ids[0], 12, COLLATERAL, owner);
        assertEq(declares(ids[0]), COLLATERAL, "all of it");

        assertEq(slashOf(consumer), COLLATERAL * 60 / 100, "consumer");
        assertEq(slashOf(address(fund)), COLLATERAL * 30 / 100, "fund");
        assertEq(slashOf(owner), COLLATERAL * 10 / 100, "who declared it");
        assertEq(earningsOf(1), EPOCH_PAY, "what was proven is billed");
        assertEq(refundOf(consumer), uint256(before.deposit) + before.egressEscrow - EPOCH_PAY, "the rest goes back");
        assertState(ids[0], AgreementState.Closed);
        assertSla(slaId, SlaState.Degraded);
        assertEq(orchestrator.agreementOf(ids[0]).missedInRow, 4, "as after the misses that make a breach");
        assertEq(stakeLeft(1), STAKE - COLLATERAL, "nothing else left the stake");
    }

    function test_RevertWhen_WhatIsOverIsDeclaredAgain() external {
        declares(ids[0]);
        vm.prank(ownerOf(1));
        vm.expectRevert(abi.encodeWithSelector(ILedger.WrongState.selector, ids[0], AgreementState.Closed));
        audits.declareFault(ids[0], 10);
    }

    function test_RevertWhen_AnotherThanTheVerifierBreaches() external {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotAuthorised.selector, stranger, address(audits)));
        orchestrator.breach(ids[0], 10, stranger);
    }

    function test_ALegWithADeclaredFaultCanBeReplacedAtOnce() external {
        inEpoch(12);
        declares(ids[0]);
        (Sla memory sla,) = twoOfThree();
        sla.startBy = uint32(uint256(startOf(10)) + 100 + 1 hours);
        sla.endsAt = startOf(21);
        for (uint64 i = 0; i < 3; i++) {
            SignedOffer memory old = offerFrom(i + 1);
            sla.legs[i] = legOf(old, sla.endsAt - (GENESIS + 10 * uint256(EPOCH) + 100));
        }
        assertEq(orchestrator.hashSla(sla), slaId, "its terms");
        SignedOffer memory offer = signed(offerOf(4));
        Leg memory leg = legOf(offer, sla.endsAt - block.timestamp);
        vm.prank(consumer);
        uint128 fresh = orchestrator.replaceLeg(sla, ids[0], leg, offer);
        assertEq(fresh >> 64, 4, "at another provider");
    }

    /// The offer as it was signed when the SLA was opened.
    function offerFrom(uint64 provider) private returns (SignedOffer memory) {
        uint256 now_ = vm.getBlockTimestamp();
        vm.warp(GENESIS + 10 * uint256(EPOCH) + 100);
        SignedOffer memory offer = signed(offerOf(provider));
        vm.warp(now_);
        return offer;
    }

    function test_TheProvidersOtherAgreementsGoOn() external {
        inEpoch(11);
        declares(ids[0]);
        seeds(11);
        proves(1, 11);
        passFinality(11);
        assertEq(orchestrator.settle(others[0]), EPOCH_PAY, "confirmed and paid");
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.EpochNotMissed.selector, 1, 11));
        orchestrator.penaliseMiss(others[0], 11);
        assertEq(uint256(orchestrator.agreementOf(others[0]).collateral), COLLATERAL, "its collateral is whole");
    }

    /// Two agreements, the bytes of one are lost: silent until it is breached, or declared at once.
    function test_SilenceCostsMoreThanDeclaring() external {
        uint256 snapshot = vm.snapshotState();
        inEpoch(11);
        declares(ids[0]);
        for (uint32 epoch = 11; epoch < 15; epoch++) {
            seeds(epoch);
            proves(1, epoch);
        }
        passFinality(14);
        orchestrator.settle(others[0]);
        uint256 declared = stakeLeft(1) + slashOf(ownerOf(1)) + earningsOf(1);

        vm.revertToState(snapshot);
        for (uint32 epoch = 11; epoch < 15; epoch++) {
            seeds(epoch);
            vm.warp(uint256(startOf(epoch + 1)) + WINDOW + 2);
            // It may prove its own misses: the best it can have from silence.
            vm.startPrank(ownerOf(1));
            orchestrator.penaliseMiss(ids[0], epoch);
            orchestrator.penaliseMiss(others[0], epoch);
            vm.stopPrank();
        }
        uint256 silent = stakeLeft(1) + slashOf(ownerOf(1)) + earningsOf(1);
        assertGe(declared, silent + COLLATERAL, "what silence costs on top");
    }

    /// Waiting until the seed shows whether the loss would be found out gains nothing: that epoch is drawn as ever.
    function test_DeclaringOnceTheSeedIsKnownDoesNotSaveItsEpoch() external {
        seeds(11);
        (uint128[] memory drawn,) = audits.challengesOf(1, 11);
        uint256 asked = 0;
        for (uint256 i = 0; i < drawn.length; i++) {
            if (drawn[i] == ids[0]) asked++;
        }
        assertGe(asked, 1, "the seed asks for what is lost");
        vm.prank(ownerOf(1));
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.FaultNotOfRunningEpoch.selector, 11, 12));
        audits.declareFault(ids[0], 11);
        declares(ids[0]);
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ProofCountWrong.selector, 0, 5));
        audits.audit(1, 11, new PossessionProof[](0));
        vm.warp(uint256(startOf(12)) + WINDOW + 2);
        vm.prank(stranger);
        assertEq(orchestrator.penaliseMiss(others[0], 11), EPOCH_PAY, "and the others missed it");
    }

    /// A provider that hires itself gets back what a consumer and a declarer get, and loses the fund's part.
    function test_WhoIsItsOwnConsumerGainsNothingByAFault() external {
        uint256 held = stakeLeft(1);
        declares(ids[0]);
        uint256 back = slashOf(consumer) + slashOf(ownerOf(1));
        assertEq(held - stakeLeft(1), back + COLLATERAL * 30 / 100, "a part is gone for good");
    }

    function test_WhatADisputeFrozeIsNotSlashedAndStillMovesByItsRuling() external {
        uint256 amount = COLLATERAL;
        inEpoch(12);
        vm.prank(arbitrationAt);
        uint256 frozen = orchestrator.freeze(1, ids[0], true, EPOCH_PAY);
        assertEq(declares(ids[0]), amount - frozen, "what a dispute froze is not slashed");
        assertState(ids[0], AgreementState.Closed);
        vm.prank(arbitrationAt);
        orchestrator.release(1, true);
        assertEq(slashOf(consumer), (amount - frozen) * 60 / 100 + frozen, "and still moves by its ruling");
    }
}
