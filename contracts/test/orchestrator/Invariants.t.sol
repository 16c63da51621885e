// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Lens} from "../../src/Lens.sol";
import {Agreement, AgreementState, Leg, RateChange, RenewalMandate, SignedOffer, SignedVoucher, Sla} from "../../src/interfaces/Types.sol";
import {InvariantTest} from "../InvariantTest.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";

/// @title Everything that may happen to two dozen agreements, in any order: what a step may not do, it skips
contract MarketHandler is OrchestratorTest {
    uint128[] public ids;
    bytes32[] public slaIds;
    mapping(bytes32 slaId => Sla) private _agreed;
    mapping(uint128 agreementId => uint32) public clockSeen;
    mapping(uint128 agreementId => AgreementState) public stateSeen;
    /// Seconds that an epoch of a provider counts for less than its length.
    mapping(uint64 provider => mapping(uint32 epoch => uint256)) public lackingIn;
    mapping(string what => uint256) public reached;

    uint256 public disputes;
    uint256 public paidIn;
    uint256 public paidOut;

    function openOne(uint256 salt) external {
        if (slaIds.length >= 24) return;
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.salt = salt;
        for (uint256 i = 0; i < 3; i++) {
            sla.legs[i].rate = RATE + uint96(bound(salt >> (i * 8), 0, 1 << 33));
            sla.legs[i].collateral *= 2;
            sla.legs[i].deposit = uint88((uint256(sla.legs[i].rate) * (sla.endsAt - block.timestamp) >> 32) + 1);
        }
        bytes32 slaId = orchestrator.hashSla(sla);
        // One in four is paid by another, who gets back what is unused.
        if (salt % 4 == 3) {
            bytes memory signature = sponsorship(consumerKey, slaId, stranger, true);
            token.mint(stranger, totalOf(sla));
            vm.startPrank(stranger);
            token.approve(address(orchestrator), totalOf(sla));
            try orchestrator.openFor(sla, offers, true, signature) {
                opened(slaId, sla);
                reached["sponsored"]++;
            } catch {}
            vm.stopPrank();
        } else {
            vm.prank(consumer);
            try orchestrator.open(sla, offers) {
                opened(slaId, sla);
            } catch {}
        }
    }

    function opened(bytes32 slaId, Sla memory sla) private {
        slaIds.push(slaId);
        paidIn += totalOf(sla);
        remember(slaId, sla);
        reached["opened"]++;
    }

    function activateOne(uint256 which) external {
        uint128 id = pick(which);
        if (id == 0 || stateOf(id) != AgreementState.Open) return;
        vm.prank(address(verifier));
        try orchestrator.activate(id) {
            reached["activated"]++;
        } catch {}
    }

    function passTime(uint256 howLong) external {
        uint256 step = bound(howLong, EPOCH / 8, EPOCH);
        vm.warp(vm.getBlockTimestamp() + step);
    }

    /// An epoch's proofs: each provider by one bit; a seed by another.
    function prove(uint256 bits) external {
        uint32 epoch = currentEpoch() - 1;
        for (uint32 seeded = epoch - 2; seeded <= epoch; seeded++) {
            if (beacon.seededAtOf(seeded) == 0) beacon.seed(seeded);
        }
        for (uint64 provider = 1; provider <= PROVIDERS; provider++) {
            // The first provider is mostly away, so that its misses stand in rows.
            uint256 wanted = provider == 1 ? 7 : 1;
            if ((bits >> (4 * provider)) & wanted != wanted) continue;
            // One in four admits that it could not show everything.
            uint32 lacking = (bits >> (128 + 4 * provider)) & 3 == 0 ? uint32(bound(bits >> 160, 1, EPOCH - 1)) : 0;
            if (provesIt(provider, epoch, lacking)) {
                lackingIn[provider][epoch] = lacking;
                reached[lacking == 0 ? "confirmed" : "confirmed short"]++;
            }
        }
    }

    function provesIt(uint64 provider, uint32 epoch, uint32 lacking) private returns (bool done) {
        vm.prank(address(verifier));
        if (lacking == 0) {
            try orchestrator.confirm(provider, epoch) {
                return true;
            } catch {}
        } else {
            try orchestrator.confirmShort(provider, epoch, lacking) {
                return true;
            } catch {}
        }
    }

    function creditOne(uint256 which, uint16 bps) external {
        uint128 id = pickLive(which);
        if (id == 0) return;
        uint32 epoch = currentEpoch() - 1;
        if (id >> 64 != 1) {
            vm.prank(address(verifier));
            try orchestrator.confirm(uint64(id >> 64), epoch) {} catch {}
        }
        vm.prank(oracle);
        try orchestrator.rootPosted(epoch) {} catch {}
        uint256 whole = uint256(orchestrator.rateIn(id, epoch)) * EPOCH >> 32;
        vm.prank(oracle);
        try orchestrator.credit(id, epoch, uint16(bound(bps, 0, 10_000))) returns (uint256 amount) {
            assertLe(amount, whole, "P6, P15: a credit is at most P");
            reached["credited"]++;
        } catch {}
    }

    function settleOne(uint256 which) external {
        uint128 id = pickLive(which);
        if (id == 0) return;
        try orchestrator.settle(id) {
            reached["settled"]++;
        } catch {}
    }

    function topUpOne(uint256 which, uint256 amounts) external {
        uint128 id = pickLive(which);
        (uint88 deposit, uint88 escrow) = (uint88(uint16(amounts)), uint88(uint16(amounts >> 16)));
        vm.prank(consumer);
        try orchestrator.topUp(id, deposit, escrow) {
            paidIn += uint256(deposit) + escrow;
            reached["toppedUp"]++;
        } catch {}
    }

    /// Mostly with the money that a higher rate needs.
    function changeOne(uint256 which, uint256 word) external {
        uint128 id = pickLive(which);
        if (stateOf(id) != AgreementState.Active) return;
        Sla memory sla = _agreed[orchestrator.agreementOf(id).slaId];
        if (word & 3 != 0) {
            addTo(id, 4_000_000);
            paidIn += 4_000_000;
        }
        uint96 rate = uint96(bound(word >> 2, RATE / 2, 2 * RATE));
        (bool waits,, uint32 from,) = orchestrator.rateChangeOf(id);
        if (tryChange(sla, changeTo(id, rate, currentEpoch() + 1 + uint32(word >> 200) % 3))) {
            reached[from == 0 ? "changed" : "changed again"]++;
            if (waits) reached["changed behind one that waited"]++;
        }
    }

    /// One mandate for each agreement: its terms are always the same, so that it is used up.
    function renewOne(uint256 which, uint256 word) external {
        uint128 id = pickLive(which);
        if (stateOf(id) != AgreementState.Active) return;
        RenewalMandate memory mandate = mandateFor(id);
        (mandate.latestEnd, mandate.windowEpochs) = (orchestrator.agreementOf(id).startEpoch + 14, 90);
        if (word & 3 == 3) {
            mandate.payer = stranger;
            mandate.payerNonce = orchestrator.mandateNonceOf(id, stranger);
            token.mint(stranger, mandate.budget);
            vm.prank(stranger);
            token.approve(address(orchestrator), mandate.budget);
        }
        bytes32 digest = hashOf(mandate);
        uint256 held = token.balanceOf(address(orchestrator));
        uint96 rate = uint96(word >> 2 & 1 == 0 ? orchestrator.rateIn(id, type(uint24).max) : bound(word >> 3, RATE / 2, 2 * RATE));
        if (!tryRenew(mandate, renewalOf(id, 1 + uint32(word >> 200) % 5, rate))) return;
        paidIn += token.balanceOf(address(orchestrator)) - held;
        assertLe(orchestrator.mandateSpentOf(digest), mandate.budget, "never more than the mandate says");
        assertLe(orchestrator.agreementOf(id).endEpoch, mandate.latestEnd, "nor longer");
        assertLe(orchestrator.rateIn(id, mandate.latestEnd), mandate.maximumRate, "nor dearer");
        reached[word & 3 == 3 ? "renewed by a sponsor" : "renewed"]++;
    }

    function claimTwo(uint256 which, uint256 amounts) external {
        uint128 id = pickLive(which);
        if (id == 0) return;
        SignedVoucher[] memory vouchers = new SignedVoucher[](2);
        for (uint256 i = 0; i < 2; i++) {
            uint88 cumulative = uint88(bound(uint16(amounts >> (16 * i)), 0, 9000));
            vouchers[i] = SignedVoucher(id, cumulative, 1, voucher(consumerKey, id, cumulative, 1));
        }
        uint256 before = orchestrator.agreementOf(id).egressClaimed;
        uint256 paid = orchestrator.claimVouchers(vouchers);
        Agreement memory agreement = orchestrator.agreementOf(id);
        assertEq(agreement.egressClaimed, before + paid, "P7: what is paid is what grew");
        assertLe(agreement.egressClaimed, agreement.egressEscrow, "P7: at most the escrow");
        if (paid > 0) reached["claimed"]++;
    }

    function penaliseOne(uint256 which, uint256 back) public {
        uint128 id = pickLive(which);
        if (id == 0) return;
        Agreement memory agreement = orchestrator.agreementOf(id);
        uint32 epoch = agreement.penalisedThrough > 0 ? agreement.penalisedThrough : agreement.startEpoch;
        while (orchestrator.isConfirmed(agreement.providerId, epoch)) epoch++;
        epoch += uint32(bound(back, 0, 3)) / 3;
        uint256 committed = uint256(orchestrator.agreementOf(id).collateral);
        vm.prank(stranger);
        try orchestrator.penaliseMiss(id, epoch) returns (uint256 slashed) {
            assertLe(slashed, committed, "P6: a slash is at most what is committed");
            vm.prank(stranger);
            try orchestrator.penaliseMiss(id, epoch) {
                revert Untrue({what: "P8: one penalty for an epoch"});
            } catch {}
            reached["penalised"]++;
        } catch {}
    }

    /// A loss that its provider declared, or did not deny: rarely, or no agreement would live long.
    function breachOne(uint256 which, uint256 chance) external {
        uint128 id = pickLive(which);
        if (id == 0 || chance % 4 != 0) return;
        uint256 committed = uint256(orchestrator.agreementOf(id).collateral);
        uint32 epoch = currentEpoch();
        vm.prank(address(verifier));
        try orchestrator.breach(id, epoch, stranger) returns (uint256 slashed) {
            assertEq(slashed, committed, "P6: all that is committed, and no more");
            reached["breached"]++;
        } catch {}
    }

    function replaceOne(uint256 which, uint64 provider) external {
        uint128 id = pickLive(which);
        if (id == 0) return;
        penaliseOne(which, 0);
        Sla memory sla = _agreed[orchestrator.agreementOf(id).slaId];
        if (sla.endsAt <= block.timestamp) return;
        SignedOffer memory offer = signed(offerOf(uint64(bound(provider, 1, PROVIDERS))));
        Leg memory leg = legOf(offer, sla.endsAt - block.timestamp);
        uint256 share = slashOf(consumer);
        // Every other one costs more than what is left of its old leg.
        Agreement memory old = orchestrator.agreementOf(id);
        uint256 dear = uint256(old.deposit) + old.egressEscrow - old.egressClaimed + bound(which >> 8, 0, EPOCH_PAY);
        if (provider & 8 == 8 && dear > uint256(leg.deposit) + leg.egressEscrow) leg.deposit = uint88(dear - leg.egressEscrow);
        vm.prank(consumer);
        try orchestrator.replaceLeg(sla, id, leg, offer) returns (uint128 fresh) {
            ids.push(fresh);
            reached["replaced"]++;
            if (slashOf(consumer) < share) reached["replaced by a slash share"]++;
            paidIn += share - slashOf(consumer);
        } catch {}
    }

    function disputeOne(uint256 which, uint256 word) external {
        uint128 id = pickLive(which);
        if (id == 0) return;
        bool againstProvider = word & 1 == 0;
        vm.prank(arbitrationAt);
        try orchestrator.freeze(disputes + 1, id, againstProvider, bound(word, 1, 2 * EPOCH_PAY)) returns (uint256 frozen) {
            disputes++;
            if (frozen > 0) reached[againstProvider ? "frozen of a provider" : "frozen of a consumer"]++;
        } catch {}
    }

    function ruleOne(uint256 word) external {
        if (disputes == 0) return;
        uint256 disputeId = 1 + (word >> 1) % disputes;
        (uint128 id,,,) = orchestrator.frozenOf(disputeId);
        bool forClaimant = word & 1 == 0;
        vm.prank(arbitrationAt);
        try orchestrator.release(disputeId, forClaimant) returns (uint256 moved) {
            assertTrue(id != 0, "released once");
            if (moved > 0) reached["moved"]++;
            if (!forClaimant) reached["thawed"]++;
        } catch {
            assertEq(id, 0, "whatever is frozen can be released");
        }
    }

    function finishOne(uint256 which, uint256 how) external {
        uint128 id = pick(which);
        if (id == 0) return;
        if (how % 4 == 0) {
            vm.prank(consumer);
            try orchestrator.giveNotice(id) {
                reached["noticed"]++;
            } catch {}
        }
        if (how % 2 == 0) {
            try orchestrator.void_(id) {
                reached["voided"]++;
            } catch {}
        }
        try orchestrator.end(id) {
            reached["ended"]++;
        } catch {}
    }

    function takeOut(uint64 provider) external {
        provider = uint64(bound(provider, 1, PROVIDERS));
        if (earningsOf(provider) > 0) paidOut += orchestrator.withdrawEarnings(provider, market);
        if (refundOf(consumer) > 0) paidOut += orchestrator.withdrawRefund(consumer, address(token));
        if (refundOf(stranger) > 0) paidOut += orchestrator.withdrawRefund(stranger, address(token));
        if (orchestrator.feesOf(market) > 0) paidOut += orchestrator.sweepFees(market);
    }

    function requireReached() external view {
        string[25] memory ends = [
            "opened",
            "sponsored",
            "activated",
            "confirmed",
            "confirmed short",
            "credited",
            "settled",
            "penalised",
            "replaced",
            "replaced by a slash share",
            "breached",
            "noticed",
            "voided",
            "ended",
            "toppedUp",
            "claimed",
            "frozen of a provider",
            "frozen of a consumer",
            "moved",
            "thawed",
            "changed",
            "changed again",
            "changed behind one that waited",
            "renewed",
            "renewed by a sponsor"
        ];
        for (uint256 i = 0; i < ends.length; i++) {
            assertGe(reached[ends[i]], 1, ends[i]);
        }
    }

    // ---- what must always be true

    /// P1: the orchestrator holds exactly what it owes, which is what came in less what went out.
    function checkConservation() external view {
        uint64[] memory providerIds = new uint64[](PROVIDERS);
        uint256 promised = 0;
        for (uint64 id = 1; id <= PROVIDERS; id++) {
            providerIds[id - 1] = id;
            (uint256 free, uint256 committed, uint256 unbonding,) = stakes.stakeOf(id, address(token));
            promised += free + committed + unbonding;
        }
        address[] memory consumers = new address[](2);
        (consumers[0], consumers[1]) = (consumer, stranger);
        Lens.Accounts memory sums = lens.accounts(address(token), market, slaIds, providerIds, consumers);
        uint256 owed = sums.deposits + sums.egressEscrow + sums.reserves + sums.earnings + sums.refunds + sums.fees + frozenSum();
        assertEq(sums.orchestratorBalance, owed, "holds what it owes");
        assertEq(sums.orchestratorBalance, paidIn - paidOut, "in less out");
        promised += slashOf(consumer) + slashOf(address(fund)) + slashOf(stranger);
        assertEq(sums.stakeManagerBalance, promised, "stake and slashes");
    }

    /// Of deposits and escrows, in all disputes.
    function frozenSum() private view returns (uint256 sum) {
        for (uint256 i = 1; i <= disputes; i++) {
            (,, uint256 fromDeposit, uint256 fromEscrow) = orchestrator.frozenOf(i);
            sum += fromDeposit + fromEscrow;
        }
    }

    /// P5: what is committed is exactly what the agreements and the disputes over them say, and a terminal agreement holds none.
    function checkCommitments() external view {
        uint256[] memory committed = new uint256[](PROVIDERS + 1);
        for (uint256 i = 0; i < ids.length; i++) {
            uint256 held = uint256(orchestrator.agreementOf(ids[i]).collateral);
            committed[uint256(ids[i] >> 64)] += held;
            AgreementState state = stateOf(ids[i]);
            bool terminal = state == AgreementState.Closed || state == AgreementState.Void;
            assertTrue(!terminal || held == 0, "a terminal agreement holds no collateral");
        }
        for (uint256 i = 1; i <= disputes; i++) {
            (uint128 disputed, uint256 fromCollateral,,) = orchestrator.frozenOf(i);
            committed[uint256(disputed >> 64)] += fromCollateral;
        }
        for (uint64 id = 1; id <= PROVIDERS; id++) {
            (, uint256 sum,,) = stakes.stakeOf(id, address(token));
            assertEq(committed[id], sum, "committed");
        }
    }

    /// P3, P4: no clock passes what its provider confirmed before the agreement's end, and none falls.
    function checkClocks() external {
        for (uint256 i = 0; i < ids.length; i++) {
            Agreement memory agreement = orchestrator.agreementOf(ids[i]);
            assertGe(agreement.clock, clockSeen[ids[i]], "never falls");
            clockSeen[ids[i]] = agreement.clock;
            uint256 confirmed = 0;
            for (uint32 epoch = 0; epoch < agreement.endEpoch; epoch++) {
                if (!orchestrator.isConfirmed(agreement.providerId, epoch)) continue;
                confirmed += EPOCH - lackingIn[agreement.providerId][epoch];
            }
            assertLe(agreement.clock, confirmed, "confirmed seconds");
        }
    }

    /// P9: only the listed edges, and terminal states stay.
    function checkEdges() external {
        for (uint256 i = 0; i < ids.length; i++) {
            AgreementState state = stateOf(ids[i]);
            assertTrue(isEdge(stateSeen[ids[i]], state), "edge");
            stateSeen[ids[i]] = state;
        }
    }

    function isEdge(AgreementState from, AgreementState to) private pure returns (bool) {
        if (from == to || from == AgreementState.None) return true;
        if (from == AgreementState.Open) return to != AgreementState.None;
        if (from == AgreementState.Active) return to == AgreementState.Notice || to == AgreementState.Closed;
        return from == AgreementState.Notice && to == AgreementState.Closed;
    }

    /// A running one mostly; seven of eight agreements end before long.
    function pickLive(uint256 which) private view returns (uint128) {
        for (uint256 i = 0; i < ids.length && which % 8 != 0; i++) {
            uint128 id = pick((which >> 3) + i);
            if (stateOf(id) == AgreementState.Active) return id;
        }
        return pick(which);
    }

    function pick(uint256 which) private view returns (uint128) {
        return ids.length == 0 ? 0 : ids[which % ids.length];
    }

    function remember(bytes32 slaId, Sla memory sla) private {
        Sla storage kept = _agreed[slaId];
        (kept.consumer, kept.market, kept.dataShards, kept.totalShards) = (sla.consumer, sla.market, sla.dataShards, sla.totalShards);
        (kept.startBy, kept.endsAt, kept.maximumRate) = (sla.startBy, sla.endsAt, sla.maximumRate);
        (kept.coolDownSeconds, kept.reserve, kept.wishesHash) = (sla.coolDownSeconds, sla.reserve, sla.wishesHash);
        (kept.regions, kept.salt) = (sla.regions, sla.salt);
        for (uint256 i = 0; i < sla.legs.length; i++) {
            kept.legs.push(sla.legs[i]);
        }
        (,,,,,, uint128[] memory opened) = orchestrator.slaOf(slaId);
        for (uint256 i = 0; i < opened.length; i++) {
            ids.push(opened[i]);
        }
    }
}

