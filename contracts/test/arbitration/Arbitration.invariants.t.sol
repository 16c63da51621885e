// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IArbitration} from "../../src/interfaces/IArbitration.sol";
import {InvariantTest} from "../InvariantTest.sol";
import {ArbitrationTest} from "./ArbitrationTest.sol";

/// @title Everything that may happen to a dozen disputes, in any order: what a step may not do, it skips
contract DisputeHandler is ArbitrationTest {
    mapping(uint256 id => IArbitration.State) public stateSeen;
    mapping(uint256 id => IArbitration.Outcome) public bindingSeen;
    mapping(IArbitration.State => uint256) public reached;
    uint256 public paidOut;
    uint256 public paidIn;

    function openOne(uint256 word) external {
        uint32 last = currentEpoch() - 1;
        uint32 from = last - uint32(word % 3);
        address claimant = word & 256 == 0 ? consumer : owner;
        vm.prank(claimant);
        try arbitration.open(agreementId, from, last, uint128(1 + word % EPOCH_PAY), EVIDENCE) {
            paidIn += BOND;
        } catch {}
    }

    function answerOne(uint256 word) external {
        uint256 id = pick(word, IArbitration.State.Opened);
        // One of four is never answered, and one of four never judged.
        if (id % 4 == 3) return;
        vm.prank(arbitration.disputeOf(id).defendant);
        try arbitration.answer(id, COUNTER) {
            paidIn += BOND;
        } catch {}
    }

    function voteOne(uint256 word) external {
        uint256 id = pick(word, word & 1 == 0 ? IArbitration.State.Answered : IArbitration.State.Appealed);
        if (id % 4 == 1) return;
        uint8 round = arbitration.disputeOf(id).state == IArbitration.State.Appealed ? 1 : 0;
        if (arbitration.panelOf(id, round).length == 0) {
            uint32 seedOf = arbitration.disputeOf(id).seatEpoch;
            if (currentEpoch() > seedOf && beacon.seededAtOf(seedOf) == 0) beacon.seed(seedOf);
            try arbitration.seat(id) {} catch {}
        }
        address[] memory panel = arbitration.panelOf(id, round);
        for (uint256 i = 0; i < panel.length; i++) {
            vm.prank(panel[i]);
            try arbitration.rule(id, (word >> (8 + i)) & 1 == 0) {} catch {}
            if ((word >> (20 + i)) & 7 == 0) return;
        }
    }

    function appealOne(uint256 word) external {
        uint256 id = pick(word, IArbitration.State.Ruled);
        IArbitration.Dispute memory dispute = arbitration.disputeOf(id);
        vm.prank(dispute.outcome == IArbitration.Outcome.ForClaimant ? dispute.defendant : dispute.claimant);
        try arbitration.appeal(id, COUNTER) {
            paidIn += APPEAL_BOND;
        } catch {}
    }

    function endOne(uint256 word) external {
        uint256 id = bound(word, 0, arbitration.count());
        try arbitration.lapse(id) {} catch {}
        try arbitration.execute(id) {} catch {}
    }

    function claimOne(uint256 word) external {
        address[] memory all = arbitration.arbitrators();
        uint256 which = word % (all.length + 2);
        address account = which == 0 ? consumer : which == 1 ? owner : all[which - 2];
        try arbitration.claim(account) returns (uint256 amount) {
            paidOut += amount;
        } catch {}
    }

    function nameOne(uint256 word) external {
        address[] memory all = arbitration.arbitrators();
        vm.prank(governance);
        if (word & 1 == 0 && all.length > 11) arbitration.dismiss(all[(word >> 1) % 12]);
        else try arbitration.appoint(all[0]) {} catch {}
    }

    function passTime(uint256 howLong) external {
        vm.warp(vm.getBlockTimestamp() + bound(howLong, EPOCH / 4, EPOCH));
    }

    // ---- what must always be true

    /// P1 for bonds: the balance is what disputes hold and what is claimable, and what came in less what went out.
    function checkConservation() external view {
        address[] memory all = namedOnce();
        uint256 owed = arbitration.claimableOf(consumer) + arbitration.claimableOf(owner);
        for (uint256 i = 0; i < all.length; i++) {
            owed += arbitration.claimableOf(all[i]);
        }
        for (uint256 id = 1; id <= arbitration.count(); id++) {
            owed += arbitration.bondsOf(id);
        }
        assertEq(token.balanceOf(address(arbitration)), owed, "open bonds + claimable");
        assertEq(owed, paidIn - paidOut, "in less out");
    }

    /// P9: only the listed edges, terminal states stay, and a binding ruling never changes.
    function checkEdges() external {
        for (uint256 id = 1; id <= arbitration.count(); id++) {
            IArbitration.State state = arbitration.disputeOf(id).state;
            assertTrue(isReachable(stateSeen[id], state), "edge");
            if (stateSeen[id] != state) reached[state]++;
            stateSeen[id] = state;
            (IArbitration.Outcome outcome,,,,,,) = arbitration.rulingOf(id);
            assertTrue(bindingSeen[id] == IArbitration.Outcome.None || bindingSeen[id] == outcome, "a binding ruling stays");
            bindingSeen[id] = outcome;
        }
    }

    /// Only what holds between two looks: a step may take several edges.
    function isReachable(IArbitration.State from, IArbitration.State to) private pure returns (bool) {
        if (from == to || from == IArbitration.State.None) return true;
        if (from == IArbitration.State.Opened) return to != IArbitration.State.None;
        if (from == IArbitration.State.Answered) {
            return to != IArbitration.State.None && to != IArbitration.State.Opened && to != IArbitration.State.Default;
        }
        if (from == IArbitration.State.Ruled) {
            return to == IArbitration.State.Appealed || to == IArbitration.State.Final || to == IArbitration.State.Executed;
        }
        if (from == IArbitration.State.Appealed) return to == IArbitration.State.Final || to == IArbitration.State.Executed;
        return from == IArbitration.State.Final && to == IArbitration.State.Executed;
    }

    function requireReached() external view {
        for (uint8 state = 1; state <= uint8(IArbitration.State.Void); state++) {
            // Final is passed through within a step.
            if (IArbitration.State(state) == IArbitration.State.Final) continue;
            assertGe(reached[IArbitration.State(state)], 1, vm.toString(state));
        }
    }

    /// One in the wanted state, if there is any.
    function pick(uint256 word, IArbitration.State wanted) private view returns (uint256 id) {
        uint256 count = arbitration.count();
        for (uint256 i = 0; i < count; i++) {
            id = 1 + (word % count + i) % count;
            if (arbitration.disputeOf(id).state == wanted) return id;
        }
    }

    function namedOnce() private view returns (address[] memory all) {
        all = new address[](ARBITRATORS);
        for (uint64 i = 0; i < ARBITRATORS; i++) {
            all[i] = vm.addr(uint256(keccak256(bytes(named("arbitrator", i)))));
        }
    }
}

