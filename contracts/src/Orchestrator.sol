// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Amendments} from "./Amendments.sol";
import {ConsumerOrchestrator} from "./ConsumerOrchestrator.sol";
import {Ledger} from "./Ledger.sol";
import {LedgerRecords} from "./LedgerRecords.sol";
import {ProviderOrchestrator} from "./ProviderOrchestrator.sol";
import {Replacements} from "./Replacements.sol";
import {Settlement} from "./Settlement.sol";
import {
    IAdditions,
    IConsumerOrchestrator,
    ICredits,
    ILedger,
    IRateChanges,
    IRenewals,
    IReplacing,
    IShortEpochs
} from "./interfaces/IOrchestrator.sol";

/// @title All money and all agreements, at one address
/// @notice Settling and the provider's side are its own code; the consumer's side is a second piece of code, ends, penalties and records a third,
/// replacements and short epochs a fourth, what both sides agree on later a fifth, fixed for ever at deployment, that run in this contract's storage. Callers see one contract: IOrchestrator.
contract Orchestrator is Settlement, ProviderOrchestrator {
    /// @notice The code of the consumer's side.
    address public immutable consumerSide;
    /// @notice The code of ends, penalties and records.
    address public immutable records;
    /// @notice The code of replacements and of short epochs.
    address public immutable replacements;
    /// @notice The code of what both sides agree on while an agreement runs.
    address public immutable amendments;

    constructor(ILedger.Config memory config, address consumerSide_, address records_, address replacements_, address amendments_)
        Ledger(config)
    {
        if (ConsumerOrchestrator(consumerSide_).configHash() != _configHash) {
            revert ILedger.ConfigInvalid({field: "consumerSide"});
        }
        if (LedgerRecords(records_).configHash() != _configHash) revert ILedger.ConfigInvalid({field: "records"});
        if (Replacements(replacements_).configHash() != _configHash) revert ILedger.ConfigInvalid({field: "replacements"});
        if (Amendments(amendments_).configHash() != _configHash) revert ILedger.ConfigInvalid({field: "amendments"});
        consumerSide = consumerSide_;
        records = records_;
        replacements = replacements_;
        amendments = amendments_;
    }

    /// @dev Every function that is in no piece reverts in the records.
    fallback() external {
        _runIn(_codeOf(msg.sig));
    }

    function _confirmElsewhere() internal override {
        _runIn(replacements);
    }

    /// @dev The same call, by that code in this storage; returns to whoever called.
    function _runIn(address code) private {
        assembly ("memory-safe") {
            let at := mload(0x40)
            calldatacopy(at, 0, calldatasize())
            let done := delegatecall(gas(), code, at, calldatasize(), 0, 0)
            returndatacopy(at, 0, returndatasize())
            if iszero(done) { revert(at, returndatasize()) }
            return(at, returndatasize())
        }
    }

    function _codeOf(bytes4 selector) private view returns (address code) {
        uint256 id = uint32(selector);
        // A product is 0 where one factor is. Of eight factors of 32 bits none is lost.
        unchecked {
            uint256 ofReplacements = (id ^ uint32(IReplacing.replaceLeg.selector)) * (id ^ uint32(IShortEpochs.confirmShort.selector))
                * (id ^ uint32(IShortEpochs.lackingBefore.selector)) * (id ^ uint32(IShortEpochs.confirmedOf.selector));
            if (ofReplacements == 0) return replacements;
            uint256 ofConsumers = (id ^ uint32(IConsumerOrchestrator.openWithAuthorization.selector))
                * (id ^ uint32(IConsumerOrchestrator.open.selector)) * (id ^ uint32(IConsumerOrchestrator.openWithPermit.selector))
                * (id ^ uint32(IConsumerOrchestrator.openFor.selector)) * (id ^ uint32(IAdditions.topUp.selector))
                * (id ^ uint32(ICredits.credit.selector));
            if (ofConsumers == 0) return consumerSide;
            uint256 ofRates = (id ^ uint32(IRateChanges.settleChanging.selector)) * (id ^ uint32(IRateChanges.changeRate.selector))
                * (id ^ uint32(IRateChanges.rateIn.selector)) * (id ^ uint32(IRateChanges.payOf.selector))
                * (id ^ uint32(IRateChanges.rateChangeOf.selector));
            uint256 ofRenewals = (id ^ uint32(IRenewals.renew.selector)) * (id ^ uint32(IRenewals.revokeMandates.selector))
                * (id ^ uint32(IRenewals.mandateNonceOf.selector)) * (id ^ uint32(IRenewals.mandateSpentOf.selector));
            return ofRates == 0 || ofRenewals == 0 ? amendments : records;
        }
    }
}
