// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ILedger, IProviderOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {IPossessionVerifier} from "../../src/interfaces/IPossessionVerifier.sol";
import {Agreement, AgreementState, Leg, Offer, SignedOffer, Sla, SlaState} from "../../src/interfaces/Types.sol";
import {ReferenceUnit} from "../possession/ReferenceUnit.sol";
import {LossTest} from "./LossTest.sol";

/// @dev Branches: AdmitFailures.tree
contract AdmitFailuresTest is LossTest {
    event FailureAdmitted(uint128 indexed agreementId, uint32 indexed epoch, uint64 index);
    event EpochShortened(uint64 indexed providerId, uint32 indexed epoch, uint32 lacking);
    event EpochConfirmed(uint64 indexed providerId, uint32 indexed epoch, uint32 confirmedSeconds);

    uint256 private constant CHALLENGES = 5;

    function test_AnAdmittedFailureCostsItsAgreementTheCollateral() external {
        seedsWith(11, 1);
        Agreement memory before = orchestrator.agreementOf(ids[0]);
        admits(11);

        assertEq(slashOf(consumer), COLLATERAL * 60 / 100, "consumer");
        assertEq(slashOf(address(fund)), COLLATERAL * 30 / 100, "fund");
        assertEq(slashOf(nodeOf(1)), COLLATERAL * 10 / 100, "who admitted it");
        assertEq(earningsOf(1), 0, "the epoch is not paid");
        assertEq(refundOf(consumer), uint256(before.deposit) + before.egressEscrow, "the rest goes back");
        assertState(ids[0], AgreementState.Closed);
        assertSla(slaId, SlaState.Degraded);
        assertEq(stakeLeft(1), STAKE - COLLATERAL, "nothing else left the stake");
    }

    function test_AllOthersAreConfirmedAndPaidAQuarterLess() external {
        uint256 deposited = orchestrator.agreementOf(others[0]).deposit;
        seedsWith(11, 1);
        vm.expectEmit(true, true, true, true, address(orchestrator));
        emit EpochShortened(1, 11, EPOCH / 4);
        vm.expectEmit(true, true, true, true, address(orchestrator));
        emit EpochConfirmed(1, 11, EPOCH * 3 / 4);
        admits(11);
        passFinality(11);
        assertEq(orchestrator.settle(others[0]), EPOCH_PAY * 3 / 4, "three quarters of the epoch");
        assertEq(orchestrator.agreementOf(others[0]).deposit, deposited - EPOCH_PAY * 3 / 4, "the rest stays in the deposit");
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.EpochNotMissed.selector, 1, 11));
        orchestrator.penaliseMiss(others[0], 11);
        (uint32 confirmedSeconds,,) = orchestrator.confirmedOf(1);
        assertEq(uint256(confirmedSeconds), EPOCH * 3 / 4, "confirmed seconds");
    }

    function test_EachOfSeveralFailuresTakesAQuarter() external {
        for (uint256 failures = 1; failures <= 3; failures++) {
            uint256 snapshot = vm.snapshotState();
            seedsWith(11, failures);
            admits(11);
            assertEq(orchestrator.lackingBefore(1, 12), failures * EPOCH / 4, "quarters");
            assertEq(slashOf(consumer), COLLATERAL * 60 / 100, "the collateral once");
            passFinality(11);
            assertEq(orchestrator.settle(others[0]), EPOCH_PAY * (4 - failures) / 4, "what is left of the epoch");
            vm.revertToState(snapshot);
        }
    }

    function test_TheAgreementSaysWhichLeafWasNotShown() external {
        seedsWith(11, 1);
        (uint128[] memory drawn, uint64[] memory indexes) = audits.challengesOf(1, 11);
        uint64 index;
        for (uint256 j = 0; j < drawn.length; j++) {
            if (drawn[j] == ids[0]) index = indexes[j];
        }
        bytes memory answers = answersTo(11, ids[0]);
        vm.expectEmit(true, true, true, true, address(audits));
        emit FailureAdmitted(ids[0], 11, index);
        vm.prank(nodeOf(1));
        audits.auditCompact(1, 11, answers);
    }

    function test_NothingIsSlashedTwiceForAnEpoch() external {
        seedsWith(11, 2);
        admits(11);
        vm.warp(uint256(startOf(12)) + WINDOW + 2);
        vm.expectRevert(abi.encodeWithSelector(ILedger.WrongState.selector, ids[0], AgreementState.Closed));
        orchestrator.penaliseMiss(ids[0], 11);
        assertEq(stakeLeft(1), STAKE - COLLATERAL, "once");
    }

    /// Of an epoch that ended before a loss was declared the unit is drawn as ever: it can be admitted, and costs the quarter alone.
    function test_WhatIsOverAlreadyIsNotBreachedAgain() external {
        seedsWith(11, 1);
        declares(ids[0]);
        admits(11);
        assertEq(stakeLeft(1), STAKE - COLLATERAL, "the declared loss and nothing else");
        assertEq(orchestrator.lackingBefore(1, 12), EPOCH / 4, "a quarter");
        seeds(12);
        proves(1, 12);
        passFinality(12);
        assertEq(orchestrator.settle(others[0]), EPOCH_PAY * 7 / 4, "the next epoch is whole");
    }

    /// One of five failures fewer, and a quarter is left.
    function testFuzz_RevertWhen_NothingWouldBeLeftOfTheEpoch(uint128 salt, bool all) external {
        uint256 snapshot = vm.snapshotState();
        seedsWith(11, all ? 5 : 4, salt);
        bytes memory answers = answersTo(11, ids[0]);
        vm.prank(nodeOf(1));
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.TooManyAdmitted.selector, all ? 5 : 4, 3));
        audits.auditCompact(1, 11, answers);
        assertState(ids[0], AgreementState.Active);
        assertEq(stakeLeft(1), STAKE, "nothing is slashed");

        vm.revertToState(snapshot);
        seedsWith(11, 3, salt);
        admits(11);
        assertEq(orchestrator.lackingBefore(1, 12), EPOCH * 3 / 4, "three quarters are lacking");
    }

    function testFuzz_RevertWhen_AnotherThanTheNodeAdmits(address caller, uint256 failures, uint128 salt, bool owner) external {
        if (owner) caller = ownerOf(1);
        address node = nodeOf(1);
        vm.assume(caller != node);
        seedsWith(11, bound(failures, 1, 5), salt);
        bytes memory answers = answersTo(11, ids[0]);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.NotNode.selector, 1, node, caller));
        audits.auditCompact(1, 11, answers);
        assertState(ids[0], AgreementState.Active);
        assertFalse(orchestrator.isConfirmed(1, 11), "not confirmed");
        if (bound(failures, 1, 5) > 3) return;
        vm.prank(node);
        audits.auditCompact(1, 11, answers);
        assertState(ids[0], AgreementState.Closed);
    }

    function testFuzz_RevertWhen_MoreIsAdmittedThanWasAsked(uint256 failures, uint128 salt, bytes calldata more) external {
        seedsWith(11, bound(failures, 0, 3), salt);
        bytes memory answers = answersTo(11, ids[0]);
        vm.startPrank(nodeOf(1));
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ProofCountWrong.selector, 6, 5));
        audits.auditCompact(1, 11, bytes.concat(answers, hex"ff", more));
        assertState(ids[0], AgreementState.Active);
        audits.auditCompact(1, 11, answers);
    }

    function test_RevertWhen_AnotherThanTheVerifierShortensAnEpoch() external {
        seeds(11);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotAuthorised.selector, stranger, address(audits)));
        orchestrator.confirmShort(1, 11, 1);
    }

    // ---------------------------------------------------------------- the incentive

    /// Who lost the share f fails J of five challenges, binomially. What the epoch lacks then, as the contracts say, is on average at least f:
    /// nobody gains by dropping anything, even where no collateral answers for it. Four failures or five: the epoch is missed, all of it.
    function test_NoShareOfALossPays() external {
        uint256[6] memory lacking;
        for (uint256 failures = 0; failures <= CHALLENGES; failures++) {
            uint256 snapshot = vm.snapshotState();
            seedsWith(11, failures);
            bytes memory answers = answersTo(11, ids[0]);
            vm.prank(nodeOf(1));
            try audits.auditCompact(1, 11, answers) {
                (uint32 confirmedSeconds,,) = orchestrator.confirmedOf(1);
                lacking[failures] = EPOCH - confirmedSeconds;
            } catch {
                lacking[failures] = EPOCH;
            }
            vm.revertToState(snapshot);
        }
        uint256[6] memory ways = [uint256(1), 5, 10, 10, 5, 1];
        for (uint256 percent = 0; percent <= 100; percent++) {
            uint256 expected = 0;
            for (uint256 j = 0; j <= CHALLENGES; j++) {
                expected += ways[j] * percent ** j * (100 - percent) ** (CHALLENGES - j) * lacking[j];
            }
            assertGe(expected, percent * 100 ** 4 * EPOCH, "what is lost is not paid");
        }
    }

    /// Twenty agreements alike, the bytes of one are lost. C is thirty days of pay.
    function test_AdmittingASmallAgreementCostsLessThanOneSilence() external {
        uint128[] memory all = hiresTwenty();
        seedsWith(12, 1);
        uint256 snapshot = vm.snapshotState();
        admits(12);
        passFinality(12);
        uint256 admitted = worthOf(1, all);

        vm.revertToState(snapshot);
        vm.warp(uint256(startOf(13)) + WINDOW + 2);
        missesAll(all, 12);
        passFinality(12);
        uint256 silent = worthOf(1, all);
        // 27 P for C less the prover's share, P, and a quarter of 19 P; silence: 20 P of pay, and nine tenths of 20 P of collateral.
        assertEq(20 * EPOCH_PAY + STAKE - admitted, EPOCH_PAY * (27 * 4 + 4 + 19) / 4, "what admitting costs");
        assertEq(20 * EPOCH_PAY + STAKE - silent, EPOCH_PAY * (20 * 10 + 18 * 10) / 10, "what silence costs");
        assertGe(silent + 6 * EPOCH_PAY, admitted, "38 P against 32.75 P");
        assertGe(admitted, silent + 5 * EPOCH_PAY, "38 P against 32.75 P");
    }

    /// Two agreements alike, where a single silence is cheaper than C: it only puts the admission off, as long as the bytes stay lost.
    function test_SilenceOnlyPutsAnAdmissionOff() external {
        uint128[] memory all = new uint128[](2);
        (all[0], all[1]) = (ids[0], others[0]);
        uint256 snapshot = vm.snapshotState();
        seedsWith(11, 1);
        admits(11);
        seeds(12);
        proves(1, 12);
        passFinality(12);
        uint256 admitted = worthOf(1, all);

        vm.revertToState(snapshot);
        seedsWith(11, 1);
        vm.warp(uint256(startOf(12)) + WINDOW + 2);
        missesAll(all, 11);
        seedsWith(12, 1);
        admits(12);
        passFinality(12);
        assertGe(admitted, worthOf(1, all) + EPOCH_PAY, "what a silence costs on top");
    }

    function test_DeclaringBeforeTheSeedCostsLessThanAdmitting() external {
        uint128[] memory all = new uint128[](2);
        (all[0], all[1]) = (ids[0], others[0]);
        uint256 snapshot = vm.snapshotState();
        inEpoch(11);
        declares(ids[0]);
        seeds(11);
        proves(1, 11);
        passFinality(11);
        uint256 declared = worthOf(1, all);

        vm.revertToState(snapshot);
        seedsWith(11, 1);
        admits(11);
        passFinality(11);
        assertEq(declared, worthOf(1, all) + EPOCH_PAY / 4, "a quarter of the other's pay");
    }

    // ---------------------------------------------------------------- ground

    /// Eighteen more; all are paid from epoch 12 on, and what was earned before is taken out.
    function hiresTwenty() private returns (uint128[] memory all) {
        all = new uint128[](20);
        (all[0], all[1]) = (ids[0], others[0]);
        inEpoch(11);
        uint64[] memory sizes = new uint64[](1);
        sizes[0] = 3;
        ReferenceUnit unit = new ReferenceUnit(sizes);
        for (uint256 i = 2; i < 20; i++) {
            all[i] = hires(i + 1, unit);
        }
        seeds(11);
        proves(1, 11);
        passFinality(11);
        orchestrator.settleMany(all);
        orchestrator.withdrawEarnings(1, market);
    }

    /// An SLA of one leg, at the first provider.
    function hires(uint256 salt, ReferenceUnit unit) private returns (uint128 id) {
        Offer memory offer = offerOf(1);
        offer.capacityBytes = 100 * GIB;
        (Sla memory sla,) = twoOfThree();
        SignedOffer[] memory offers = new SignedOffer[](1);
        offers[0] = signed(offer);
        (sla.dataShards, sla.totalShards, sla.reserve, sla.salt) = (1, 1, 0, salt);
        sla.legs = new Leg[](1);
        sla.legs[0] = legOf(offers[0], sla.endsAt - block.timestamp);
        id = open(sla, offers)[0];
        commits(id, unit, 1);
    }

    function missesAll(uint128[] memory all, uint32 epoch) private {
        // It may prove its own misses: the best it can have from silence.
        vm.startPrank(ownerOf(1));
        for (uint256 i = 0; i < all.length; i++) {
            orchestrator.penaliseMiss(all[i], epoch);
        }
        vm.stopPrank();
    }

    /// Stake, prover's shares, and all that is or can be settled.
    function worthOf(uint64 provider, uint128[] memory all) private returns (uint256) {
        orchestrator.settleMany(all);
        return stakeLeft(provider) + slashOf(ownerOf(provider)) + slashOf(nodeOf(provider)) + earningsOf(provider);
    }
}
