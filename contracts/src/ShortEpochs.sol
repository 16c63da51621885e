// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Confirmations} from "./Confirmations.sol";
import {IShortEpochs} from "./interfaces/IOrchestrator.sol";
import {ProgressSlot} from "./lib/ProgressSlot.sol";

/// @title Epochs that were proven but for what their provider admitted to have lost
/// @notice Such an epoch counts for less than its length, and by that every agreement of the provider is paid less for it, in whatever token, at
/// whatever rate: what is kept back is the reserve, and stays in the consumers' deposits. Decision 29.
abstract contract ShortEpochs is IShortEpochs, Confirmations {
    /// @notice The Orchestrator's `confirm`, where it is more than the next epoch of a word.
    function confirm(uint64 providerId, uint32 epoch) external {
        _requireCaller(_verifier);
        _confirm(providerId, epoch, _progressOf(providerId));
    }

    function confirmShort(uint64 providerId, uint32 epoch, uint32 lacking) external {
        _requireCaller(_verifier);
        if (lacking == 0 || lacking >= _epochSeconds) {
            revert LackingOutOfRange({lacking: lacking, epochSeconds: _epochSeconds});
        }
        ProgressSlot.Progress memory progress = _progressOf(providerId);
        uint64[] storage short = _shortEpochs[providerId];
        short.push(uint64(uint256(epoch) << 40 | _lackingOf(short, short.length) + lacking));
        progress.shortened = true;
        emit EpochShortened({providerId: providerId, epoch: epoch, lacking: lacking});
        _confirm(providerId, epoch, progress);
    }

    function confirmedOf(uint64 providerId) external view returns (uint32 confirmedSeconds, bool any, uint32 newestEpoch) {
        ProgressSlot.Progress memory progress = _progressOf(providerId);
        (, uint256 time) = _secondsBefore(providerId, progress, EVERYTHING);
        return (uint32(time), progress.confirmed > 0, uint32(progress.newest));
    }

    function lackingBefore(uint64 providerId, uint256 bound) external view returns (uint256 lacking) {
        uint64[] storage short = _shortEpochs[providerId];
        (uint256 low, uint256 high) = (0, short.length);
        // Mostly all of them lie before.
        uint256 middle = high == 0 ? 0 : high - 1;
        while (low < high) {
            if (short[middle] >> 40 < bound) low = middle + 1;
            else high = middle;
            middle = (low + high) >> 1;
        }
        return _lackingOf(short, low);
    }

    /// @dev What the first `count` of them lack together.
    function _lackingOf(uint64[] storage short, uint256 count) private view returns (uint256) {
        return count == 0 ? 0 : uint40(short[count - 1]);
    }
}
