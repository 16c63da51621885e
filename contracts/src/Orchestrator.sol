// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ConsumerOrchestrator} from "./ConsumerOrchestrator.sol";
import {Ledger} from "./Ledger.sol";
import {ProviderOrchestrator} from "./ProviderOrchestrator.sol";

/// @title All money and all agreements, deployed as one contract so that settling makes no call
contract Orchestrator is ConsumerOrchestrator, ProviderOrchestrator {
    constructor(
        Config memory config
    ) Ledger(config) {}
}
