// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Lens} from "../../src/Lens.sol";
import {IConsumerOrchestrator, ILedger, IRateChanges} from "../../src/interfaces/IOrchestrator.sol";
import {Agreement, AgreementState, Leg, RateChange, SignedOffer, Sla, SlaState} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";
import {OneKeyWallet} from "./Wallets.sol";

/// @dev Branches: Orchestrator.changeRate.tree.
contract ChangeRateTest is OrchestratorTest {
    uint96 private constant HALF = RATE / 2;
    uint96 private constant MORE = RATE + RATE / 2;

    // ---------------------------------------------------------------- what is refused

    function test_OnlyActiveAgreements_AndTheirOwnSla() external {
        (uint128[] memory ids, Sla memory sla) = openTwoOfThree();
        refused(sla, changeTo(ids[0], HALF, 13), abi.encodeWithSelector(ILedger.WrongState.selector, ids[0], AgreementState.Open));
        activate(ids[0]);
        vm.prank(consumer);
        orchestrator.giveNotice(ids[0]);
        refused(sla, changeTo(ids[0], HALF, 13), abi.encodeWithSelector(ILedger.WrongState.selector, ids[0], AgreementState.Notice));

        activate(ids[1]);
        sla.salt = 99;
        bytes32 other = orchestrator.hashSla(sla);
        refused(sla, changeTo(ids[1], HALF, 13), abi.encodeWithSelector(IConsumerOrchestrator.SlaMismatch.selector, other));
    }

    function test_TheMandateBoundsTheRate() external {
        (uint128[] memory ids, Sla memory sla) = running();
        addTo(ids[0], 100_000_000);
        bytes memory above = abi.encodeWithSelector(IConsumerOrchestrator.RateAboveMandate.selector, 2 * RATE + 1, 2 * RATE);
        refused(sla, changeTo(ids[0], 2 * RATE + 1, 13), above);
        change(sla, ids[0], 2 * RATE, 13);
    }

    function test_WithoutAMandateTheSlotBoundsIt() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.maximumRate = 0;
        uint128 id = open(sla, offers)[0];
        activate(id);
        uint96 most = type(uint88).max;
        bytes memory above = abi.encodeWithSelector(IConsumerOrchestrator.RateAboveMandate.selector, most + 1, most);
        refused(sla, changeTo(id, most + 1, 13), above);
        addTo(id, 10_000_000);
        change(sla, id, 2 * MORE, 13);
    }

    /// Not even a key with every right may sign for the consumer, nor the owner for the provider.
    function test_BothSidesSignThemselves() external {
        (uint128[] memory ids, Sla memory sla) = running();
        (address session, uint256 sessionKey) = actor("session");
        bytes32 slaId = orchestrator.hashSla(sla);
        vm.prank(consumer);
        grants.grant(session, slaId, 31, uint32(block.timestamp + 100 days), type(uint88).max, 0);
        (, uint256 node) = actor("node1");
        (address owner, uint256 ownerKey) = actor("owner1");
        RateChange memory wanted = changeTo(ids[0], HALF, 13);
        bytes32 digest = hashOf(wanted);
        vm.expectRevert(abi.encodeWithSelector(IRateChanges.ChangeSignatureInvalid.selector, ids[0], session, consumer));
        orchestrator.changeRate(sla, wanted, sign(sessionKey, digest), sign(node, digest));
        address nodeKey = nodeOf(1);
        vm.expectRevert(abi.encodeWithSelector(IRateChanges.ChangeSignatureInvalid.selector, ids[0], owner, nodeKey));
        orchestrator.changeRate(sla, wanted, sign(consumerKey, digest), sign(ownerKey, digest));
    }

    /// What was signed is for this agreement, rate, epoch and number, and for nothing else.
    function testFuzz_WhatIsNotWhatBothSignedIsRefused(uint256 which) external {
        (uint128[] memory ids, Sla memory sla) = running();
        RateChange memory wanted = changeTo(ids[0], HALF, 13);
        bytes32 digest = hashOf(wanted);
        which %= 3;
        if (which == 0) wanted.rate++;
        if (which == 1) wanted.fromEpoch++;
        if (which == 2) wanted.number++;
        (, uint256 node) = actor("node1");
        vm.expectRevert();
        orchestrator.changeRate(sla, wanted, sign(consumerKey, digest), sign(node, digest));
    }

    function test_OnlyEpochsToCome_NinetyAheadAndBeforeTheEnd() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.endsAt = startOf(211);
        for (uint256 i = 0; i < 3; i++) {
            sla.legs[i].deposit = 2 * 201 * uint88(EPOCH);
        }
        uint128 id = open(sla, offers)[0];
        activate(id);
        refused(sla, changeTo(id, HALF, 10), outside(id, 10, 11, 100));
        refused(sla, changeTo(id, HALF, 101), outside(id, 101, 11, 100));
        vm.warp(startOf(150));
        refused(sla, changeTo(id, HALF, 211), outside(id, 211, 151, 210));
        change(sla, id, HALF, 210);
    }

    function test_OneWaitsAtMost_AndNobodyTakesItBack() external {
        (uint128[] memory ids, Sla memory sla) = running();
        RateChange memory first = changeTo(ids[0], HALF, 13);
        change(sla, first);
        refused(sla, changeTo(ids[0], RATE / 4, 14), abi.encodeWithSelector(IRateChanges.ChangeWaits.selector, ids[0], 13));
        refused(sla, first, abi.encodeWithSelector(IRateChanges.ChangeWaits.selector, ids[0], 13));
        (bool waits, uint96 rate, uint32 fromEpoch, uint32 number) = orchestrator.rateChangeOf(ids[0]);
        assertTrue(waits && rate == HALF && fromEpoch == 13 && number == 1, "it waits");
        assertEq(orchestrator.agreementOf(ids[0]).rate, RATE, "the rate of now");
        Lens.SlaView memory seen = lens.sla(orchestrator.hashSla(sla));
        assertTrue(seen.changes[0].waits && seen.changes[0].rate == HALF, "the lens shows it");
        assertTrue(seen.changes[0].fromEpoch == 13 && seen.changes[0].number == 1, "from when, and which");
        assertTrue(!seen.changes[1].waits && seen.changes[1].rate == RATE, "and none of the others");
    }

    /// P8 of changes: each is carried out once, and none behind one that both sides did not know of.
    function test_NoChangeIsCarriedOutTwice() external {
        (uint128[] memory ids, Sla memory sla) = running();
        RateChange memory down = changeTo(ids[0], HALF, 12);
        RateChange memory late = changeTo(ids[0], RATE / 4, 18);
        change(sla, down);
        deliver(1, 11, 13);
        refused(sla, late, abi.encodeWithSelector(IRateChanges.ChangeNumberWrong.selector, ids[0], 1, 2));
        change(sla, ids[0], RATE, 15);
        assertEq(orchestrator.agreementOf(ids[0]).rate, HALF, "the first one was settled over");
        deliver(1, 14, 16);
        orchestrator.settle(ids[0]);
        assertEq(earningsOf(1), EPOCH_PAY + 3 * (EPOCH_PAY / 2) + 2 * EPOCH_PAY, "one, three at half, two");
    }

    function test_TheSameRateIsNoChange() external {
        (uint128[] memory ids, Sla memory sla) = running();
        refused(sla, changeTo(ids[0], RATE, 13), abi.encodeWithSelector(IRateChanges.RateUnchanged.selector, ids[0], RATE));
    }

    /// Every agreement is funded to its end, whatever its rate will be.
    function test_TheDepositCoversItToTheEnd() external {
        (uint128[] memory ids, Sla memory sla) = running();
        uint256 deposit = orchestrator.agreementOf(ids[0]).deposit;
        uint256 due = 2 * EPOCH_PAY + 8 * (EPOCH_PAY + EPOCH_PAY / 2);
        refused(sla, changeTo(ids[0], MORE, 13), abi.encodeWithSelector(IConsumerOrchestrator.FundsShort.selector, due, deposit));
        addTo(ids[0], uint88(due - deposit - 1));
        refused(sla, changeTo(ids[0], MORE, 13), abi.encodeWithSelector(IConsumerOrchestrator.FundsShort.selector, due, due - 1));
        addTo(ids[0], 1);
        change(sla, ids[0], MORE, 13);
        deliver(1, 11, 20);
        orchestrator.end(ids[0]);
        assertEq(earningsOf(1), due, "all of it");
    }

    /// Consumer and provider could drain whoever pays for them.
    function test_WhoPaidAndGetsTheRestAgreedToNoMore() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        bytes32 slaId = orchestrator.hashSla(sla);
        bytes memory word = sponsorship(consumerKey, slaId, stranger, true);
        token.mint(stranger, totalOf(sla));
        vm.startPrank(stranger);
        token.approve(address(orchestrator), type(uint256).max);
        orchestrator.openFor(sla, offers, true, word);
        vm.stopPrank();
        (,,,,,, uint128[] memory ids) = orchestrator.slaOf(slaId);
        activate(ids[0]);
        addTo(ids[0], 10_000_000);
        refused(sla, changeTo(ids[0], MORE, 13), abi.encodeWithSelector(IRateChanges.RateAbovePayers.selector, ids[0], MORE, RATE));
        change(sla, ids[0], HALF, 13);
    }

    /// The rate of a missed epoch is remembered until it is penalised.
    function test_MissesBeforeTheLastChangeArePenalisedFirst() external {
        (uint128[] memory ids, Sla memory sla) = running();
        change(sla, ids[0], HALF, 13);
        deliver(1, 11, 11);
        passEpoch(12);
        deliver(1, 13, 13);
        orchestrator.settle(ids[0]);
        refused(sla, changeTo(ids[0], RATE, 16), abi.encodeWithSelector(IRateChanges.MissesWait.selector, ids[0], 11, 12));
        assertEq(orchestrator.penaliseMiss(ids[0], 12), EPOCH_PAY, "at the rate of then");
        change(sla, ids[0], RATE / 4, 16);
    }

    function test_OnlyTheLedgerSettlesOverAChange() external {
        (uint128[] memory ids, Sla memory sla) = running();
        change(sla, ids[0], HALF, 13);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotAuthorised.selector, stranger, address(orchestrator)));
        orchestrator.settleChanging(ids[0], type(uint32).max);
    }

    // ---------------------------------------------------------------- what is paid

    /// P2, P4: two changes, ten epochs proven or missed, settled or not, with a top-up in the middle: each proven epoch at its own rate.
    /// forge-config: default.fuzz.runs = 64
    /// forge-config: deep.fuzz.runs = 1000
    function testFuzz_P2_EachEpochIsPaidAtItsOwnRate_HoweverItIsSettled(uint16 proven, uint16 settled, uint8 first, uint88[2] memory rates)
        external
    {
        (uint128[] memory ids, Sla memory sla) = running();
        uint32 one = 12 + first % 4;
        uint96 rateOne = uint96(bound(rates[0], 1, RATE - 1));
        uint96 rateTwo = uint96(bound(rates[1], 1, RATE - 1));
        if (rateTwo == rateOne) rateTwo++;
        change(sla, ids[0], rateOne, one);
        bool second = false;
        uint256 wanted = 0;
        for (uint32 epoch = 11; epoch <= 20; epoch++) {
            passEpoch(epoch);
            bool isProven = proven >> (epoch - 11) & 1 == 1;
            if (isProven) confirm(1, epoch);
            uint96 rate = epoch < one ? RATE : epoch < 18 || !second ? rateOne : rateTwo;
            if (isProven) wanted += uint256(rate) * EPOCH;
            passFinality(epoch);
            if (!isProven) orchestrator.penaliseMiss(ids[0], epoch);
            if (stateOf(ids[0]) != AgreementState.Active) break;
            if (settled >> (epoch - 11) & 1 == 1) orchestrator.settle(ids[0]);
            if (epoch == 14) addTo(ids[0], 77);
            (bool waits,,,) = orchestrator.rateChangeOf(ids[0]);
            if (epoch == 16 && !waits) {
                change(sla, ids[0], rateTwo, 18);
                second = true;
            }
        }
        if (stateOf(ids[0]) == AgreementState.Active) {
            vm.warp(block.timestamp + 9 days);
            orchestrator.end(ids[0]);
        }
        assertEq(earningsOf(1), wanted >> 32, "to the unit");
    }

    /// The second at which the rate changes is not known before an epoch from there on is confirmed.
    function test_AnEpochThatIsConfirmedLateIsPaidAtItsOwnRate() external {
        (uint128[] memory ids, Sla memory sla) = running();
        change(sla, ids[0], HALF, 12);
        // Its seed comes late, so that its quality is final first.
        passFinality(13);
        assertEq(orchestrator.settle(ids[0]), 0, "nothing is proven");
        confirm(1, 11);
        confirm(1, 12);
        confirm(1, 13);
        orchestrator.settle(ids[0]);
        assertEq(earningsOf(1), EPOCH_PAY + 2 * (EPOCH_PAY / 2), "the first at the rate before");
    }

    function test_TheVerifierIsTold_WhenTheNextEpochIsTheFirst_AndMayFail() external {
        (uint128[] memory ids, Sla memory sla) = running();
        change(sla, ids[0], HALF, 11);
        assertEq(verifier.followed(ids[0]), 1, "told");
        change(sla, ids[1], HALF, 12);
        assertEq(verifier.followed(ids[1]), 0, "it would be too early");
        verifier.breakDown();
        change(sla, ids[2], HALF, 11);
        (bool waits,,,) = orchestrator.rateChangeOf(ids[2]);
        assertTrue(waits, "noted all the same");
        assertEq(orchestrator.rateIn(ids[2], 10), RATE, "before");
        assertEq(orchestrator.rateIn(ids[2], 11), HALF, "from then on");
    }

    function test_AWalletSignsForTheConsumer() external {
        OneKeyWallet wallet = new OneKeyWallet(consumer);
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.consumer = address(wallet);
        bytes32 slaId = orchestrator.hashSla(sla);
        bytes memory word = sponsorship(consumerKey, slaId, consumer, false);
        vm.prank(consumer);
        orchestrator.openFor(sla, offers, false, word);
        (,,,,,, uint128[] memory ids) = orchestrator.slaOf(slaId);
        activate(ids[0]);
        change(sla, ids[0], HALF, 13);
        deliver(1, 11, 14);
        orchestrator.settle(ids[0]);
        assertEq(earningsOf(1), 3 * EPOCH_PAY, "two whole, two halves");
    }

    // ---------------------------------------------------------------- everything else goes on

    /// P6, P15: a credit is of its own epoch's pay, also when the change waits, and both wait together.
    function test_ACreditGoesByItsEpochsRate() external {
        (uint128[] memory ids, Sla memory sla) = running();
        change(sla, ids[0], HALF, 12);
        passEpoch(11);
        confirm(1, 11);
        postRoot(11);
        assertEq(credit(ids[0], 11, 10_000), EPOCH_PAY, "before");
        passEpoch(12);
        confirm(1, 12);
        postRoot(12);
        assertEq(credit(ids[0], 12, 10_000), EPOCH_PAY / 2, "after, while it waits");
        passEpoch(13);
        confirm(1, 13);
        passFinality(13);
        assertEq(orchestrator.settle(ids[0]), EPOCH_PAY / 2, "what no credit took");
        assertEq(refundOf(consumer), EPOCH_PAY + EPOCH_PAY / 2, "credited");
        assertEq(orchestrator.agreementOf(ids[0]).clock, 3 * EPOCH, "all three");
        passEpoch(14);
        confirm(1, 14);
        postRoot(14);
        assertEq(credit(ids[0], 14, 5000), EPOCH_PAY / 4, "and later");
    }

    function test_APenaltyGoesByItsEpochsRate_WheneverItIsSettled() external {
        (uint128[] memory ids, Sla memory sla) = running();
        for (uint256 i = 0; i < 2; i++) {
            change(sla, ids[i], HALF, 12);
        }
        passEpoch(11);
        passEpoch(12);
        deliver(1, 13, 13);
        confirm(2, 13);
        orchestrator.settle(ids[1]);
        for (uint256 i = 0; i < 2; i++) {
            assertEq(orchestrator.penaliseMiss(ids[i], 11), EPOCH_PAY, "before the change");
            assertEq(orchestrator.penaliseMiss(ids[i], 12), EPOCH_PAY, "half, twice in a row");
        }
    }

    /// P9, P11: an end before the change comes to nothing but the rate before.
    function test_NoticeBeforeTheChange() external {
        (uint128[] memory ids, Sla memory sla) = running();
        change(sla, ids[0], HALF, 20);
        vm.prank(consumer);
        orchestrator.giveNotice(ids[0]);
        uint32 end = orchestrator.agreementOf(ids[0]).endEpoch;
        assertEq(end, 18, "before the change");
        deliver(1, 11, 19);
        uint256 deposit = orchestrator.agreementOf(ids[0]).deposit;
        orchestrator.end(ids[0]);
        assertEq(earningsOf(1), 7 * EPOCH_PAY, "at the rate before");
        assertEq(refundOf(consumer), deposit - 7 * EPOCH_PAY + 5000, "and the rest back");
        assertState(ids[0], AgreementState.Closed);
        assertEq(orchestrator.agreementOf(ids[0]).clock, 7 * EPOCH, "settled");
    }

    function test_NoticeBehindTheChange_AndTheSlaEnds() external {
        (uint128[] memory ids, Sla memory sla) = running();
        change(sla, ids[0], HALF, 12);
        for (uint256 i = 0; i < 3; i++) {
            vm.prank(consumer);
            orchestrator.giveNotice(ids[i]);
        }
        deliver(1, 11, 19);
        for (uint256 i = 0; i < 3; i++) {
            vm.warp(block.timestamp + 9 days);
            orchestrator.end(ids[i]);
        }
        assertEq(earningsOf(1), EPOCH_PAY + 6 * (EPOCH_PAY / 2), "each at its own");
        assertSla(orchestrator.hashSla(sla), SlaState.Failed);
        assertEq(refundOf(consumer), totalOf(sla) - earningsOf(1), "and the reserve");
    }

    function test_ALegIsReplacedWhileItsChangeWaits() external {
        (uint128[] memory ids, Sla memory sla) = running();
        change(sla, ids[0], HALF, 12);
        deliver(1, 11, 12);
        passEpoch(13);
        vm.warp(uint256(startOf(14)) + WINDOW + 2);
        assertEq(orchestrator.penaliseMiss(ids[0], 13), EPOCH_PAY / 2, "the new rate");
        SignedOffer memory offer = signed(offerOf(4));
        Leg memory leg = legOf(offer, sla.endsAt - block.timestamp);
        vm.prank(consumer);
        uint128 fresh = orchestrator.replaceLeg(sla, ids[0], leg, offer);
        assertEq(earningsOf(1), EPOCH_PAY + EPOCH_PAY / 2, "billed, each at its own");
        assertEq(orchestrator.agreementOf(fresh).rate, RATE, "the new leg has its own rate");
        assertEq(orchestrator.rateIn(fresh, 20), RATE, "and no change");
    }

    /// A breach bills what was confirmed, and refunds what is left.
    function test_ABreachBillsOverTheChange() external {
        (uint128[] memory ids, Sla memory sla) = running();
        change(sla, ids[0], HALF, 12);
        deliver(1, 11, 12);
        for (uint32 epoch = 13; epoch <= 16; epoch++) {
            passEpoch(epoch);
            vm.warp(uint256(startOf(epoch + 1)) + WINDOW + 2);
            orchestrator.penaliseMiss(ids[0], epoch);
        }
        assertState(ids[0], AgreementState.Closed);
        assertEq(earningsOf(1), EPOCH_PAY + EPOCH_PAY / 2, "billed");
        assertEq(refundOf(consumer), sla.legs[0].deposit + uint256(5000) - earningsOf(1), "refunded");
    }

    /// Of a deposit only what no epoch can earn, at whatever rate it will be.
    function test_AFreezeLeavesWhatTheChangeNeeds() external {
        (uint128[] memory ids, Sla memory sla) = running();
        addTo(ids[0], 10_000_000);
        change(sla, ids[0], MORE, 13);
        deliver(1, 11, 12);
        uint256 deposit = orchestrator.agreementOf(ids[0]).deposit;
        uint256 due = 2 * EPOCH_PAY + 8 * (EPOCH_PAY + EPOCH_PAY / 2);
        vm.warp(startOf(20));
        uint256 cap = 2 * EPOCH_PAY + 7 * (EPOCH_PAY + EPOCH_PAY / 2);
        assertEq(orchestrator.payOf(ids[0], 11, 19), cap, "what nine epochs pay");
        freeze(1, ids[0], false, cap);
        assertFrozen(1, ids[0], 0, cap, 0);
        freeze(2, ids[0], false, cap);
        assertFrozen(2, ids[0], 0, cap, 0);
        freeze(3, ids[0], false, cap);
        // Epochs 13 to 19 can still be confirmed, as long as no later one is.
        assertFrozen(3, ids[0], 0, cap, 0);
        freeze(4, ids[0], false, cap);
        freeze(5, ids[0], false, cap);
        (,, uint256 four,) = orchestrator.frozenOf(4);
        (,, uint256 five,) = orchestrator.frozenOf(5);
        assertEq(3 * cap + four + five, deposit - due, "all but what can still be earned");
        assertEq(orchestrator.agreementOf(ids[0]).deposit, due, "is left");
        vm.prank(arbitrationAt);
        vm.expectRevert();
        orchestrator.freeze(6, ids[0], false, cap + 1);
        release(1, false);
        for (uint32 epoch = 13; epoch <= 20; epoch++) {
            passEpoch(epoch);
            confirm(1, epoch);
        }
        passFinality(20);
        orchestrator.end(ids[0]);
        assertEq(earningsOf(1), due, "and is earned");
    }

    function test_TopUpAndVouchersGoOn() external {
        (uint128[] memory ids, Sla memory sla) = running();
        change(sla, ids[0], HALF, 12);
        addTo(ids[0], 500);
        bytes memory signature = voucher(consumerKey, ids[0], 3000, 1);
        orchestrator.claimVoucher(ids[0], 3000, 1, signature);
        deliver(1, 11, 12);
        orchestrator.settle(ids[0]);
        assertEq(earningsOf(1), 3000 + EPOCH_PAY + EPOCH_PAY / 2, "egress and pay");
        assertEq(orchestrator.agreementOf(ids[0]).rate, HALF, "the rate of now");
    }

    /// P10: what is settled over one change costs the same after a thousand of them.
    function test_P10_AThousandChangesLater_SettlingCostsTheSame() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.endsAt = startOf(3000);
        for (uint256 i = 0; i < 3; i++) {
            offers[i].offer.maximumSeconds = type(uint32).max;
            offers[i] = signed(offers[i].offer);
            sla.legs[i] = legOf(offers[i], sla.endsAt - block.timestamp);
        }
        token.mint(consumer, 1e12);
        uint128 id = open(sla, offers)[0];
        activate(id);
        // The first settlement of all makes slots that all others find.
        gasOfChange(sla, id, 1);
        uint256 afterOne = gasOfChange(sla, id, 1);
        gasOfChange(sla, id, 97);
        assertNear(afterOne, gasOfChange(sla, id, 1), "after 99");
        gasOfChange(sla, id, 899);
        assertNear(afterOne, gasOfChange(sla, id, 1), "after 999");
        (,,, uint32 number) = orchestrator.rateChangeOf(id);
        assertEq(number, 1000, "changes");
    }

    /// @return gas of the last settlement, which reaches over a change
    function gasOfChange(Sla memory sla, uint128 id, uint256 times) private returns (uint256 gas) {
        for (uint256 i = 0; i < times; i++) {
            uint32 epoch = currentEpoch();
            change(sla, id, orchestrator.agreementOf(id).rate == RATE ? HALF : RATE, epoch + 1);
            for (uint32 next = epoch; next <= epoch + 1; next++) {
                vm.warp(uint256(startOf(next + 1)) + 1);
                if (next > 10) confirm(1, next);
            }
            passFinality(epoch + 1);
            gas = gasleft();
            orchestrator.settle(id);
            gas -= gasleft();
        }
    }

    // ---------------------------------------------------------------- words

    function assertNear(uint256 one, uint256 other, string memory what) private pure {
        assertLe(one > other ? one - other : other - one, 1500, what);
    }

    function outside(uint128 id, uint32 wanted, uint256 earliest, uint256 latest) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IRateChanges.ChangeOutsideEpochs.selector, id, wanted, earliest, latest);
    }

    function refused(Sla memory sla, RateChange memory wanted, bytes memory reason) private {
        (, uint256 node) = actor(named("node", uint64(wanted.agreementId >> 64)));
        bytes32 digest = hashOf(wanted);
        (bytes memory consumers, bytes memory providers) = (sign(consumerKey, digest), sign(node, digest));
        vm.expectRevert(reason);
        orchestrator.changeRate(sla, wanted, consumers, providers);
    }

    /// The provider proves these epochs, and the last of them is final.
    function deliver(uint64 providerId, uint32 from, uint32 through) private {
        for (uint32 epoch = from; epoch <= through; epoch++) {
            passEpoch(epoch);
            confirm(providerId, epoch);
        }
        passFinality(through);
    }
}
