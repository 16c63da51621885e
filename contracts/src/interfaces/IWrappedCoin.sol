// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title The chain's own coin as an ERC-20 token, one for one
/// @notice What WETH9 and its kin answer to on every public chain: https://etherscan.io/address/0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2.
/// Amounts are the coin's smallest unit (wei).
interface IWrappedCoin is IERC20 {
    event Deposit(address indexed account, uint256 amount);
    event Withdrawal(address indexed account, uint256 amount);

    /// @notice Tokens for the coins that are sent along, to the caller.
    function deposit() external payable;
    /// @notice Coins for the caller's tokens, to the caller.
    function withdraw(uint256 amount) external;
}
