// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

import {IWrappedCoin} from "../interfaces/IWrappedCoin.sol";

/// @title The coin of a development chain as a token: public chains have their own, use that one
/// @notice WETH9's behaviour, 18 decimals, one token for one coin, nobody mints otherwise. Two things differ: wrapping and unwrapping emit the
/// Transfer of ERC-20 too, and coins that were forced in are not counted in the supply.
contract WrappedCoin is ERC20, IWrappedCoin {
    error CoinRefused(address account, uint256 amount);

    constructor() ERC20("Wrapped development coin (no value)", "wDEV") {}

    /// @notice A plain transfer wraps, as in WETH9.
    receive() external payable {
        deposit();
    }

    /// @inheritdoc IWrappedCoin
    function deposit() public payable {
        _mint(msg.sender, msg.value);
        emit Deposit({account: msg.sender, amount: msg.value});
    }

    /// @inheritdoc IWrappedCoin
    function withdraw(uint256 amount) external {
        _burn(msg.sender, amount);
        emit Withdrawal({account: msg.sender, amount: amount});

        (bool taken,) = msg.sender.call{value: amount}("");
        if (!taken) revert CoinRefused({account: msg.sender, amount: amount});
    }
}
