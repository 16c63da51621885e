// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Ledger} from "./Ledger.sol";
import {RateChanges} from "./RateChanges.sol";
import {Renewals} from "./Renewals.sol";
import {ILedger} from "./interfaces/IOrchestrator.sol";

/// @title What both sides agree on while an agreement runs
/// @notice Code that the Orchestrator runs in its own storage, a fifth piece only because one piece may not be larger than 24,576 bytes.
contract Amendments is RateChanges, Renewals {
    constructor(ILedger.Config memory config) Ledger(config) {}

    /// @notice What it was deployed with: the Orchestrator takes only code that was deployed with the same.
    function configHash() external view returns (bytes32) {
        return _configHash;
    }
}
