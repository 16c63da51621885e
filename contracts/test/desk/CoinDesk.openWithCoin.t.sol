// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICoinDesk} from "../../src/interfaces/ICoinDesk.sol";
import {IConsumerOrchestrator, ILedger} from "../../src/interfaces/IOrchestrator.sol";
import {SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {OneKeyWallet} from "../orchestrator/Wallets.sol";
import {CoinDeskTest} from "./CoinDeskTest.sol";

/// @dev Branches: CoinDesk.openWithCoin.tree
contract CoinDeskOpenTest is CoinDeskTest {
    function testFuzz_RevertWhen_TheMarketsTokenIsNotTheCoin(uint256 sent, uint16 unknown) external {
        sent = bound(sent, 0, PURSE);
        unknown = uint16(bound(unknown, uint256(market) + 1, type(uint16).max));
        uint16 coinMarket = market;
        market = dollarMarket;
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        bytes memory signature = word(sla);
        vm.expectRevert(abi.encodeWithSelector(ICoinDesk.MarketNotOfCoin.selector, dollarMarket, address(token), address(coin)));
        vm.prank(payer);
        desk.openWithCoin{value: sent}(sla, offers, signature);
        sla.market = unknown;
        vm.expectRevert(abi.encodeWithSelector(ILedger.MarketUnknown.selector, unknown));
        vm.prank(payer);
        desk.openWithCoin{value: sent}(sla, offers, signature);
        assertEq(payer.balance, PURSE, "nothing was taken");

        market = coinMarket;
        openDesk();
    }

    /// Also not from what lies at the desk.
    function testFuzz_RevertWhen_ThereAreTooFewCoins(uint256 sent) external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        bytes memory signature = word(sla);
        uint256 total = totalOf(sla);
        sent = bound(sent, 0, total - 1);
        vm.deal(address(desk), total);
        vm.deal(payer, total);
        vm.startPrank(payer);
        coin.deposit{value: total}();
        coin.transfer(address(desk), total);
        vm.deal(payer, sent);
        vm.expectRevert(abi.encodeWithSelector(ICoinDesk.CoinShort.selector, total, sent, total - sent));
        desk.openWithCoin{value: sent}(sla, offers, signature);
        assertEq(payer.balance, sent, "nothing was taken");
        assertKeeps(total, total);
    }

    function test_RevertWhen_TheConsumerDidNotSignForThisDesk() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        bytes32 slaId = orchestrator.hashSla(sla);
        (, uint256 strangerKey) = actor("stranger");
        refuses(sla, offers, sponsorship(consumerKey, slaId, payer, false));
        refuses(sla, offers, sponsorship(consumerKey, slaId, address(desk), true));
        refuses(sla, offers, sponsorship(strangerKey, slaId, address(desk), false));
        refuses(sla, offers, "");
        bytes memory good = word(sla);
        sla.salt++;
        refuses(sla, offers, good);
    }

    function test_WhatTheOrchestratorRefusesCostsNoCoins() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        bytes memory signature = word(sla);
        vm.warp(uint256(sla.startBy) + 1);
        vm.prank(payer);
        (bool done, bytes memory reason) =
            address(desk).call{value: PURSE}(abi.encodeCall(ICoinDesk.openWithCoin, (sla, offers, signature)));
        assertFalse(done, "too late");
        assertEq(bytes32(bytes4(reason)), bytes32(IConsumerOrchestrator.TimesInvalid.selector), "and says so");
        assertEq(payer.balance, PURSE, "all of it");
        assertKeeps(0, 0);
    }

    function testFuzz_OpensWithTheCoinsThatAreWanted_AndGivesTheOthersBack(uint256 change) external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        bytes memory signature = word(sla);
        bytes32 slaId = orchestrator.hashSla(sla);
        uint256 total = totalOf(sla);
        change = bound(change, 0, PURSE - total);
        vm.expectEmit(address(desk));
        emit ICoinDesk.OpenedWithCoin(slaId, payer, total);
        vm.prank(payer);
        assertEq(desk.openWithCoin{value: total + change}(sla, offers, signature), slaId, "SLA");

        assertEq(payer.balance, PURSE - total, "what it cost");
        assertEq(coin.balanceOf(address(orchestrator)), total, "what the Orchestrator has");
        assertEq(orchestrator.refundeeOf(slaId), consumer, "whose the rest is");
        (, address owner,,,,,) = orchestrator.slaOf(slaId);
        assertEq(owner, consumer, "whose SLA it is");
        assertKeeps(0, 0);
    }

    function test_AConsumerThatIsAContractSignsByItsWallet() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.consumer = address(new OneKeyWallet(consumer));
        bytes memory signature = word(sla);
        uint256 total = totalOf(sla);
        vm.prank(payer);
        bytes32 slaId = desk.openWithCoin{value: total}(sla, offers, signature);
        assertEq(orchestrator.refundeeOf(slaId), sla.consumer, "the wallet's");
    }

    function test_PayStreamsAndTheRestComesBackAsCoins() external {
        (uint128[] memory ids, Sla memory sla) = openDesk();
        activate(ids[0]);
        uint32 epoch = currentEpoch() + 1;
        passEpoch(epoch);
        confirm(1, epoch);
        passFinality(epoch);
        assertEq(orchestrator.settle(ids[0]), EPOCH_PAY, "pay");
        uint256 fee = EPOCH_PAY * FEE_BPS / 10_000;
        assertEq(orchestrator.withdrawEarnings(1, market), EPOCH_PAY - fee, "earnings");
        assertEq(coin.balanceOf(payoutOf(1)), EPOCH_PAY - fee, "at the payout wallet");

        orchestrator.void_(ids[1]);
        orchestrator.void_(ids[2]);
        uint256 back = orchestrator.withdrawRefund(consumer, address(coin));
        assertEq(back, 2 * (uint256(sla.legs[1].deposit) + sla.legs[1].egressEscrow), "two legs");
        vm.prank(consumer);
        coin.withdraw(back);
        assertEq(consumer.balance, back, "coins again");
    }

    /// Who sees the word first can only pay for the consumer; the other payer's coins stay where they are.
    function test_WhoTakesTheConsumersWordFirstPaysForIt() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        bytes memory signature = word(sla);
        bytes32 slaId = orchestrator.hashSla(sla);
        uint256 total = totalOf(sla);
        vm.deal(stranger, total);
        vm.startPrank(stranger);
        coin.deposit{value: total}();
        coin.approve(address(orchestrator), total);
        for (uint256 i = 0; i < 2; i++) {
            vm.expectRevert();
            orchestrator.openFor(sla, offers, i == 0, signature);
        }
        coin.withdraw(total);
        desk.openWithCoin{value: total}(sla, offers, signature);
        vm.stopPrank();
        assertEq(orchestrator.refundeeOf(slaId), consumer, "not the one who was first");

        vm.expectRevert(abi.encodeWithSelector(IConsumerOrchestrator.SlaExists.selector, slaId));
        vm.prank(payer);
        desk.openWithCoin{value: PURSE}(sla, offers, signature);
        assertEq(payer.balance, PURSE, "the payer's coins");
        assertEq(stranger.balance, 0, "the stranger's");
    }

    /// Neither a payment nor change is ever made of what was pushed here.
    function testFuzz_ForcedCoinsAndDonatedTokensChangeNothing(uint64 forced, uint64 donated) external {
        vm.deal(address(this), uint256(forced) + donated);
        bequeath(forced);
        coin.deposit{value: donated}();
        coin.transfer(address(desk), donated);
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        bytes memory signature = word(sla);
        uint256 total = totalOf(sla);
        vm.prank(payer);
        desk.openWithCoin{value: total + 9}(sla, offers, signature);
        assertEq(payer.balance, PURSE - total, "what it cost");
        assertEq(coin.balanceOf(address(orchestrator)), total, "what the Orchestrator has");
        assertKeeps(forced, donated);
    }

    function test_TakesNoPlainTransfer() external {
        vm.deal(address(coin), 1 ether);
        address[2] memory senders = [payer, address(coin)];
        for (uint256 i = 0; i < 2; i++) {
            vm.prank(senders[i]);
            (bool taken,) = address(desk).call{value: 1}("");
            assertFalse(taken, "coins");
        }
        vm.prank(payer);
        (bool known,) = address(desk).call{value: 1}(hex"01020304");
        assertFalse(known, "nor with a call that nobody knows");
        assertKeeps(0, 0);
    }

    function refuses(Sla memory sla, SignedOffer[] memory offers, bytes memory signature) private {
        vm.prank(payer);
        (bool done, bytes memory reason) =
            address(desk).call{value: PURSE}(abi.encodeCall(ICoinDesk.openWithCoin, (sla, offers, signature)));
        assertFalse(done, "the consumer did not agree");
        assertEq(bytes32(bytes4(reason)), bytes32(IConsumerOrchestrator.SponsorshipSignatureInvalid.selector), "reason");
        assertEq(payer.balance, PURSE, "nothing was taken");
    }
}
