// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IAdditions, ILedger, IProviderOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {AgreementState, SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {RefusalTest} from "./RefusalTest.sol";

/// @dev Branches: Orchestrator.topUp.tree. Hostile tokens: Modules.t.sol.
contract TopUpTest is RefusalTest {
    /// Funded up to the end, one second into epoch 12; both epochs are paid whole.
    uint88 private constant FUNDED = 2 * (2 * uint88(EPOCH) - 100 - 1 hours + 1);
    uint256 private constant SHORT = 2 * EPOCH_PAY - FUNDED;

    function test_SecondsThatWaitedForMoneyArePaid() external {
        uint128 id = shortOfMoney();
        assertEq(orchestrator.settle(id), FUNDED, "what there was");
        assertEq(orchestrator.settle(id), 0, "and no more");
        vm.prank(consumer);
        orchestrator.topUp(id, 10_000, 0);

        assertEq(orchestrator.settle(id), SHORT, "the rest of what was confirmed");
        assertEq(orchestrator.agreementOf(id).deposit, 10_000 - SHORT, "what is over");
        assertEq(orchestrator.agreementOf(id).clock, 2 * EPOCH, "both epochs");
    }

    /// P2: with top-ups in any parts and at any time, settled between them or not.
    function testFuzz_P2_TopUpsInAnyPartsPayWhatOneDoes(uint16[4] calldata parts, uint8 settledAfter) external {
        uint128 id = shortOfMoney();
        uint256 added = 0;
        uint256 paid = 0;
        for (uint256 i = 0; i < 4; i++) {
            if ((settledAfter >> i) & 1 == 1) paid += orchestrator.settle(id);
            uint88 part = uint88(bound(parts[i], 1, 4000));
            vm.prank(consumer);
            orchestrator.topUp(id, part, 0);
            added += part;
        }
        paid += orchestrator.settle(id);
        uint256 whole = FUNDED + added < 2 * EPOCH_PAY ? FUNDED + added : 2 * EPOCH_PAY;
        // Whole seconds only, of two units each: the odd unit stays.
        assertEq(paid, whole - whole % 2, "as if it had all been there from the beginning");
        assertEq(orchestrator.agreementOf(id).deposit, FUNDED + added - paid, "the rest");
    }

    function test_EgressGoesOnWithMoreEscrow_BeforeAndAfterTheFirstVoucher() external {
        (uint128[] memory ids,) = running();
        bytes memory first = voucher(consumerKey, ids[0], 5001, 1);
        bytes memory second = voucher(consumerKey, ids[0], 5301, 1);
        vm.startPrank(consumer);
        orchestrator.topUp(ids[0], 0, 300);
        assertEq(orchestrator.claimVoucher(ids[0], 5001, 1, first), 5001, "before the first");
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.VoucherAboveEscrow.selector, 5301, 5300));
        orchestrator.claimVoucher(ids[0], 5301, 1, second);
        orchestrator.topUp(ids[0], 0, 1);
        assertEq(orchestrator.claimVoucher(ids[0], 5301, 1, second), 300, "after it");
        assertEq(orchestrator.agreementOf(ids[0]).egressEscrow, 5301, "escrow");
    }

    /// Whoever paid: what is over is the consumer's.
    function test_AnyoneMayPay_AndWhatIsOverIsTheRefundees() external {
        (uint128[] memory ids, Sla memory sla) = openTwoOfThree();
        token.mint(stranger, 1000);
        vm.startPrank(stranger);
        token.approve(address(orchestrator), 1000);
        vm.expectEmit(address(orchestrator));
        emit IAdditions.ToppedUp(ids[0], stranger, 600, 400);
        orchestrator.topUp(ids[0], 600, 400);
        vm.warp(uint256(sla.startBy) + 1);
        orchestrator.void_(ids[0]);

        assertEq(token.balanceOf(stranger), 0, "paid");
        assertEq(refundOf(consumer), uint256(sla.legs[0].deposit) + sla.legs[0].egressEscrow + 1000, "everything");
        assertEq(refundOf(stranger), 0, "nothing");
    }

    function test_WhatIsOverOrWasNeverOpenedCannotBeToppedUp() external {
        (uint128[] memory ids, Sla memory sla) = openTwoOfThree();
        vm.warp(uint256(sla.startBy) + 1);
        orchestrator.void_(ids[0]);
        vm.startPrank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ILedger.WrongState.selector, ids[0], AgreementState.Void));
        orchestrator.topUp(ids[0], 1, 1);
        vm.expectRevert(abi.encodeWithSelector(ILedger.WrongState.selector, ids[0] + 77, AgreementState.None));
        orchestrator.topUp(ids[0] + 77, 1, 1);
    }

    function testFuzz_NothingAndTooMuchAreRefused(uint256 one, uint256 other, uint256 at, bool started) external {
        (uint128[] memory ids, Sla memory sla) = openTwoOfThree();
        uint128 id = ids[at % 3];
        if (started) activate(id);
        uint256 most = type(uint80).max;
        (uint256 deposit, uint256 escrow) = (sla.legs[at % 3].deposit, 5000);
        token.mint(consumer, 2 * most);
        vm.startPrank(consumer);
        vm.expectRevert(abi.encodeWithSelector(IAdditions.NothingToAdd.selector, id));
        orchestrator.topUp(id, 0, 0);
        // Too much of the one, whatever of the other; then of the other.
        uint256 over = above(one, most - deposit, type(uint88).max);
        uint256 rest = bound(other, 0, type(uint88).max);
        vm.expectRevert(abi.encodeWithSelector(IAdditions.TopUpTooLarge.selector, id, deposit + over, escrow + rest));
        orchestrator.topUp(id, uint88(over), uint88(rest));
        over = above(one, most - escrow, type(uint88).max);
        vm.expectRevert(abi.encodeWithSelector(IAdditions.TopUpTooLarge.selector, id, deposit + rest, escrow + over));
        orchestrator.topUp(id, uint88(rest), uint88(over));
        assertEq(token.balanceOf(address(orchestrator)), totalOf(sla), "nothing is paid");

        orchestrator.topUp(id, uint88(most - deposit), uint88(most - escrow));
        assertEq(orchestrator.agreementOf(id).deposit, most, "all that there is room for");
    }

    /// A top-up takes nothing from a credit that waits, and starts no clock.
    function test_ACreditThatWaitsIsStillTaken() external {
        (uint128[] memory ids,) = running();
        passEpoch(11);
        confirm(1, 11);
        postRoot(11);
        credit(ids[0], 11, 1000);
        vm.prank(consumer);
        orchestrator.topUp(ids[0], 500, 0);
        passFinality(11);
        assertEq(orchestrator.settle(ids[0]), EPOCH_PAY - EPOCH_PAY / 10, "paid");
        assertEq(refundOf(consumer), EPOCH_PAY / 10, "credited");
    }

    /// Two epochs confirmed and final, funded by a little less.
    function shortOfMoney() private returns (uint128 id) {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.endsAt = startOf(12) + 1;
        for (uint256 i = 0; i < 3; i++) {
            sla.legs[i].deposit = FUNDED;
        }
        id = open(sla, offers)[0];
        activate(id);
        for (uint32 epoch = 11; epoch <= 12; epoch++) {
            passEpoch(epoch);
            confirm(1, epoch);
            passFinality(epoch);
        }
    }
}
