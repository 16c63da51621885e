// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICoinDesk} from "../../src/interfaces/ICoinDesk.sol";
import {SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {InvariantTest} from "../InvariantTest.sol";
import {CoinDeskTest} from "./CoinDeskTest.sol";
import {ReentrantWallet} from "./CoinWallets.sol";

/// @title Openings, top-ups, ends and gifts at random, and what each payer should have left
contract CoinDeskHandler is CoinDeskTest {
    uint128[] private _ids;
    uint256 private _salt;

    uint256 public spent;
    uint256 public endowed;
    uint256 public forced;
    uint256 public donated;
    uint256 public opened;
    uint256 public toppedUp;
    uint256 public calledAgain;

    function open(uint256 change) external {
        if (_ids.length >= 30) return;
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.salt = ++_salt;
        bytes memory signature = word(sla);
        uint256 total = totalOf(sla);
        endow(payer, total + bound(change, 0, 1e9));
        uint256 value = payer.balance;
        vm.prank(payer);
        try desk.openWithCoin{value: value}(sla, offers, signature) returns (bytes32 slaId) {
            (,,,,,, uint128[] memory ids) = orchestrator.slaOf(slaId);
            for (uint256 i = 0; i < ids.length; i++) {
                _ids.push(ids[i]);
            }
            spent += total;
            opened++;
        } catch {}
    }

    function topUp(uint256 which, uint88 deposit, uint88 egressEscrow, uint256 change) external {
        if (_ids.length == 0) return;
        (deposit, egressEscrow) = (uint88(bound(deposit, 0, 1e9)), uint88(bound(egressEscrow, 0, 1e9)));
        uint256 wanted = uint256(deposit) + egressEscrow;
        endow(payer, wanted + bound(change, 0, 1e9));
        uint256 value = payer.balance;
        vm.prank(payer);
        try desk.topUpWithCoin{value: value}(_ids[which % _ids.length], deposit, egressEscrow) {
            spent += wanted;
            toppedUp++;
        } catch {}
    }

    function topUpAgainMeanwhile(uint256 which, uint88 deposit, uint256 change) external {
        if (_ids.length == 0) return;
        uint128 id = _ids[which % _ids.length];
        deposit = uint88(bound(deposit, 1, 1e9));
        change = bound(change, 1, 1e9);
        vm.deal(address(this), uint256(deposit) + change);
        ReentrantWallet wallet = new ReentrantWallet{value: uint256(deposit) + change}(desk);
        wallet.arm(abi.encodeCall(ICoinDesk.topUpWithCoin, (id, deposit, 0)), change);
        try wallet.topUp(id, deposit, uint256(deposit) + change) {
            uint256 times = wallet.reentered() ? 2 : 1;
            assertEq(address(wallet).balance + times * deposit, uint256(deposit) + change, "what it paid for");
            (endowed, spent) = (endowed + times * deposit, spent + times * deposit);
            toppedUp++;
            if (times == 2) calledAgain++;
        } catch {}
    }

    function pass(uint256 time) external {
        vm.warp(vm.getBlockTimestamp() + bound(time, 1, EPOCH));
        for (uint256 i = 0; i < _ids.length; i++) {
            try orchestrator.void_(_ids[i]) {} catch {}
        }
    }

    function force(uint64 amount) external {
        vm.deal(address(this), amount);
        bequeath(amount);
        forced += amount;
    }

    function donate(uint64 amount) external {
        vm.deal(address(this), amount);
        coin.deposit{value: amount}();
        coin.transfer(address(desk), amount);
        donated += amount;
    }

    function pushOne(uint64 amount) external {
        vm.deal(stranger, amount);
        vm.prank(stranger);
        (bool taken,) = address(desk).call{value: amount}("");
        assertFalse(taken, "a plain transfer");
    }

    function endow(address account, uint256 amount) private {
        vm.deal(account, account.balance + amount);
        endowed += amount;
    }

    function requireReached() external view {
        assertGe(opened, 5, "openings");
        assertGe(toppedUp, 20, "top-ups");
        assertGe(calledAgain, 5, "calls in the middle of a call");
    }

    function assertOnlyGifts() external view {
        assertKeeps(forced, donated);
    }

    function assertEveryCoinHasItsPlace() external view {
        assertEq(payer.balance, PURSE + endowed - spent, "the payers have the rest");
        assertEq(coin.balanceOf(address(orchestrator)), spent, "the Orchestrator has what was paid");
        assertEq(coin.totalSupply(), address(coin).balance, "every token is a coin");
    }
}

/// Whatever happens, in whatever order: nothing of what goes through the desk stays there.
contract CoinDeskInvariants is InvariantTest {
    CoinDeskHandler private _handler;

    function setUp() external {
        _handler = new CoinDeskHandler();
        _handler.setUp();
        walk(address(_handler), allSteps());
        _handler.open(1);
    }

    function allSteps() private pure returns (bytes4[] memory steps) {
        steps = new bytes4[](8);
        steps[0] = CoinDeskHandler.open.selector;
        steps[1] = CoinDeskHandler.topUp.selector;
        steps[2] = CoinDeskHandler.topUp.selector;
        steps[3] = CoinDeskHandler.topUpAgainMeanwhile.selector;
        steps[4] = CoinDeskHandler.pass.selector;
        steps[5] = CoinDeskHandler.force.selector;
        steps[6] = CoinDeskHandler.donate.selector;
        steps[7] = CoinDeskHandler.pushOne.selector;
    }

    function invariant_TheDeskKeepsNothing() external view {
        _handler.assertOnlyGifts();
    }

    function invariant_EveryCoinHasItsPlace() external view {
        _handler.assertEveryCoinHasItsPlace();
    }

    /// What the steps reach, or the invariants would hold of nothing.
    function test_TheStepsReachBothCalls() external {
        for (uint256 i = 0; i < 40; i++) {
            uint256 word = uint256(keccak256(abi.encode("steps", i)));
            if (i % 5 == 0) _handler.open(word);
            _handler.topUp(word, uint88(word), uint88(word >> 88), word >> 176);
            _handler.topUpAgainMeanwhile(word, uint88(word >> 8), word >> 96);
            _handler.force(uint64(word));
            _handler.donate(uint64(word >> 64));
            _handler.assertOnlyGifts();
            _handler.assertEveryCoinHasItsPlace();
        }
        _handler.requireReached();
    }
}
