// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Test} from "../Test.sol";

/// @title Base of gas tests: whole transactions against the limits of the design
/// @dev Run with `npm run gas`: its profile isolates calls, so that each is a transaction with its 21,000, its calldata and cold storage.
abstract contract GasTest is Test {
    event log_named_uint(string key, uint256 val);

    error TooDear(string what, uint256 gas, uint256 limit);

    /// Checks the gas of the last call, as a whole transaction, and prints it.
    function measured(string memory what, uint256 limit) internal {
        uint256 gas = vm.lastCallGas().gasTotalUsed;
        emit log_named_uint(what, gas);
        if (gas > limit) revert TooDear({what: what, gas: gas, limit: limit});
    }
}
