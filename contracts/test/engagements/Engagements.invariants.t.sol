// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IEngagements} from "../../src/interfaces/IEngagements.sol";
import {InvariantTest} from "../InvariantTest.sol";
import {EngagementsTest} from "./EngagementsTest.sol";

/// @title Hirings, deliveries, disputes and ends at random, beside sums that are kept apart from the contract's own
contract EngagementsHandler is EngagementsTest {
    struct Seen {
        uint64 id;
        IEngagements.MilestoneState[3] states;
    }

    Seen[] private _seen;
    uint256 private _salt;
    uint256[] private _disputes;

    uint256 public paidIn;
    uint256 public paidOut;
    uint256 public earned;
    uint256 public refunded;
    uint256 public strayEdges;

    function hireOne() external {
        if (_seen.length >= 12) return;
        IEngagements.Engagement memory terms = threeMilestones();
        terms.salt = ++_salt;
        uint64 id = hire(terms);
        Seen memory fresh;
        fresh.id = id;
        _seen.push(fresh);
        paidIn += TOTAL;
    }

    function deliverOne(uint256 which, uint8 milestone) external {
        if (_seen.length == 0) return;
        vm.prank(owner);
        try engagements.deliver(_seen[which % _seen.length].id, milestone % 4, HANDED_OVER) {} catch {}
        look();
    }

    function acceptOne(uint256 which, uint8 milestone) external {
        if (_seen.length == 0) return;
        (uint64 id, uint8 index) = (_seen[which % _seen.length].id, milestone % 3);
        vm.prank(consumer);
        try engagements.accept(id, index) {
            earned += engagements.milestoneOf(id, index).amount;
        } catch {}
        look();
    }

    function settleOne(uint256 which, uint8 milestone) external {
        if (_seen.length == 0) return;
        (uint64 id, uint8 index) = (_seen[which % _seen.length].id, milestone % 3);
        IEngagements.MilestoneView memory before = engagements.milestoneOf(id, index);
        try engagements.settle(id, index) {
            bool split = before.state == IEngagements.MilestoneState.Disputed;
            if (split) refunded += before.disputed / 2;
            earned += split ? before.disputed - before.disputed / 2 : before.amount;
        } catch {}
        look();
    }

    function disputeOne(uint256 which, uint8 milestone, uint256 amount) external {
        if (_seen.length == 0) return;
        (uint64 id, uint8 index) = (_seen[which % _seen.length].id, milestone % 3);
        uint256 whole = engagements.milestoneOf(id, index).amount;
        amount = bound(amount, 1, whole);
        (uint128 caseId, uint32 epoch) = (engagements.caseOf(id, index), currentEpoch() - 1);
        vm.prank(consumer);
        try arbitration.open(caseId, epoch, epoch, uint128(amount), EVIDENCE) returns (uint256 disputeId) {
            _disputes.push(disputeId);
            earned += whole - amount;
        } catch {}
        look();
    }

    function endDispute(uint256 which, bool forClaimant) external {
        if (_disputes.length == 0) return;
        uint256 disputeId = _disputes[which % _disputes.length];
        uint256 before = engagements.refundOf(consumer, address(token));
        uint256 pool = engagements.earningsOf(SERVICE, market);
        vm.prank(address(arbitration));
        // What is no dispute's end any more moves nothing, and fails nobody.
        engagements.release(disputeId, forClaimant);
        refunded += engagements.refundOf(consumer, address(token)) - before;
        earned += engagements.earningsOf(SERVICE, market) - pool;
        look();
    }

    function lapseOne(uint256 which) external {
        if (_seen.length == 0) return;
        uint256 before = engagements.refundOf(consumer, address(token));
        try engagements.lapse(_seen[which % _seen.length].id) {
            refunded += engagements.refundOf(consumer, address(token)) - before;
        } catch {}
        look();
    }

    function cancelOne(uint256 which, bool byConsumer, bool wished) external {
        if (_seen.length == 0) return;
        uint256 before = engagements.refundOf(consumer, address(token));
        vm.prank(byConsumer ? consumer : owner);
        try engagements.cancel(_seen[which % _seen.length].id, wished) {
            refunded += engagements.refundOf(consumer, address(token)) - before;
        } catch {}
        look();
    }

    function withdrawSome(uint8 what) external {
        uint256 before = token.balanceOf(address(engagements));
        if (what % 3 == 0) try engagements.withdraw(SERVICE, market) {} catch {}
        if (what % 3 == 1) try engagements.withdrawRefund(consumer, address(token)) {} catch {}
        if (what % 3 == 2) try engagements.sweepFees(address(token)) {} catch {}
        paidOut += before - token.balanceOf(address(engagements));
    }

    function pass(uint256 time) external {
        later(bound(time, 1, 6 days));
    }

    function waiting() external view returns (uint256 amount) {
        for (uint256 i = 0; i < _seen.length; i++) {
            for (uint8 j = 0; j < 3; j++) {
                IEngagements.MilestoneView memory each = engagements.milestoneOf(_seen[i].id, j);
                bool whole = each.state == IEngagements.MilestoneState.Funded || each.state == IEngagements.MilestoneState.Delivered;
                if (whole) amount += each.amount;
                if (each.state == IEngagements.MilestoneState.Disputed) amount += each.disputed;
            }
        }
    }

    function owed() external view returns (uint256) {
        return engagements.earningsOf(SERVICE, market) + engagements.refundOf(consumer, address(token)) + engagements.feesOf(address(token));
    }

    function held() external view returns (uint256) {
        return token.balanceOf(address(engagements));
    }

    /// Every edge that was taken is one of the drawing.
    function look() private {
        for (uint256 i = 0; i < _seen.length; i++) {
            for (uint8 j = 0; j < 3; j++) {
                IEngagements.MilestoneState now_ = engagements.milestoneOf(_seen[i].id, j).state;
                IEngagements.MilestoneState then_ = _seen[i].states[j];
                if (now_ != then_ && !isEdge(then_, now_)) strayEdges++;
                _seen[i].states[j] = now_;
            }
        }
    }

    function isEdge(IEngagements.MilestoneState from, IEngagements.MilestoneState to) private pure returns (bool) {
        if (from == IEngagements.MilestoneState.Funded) {
            return to == IEngagements.MilestoneState.Delivered || to == IEngagements.MilestoneState.Cancelled
                || to == IEngagements.MilestoneState.Lapsed;
        }
        if (from == IEngagements.MilestoneState.Delivered) {
            return to == IEngagements.MilestoneState.Accepted || to == IEngagements.MilestoneState.Disputed;
        }
        return from == IEngagements.MilestoneState.Disputed && to == IEngagements.MilestoneState.Ruled;
    }
}

