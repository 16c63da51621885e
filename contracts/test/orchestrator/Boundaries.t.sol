// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IProviderOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {AgreementState, Offer, SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";

/// One second, and one token unit, either side of what the tiers and windows of penalties change at.
contract BoundariesTest is OrchestratorTest {
    function test_AMissIsOneFromTheSecondAfterTheAuditWindowOn() external {
        (uint128[] memory ids,) = running();
        uint256 closes = uint256(startOf(12)) + WINDOW;
        vm.warp(startOf(12));
        beacon.seed(11);
        notMissedAt(ids[0], closes - 1);
        notMissedAt(ids[0], closes);
        vm.warp(closes + 1);
        assertEq(orchestrator.penaliseMiss(ids[0], 11), EPOCH_PAY, "one second after it");
    }

    function test_AnEpochIsPaidFromTheSecondOfItsFinalityOn() external {
        (uint128[] memory ids,) = running();
        uint256 finalAt = posted(11);
        vm.warp(finalAt - 1);
        assertEq(settled(ids[0]), 0, "one second before");
        vm.warp(finalAt);
        assertEq(settled(ids[0]), EPOCH_PAY, "at that second");
        vm.warp(finalAt + 1);
        assertEq(settled(ids[0]), 0, "and once");
    }

    function test_ACreditIsTakenUpToTheSecondBeforeFinality() external {
        (uint128[] memory ids,) = running();
        uint256 finalAt = posted(11);
        for (uint256 second = finalAt; second <= finalAt + 1; second++) {
            vm.warp(second);
            vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.CreditOutsideWindow.selector, ids[0], 11));
            credit(ids[0], 11, 1);
        }
        vm.warp(finalAt - 1);
        assertEq(credit(ids[0], 11, 1), EPOCH_PAY / 10_000, "a basis point");
    }

    function test_WithoutARootAnEpochIsFinalTwelveHoursAfterItsEnd() external {
        (uint128[] memory ids,) = running();
        passEpoch(11);
        confirm(1, 11);
        uint256 finalAt = uint256(startOf(12)) + 2 * uint256(WINDOW);
        vm.warp(finalAt - 1);
        assertEq(settled(ids[0]), 0, "one second before");
        vm.warp(finalAt);
        assertEq(settled(ids[0]), EPOCH_PAY, "at that second");
    }

    function test_ANoticeEndsWithTheEpochInWhichItsLastSecondLies() external {
        (uint128[] memory ids,) = running();
        noticeAt(ids[0], uint256(startOf(18)) - 7 days - 1, 18);
        noticeAt(ids[1], uint256(startOf(18)) - 7 days, 19);
        noticeAt(ids[2], uint256(startOf(18)) - 7 days + 1, 19);
    }

    function test_WhatIsLeftOfTheCollateralBoundsAMiss_OneUnitEitherSide() external {
        thirdMissOf(7 * EPOCH_PAY - 1, 4 * EPOCH_PAY - 1);
        thirdMissOf(7 * EPOCH_PAY, 4 * EPOCH_PAY);
        thirdMissOf(7 * EPOCH_PAY + 1, 4 * EPOCH_PAY);
    }

    function test_TheThirdMissIsNoBreachAndTheFourthIs() external {
        (uint128[] memory ids,) = running();
        for (uint32 epoch = 11; epoch <= 13; epoch++) {
            missed(ids[0], epoch);
        }
        assertState(ids[0], AgreementState.Active);
        missed(ids[0], 14);
        assertState(ids[0], AgreementState.Closed);
    }

    /// Opens with a collateral of its own, misses three epochs, and looks at what the third one took.
    function thirdMissOf(uint256 collateral, uint256 wanted) private {
        uint256 before = vm.snapshotState();
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        Offer memory offer = offers[0].offer;
        offer.collateralSeconds = uint32(7 * uint256(EPOCH) - 1);
        offers[0] = signed(offer);
        sla.legs[0].offerHash = orchestrator.hashOffer(offers[0]);
        sla.legs[0].collateral = uint88(collateral);
        uint128 id = open(sla, offers)[0];
        activate(id);
        missed(id, 11);
        missed(id, 12);
        assertEq(missed(id, 13), wanted, "the third miss");
        assertEq(uint256(orchestrator.agreementOf(id).collateral), collateral - 3 * EPOCH_PAY - wanted, "what is left");
        vm.revertToState(before);
    }

    function missed(uint128 agreementId, uint32 epoch) private returns (uint256) {
        passEpoch(epoch);
        vm.warp(uint256(startOf(epoch + 1)) + WINDOW + 2);
        return orchestrator.penaliseMiss(agreementId, epoch);
    }

    function notMissedAt(uint128 agreementId, uint256 second) private {
        vm.warp(second);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.EpochNotMissed.selector, uint64(agreementId >> 64), 11));
        orchestrator.penaliseMiss(agreementId, 11);
    }

    /// The root comes late enough for its finality to be what is waited for.
    function posted(uint32 epoch) private returns (uint256 finalAt) {
        passEpoch(epoch);
        confirm(1, epoch);
        vm.warp(uint256(startOf(epoch + 1)) + 1000);
        postRoot(epoch);
        finalAt = uint256(startOf(epoch + 1)) + 1000 + WINDOW;
    }

    function settled(uint128 agreementId) private returns (uint256) {
        uint256 before = earningsOf(uint64(agreementId >> 64));
        uint128[] memory ids = new uint128[](1);
        ids[0] = agreementId;
        orchestrator.settleMany(ids);
        return earningsOf(uint64(agreementId >> 64)) - before;
    }

    function noticeAt(uint128 agreementId, uint256 second, uint32 endEpoch) private {
        vm.warp(second);
        vm.prank(consumer);
        orchestrator.giveNotice(agreementId);
        assertEq(orchestrator.agreementOf(agreementId).endEpoch, endEpoch, "the first epoch that pays no more");
    }
}
