// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Leg, RateChange, Renewal, RenewalMandate, SignedOffer, SignedVoucher, Sla} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "../orchestrator/OrchestratorTest.sol";
import {GasTest} from "./GasTest.sol";

/// @dev Limits are the figures measured plus 1 %; the design's goals stand beside them.
contract OrchestratorGasTest is OrchestratorTest, GasTest {
    /// Goal: 140,000 and 45,000 for each further leg, 230,000 for three.
    function test_Open_ThreeLegs() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        vm.prank(consumer);
        orchestrator.open(sla, offers);
        measured("open: three legs, payment, collateral, escrow, reserve", 492_000);
    }

    /// Goal: 140,000.
    function test_Open_OneLeg() external {
        (Sla memory sla, SignedOffer[] memory offers) = oneLeg();
        vm.prank(consumer);
        orchestrator.open(sla, offers);
        measured("open: one leg", 268_300);
    }

    /// Goal: 42,000.
    function test_Settle_Steady() external {
        (uint128[] memory ids,) = steady();
        orchestrator.settle(ids[0]);
        measured("settle one agreement, steady", 39_000);
    }

    /// Goal: 7,000 each.
    function test_SettleMany() external {
        (uint128[] memory ids,) = steady();
        orchestrator.settleMany(ids);
        measured("settle three in a batch", 79_000);
    }

    /// Goal: 58,000. Nothing waits, and neither payout wallet nor fees are empty.
    function test_SettleAndWithdraw() external {
        (uint128[] memory ids,) = steady();
        orchestrator.withdrawEarnings(1, market);
        uint128[] memory one = new uint128[](1);
        one[0] = ids[0];
        orchestrator.settleAndWithdraw(one);
        measured("settle straight to the wallet", 68_400);
    }

    function test_Withdraw() external {
        (uint128[] memory ids,) = steady();
        orchestrator.settle(ids[0]);
        orchestrator.withdrawEarnings(1, market);
        measured("withdraw earnings", 70_200);
    }

    function test_End() external {
        (uint128[] memory ids,) = steady();
        passEpoch(20);
        confirm(1, 20);
        passFinality(20);
        orchestrator.end(ids[0]);
        measured("end one of three legs", 133_400);
    }

    function test_Confirm() external {
        steady();
        passEpoch(15);
        vm.prank(address(verifier));
        orchestrator.confirm(1, 15);
        measured("confirm an epoch (a part of the audit)", 29_900);
    }

    function test_ChangeRate() external {
        (uint128[] memory ids,) = steady();
        noteChange(ids[0], 18);
        measured("note another rate", 127_200);
    }

    /// Whatever was before: see ChangeRate.t.sol.
    function test_SettleOverAChange() external {
        (uint128[] memory ids,) = steady();
        noteChange(ids[0], 15);
        for (uint32 epoch = 15; epoch <= 16; epoch++) {
            passEpoch(epoch);
            confirm(1, epoch);
        }
        passFinality(14);
        orchestrator.settle(ids[0]);
        measured("settle while another rate waits", 62_000);
        passFinality(16);
        orchestrator.settle(ids[0]);
        measured("settle over a change of the rate", 65_900);
        passEpoch(17);
        confirm(1, 17);
        passFinality(17);
        orchestrator.settle(ids[0]);
        measured("settle behind a change of the rate", 41_700);
    }

    /// The same mandate pays for the second; what it took has a slot by then.
    function test_Renew() external {
        (uint128[] memory ids,) = steady();
        RenewalMandate memory mandate = mandateFor(ids[0]);
        renewOnce(mandate, RATE);
        measured("renew, the mandate's first", 176_500);
        renewOnce(mandate, RATE);
        measured("renew, a further one", 142_000);
        renewOnce(mandate, RATE / 2 + 1);
        measured("renew at another rate", 192_700);
    }

    function test_RevokeMandates() external {
        (uint128[] memory ids,) = steady();
        vm.prank(consumer);
        orchestrator.revokeMandates(ids[0]);
        measured("revoke the mandates of an agreement", 49_900);
    }

    function renewOnce(RenewalMandate memory mandate, uint96 rate) private {
        mandate.windowEpochs = 90;
        Renewal memory renewal = renewalOf(mandate.agreementId, 5, rate);
        bytes memory providers = signedByNode(mandate, renewal);
        bytes memory consumers = sign(consumerKey, hashOf(mandate));
        orchestrator.renew(mandate, renewal, consumers, "", providers);
    }

    function noteChange(uint128 id, uint32 fromEpoch) private {
        RateChange memory wanted = changeTo(id, RATE / 2 + 1, fromEpoch);
        (, uint256 node) = actor("node1");
        Sla memory sla = termsOf(id);
        bytes32 digest = hashOf(wanted);
        (bytes memory consumers, bytes memory providers) = (sign(consumerKey, digest), sign(node, digest));
        orchestrator.changeRate(sla, wanted, consumers, providers);
    }

    function test_PenaliseMiss() external {
        (uint128[] memory ids,) = steady();
        passEpoch(13);
        vm.warp(uint256(startOf(14)) + WINDOW + 2);
        orchestrator.penaliseMiss(ids[0], 13);
        measured("penalise a miss", 156_800);
    }

    /// Goal: 44,000. Not the agreement's first.
    function test_ClaimVoucher() external {
        (uint128[] memory ids,) = steady();
        orchestrator.claimVoucher(ids[0], 1000, 1, voucher(consumerKey, ids[0], 1000, 1));
        bytes memory signature = voucher(consumerKey, ids[0], 2000, type(uint64).max);
        orchestrator.claimVoucher(ids[0], 2000, type(uint64).max, signature);
        measured("claim a voucher, not the first", 44_000);
    }

    /// Goal: 14,500 each in a batch of 100; `./flashback bench gas` has that one.
    function test_ClaimVouchers() external {
        (uint128[] memory ids,) = steady();
        orchestrator.claimVouchers(vouchers(ids, 1000));
        SignedVoucher[] memory next = vouchers(ids, 2000);
        orchestrator.claimVouchers(next);
        measured("claim three vouchers in a batch, not the first", 93_200);
    }

    function test_OpenFor_ThreeLegs() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        bytes memory signature = sponsorship(consumerKey, orchestrator.hashSla(sla), stranger, true);
        token.mint(stranger, totalOf(sla));
        vm.prank(stranger);
        token.approve(address(orchestrator), type(uint256).max);
        vm.prank(stranger);
        orchestrator.openFor(sla, offers, true, signature);
        measured("open for another: three legs, the rest goes back to the payer", 518_000);
    }

    function test_TopUp() external {
        (uint128[] memory ids,) = steady();
        vm.prank(consumer);
        orchestrator.topUp(ids[0], 1000, 1000);
        measured("top up deposit and egress escrow", 67_000);
    }

    function test_Freeze() external {
        (uint128[] memory ids,) = steady();
        vm.prank(arbitrationAt);
        orchestrator.freeze(1, ids[0], true, EPOCH_PAY);
        measured("freeze a disputed sum (a part of opening the dispute)", 66_600);
    }

    function test_Release() external {
        (uint128[] memory ids,) = steady();
        vm.prank(arbitrationAt);
        orchestrator.freeze(1, ids[0], true, EPOCH_PAY);
        vm.prank(arbitrationAt);
        orchestrator.release(1, true);
        measured("move a disputed sum to the consumer (a part of executing the ruling)", 70_500);
    }

    /// P10: years of silence cost a settlement nothing.
    function test_Settle_AfterYears() external {
        (uint128[] memory ids,) = steady();
        vm.warp(block.timestamp + 3650 days);
        orchestrator.settle(ids[0]);
        measured("settle after ten years of silence", 40_500);
    }

    /// Two epochs proven, the first settled, the second final.
    function steady() private returns (uint128[] memory ids, Sla memory sla) {
        (ids, sla) = running();
        for (uint32 epoch = 11; epoch <= 12; epoch++) {
            passEpoch(epoch);
            for (uint64 provider = 1; provider <= 3; provider++) {
                confirm(provider, epoch);
            }
            passFinality(epoch);
            if (epoch == 11) orchestrator.settleMany(ids);
        }
    }

    function vouchers(uint128[] memory ids, uint88 cumulative) private view returns (SignedVoucher[] memory each) {
        each = new SignedVoucher[](ids.length);
        for (uint256 i = 0; i < ids.length; i++) {
            each[i] = SignedVoucher(ids[i], cumulative, 1, voucher(consumerKey, ids[i], cumulative, 1));
        }
    }

    function oneLeg() private returns (Sla memory sla, SignedOffer[] memory offers) {
        (Sla memory whole, SignedOffer[] memory all) = twoOfThree();
        sla = whole;
        (sla.dataShards, sla.totalShards) = (1, 1);
        offers = new SignedOffer[](1);
        offers[0] = all[0];
        Leg memory first = whole.legs[0];
        sla.legs = new Leg[](1);
        sla.legs[0] = first;
    }
}
