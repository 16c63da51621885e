// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IDisputes, ILedger, IProviderOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {Agreement, AgreementState, Leg, SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {RefusalTest} from "./RefusalTest.sol";

/// @dev Branches: Orchestrator.freeze.tree.
contract FreezeTest is RefusalTest {
    /// Opened in epoch 10, paid from 11 through 20: what the seconds before epoch 11 would have cost is over from the beginning.
    uint256 private constant SURPLUS = 2 * (uint256(EPOCH) - 100);

    function test_OnlyTheArbitrationFreezesAndReleases(address caller) external {
        vm.assume(caller != arbitrationAt);
        (uint128[] memory ids,) = running();
        bytes memory refusal = abi.encodeWithSelector(ILedger.NotAuthorised.selector, caller, arbitrationAt);
        vm.startPrank(caller);
        vm.expectRevert(refusal);
        orchestrator.freeze(1, ids[0], true, 0);
        vm.expectRevert(refusal);
        orchestrator.release(1, true);
    }

    function test_WhatNeverStartedHasNothingToFreeze() external {
        (uint128[] memory ids,) = openTwoOfThree();
        vm.startPrank(arbitrationAt);
        vm.expectRevert(abi.encodeWithSelector(ILedger.WrongState.selector, ids[0], AgreementState.Open));
        orchestrator.freeze(1, ids[0], true, 0);
        vm.expectRevert(abi.encodeWithSelector(ILedger.WrongState.selector, ids[0] + 77, AgreementState.None));
        orchestrator.freeze(1, ids[0] + 77, true, 0);
    }

    function testFuzz_NoSumIsLargerThanThePayOfTheEpochsThatAreOver(uint256 time, uint256 seed, bool againstProvider, uint256 id) external {
        (uint128[] memory ids,) = running();
        time = bound(time, block.timestamp, startOf(30));
        vm.warp(time);
        uint32 now_ = currentEpoch();
        uint256 cap = now_ <= 11 ? 0 : (now_ > 21 ? 10 : now_ - 11) * EPOCH_PAY;
        uint256 amount = above(seed, cap, type(uint256).max);
        vm.prank(arbitrationAt);
        vm.expectRevert(abi.encodeWithSelector(IDisputes.FreezeAboveCap.selector, amount, cap));
        orchestrator.freeze(id, ids[0], againstProvider, amount);
        assertFrozen(id, 0, 0, 0, 0);

        uint256 frozen = freeze(id, ids[0], againstProvider, cap);
        assertEq(frozen, againstProvider || cap < SURPLUS + 5000 ? cap : SURPLUS + 5000, "as much as there is");
    }

    /// Whatever the first sum was of, nothing included.
    function testFuzz_ADisputeFreezesOnce(uint256 id, uint256 first, uint256 second, bool one, bool other) external {
        (uint128[] memory ids,) = running();
        passEpoch(11);
        (first, second) = (bound(first, 0, EPOCH_PAY), bound(second, 0, EPOCH_PAY));
        uint256 frozen = freeze(id, ids[0], one, first);
        vm.prank(arbitrationAt);
        vm.expectRevert(abi.encodeWithSelector(IDisputes.FrozenAlready.selector, id));
        orchestrator.freeze(id, ids[second % 3], other, second);
        (, uint256 collateral, uint256 deposit, uint256 escrow) = orchestrator.frozenOf(id);
        assertEq(collateral + deposit + escrow, frozen, "the first one's");

        assertEq(freeze(~id, ids[0], true, second), second, "another dispute has a sum of its own");
    }

    function test_OfTheProvider_TheCollateralOfThisAgreement() external {
        (uint128[] memory ids, Sla memory sla) = running();
        passEpoch(11);
        (uint256 free, uint256 committed,,) = stakes.stakeOf(1, address(token));
        vm.expectEmit(address(orchestrator));
        emit IDisputes.SumFrozen(7, ids[0], EPOCH_PAY, 0, 0);
        assertEq(freeze(7, ids[0], true, EPOCH_PAY), EPOCH_PAY, "frozen");

        assertFrozen(7, ids[0], EPOCH_PAY, 0, 0);
        assertEq(orchestrator.agreementOf(ids[0]).collateral, sla.legs[0].collateral - EPOCH_PAY, "the rest");
        assertEq(orchestrator.agreementOf(ids[0]).deposit, sla.legs[0].deposit, "the consumer's money stays");
        (uint256 freeAfter, uint256 committedAfter,,) = stakes.stakeOf(1, address(token));
        assertTrue(freeAfter == free && committedAfter == committed, "committed as before");
    }

    function test_OfTheProvider_NoMoreThanThereIs() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        offers[0].offer.collateralSeconds = 1;
        offers[0] = signed(offers[0].offer);
        (sla.legs[0].offerHash, sla.legs[0].collateral) = (orchestrator.hashOffer(offers[0]), 1000);
        uint128 id = open(sla, offers)[0];
        activate(id);
        passEpoch(11);
        assertEq(freeze(7, id, true, EPOCH_PAY), 1000, "all there is");
        assertEq(freeze(8, id, true, EPOCH_PAY), 0, "and then nothing");
    }

    function test_OfTheConsumer_WhatNoEpochCanEarn_ThenTheEscrow() external {
        (uint128[] memory ids, Sla memory sla) = running();
        passEpoch(11);
        assertEq(freeze(7, ids[0], false, EPOCH_PAY), EPOCH_PAY, "frozen");

        assertFrozen(7, ids[0], 0, SURPLUS, EPOCH_PAY - SURPLUS);
        Agreement memory agreement = orchestrator.agreementOf(ids[0]);
        assertEq(agreement.deposit, 10 * EPOCH_PAY, "what its epochs can earn");
        assertEq(agreement.egressEscrow, 5000 - (EPOCH_PAY - SURPLUS), "escrow");
        assertEq(agreement.collateral, sla.legs[0].collateral, "the provider's money stays");
    }

    function test_OfTheConsumer_NothingThatAVoucherClaimed() external {
        (uint128[] memory ids,) = running();
        orchestrator.claimVoucher(ids[0], 4900, 1, voucher(consumerKey, ids[0], 4900, 1));
        passEpoch(11);
        freeze(7, ids[0], false, EPOCH_PAY);

        assertFrozen(7, ids[0], 0, SURPLUS, 100);
        bytes memory last = voucher(consumerKey, ids[0], 4901, 1);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.VoucherAboveEscrow.selector, 4901, 4900));
        orchestrator.claimVoucher(ids[0], 4901, 1, last);
    }

    /// Epochs are confirmed in order: 11 can earn nothing any more once 12 is confirmed.
    function test_OfTheConsumer_WithEveryMissedEpochSoMuchMore(bool settled) external {
        (uint128[] memory ids,) = running();
        passEpoch(11);
        passEpoch(12);
        confirm(1, 12);
        passFinality(12);
        if (settled) orchestrator.settle(ids[0]);
        freeze(7, ids[0], false, 2 * EPOCH_PAY);
        assertFrozen(7, ids[0], 0, SURPLUS + EPOCH_PAY, EPOCH_PAY - SURPLUS);
    }

    /// P2, P16: whatever is proven, frozen and settled, the provider is paid every confirmed epoch, and the consumer gets the rest.
    /// forge-config: default.fuzz.runs = 64
    /// forge-config: deep.fuzz.runs = 1000
    function testFuzz_AFrozenSumIsNeverMissingInASettlement(uint16 proven, uint16 settled, uint16 disputed, uint88 odd) external {
        (uint128[] memory ids, Sla memory sla) = running();
        uint256 hits = 0;
        for (uint32 i = 0; i < 10; i++) {
            passEpoch(11 + i);
            if (proven >> i & 1 == 1) {
                confirm(1, 11 + i);
                hits++;
            }
            if (disputed >> i & 1 == 1) freeze(1 + i, ids[0], false, bound(odd, 0, (1 + i) * EPOCH_PAY));
            passFinality(11 + i);
            if (settled >> i & 1 == 1) orchestrator.settle(ids[0]);
        }
        passFinality(21);
        orchestrator.end(ids[0]);
        assertEq(earningsOf(1), hits * EPOCH_PAY, "every confirmed epoch");
        for (uint32 i = 0; i < 10; i++) {
            if (disputed >> i & 1 == 1) release(1 + i, false);
        }
        assertEq(refundOf(consumer), sla.legs[0].deposit + sla.legs[0].egressEscrow - hits * EPOCH_PAY, "the rest");
    }

    function test_OfAnAgreementThatIsOver_NothingIsLeft() external {
        (uint128[] memory ids,) = running();
        passFinality(21);
        beacon.seed(20);
        passFinality(22);
        orchestrator.end(ids[0]);
        assertEq(freeze(7, ids[0], true, EPOCH_PAY) + freeze(8, ids[0], false, EPOCH_PAY), 0, "nothing");
        assertEq(release(7, true) + release(8, true), 0, "and nothing moves");
    }

    function test_EverythingElseGoesOnWhileSumsAreFrozen() external {
        (uint128[] memory ids, Sla memory sla) = running();
        passEpoch(11);
        confirm(2, 11);
        for (uint256 i = 0; i < 3; i++) {
            freeze(1 + i, ids[i], true, EPOCH_PAY);
            freeze(4 + i, ids[i], false, EPOCH_PAY);
        }
        passFinality(11);
        assertEq(orchestrator.settle(ids[1]), EPOCH_PAY, "settling");
        assertEq(orchestrator.claimVoucher(ids[1], 3000, 1, voucher(consumerKey, ids[1], 3000, 1)), 3000, "vouchers");
        vm.prank(consumer);
        orchestrator.topUp(ids[1], 500, 500);
        assertEq(orchestrator.penaliseMiss(ids[0], 11), EPOCH_PAY, "penalties");
        SignedOffer memory offer = signed(offerOf(4));
        Leg memory leg = legOf(offer, sla.endsAt - block.timestamp);
        vm.prank(consumer);
        uint128 fresh = orchestrator.replaceLeg(sla, ids[0], leg, offer);
        assertState(fresh, AgreementState.Open);
        assertState(ids[0], AgreementState.Closed);
        vm.prank(consumer);
        orchestrator.giveNotice(ids[2]);
        passFinality(30);
        orchestrator.end(ids[1]);
        orchestrator.end(ids[2]);
        assertState(ids[1], AgreementState.Closed);
        assertState(ids[2], AgreementState.Closed);
    }
}
