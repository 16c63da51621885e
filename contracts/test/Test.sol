// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Vm} from "./Vm.sol";

/// @title Base of every test: assertions that print both sides, actors, and bounded inputs
abstract contract Test {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// Forge runs a contract's functions as tests when this answers true.
    bool public constant IS_TEST = true;

    error NotEqualUint(string what, uint256 actual, uint256 expected);
    error NotEqualInt(string what, int256 actual, int256 expected);
    error NotEqualBytes32(string what, bytes32 actual, bytes32 expected);
    error NotEqualBytes(string what, bytes actual, bytes expected);
    error NotEqualString(string what, string actual, string expected);
    error NotEqualAddress(string what, address actual, address expected);
    error NotEqualBool(string what, bool actual, bool expected);
    error NotAtMost(string what, uint256 actual, uint256 limit);
    error NotAtLeast(string what, uint256 actual, uint256 limit);
    error Untrue(string what);

    function assertEq(uint256 actual, uint256 expected) internal pure {
        assertEq(actual, expected, "");
    }

    function assertEq(uint256 actual, uint256 expected, string memory what) internal pure {
        if (actual != expected) revert NotEqualUint({what: what, actual: actual, expected: expected});
    }

    function assertEq(int256 actual, int256 expected, string memory what) internal pure {
        if (actual != expected) revert NotEqualInt({what: what, actual: actual, expected: expected});
    }

    function assertEq(bytes32 actual, bytes32 expected) internal pure {
        assertEq(actual, expected, "");
    }

    function assertEq(bytes32 actual, bytes32 expected, string memory what) internal pure {
        if (actual != expected) revert NotEqualBytes32({what: what, actual: actual, expected: expected});
    }

    function assertEq(bytes memory actual, bytes memory expected, string memory what) internal pure {
        if (keccak256(actual) != keccak256(expected)) {
            revert NotEqualBytes({what: what, actual: actual, expected: expected});
        }
    }

    function assertEq(string memory actual, string memory expected, string memory what) internal pure {
        if (keccak256(bytes(actual)) != keccak256(bytes(expected))) {
            revert NotEqualString({what: what, actual: actual, expected: expected});
        }
    }

    function assertEq(address actual, address expected) internal pure {
        assertEq(actual, expected, "");
    }

    function assertEq(address actual, address expected, string memory what) internal pure {
        if (actual != expected) revert NotEqualAddress({what: what, actual: actual, expected: expected});
    }

    function assertEq(bool actual, bool expected, string memory what) internal pure {
        if (actual != expected) revert NotEqualBool({what: what, actual: actual, expected: expected});
    }

    function assertLe(uint256 actual, uint256 limit, string memory what) internal pure {
        if (actual > limit) revert NotAtMost({what: what, actual: actual, limit: limit});
    }

    function assertGe(uint256 actual, uint256 limit, string memory what) internal pure {
        if (actual < limit) revert NotAtLeast({what: what, actual: actual, limit: limit});
    }

    function assertTrue(bool condition, string memory what) internal pure {
        if (!condition) revert Untrue({what: what});
    }

    function assertFalse(bool condition, string memory what) internal pure {
        if (condition) revert Untrue({what: what});
    }

    /// A test actor: the private key is the hash of its name, so that failures read the same on every run.
    function actor(string memory name) internal returns (address account, uint256 privateKey) {
        privateKey = uint256(keccak256(bytes(name)));
        account = vm.addr(privateKey);
        vm.label(account, name);
    }

    /// Folds a fuzzed value into [low, high], both included.
    function bound(uint256 value, uint256 low, uint256 high) internal pure returns (uint256) {
        if (low > high) revert Untrue({what: "bound: low <= high"});
        if (value >= low && value <= high) return value;
        uint256 size = high - low + 1;
        return size == 0 ? value : low + value % size;
    }
}
