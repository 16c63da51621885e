// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Receives the fee share and slashes; pays only by order of the timelock behind the vote
interface ICommunityFund {
    event Spent(address indexed token, address indexed to, uint256 amount);

    error NotTimelock(address caller);

    function spend(address token, address to, uint256 amount) external;
    function timelock() external view returns (address);
}
