// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Base of tests that let a handler take steps at random, and check after each what must hold
abstract contract InvariantTest {
    /// @dev What forge asks for by this name and shape.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    /// Forge runs a contract's functions as tests when this answers true.
    bool public constant IS_TEST = true;

    address private _stepper;
    bytes4[] private _steps;

    /// @param handler takes the steps
    /// @param steps its functions; one that stands here twice is taken twice as often
    function walk(address handler, bytes4[] memory steps) internal {
        (_stepper, _steps) = (handler, steps);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = _stepper;
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector({addr: _stepper, selectors: _steps});
    }
}
