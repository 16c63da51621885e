// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Lens} from "../../src/Lens.sol";
import {AgreementState, Leg, SignedOffer, Sla, SlaState} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";
import {OneKeyWallet} from "./Wallets.sol";

/// @dev Branches: Orchestrator.changeRate.tree. What is refused: ChangeRate.refusals.t.sol.
contract ChangeRateTest is OrchestratorTest {
    uint96 private constant HALF = RATE / 2;
    uint96 private constant MORE = RATE + RATE / 2;

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

    function test_AChangeWaitsForItsEpoch() external {
        (uint128[] memory ids, Sla memory sla) = running();
        change(sla, ids[0], HALF, 13);
        (bool waits, uint96 rate, uint32 fromEpoch, uint32 number) = orchestrator.rateChangeOf(ids[0]);
        assertTrue(waits && rate == HALF && fromEpoch == 13 && number == 1, "it waits");
        assertEq(orchestrator.agreementOf(ids[0]).rate, RATE, "the rate of now");
        Lens.SlaView memory seen = lens.sla(orchestrator.hashSla(sla));
        assertTrue(seen.changes[0].waits && seen.changes[0].rate == HALF, "the lens shows it");
        assertTrue(seen.changes[0].fromEpoch == 13 && seen.changes[0].number == 1, "from when, and which");
        assertTrue(!seen.changes[1].waits && seen.changes[1].rate == RATE, "and none of the others");
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

    /// The provider proves these epochs, and the last of them is final.
    function deliver(uint64 providerId, uint32 from, uint32 through) private {
        for (uint32 epoch = from; epoch <= through; epoch++) {
            passEpoch(epoch);
            confirm(providerId, epoch);
        }
        passFinality(through);
    }
}
