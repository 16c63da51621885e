// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Ledger} from "./Ledger.sol";
import {Replacing} from "./Replacing.sol";
import {ShortEpochs} from "./ShortEpochs.sol";
import {ILedger} from "./interfaces/IOrchestrator.sol";

/// @title New providers for legs that missed, and epochs that count for less
/// @notice Code that the Orchestrator runs in its own storage, a fourth piece only because one piece may not be larger than 24,576 bytes.
contract Replacements is Replacing, ShortEpochs {
    constructor(ILedger.Config memory config) Ledger(config) {}

    /// @notice What it was deployed with: the Orchestrator takes only code that was deployed with the same.
    function configHash() external view returns (bytes32) {
        return _configHash;
    }
}
