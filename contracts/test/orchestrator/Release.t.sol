// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IDisputes} from "../../src/interfaces/IOrchestrator.sol";
import {SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";

/// @dev Branches: Orchestrator.release.tree. Who may call: Freeze.t.sol.
contract ReleaseTest is OrchestratorTest {
    uint256 private _toConsumer;
    uint256 private _toProvider;

    function test_WhatWasNotFrozenOrIsReleasedMovesNothing(bool forClaimant) external {
        (uint128[] memory ids,) = running();
        passEpoch(11);
        vm.expectRevert(abi.encodeWithSelector(IDisputes.NothingFrozen.selector, 7));
        release(7, forClaimant);
        freeze(7, ids[0], true, EPOCH_PAY);
        release(7, !forClaimant);
        vm.expectRevert(abi.encodeWithSelector(IDisputes.NothingFrozen.selector, 7));
        release(7, forClaimant);
        assertFrozen(7, 0, 0, 0, 0);
    }

    function test_ForTheConsumer_TheCollateralIsItsOwn_AllOfIt() external {
        (uint128[] memory ids, Sla memory sla) = running();
        passEpoch(11);
        freeze(7, ids[0], true, EPOCH_PAY);
        vm.expectEmit(address(orchestrator));
        emit IDisputes.SumReleased(7, ids[0], true, EPOCH_PAY, 0);
        assertEq(release(7, true), EPOCH_PAY, "moved");

        assertEq(slashOf(consumer), EPOCH_PAY, "all of it");
        assertEq(slashOf(address(fund)) + slashOf(arbitrationAt), 0, "no shares");
        (uint256 free, uint256 committed,,) = stakes.stakeOf(1, address(token));
        assertEq(committed, sla.legs[0].collateral - EPOCH_PAY, "committed");
        assertEq(free, STAKE - sla.legs[0].collateral, "nothing of the provider's other stake");
        assertEq(orchestrator.agreementOf(ids[0]).collateral, committed, "what still answers");
    }

    function test_ForTheProvider_DepositAndEscrowAreItsEarnings() external {
        (uint128[] memory ids,) = running();
        passEpoch(11);
        freeze(7, ids[0], false, EPOCH_PAY);
        assertEq(release(7, true), EPOCH_PAY, "moved");
        assertEq(earningsOf(1), EPOCH_PAY, "earned");
        assertEq(orchestrator.withdrawEarnings(1, market), EPOCH_PAY * 98 / 100, "and withdrawn, less the fee");
    }

    function test_ForTheDefendant_EverythingIsWhereItWas(bool againstProvider, bool claimed) external {
        (uint128[] memory ids,) = running();
        if (claimed) orchestrator.claimVoucher(ids[0], 4000, 1, voucher(consumerKey, ids[0], 4000, 1));
        passEpoch(11);
        bytes32 before = keccak256(abi.encode(orchestrator.agreementOf(ids[0])));
        assertEq(freeze(7, ids[0], againstProvider, EPOCH_PAY), EPOCH_PAY, "frozen");
        assertTrue(before != keccak256(abi.encode(orchestrator.agreementOf(ids[0]))), "gone from the agreement");
        assertEq(release(7, false), 0, "nothing moves");
        assertEq(keccak256(abi.encode(orchestrator.agreementOf(ids[0]))), before, "as before");
        assertEq(orchestrator.claimVoucher(ids[0], 5000, 1, voucher(consumerKey, ids[0], 5000, 1)), claimed ? 1000 : 5000, "all escrow");
    }

    function test_ForTheDefendant_AFullDepositTakesNothingBack() external {
        (uint128[] memory ids,) = running();
        passEpoch(11);
        freeze(7, ids[0], false, EPOCH_PAY);
        uint256 room = type(uint80).max - orchestrator.agreementOf(ids[0]).deposit;
        token.mint(consumer, room);
        vm.prank(consumer);
        orchestrator.topUp(ids[0], uint88(room), 0);
        vm.expectEmit(address(orchestrator));
        emit IDisputes.SumReleased(7, ids[0], false, 0, EPOCH_PAY);
        release(7, false);
        assertEq(refundOf(consumer), EPOCH_PAY, "refunded instead");
        assertEq(orchestrator.agreementOf(ids[0]).deposit, type(uint80).max, "full");
    }

    function test_ForTheDefendant_AfterTheEnd_WhereTheEndWouldHaveGivenIt() external {
        (uint128[] memory ids, Sla memory sla) = running();
        passEpoch(11);
        freeze(7, ids[0], true, EPOCH_PAY);
        freeze(8, ids[0], false, EPOCH_PAY);
        ended(ids[0]);
        (uint256 free, uint256 committed,,) = stakes.stakeOf(1, address(token));
        assertTrue(free == STAKE - EPOCH_PAY && committed == EPOCH_PAY, "only the frozen part is still held");
        uint256 whole = uint256(sla.legs[0].deposit) + sla.legs[0].egressEscrow;
        assertEq(refundOf(consumer), whole - EPOCH_PAY, "of the refund too");
        vm.expectEmit(address(orchestrator));
        emit IDisputes.SumReleased(7, ids[0], false, 0, 0);
        release(7, false);
        vm.expectEmit(address(orchestrator));
        emit IDisputes.SumReleased(8, ids[0], false, 0, EPOCH_PAY);
        release(8, false);
        (free, committed,,) = stakes.stakeOf(1, address(token));
        assertTrue(free == STAKE && committed == 0, "free");
        assertEq(refundOf(consumer), whole, "refunded");
    }

    function test_ForTheDefendant_AfterTheEnd_TheSponsorsMoneyIsTheSponsors() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        bytes32 slaId = orchestrator.hashSla(sla);
        bytes memory signature = sponsorship(consumerKey, slaId, stranger, true);
        token.mint(stranger, totalOf(sla));
        vm.startPrank(stranger);
        token.approve(address(orchestrator), totalOf(sla));
        orchestrator.openFor(sla, offers, true, signature);
        vm.stopPrank();
        (,,,,,, uint128[] memory ids) = orchestrator.slaOf(slaId);
        activate(ids[0]);
        passEpoch(11);
        freeze(7, ids[0], false, EPOCH_PAY);
        ended(ids[0]);
        release(7, false);
        assertEq(refundOf(stranger), uint256(sla.legs[0].deposit) + sla.legs[0].egressEscrow, "whoever paid");
        assertEq(refundOf(consumer), 0, "not who was accused");
    }

    /// P1: over any outcomes, before and after the end.
    function testFuzz_ExactlyWhatWasFrozenMoves(uint88[4] calldata amounts, uint8 sides, uint8 outcomes, bool late) external {
        (uint128[] memory ids, Sla memory sla) = running();
        uint128 id = ids[0];
        passEpoch(11);
        for (uint256 i = 0; i < 4; i++) {
            dispute(i + 1, id, amounts[i], sides >> i & 1 == 1, outcomes >> i & 1 == 1);
        }
        if (late) ended(id);
        for (uint256 i = 0; i < 4; i++) {
            release(i + 1, outcomes >> i & 1 == 1);
        }
        if (!late) ended(id);
        assertEq(slashOf(consumer), _toConsumer, "to the consumer");
        assertEq(earningsOf(1), _toProvider, "to the provider");
        assertEq(refundOf(consumer), uint256(sla.legs[0].deposit) + sla.legs[0].egressEscrow - _toProvider, "the rest");
        (uint256 free, uint256 committed,,) = stakes.stakeOf(1, address(token));
        assertTrue(free == STAKE - _toConsumer && committed == 0, "stake");
    }

    /// Freezes up to an epoch's pay, and notes what is to move.
    function dispute(uint256 disputeId, uint128 id, uint256 amount, bool againstProvider, bool forClaimant) private {
        uint256 frozen = freeze(disputeId, id, againstProvider, bound(amount, 0, EPOCH_PAY));
        if (!forClaimant) return;
        if (againstProvider) _toConsumer += frozen;
        else _toProvider += frozen;
    }

    /// Nothing of it was ever confirmed.
    function ended(uint128 id) private {
        passFinality(21);
        beacon.seed(20);
        passFinality(22);
        orchestrator.end(id);
    }
}