contract OrchestratorInvariants is InvariantTest {
    MarketHandler private _handler;

    function setUp() external {
        _handler = new MarketHandler();
        _handler.setUp();
        walk(address(_handler), allSteps());
        _handler.openOne(1);
        for (uint256 i = 0; i < 3; i++) {
            _handler.activateOne(i);
        }
    }

    function allSteps() private pure returns (bytes4[] memory steps) {
        steps = new bytes4[](21);
        steps[0] = MarketHandler.openOne.selector;
        steps[1] = MarketHandler.activateOne.selector;
        steps[2] = MarketHandler.activateOne.selector;
        steps[3] = MarketHandler.passTime.selector;
        steps[4] = MarketHandler.passTime.selector;
        steps[5] = MarketHandler.prove.selector;
        steps[6] = MarketHandler.prove.selector;
        steps[7] = MarketHandler.prove.selector;
        steps[8] = MarketHandler.creditOne.selector;
        steps[9] = MarketHandler.settleOne.selector;
        steps[10] = MarketHandler.penaliseOne.selector;
        steps[11] = MarketHandler.replaceOne.selector;
        steps[12] = MarketHandler.finishOne.selector;
        steps[13] = MarketHandler.takeOut.selector;
        steps[14] = MarketHandler.topUpOne.selector;
        steps[15] = MarketHandler.claimTwo.selector;
        steps[16] = MarketHandler.disputeOne.selector;
        steps[17] = MarketHandler.ruleOne.selector;
        steps[18] = MarketHandler.changeOne.selector;
        steps[19] = MarketHandler.breachOne.selector;
        steps[20] = MarketHandler.renewOne.selector;
    }

    function invariant_MoneyIsConserved() external view {
        _handler.checkConservation();
    }

    function invariant_CommittedStakeIsWhatAgreementsHold() external view {
        _handler.checkCommitments();
    }

    function invariant_ClocksFollowWhatIsConfirmed() external {
        _handler.checkClocks();
    }

    function invariant_StatesTakeOnlyListedEdges() external {
        _handler.checkEdges();
    }

    /// What the steps reach, or the invariants would hold of nothing.
    function test_TheStepsReachEveryEnd() external {
        uint256 word = uint256(keccak256("steps"));
        for (uint256 i = 0; i < 600; i++) {
            word = uint256(keccak256(abi.encode(word)));
            step(word % 17, word >> 8);
            if (i % 4 == 0) _handler.disputeOne(word, word >> 64);
            if (i % 8 == 0) _handler.ruleOne(word >> 96);
            if (i % 3 == 0) _handler.changeOne(word, word >> 32);
            if (i % 7 == 0) _handler.renewOne(word, word >> 48);
            if (i % 5 == 0) _handler.finishOne(word >> 64, 1);
            if (i % 16 == 0) _handler.breachOne(word, word >> 192);
            if (i % 20 == 0) {
                _handler.checkConservation();
                _handler.checkCommitments();
                _handler.checkClocks();
                _handler.checkEdges();
            }
        }
        _handler.requireReached();
    }

    function step(uint256 which, uint256 word) private {
        if (which < 1) _handler.openOne(word);
        else if (which < 3) _handler.activateOne(word);
        else if (which < 5) _handler.passTime(word);
        else if (which < 8) _handler.prove(word);
        else if (which < 9) _handler.creditOne(word, uint16(word));
        else if (which < 10) _handler.settleOne(word);
        else if (which < 11) _handler.penaliseOne(word, word >> 128);
        else if (which < 13) _handler.replaceOne(word, uint64(word >> 128));
        else if (which < 14) _handler.finishOne(word, word >> 128);
        else if (which < 15) _handler.takeOut(uint64(word));
        else if (which < 16) _handler.topUpOne(word, word >> 128);
        else _handler.claimTwo(word, word >> 128);
    }
}
