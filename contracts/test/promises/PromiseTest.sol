// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Agreement, AgreementState, RenewalMandate, SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "../orchestrator/OrchestratorTest.sol";

/// @title Ground of the promises: a running SLA, random histories of it, and everybody taking what is theirs
/// @dev Everything goes through public functions, so that the promises outlive any way of keeping the books.
abstract contract PromiseTest is OrchestratorTest {
    uint32 internal constant EPOCHS = 10;
    /// A history goes on where an agreement was renewed.
    uint32 internal constant HISTORY = EPOCHS + 3;

    uint256 private _disputes;

    /// What everybody has in their own hands, at the end of a history.
    struct Purse {
        uint256 consumer;
        uint256 fund;
        uint256 stranger;
        uint256[PROVIDERS + 1] payouts;
    }

    /// Epochs of proofs, misses, credits, penalties, disputes, changes of the rate and renewals, as `random` has it; `settling` adds settlements by a stranger.
    function history(uint256 random, uint128[] memory ids, bool settling) internal {
        uint32 first = currentEpoch() + 1;
        for (uint32 epoch = first; epoch < first + HISTORY; epoch++) {
            random = uint256(keccak256(abi.encode(random)));
            passEpoch(epoch);
            for (uint64 i = 0; i < 3; i++) {
                // Proven more often than not.
                if (random >> (4 * i) & 3 != 0) confirm(i + 1, epoch);
            }
            if (random >> 16 & 1 == 1) postRoot(epoch);
            if (random >> 17 & 1 == 1) tryCredit(ids[random >> 20 & 1], epoch, uint16(random >> 24 & 0x1fff));
            if (settling) settleSome(random >> 40, ids);
            checked(ids);
            passFinality(epoch);
            if (settling) settleSome(random >> 48, ids);
            for (uint256 i = 0; i < ids.length; i++) {
                tryPenalise(ids[i], epoch);
            }
            disputeSome(random >> 64, ids);
            if (random >> 128 & 3 == 1) changeSome(random >> 130, ids);
            if (random >> 224 & 3 == 1) renewSome(random >> 160, ids);
            if (random >> 128 & 31 == 0) tryBreach(ids[random >> 136 & 1], epoch);
            checked(ids);
        }
    }

    /// Both sides agree on another rate, never above the first; what is refused is left out.
    function changeSome(uint256 random, uint128[] memory ids) private {
        uint128 id = ids[random & 1];
        uint96 rate = RATE / 2 + uint96((random >> 1) % (RATE / 2 + 1));
        tryChange(termsOf(id), changeTo(id, rate, currentEpoch() + 1 + uint32(random >> 100) % 3));
    }

    /// The consumer lets one of two go on, and its provider does, never above the first rate.
    function renewSome(uint256 random, uint128[] memory ids) internal virtual {
        uint128 id = ids[random & 1];
        RenewalMandate memory mandate = mandateFor(id);
        (mandate.latestEnd, mandate.windowEpochs) = (90, 90);
        uint96 rate = random >> 1 & 1 == 0 ? RATE : RATE / 2 + uint96((random >> 2) % (RATE / 2 + 1));
        tryRenew(mandate, renewalOf(id, 1 + uint32(random >> 50) % 3, rate));
    }

    /// Freezes a sum of one side, and releases another, as the arbitration would.
    function disputeSome(uint256 random, uint128[] memory ids) private {
        if (random & 1 == 1) {
            vm.prank(arbitrationAt);
            try orchestrator.freeze(_disputes + 1, ids[random >> 1 & 1], random >> 2 & 1 == 1, uint24(random >> 8)) {
                _disputes++;
            } catch {}
        }
        if (random >> 3 & 1 == 1 && _disputes > 0) tryRelease(1 + uint8(random >> 40) % _disputes, random >> 4 & 1 == 1);
    }

    function tryRelease(uint256 disputeId, bool forClaimant) private {
        vm.prank(arbitrationAt);
        try orchestrator.release(disputeId, forClaimant) {} catch {}
    }

    /// What a promise looks at after each step.
    function checked(uint128[] memory ids) internal virtual {}

    function settleSome(uint256 random, uint128[] memory ids) internal {
        for (uint256 i = 0; i < ids.length; i++) {
            if (random >> i & 1 == 0) continue;
            vm.prank(stranger);
            try orchestrator.settle(ids[i]) {} catch {}
        }
    }

    function tryCredit(uint128 id, uint32 epoch, uint16 bps) internal virtual returns (uint256 amount) {
        vm.prank(oracle);
        try orchestrator.credit(id, epoch, uint16(bound(bps, 0, 10_000))) returns (uint256 credited) {
            return credited;
        } catch {}
    }

    function tryPenalise(uint128 id, uint32 epoch) internal virtual {
        vm.prank(stranger);
        try orchestrator.penaliseMiss(id, epoch) {} catch {}
    }

    /// A loss that came out otherwise than by an audit.
    function tryBreach(uint128 id, uint32 epoch) internal virtual {
        vm.prank(address(verifier));
        try orchestrator.breach(id, epoch, stranger) {} catch {}
    }

    /// Disputes that are still open are over last.
    function endAll(uint128[] memory ids) internal {
        passEnds(ids);
        for (uint256 i = 0; i < ids.length; i++) {
            try orchestrator.end(ids[i]) {} catch {}
            AgreementState state = stateOf(ids[i]);
            assertTrue(state == AgreementState.Closed || state == AgreementState.Void, "over");
        }
        for (uint256 i = 1; i <= _disputes; i++) {
            tryRelease(i, i % 2 == 0);
        }
    }

    /// All of them can be ended, those that were renewed too.
    function passEnds(uint128[] memory ids) internal {
        passFinality(currentEpoch());
        for (uint256 i = 0; i < ids.length; i++) {
            uint256 over = uint256(startOf(orchestrator.agreementOf(ids[i]).endEpoch)) + 9 days;
            if (over > block.timestamp && stateOf(ids[i]) != AgreementState.Closed) vm.warp(over);
        }
    }

    function takeAll() internal returns (Purse memory purse) {
        for (uint64 id = 1; id <= PROVIDERS; id++) {
            if (earningsOf(id) > 0) orchestrator.withdrawEarnings(id, market);
            purse.payouts[id] = token.balanceOf(payoutOf(id));
        }
        if (refundOf(consumer) > 0) orchestrator.withdrawRefund(consumer, address(token));
        if (orchestrator.feesOf(market) > 0) orchestrator.sweepFees(market);
        stakes.claim(consumer, address(token));
        stakes.claim(address(fund), address(token));
        stakes.claim(stranger, address(token));
        purse.consumer = token.balanceOf(consumer);
        purse.fund = token.balanceOf(address(fund));
        purse.stranger = token.balanceOf(stranger);
    }

    function assertSame(Purse memory one, Purse memory other) internal pure {
        assertEq(one.consumer, other.consumer, "consumer");
        assertEq(one.fund, other.fund, "fund");
        assertEq(one.stranger, other.stranger, "stranger");
        for (uint64 id = 1; id <= PROVIDERS; id++) {
            assertEq(one.payouts[id], other.payouts[id], "provider");
        }
    }

    function isLive(uint128 id) internal view returns (bool) {
        AgreementState state = stateOf(id);
        return state == AgreementState.Active || state == AgreementState.Notice;
    }

    function stakesInAll() internal view returns (uint256 sum) {
        for (uint64 id = 1; id <= PROVIDERS; id++) {
            (uint256 free, uint256 committed, uint256 unbonding,) = stakes.stakeOf(id, address(token));
            sum += free + committed + unbonding;
        }
    }

    /// A market in a token that misbehaves, and the usual SLA in it, without collateral.
    function marketIn(address hostile) internal {
        market = orchestrator.createMarket(hostile, FEE_BPS, oracle);
        IERC20(hostile).transfer(consumer, 1e24);
        vm.prank(consumer);
        IERC20(hostile).approve(address(orchestrator), type(uint256).max);
    }

    function runningUncollateralised() internal returns (uint128[] memory ids, Sla memory sla) {
        SignedOffer[] memory offers;
        (sla, offers) = twoOfThree();
        for (uint256 i = 0; i < 3; i++) {
            offers[i].offer.collateralSeconds = 0;
            offers[i] = signed(offers[i].offer);
            sla.legs[i].offerHash = orchestrator.hashOffer(offers[i]);
            sla.legs[i].collateral = 0;
        }
        ids = open(sla, offers);
        for (uint256 i = 0; i < 3; i++) {
            activate(ids[i]);
        }
    }
}
