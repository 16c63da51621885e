// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

/// @title Delay between a vote and what it orders
/// @notice OpenZeppelin's controller, unchanged. Without proposers nobody can order anything: until the Governor is its proposer, the fund
/// spends nothing.
contract Timelock is TimelockController {
    /// @param minDelay seconds between scheduling and execution
    /// @param proposers may schedule and cancel
    /// @param executors may execute what is due; the zero address lets everybody
    /// @param admin may give the roles above, zero for nobody but the timelock itself
    constructor(uint256 minDelay, address[] memory proposers, address[] memory executors, address admin)
        TimelockController(minDelay, proposers, executors, admin)
    {}
}
