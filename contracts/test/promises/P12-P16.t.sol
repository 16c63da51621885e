// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {RandomBeacon} from "../../src/RandomBeacon.sol";
import {IRandomBeacon} from "../../src/interfaces/IRandomBeacon.sol";
import {Agreement, Sla} from "../../src/interfaces/Types.sol";
import {Drand} from "../beacon/Drand.sol";
import {BlacklistingToken, RebasingToken} from "../hostile/HostileTokens.sol";
import {PromiseTest} from "./PromiseTest.sol";

/// @title Power: P12 seeds, P13 governance, P14 tokens, P15 reporters, P16 strangers
contract PromisesOfPowerTest is PromiseTest {
    bool private _unlisted;

    function test_P12_ASeedIsWrittenOnce_NeverBeforeItsEpochEnds() external {
        uint32 length = uint32(999 * Drand.PERIOD) - 1;
        RandomBeacon drand = new RandomBeacon(Drand.key(), Drand.GENESIS, Drand.PERIOD, Drand.GENESIS, length, 7 days);
        (uint256[2] memory signature, bytes32 randomness) = Drand.round1000();
        uint256 end = drand.endOf(0);
        vm.warp(end);
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.EpochNotEnded.selector, 0, end));
        drand.post(0, signature);
        vm.warp(end + 1);
        drand.post(0, signature);
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.AlreadySeeded.selector, 0));
        drand.post(0, signature);
        vm.warp(end + 8 days);
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.AlreadySeeded.selector, 0));
        drand.postFallback(0);
        assertEq(drand.seedOf(0), randomness, "drand's own");
    }

    /// Who is not listed renews nothing, as it opens nothing: so its histories have no renewals, with and without the orders.
    function renewSome(uint256 random, uint128[] memory ids) internal override {
        if (!_unlisted) super.renewSome(random, ids);
    }

    /// Whatever the governor orders in the middle of a history, everybody ends with what they would have had.
    /// forge-config: default.fuzz.runs = 64
    /// forge-config: deep.fuzz.runs = 1000
    function testFuzz_P13_TheGovernorReachesNobodysMoney(uint256 random) external {
        _unlisted = true;
        (uint128[] memory ids,) = running();
        uint256 start = vm.snapshotState();
        history(random, ids, true);
        endAll(ids);
        Purse memory left = takeAll();

        vm.revertToState(start);
        for (uint64 id = 1; id <= 3; id++) {
            registry.suspend(id, 90 days, keccak256("because"));
        }
        registry.setStakeThreshold(address(token), type(uint96).max);
        registry.setSubscriptionPrice(address(token), 1);
        registry.demandScopes(1, 15);
        registry.setCertifier(address(this), 15);
        orchestrator.createMarket(address(token), 500, address(this));
        history(random, ids, true);
        endAll(ids);
        assertSame(left, takeAll());
        for (uint64 id = 1; id <= 3; id++) {
            (uint256 free,,,) = stakes.stakeOf(id, address(token));
            address owner = ownerOf(id);
            vm.prank(owner);
            stakes.requestUnstake(id, address(token), free);
            vm.warp(vm.getBlockTimestamp() + 30 days);
            assertEq(stakes.unstake(id, address(token)), free, "a suspended provider's stake is its own");
        }
    }

    /// forge-config: default.fuzz.runs = 64
    /// forge-config: deep.fuzz.runs = 1000
    function testFuzz_P14_ADonationChangesNothing(uint256 random, uint128 gift) external {
        (uint128[] memory ids,) = running();
        uint256 start = vm.snapshotState();
        history(random, ids, true);
        endAll(ids);
        Purse memory without = takeAll();
        vm.revertToState(start);
        token.mint(address(orchestrator), gift);
        token.mint(address(stakes), gift);
        history(random, ids, true);
        endAll(ids);
        assertSame(without, takeAll());
    }

    function test_P14_WhoATokenRefusesKeepsNobodyElseWaiting() external {
        BlacklistingToken blacklisting = new BlacklistingToken();
        marketIn(address(blacklisting));
        (uint128[] memory ids,) = runningUncollateralised();
        uint32 epoch = currentEpoch() + 1;
        passEpoch(epoch);
        confirm(1, epoch);
        passFinality(epoch);
        blacklisting.list(consumer, true);
        vm.warp(vm.getBlockTimestamp() + 20 days);
        for (uint256 i = 0; i < 3; i++) {
            orchestrator.end(ids[i]);
        }
        orchestrator.withdrawEarnings(1, market);
        orchestrator.sweepFees(market);
        assertEq(blacklisting.balanceOf(payoutOf(1)), EPOCH_PAY * 98 / 100, "the provider is paid");
        uint256 refund = orchestrator.refundOf(consumer, address(blacklisting));
        assertTrue(refund > 0, "the refund waits");
        vm.expectRevert(abi.encodeWithSelector(BlacklistingToken.Blacklisted.selector, consumer));
        orchestrator.withdrawRefund(consumer, address(blacklisting));
        blacklisting.list(consumer, false);
        assertEq(orchestrator.withdrawRefund(consumer, address(blacklisting)), refund, "and is paid when it may be");
    }

    /// A shrinking token hurts those who hold it, and no other token's.
    function testFuzz_P14_ARebasingTokenReachesNoOtherTokensMoney(uint256 percent) external {
        percent = bound(percent, 0, 300);
        (uint128[] memory sound,) = running();
        uint16 soundMarket = market;
        RebasingToken rebasing = new RebasingToken();
        marketIn(address(rebasing));
        (uint128[] memory ids,) = runningUncollateralised();
        uint32 epoch = currentEpoch() + 1;
        passEpoch(epoch);
        confirm(1, epoch);
        rebasing.rebase(percent);
        vm.warp(vm.getBlockTimestamp() + 20 days);
        for (uint256 i = 0; i < 3; i++) {
            orchestrator.end(ids[i]);
            orchestrator.end(sound[i]);
        }
        try orchestrator.withdrawRefund(consumer, address(rebasing)) {} catch {}
        try orchestrator.withdrawEarnings(1, market) {} catch {}
        orchestrator.withdrawEarnings(1, soundMarket);
        orchestrator.withdrawRefund(consumer, address(token));
        orchestrator.sweepFees(soundMarket);
        assertEq(token.balanceOf(payoutOf(1)), EPOCH_PAY * 98 / 100, "paid in the sound token");
        assertEq(token.balanceOf(consumer), 1_000_000_000_000 - EPOCH_PAY, "refunded in the sound token");
        assertEq(token.balanceOf(address(orchestrator)), 0, "to the last unit");
    }

    /// The whole oracle colludes with the consumer, in every epoch: it takes that epoch's pay, and never the collateral.
    /// forge-config: default.fuzz.runs = 64
    /// forge-config: deep.fuzz.runs = 1000
    function testFuzz_P15_AllReportersTogetherMoveAtMostAnEpochsPay(uint16[10] calldata takes) external {
        (uint128[] memory ids,) = running();
        uint256 collateral = orchestrator.agreementOf(ids[0]).collateral;
        uint32 first = currentEpoch() + 1;
        uint256 taken = 0;
        for (uint32 i = 0; i < EPOCHS; i++) {
            passEpoch(first + i);
            confirm(1, first + i);
            postRoot(first + i);
            uint256 amount = credit(ids[0], first + i, uint16(bound(takes[i], 0, 10_000)));
            assertLe(amount, EPOCH_PAY, "at most that epoch's pay");
            taken += amount;
            passFinality(first + i);
            orchestrator.settle(ids[0]);
        }
        Agreement memory agreement = orchestrator.agreementOf(ids[0]);
        assertEq(agreement.collateral, collateral, "never the collateral");
        assertEq(earningsOf(1) + taken, EPOCHS * EPOCH_PAY, "what was not taken was paid");
        assertEq(refundOf(consumer), taken, "and what was taken is the consumer's");
    }

    /// The stranger settles whatever it likes, one by one and in batches, with bad ids among them.
    /// forge-config: default.fuzz.runs = 64
    /// forge-config: deep.fuzz.runs = 1000
    function testFuzz_P16_AStrangersSettlementChangesNobodysBalance(uint256 random) external {
        (uint128[] memory ids,) = running();
        uint256 start = vm.snapshotState();
        history(random, ids, false);
        endAll(ids);
        Purse memory alone = takeAll();
        vm.revertToState(start);
        _batches = true;
        history(random, ids, true);
        endAll(ids);
        assertSame(alone, takeAll());
    }

    bool private _batches;

    function checked(uint128[] memory ids) internal override {
        if (!_batches) return;
        uint128[] memory some = new uint128[](4);
        (some[0], some[1], some[2], some[3]) = (ids[2], 77, ids[0], ids[0]);
        vm.prank(stranger);
        orchestrator.settleMany(some);
    }
}
