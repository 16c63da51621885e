// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICoinDesk} from "../../src/interfaces/ICoinDesk.sol";
import {IAdditions, ILedger} from "../../src/interfaces/IOrchestrator.sol";
import {CoinDeskTest} from "./CoinDeskTest.sol";
import {CoinlessWallet, ReentrantWallet} from "./CoinWallets.sol";

/// @dev Branches: CoinDesk.topUpWithCoin.tree
contract CoinDeskTopUpTest is CoinDeskTest {
    uint128 private _id;

    function setUp() public override {
        super.setUp();
        (uint128[] memory ids,) = openDesk();
        _id = ids[0];
        vm.deal(payer, PURSE);
    }

    /// Whatever agreement of such a market it is, and however many coins are sent.
    function testFuzz_RevertWhen_TheMarketsTokenIsNotTheCoin(uint64 provider, uint48 index, uint88 deposit, uint256 sent, uint16 unknown)
        external
    {
        sent = bound(sent, 0, PURSE);
        unknown = uint16(bound(unknown, uint256(market) + 1, type(uint16).max));
        vm.startPrank(payer);
        vm.expectRevert(abi.encodeWithSelector(ICoinDesk.MarketNotOfCoin.selector, dollarMarket, address(token), address(coin)));
        desk.topUpWithCoin{value: sent}(uint128(provider) << 64 | uint128(dollarMarket) << 48 | index, deposit, 0);
        vm.expectRevert(abi.encodeWithSelector(ILedger.MarketUnknown.selector, unknown));
        desk.topUpWithCoin{value: sent}(uint128(provider) << 64 | uint128(unknown) << 48 | index, deposit, 0);
        assertEq(payer.balance, PURSE, "nothing was taken");
        desk.topUpWithCoin{value: 5}(_id, 5, 0);
    }

    function testFuzz_RevertWhen_ThereAreTooFewCoins(uint88 deposit, uint88 egressEscrow, uint256 sent) external {
        uint256 wanted = uint256(deposit) + egressEscrow;
        if (wanted == 0) wanted = deposit = 1;
        sent = bound(sent, 0, wanted - 1);
        vm.deal(address(desk), wanted);
        vm.deal(payer, sent);
        vm.expectRevert(abi.encodeWithSelector(ICoinDesk.CoinShort.selector, wanted, sent, wanted - sent));
        vm.prank(payer);
        desk.topUpWithCoin{value: sent}(_id, deposit, egressEscrow);
        assertEq(payer.balance, sent, "nothing was taken");
        vm.deal(payer, wanted - 1);
        vm.expectRevert(abi.encodeWithSelector(ICoinDesk.CoinShort.selector, wanted, wanted - 1, 1));
        vm.prank(payer);
        desk.topUpWithCoin{value: wanted - 1}(_id, deposit, egressEscrow);
    }

    function test_RevertWhen_NothingIsAdded_OrTheAgreementIsOver() external {
        vm.expectRevert(abi.encodeWithSelector(IAdditions.NothingToAdd.selector, _id));
        vm.prank(payer);
        desk.topUpWithCoin{value: 5}(_id, 0, 0);
        vm.warp(vm.getBlockTimestamp() + 2 days);
        orchestrator.void_(_id);
        vm.expectRevert(abi.encodeWithSelector(ILedger.WrongState.selector, _id, uint8(6)));
        vm.prank(payer);
        desk.topUpWithCoin{value: 5}(_id, 5, 0);
        assertEq(payer.balance, PURSE, "nothing was taken");
    }

    function testFuzz_AddsBothAndGivesTheOtherCoinsBack(uint88 deposit, uint88 egressEscrow, uint256 change) external {
        deposit = uint88(bound(deposit, 1, 100_000_000));
        egressEscrow = uint88(bound(egressEscrow, 0, 100_000_000));
        change = bound(change, 0, PURSE - deposit - egressEscrow);
        (uint256 deposited, uint256 escrowed) = (orchestrator.agreementOf(_id).deposit, orchestrator.agreementOf(_id).egressEscrow);
        uint256 wanted = uint256(deposit) + egressEscrow;
        vm.expectEmit(address(desk));
        emit ICoinDesk.ToppedUpWithCoin(_id, payer, wanted);
        vm.prank(payer);
        desk.topUpWithCoin{value: wanted + change}(_id, deposit, egressEscrow);

        assertEq(orchestrator.agreementOf(_id).deposit, deposited + deposit, "deposit");
        assertEq(orchestrator.agreementOf(_id).egressEscrow, escrowed + egressEscrow, "escrow");
        assertEq(payer.balance, PURSE - wanted, "what it cost");
        assertKeeps(0, 0);
    }

    function testFuzz_AWalletThatTakesNoCoinsPaysExactlyOrNotAtAll(uint88 deposit, uint256 change) external {
        deposit = uint88(bound(deposit, 1, 100_000_000));
        change = bound(change, 1, 1e27);
        vm.deal(address(this), deposit + change);
        CoinlessWallet wallet = new CoinlessWallet{value: deposit + change}(desk);
        uint256 deposited = orchestrator.agreementOf(_id).deposit;
        vm.expectRevert(abi.encodeWithSelector(ICoinDesk.ChangeRefused.selector, address(wallet), change));
        wallet.topUp(_id, deposit, deposit + change);
        vm.expectRevert(abi.encodeWithSelector(ICoinDesk.ChangeRefused.selector, address(wallet), 1));
        wallet.topUp(_id, deposit, uint256(deposit) + 1);
        assertEq(address(wallet).balance, deposit + change, "nothing was taken");
        assertEq(orchestrator.agreementOf(_id).deposit, deposited, "nor added");
        wallet.topUp(_id, deposit, deposit);
        assertEq(orchestrator.agreementOf(_id).deposit, deposited + deposit, "added");
        assertKeeps(0, 0);
    }

    /// In the middle of getting its change it asks for more, first without coins and then with its own.
    function test_AWalletThatCallsAgainGainsNothing() external {
        uint256 deposited = orchestrator.agreementOf(_id).deposit;
        vm.deal(address(desk), 1000);
        vm.deal(address(this), 500);
        ReentrantWallet wallet = new ReentrantWallet{value: 500}(desk);
        wallet.arm(abi.encodeCall(ICoinDesk.topUpWithCoin, (_id, 30, 0)), 0);
        wallet.topUp(_id, 60, 100);
        assertFalse(wallet.reentered(), "without coins of its own");
        assertEq(wallet.answer(), abi.encodeWithSelector(ICoinDesk.CoinShort.selector, 30, 0, 30), "refusal");
        assertEq(wallet.atDesk(), 1000, "its payment is at the Orchestrator before its change comes");
        assertEq(address(wallet).balance, 440, "exactly what it paid for");

        wallet.arm(abi.encodeCall(ICoinDesk.topUpWithCoin, (_id, 30, 0)), 35);
        wallet.topUp(_id, 60, 100);
        assertTrue(wallet.reentered(), "with its own, like anybody");
        assertEq(address(wallet).balance, 350, "exactly what it paid for twice");
        assertEq(orchestrator.agreementOf(_id).deposit, deposited + 60 + 60 + 30, "all of it");
        assertKeeps(1000, 0);
    }
}
