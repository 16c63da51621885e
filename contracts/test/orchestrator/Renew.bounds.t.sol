// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IConsumerOrchestrator, IRenewals} from "../../src/interfaces/IOrchestrator.sol";
import {Renewal, RenewalMandate, SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {RefusalTest} from "./RefusalTest.sol";

/// @dev Branches: Orchestrator.renew.tree, what is refused of a mandate and of a step. The agreements pay for the epochs 11 to 20.
contract RenewBoundsTest is RefusalTest {
    function testFuzz_AStepThatIsOverOrCancelledIsRefused(uint256 seed, uint256 nonce, bool isOver, uint256 times) external {
        uint128 id = runningLate();
        (RenewalMandate memory mandate, Renewal memory renewal) = usual(id);
        times = bound(times, 0, 3);
        for (uint256 i = 0; i < times; i++) {
            address owner = ownerOf(1);
            vm.prank(owner);
            orchestrator.cancelOffers(1);
        }
        renewal.offerNonce = uint32(times);
        if (isOver) {
            renewal.expiry = uint32(below(seed, block.timestamp, 0));
            refused(mandate, renewal, abi.encodeWithSelector(IRenewals.RenewalExpired.selector, id, renewal.expiry));
        } else {
            renewal.offerNonce = uint32(otherThan(times, nonce, nonce % 2 == 0 ? 4 : type(uint32).max));
            refused(mandate, renewal, abi.encodeWithSelector(IConsumerOrchestrator.OfferCancelled.selector, 1, renewal.offerNonce, times));
        }

        (renewal.offerNonce, renewal.expiry) = (uint32(times), uint32(block.timestamp));
        renew(mandate, renewal);
    }

    /// Neither one that was, nor one that would leave a gap or overlap.
    function testFuzz_NoStepIsTakenTwice(uint256 epochs, uint256 seed) external {
        uint128 id = runningLate();
        RenewalMandate memory mandate = mandateFor(id);
        mandate.windowEpochs = 90;
        epochs = bound(epochs, 0, 4);
        Renewal memory taken = renewalOf(id, uint32(epochs), RATE);
        if (epochs > 0) {
            renew(mandate, taken);
            bytes memory twice = abi.encodeWithSelector(IRenewals.RenewalNotNext.selector, id, 21, 21 + epochs);
            refused(mandate, taken, twice);
        }
        uint256 left = token.balanceOf(consumer);
        Renewal memory next = renewalOf(id, 1, RATE);
        next.fromEpoch = uint32(otherThan(21 + epochs, seed, seed % 2 == 0 ? 30 : type(uint32).max));
        refused(mandate, next, abi.encodeWithSelector(IRenewals.RenewalNotNext.selector, id, next.fromEpoch, 21 + epochs));
        assertEq(token.balanceOf(consumer), left, "paid once");

        next.fromEpoch = uint32(21 + epochs);
        renew(mandate, next);
    }

    /// As many epochs before the end as the mandate says, 90 of them at most, and while the last one runs.
    function testFuzz_OnlyWithinTheWindow_AndWhileTheAgreementRuns(uint256 window, uint256 seed, bool isOver) external {
        uint128 id = runningLong();
        RenewalMandate memory mandate = mandateFor(id);
        window = bound(window, 0, window % 2 == 0 ? 100 : type(uint32).max);
        (mandate.windowEpochs, mandate.latestEnd) = (uint32(window), 300);
        uint256 earliest = 211 - (window < 90 ? window : 90);
        uint256 time = isOver
            ? (seed % 2 == 0 ? startOf(211) : bound(seed, startOf(211), startOf(300)))
            : below(seed, startOf(uint32(earliest)), block.timestamp);
        vm.warp(time);
        Renewal memory renewal = renewalOf(id, 5, RATE);
        renewal.expiry = type(uint32).max;
        refused(
            mandate, renewal, abi.encodeWithSelector(IRenewals.RenewalOutsideWindow.selector, id, (time - GENESIS) / EPOCH, earliest, 210)
        );
        assertEq(orchestrator.agreementOf(id).endEpoch, 211, "as it was");

        if (window == 0) return;
        vm.warp(isOver ? startOf(211) - 1 : startOf(uint32(earliest)));
        renew(mandate, renewal);
    }

    /// Than one step, than all of them, or than epochs have bits; nor none at all, or less than it has.
    function testFuzz_NoLongerThanAStep_NorThanAllOfThem(uint256 which, uint256 seed, uint256 step, uint256 end) external {
        uint128 id = runningLate();
        (RenewalMandate memory mandate, Renewal memory renewal) = usual(id);
        (mandate.budget, mandate.stepEpochs) = (type(uint80).max, uint32(bound(step, 0, 1000)));
        which %= 3;
        mandate.latestEnd = uint32(which == 0 ? bound(end, 21 + uint256(mandate.stepEpochs), type(uint32).max) : bound(end, 0, 1021));
        if (which == 1) mandate.stepEpochs = uint32(bound(step, 1000, type(uint32).max));
        if (which == 2) (mandate.stepEpochs, mandate.latestEnd) = (type(uint32).max, uint32(bound(end, 1 << 24, type(uint32).max)));
        uint256 latest = [21 + uint256(mandate.stepEpochs), mandate.latestEnd, type(uint24).max][which];
        renewal.endEpoch = uint32(seed % 3 == 0 ? below(seed, 22, 0) : above(seed, latest, type(uint32).max));
        refused(mandate, renewal, abi.encodeWithSelector(IRenewals.RenewalTooLong.selector, id, renewal.endEpoch, latest));

        // What ends later than seconds have bits, no deposit covers.
        if (which == 2 || latest <= 21) return;
        renewal.endEpoch = uint32(latest);
        renew(mandate, renewal);
        assertEq(orchestrator.agreementOf(id).endEpoch, latest, "to its end");
    }

    function testFuzz_NoHigherRateThanTheMandates(uint256 maximum, uint256 seed) external {
        uint128 id = runningLate();
        (RenewalMandate memory mandate, Renewal memory renewal) = usual(id);
        maximum = bound(maximum, 1, type(uint96).max);
        (mandate.maximumRate, mandate.budget) = (uint96(maximum), type(uint80).max);
        // The ledger has 88 bits for it.
        if (maximum > type(uint88).max) maximum = type(uint88).max;
        renewal.rate = uint96(above(seed, maximum, type(uint96).max));
        refused(mandate, renewal, abi.encodeWithSelector(IConsumerOrchestrator.RateAboveMandate.selector, renewal.rate, maximum));

        token.mint(consumer, type(uint80).max);
        renewal.rate = uint96(maximum);
        renew(mandate, renewal);
    }

    /// The budget is for all renewals together, and one of more than it is not carried out in part.
    function test_NeverMoreMoneyThanTheMandates() external {
        uint128 id = runningLate();
        (RenewalMandate memory mandate,) = usual(id);
        mandate.budget = uint80(7 * EPOCH_PAY - 1);
        uint256 before = token.balanceOf(consumer);
        uint256 surplus = orchestrator.agreementOf(id).deposit - 10 * EPOCH_PAY;
        renew(mandate, renewalOf(id, 5, RATE));
        assertEq(before - token.balanceOf(consumer), 5 * EPOCH_PAY - surplus, "what the deposit lacked");
        assertEq(orchestrator.mandateSpentOf(hashOf(mandate)), 5 * EPOCH_PAY - surplus, "counted");
        vm.warp(startOf(20));
        uint256 left = 2 * EPOCH_PAY - 1 + surplus;
        bytes memory more = abi.encodeWithSelector(IRenewals.MandateSpent.selector, id, 3 * EPOCH_PAY, left);
        refused(mandate, renewalOf(id, 3, RATE), more);
        renew(mandate, renewalOf(id, 2, RATE));
        mandate.payer = stranger;
        assertEq(orchestrator.mandateSpentOf(hashOf(mandate)), 0, "another mandate has its own");
    }

    /// Of two steps, the second one may take what the first one left.
    function testFuzz_TheBudgetIsForAllStepsTogether(uint256 one, uint256 two, uint256 seed) external {
        uint128 id = runningLate();
        (one, two) = (bound(one, 1, 4), bound(two, 1, 4));
        RenewalMandate memory mandate = mandateFor(id);
        mandate.windowEpochs = 90;
        uint256 wanted = two * EPOCH_PAY;
        uint256 first = one * EPOCH_PAY - (orchestrator.agreementOf(id).deposit - 10 * EPOCH_PAY);
        uint256 undone = vm.snapshotState();
        mandate.budget = uint80(first + wanted);
        renew(mandate, renewalOf(id, uint32(one), RATE));
        renew(mandate, renewalOf(id, uint32(two), RATE));
        assertEq(orchestrator.mandateSpentOf(hashOf(mandate)), first + wanted, "all of it");
        vm.revertToState(undone);

        uint256 left = below(seed, wanted, 0);
        mandate.budget = uint80(first + left);
        renew(mandate, renewalOf(id, uint32(one), RATE));
        refused(mandate, renewalOf(id, uint32(two), RATE), abi.encodeWithSelector(IRenewals.MandateSpent.selector, id, wanted, left));
        assertEq(orchestrator.mandateSpentOf(hashOf(mandate)), first, "nothing of it");
    }

    /// Also after misses, which took a part of it.
    function testFuzz_NoLessCollateralThanTheMandates(uint256 misses, uint256 seed) external {
        uint128 id = runningLate();
        misses = bound(misses, 0, 3);
        for (uint32 epoch = 15; epoch < 15 + misses; epoch++) {
            passEpoch(epoch);
            vm.warp(uint256(startOf(epoch + 1)) + WINDOW + 2);
            orchestrator.penaliseMiss(id, epoch);
        }
        (RenewalMandate memory mandate, Renewal memory renewal) = usual(id);
        uint256 collateral = orchestrator.agreementOf(id).collateral;
        mandate.collateral = uint80(above(seed, collateral, type(uint80).max));
        refused(mandate, renewal, abi.encodeWithSelector(IRenewals.CollateralBelowMandate.selector, id, collateral, mandate.collateral));

        mandate.collateral = uint80(collateral);
        renew(mandate, renewal);
        (, uint256 committed,,) = stakes.stakeOf(1, address(token));
        assertEq(committed, collateral, "and it stays committed");
    }

    // ---------------------------------------------------------------- words

    /// The first of three, within the window of the usual mandate: four epochs are proven, none is settled.
    function runningLate() private returns (uint128) {
        (uint128[] memory ids,) = running();
        for (uint32 epoch = 11; epoch <= 14; epoch++) {
            passEpoch(epoch);
            confirm(1, epoch);
        }
        passFinality(14);
        return ids[0];
    }

    /// Paid through epoch 210.
    function runningLong() private returns (uint128 id) {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.endsAt = startOf(211);
        for (uint256 i = 0; i < 3; i++) {
            sla.legs[i].deposit = 2 * 201 * uint88(EPOCH);
        }
        id = open(sla, offers)[0];
        activate(id);
    }

    function usual(uint128 id) private view returns (RenewalMandate memory, Renewal memory) {
        return (mandateFor(id), renewalOf(id, 5, RATE));
    }

    function refused(RenewalMandate memory mandate, Renewal memory renewal, bytes memory reason) private {
        bytes memory providers = signedByNode(mandate, renewal);
        bytes memory consumers = sign(consumerKey, hashOf(mandate));
        vm.expectRevert(reason);
        orchestrator.renew(mandate, renewal, consumers, "", providers);
    }
}
