// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title Delay between a vote and what it orders
/// @notice OpenZeppelin's controller with its roles fixed: one governor proposes, cancels and executes, the timelock alone administers
/// itself, and no key has ever had a role. What has to be ordered before there can be a vote, such as the first market, is ordered once,
/// while the timelock is created, and stands in the arguments of its creation for everybody to read.
contract Timelock is TimelockController {
    /// @notice A call that the timelock makes while it is created.
    struct Founding {
        address target;
        bytes call;
    }

    event Founded(uint256 indexed index, address indexed target, bytes call);

    error GovernorMissing();
    /// @notice The target has no code yet, so that the call would succeed and do nothing.
    error TargetMissing(uint256 index, address target);

    /// @param minDelay seconds between scheduling and execution
    /// @param governor may schedule, cancel and execute, for ever the only one unless a vote gives a role away
    /// @param foundings are made in this order, each as the timelock; one that fails lets the creation fail
    constructor(uint256 minDelay, address governor, Founding[] memory foundings)
        TimelockController(minDelay, _alone(governor), _alone(governor), address(0))
    {
        // The zero address as an executor would let everybody execute.
        if (governor == address(0)) revert GovernorMissing();
        for (uint256 i = 0; i < foundings.length; i++) {
            address target = foundings[i].target;
            if (target.code.length == 0) revert TargetMissing({index: i, target: target});
            emit Founded({index: i, target: target, call: foundings[i].call});
            Address.functionCall(target, foundings[i].call);
        }
    }

    function _alone(address account) private pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = account;
    }
}