/// Whatever happens, in whatever order: no unit comes from nowhere, none is lost, and only listed edges are taken.
contract EngagementsInvariantsTest is InvariantTest {
    error Broken(string what, uint256 actual, uint256 expected);

    EngagementsHandler private _handler;

    function setUp() external {
        _handler = new EngagementsHandler();
        _handler.setUp();
        bytes4[] memory steps = new bytes4[](13);
        steps[0] = steps[1] = _handler.hireOne.selector;
        steps[2] = steps[3] = steps[4] = _handler.deliverOne.selector;
        steps[5] = _handler.acceptOne.selector;
        steps[6] = _handler.settleOne.selector;
        steps[7] = _handler.disputeOne.selector;
        steps[8] = _handler.endDispute.selector;
        steps[9] = _handler.lapseOne.selector;
        steps[10] = _handler.cancelOne.selector;
        steps[11] = _handler.withdrawSome.selector;
        steps[12] = _handler.pass.selector;
        walk(address(_handler), steps);
    }

    function invariant_TheBalanceIsWhatWaitsAndWhatIsOwed() external view {
        same("balance = waiting + earnings + refunds + fees", _handler.held(), _handler.waiting() + _handler.owed());
    }

    function invariant_WhatWentInIsThereOrWentOut() external view {
        same("in = out + balance", _handler.paidIn(), _handler.paidOut() + _handler.held());
    }

    function invariant_WhatWentInWaitsOrWasEarnedOrRefunded() external view {
        same("in = waiting + earned + refunded", _handler.paidIn(), _handler.waiting() + _handler.earned() + _handler.refunded());
    }

    function invariant_OnlyListedEdges() external view {
        same("stray edges", _handler.strayEdges(), 0);
    }

    function same(string memory what, uint256 actual, uint256 expected) private pure {
        if (actual != expected) revert Broken({what: what, actual: actual, expected: expected});
    }
}
