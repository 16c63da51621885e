// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ConsumerOrchestrator} from "./ConsumerOrchestrator.sol";
import {Ledger} from "./Ledger.sol";
import {LedgerRecords} from "./LedgerRecords.sol";
import {ProviderOrchestrator} from "./ProviderOrchestrator.sol";
import {Settlement} from "./Settlement.sol";
import {IConsumerOrchestrator, ILedger} from "./interfaces/IOrchestrator.sol";

/// @title All money and all agreements, at one address
/// @notice Settling and the provider's side are its own code; the consumer's side is a second piece of code, ends, penalties, top-ups and records a third, fixed for
/// ever at deployment, that run in this contract's storage. Callers see one contract: IOrchestrator.
contract Orchestrator is Settlement, ProviderOrchestrator {
    /// @notice The code of the consumer's side.
    address public immutable consumerSide;
    /// @notice The code of ends, penalties, top-ups and records.
    address public immutable records;

    constructor(ILedger.Config memory config, address consumerSide_, address records_) Ledger(config) {
        if (ConsumerOrchestrator(consumerSide_).configHash() != _configHash) {
            revert ILedger.ConfigInvalid({field: "consumerSide"});
        }
        if (LedgerRecords(records_).configHash() != _configHash) revert ILedger.ConfigInvalid({field: "records"});
        consumerSide = consumerSide_;
        records = records_;
    }

    /// @dev Every function that is in neither piece reverts in the records.
    fallback() external {
        bool isConsumers = msg.sig == IConsumerOrchestrator.openWithAuthorization.selector || msg.sig == IConsumerOrchestrator.open.selector
            || msg.sig == IConsumerOrchestrator.openWithPermit.selector || msg.sig == IConsumerOrchestrator.openFor.selector
            || msg.sig == IConsumerOrchestrator.replaceLeg.selector;
        address code = isConsumers ? consumerSide : records;
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
