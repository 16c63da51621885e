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

    /// Prints the gas of the last call, which had these `input` bytes, as a whole transaction: by the rules of Cancun, and by those of
    /// Prague (EIP-7623), where a transaction that is mostly calldata pays at least 10 gas for each zero byte of it and 40 for each other.
    /// Call data is priced alike before; without `input` both figures are one. tools/gas.mjs holds them against gas.golden.
    function reported(string memory what, bytes memory input) internal {
        uint256 gas = vm.lastCallGas().gasTotalUsed;
        uint256 floor = 21_000;
        for (uint256 i = 0; i < input.length; i++) {
            floor += input[i] == 0 ? 10 : 40;
        }
        emit log_named_uint(what, gas);
        if (input.length > 0) emit log_named_uint(string.concat(what, " (Prague)"), gas > floor ? gas : floor);
    }
}
