// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title A contract that was deployed with the community fund's address
interface IFunded {
    function fund() external view returns (address);
}
