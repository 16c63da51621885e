// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {WrappedCoin} from "../../src/token/WrappedCoin.sol";
import {Test} from "../Test.sol";

/// @title A contract that wraps coins, and takes some back only while it wants to
contract FickleWallet {
    error NotNow();

    WrappedCoin private immutable _coin;
    bool private _takes;

    constructor(WrappedCoin coin) payable {
        _coin = coin;
        coin.deposit{value: msg.value}();
    }

    function takes(bool wanted) external {
        _takes = wanted;
    }

    function withdraw(uint256 amount) external {
        _coin.withdraw(amount);
    }

    receive() external payable {
        if (!_takes) revert NotNow();
    }
}

contract WrappedCoinTest is Test {
    WrappedCoin private _coin;

    function setUp() external {
        _coin = new WrappedCoin();
    }

    function testFuzz_Withdraw_RevertWhen_TheAccountTakesNoCoins(uint256 held, uint256 amount) external {
        held = bound(held, 0, type(uint128).max);
        amount = bound(amount, 0, held);
        vm.deal(address(this), held);
        FickleWallet wallet = new FickleWallet{value: held}(_coin);
        vm.expectRevert(abi.encodeWithSelector(WrappedCoin.CoinRefused.selector, address(wallet), amount));
        wallet.withdraw(amount);
        assertEq(_coin.balanceOf(address(wallet)), held, "tokens");
        assertEq(address(_coin).balance, held, "behind them");

        wallet.takes(true);
        wallet.withdraw(amount);
        assertEq(_coin.balanceOf(address(wallet)), held - amount, "tokens left");
        assertEq(address(wallet).balance, amount, "coins");
        assertEq(_coin.totalSupply(), address(_coin).balance, "one for one");
    }
}
