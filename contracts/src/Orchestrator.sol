// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ConsumerOrchestrator} from "./ConsumerOrchestrator.sol";
import {Ledger} from "./Ledger.sol";
import {ProviderOrchestrator} from "./ProviderOrchestrator.sol";
import {Settlement} from "./Settlement.sol";

/// @title All money and all agreements, at one address
/// @notice Settling and the provider's side are its own code; the consumer's side is a second piece of code, fixed for ever at deployment,
/// that runs in this contract's storage. Callers see one contract: IOrchestrator.
contract Orchestrator is Settlement, ProviderOrchestrator {
    /// @notice The code of the consumer's side.
    address public immutable consumerSide;

    constructor(Config memory config, address consumerSide_) Ledger(config) {
        if (ConsumerOrchestrator(consumerSide_).configHash() != _configHash) {
            revert ConfigInvalid({field: "consumerSide"});
        }
        consumerSide = consumerSide_;
    }

    /// @dev Every function that is not here is the consumer's, or nobody's, and then it reverts there.
    fallback() external {
        address code = consumerSide;
        assembly ("memory-safe") {
            let at := mload(0x40)
            calldatacopy(at, 0, calldatasize())
            let done := delegatecall(gas(), code, at, calldatasize(), 0, 0)
            returndatacopy(at, 0, returndatasize())
            if iszero(done) { revert(at, returndatasize()) }
            return(at, returndatasize())
        }
    }
}