contract ArbitrationInvariants is InvariantTest {
    DisputeHandler private _handler;

    function setUp() external {
        _handler = new DisputeHandler();
        _handler.setUp();
        walk(address(_handler), allSteps());
    }

    function allSteps() private pure returns (bytes4[] memory steps) {
        steps = new bytes4[](9);
        steps[0] = DisputeHandler.openOne.selector;
        steps[1] = DisputeHandler.answerOne.selector;
        steps[2] = DisputeHandler.voteOne.selector;
        steps[3] = DisputeHandler.voteOne.selector;
        steps[4] = DisputeHandler.appealOne.selector;
        steps[5] = DisputeHandler.endOne.selector;
        steps[6] = DisputeHandler.claimOne.selector;
        steps[7] = DisputeHandler.nameOne.selector;
        steps[8] = DisputeHandler.passTime.selector;
    }

    function invariant_BondsAreConserved() external view {
        _handler.checkConservation();
    }

    function invariant_StatesTakeOnlyListedEdges() external {
        _handler.checkEdges();
    }

    /// What the steps reach, or the invariants would hold of nothing.
    function test_TheStepsReachEveryState() external {
        uint256 word = uint256(keccak256("disputes"));
        for (uint256 i = 0; i < 800; i++) {
            word = uint256(keccak256(abi.encode(word)));
            step(word % 9, word >> 8);
            _handler.checkEdges();
            if (i % 20 == 0) _handler.checkConservation();
        }
        _handler.requireReached();
    }

    function step(uint256 which, uint256 word) private {
        if (which < 1) _handler.openOne(word);
        else if (which < 2) _handler.answerOne(word);
        else if (which < 4) _handler.voteOne(word);
        else if (which < 5) _handler.appealOne(word);
        else if (which < 6) _handler.endOne(word);
        else if (which < 7) _handler.claimOne(word);
        else if (which < 8) _handler.nameOne(word);
        else _handler.passTime(word);
    }
}
