// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Ledger} from "./Ledger.sol";
import {IProviderOrchestrator} from "./interfaces/IOrchestrator.sol";
import {EpochWord} from "./lib/EpochWord.sol";
import {ProgressSlot} from "./lib/ProgressSlot.sol";

/// @title How a provider's epochs are written down, newer after older
abstract contract Confirmations is Ledger {
    /// @dev A provider silent for longer than this many words (88 epochs each) pays for filling only these when it comes back.
    uint256 private constant FILLED_WORDS_MAX = 20;

    /// @dev Confirms an epoch that is over and newer than all before it.
    function _confirm(uint64 providerId, uint32 epoch, ProgressSlot.Progress memory progress) internal {
        if (_isConfirmed(providerId, progress, epoch)) {
            revert IProviderOrchestrator.EpochAlreadyConfirmed({providerId: providerId, epoch: epoch});
        }
        bool isNewer = progress.confirmed == 0 || epoch > progress.newest;
        if (epoch >= _currentEpoch() || epoch > type(uint24).max || !isNewer) {
            revert IProviderOrchestrator.EpochNotOpenForConfirmation({epoch: epoch});
        }

        _recordConfirmation(providerId, progress, epoch);
        _progress[providerId] = ProgressSlot.pack(progress);
        (, uint256 time) = _secondsBefore(providerId, progress, uint256(epoch) + 1);
        emit IProviderOrchestrator.EpochConfirmed({providerId: providerId, epoch: epoch, confirmedSeconds: uint32(time)});
    }

    /// @dev Notes `epoch`, newer than all before it. In memory, but for a word that is finished and those that were skipped.
    function _recordConfirmation(uint64 providerId, ProgressSlot.Progress memory progress, uint256 epoch) private {
        if (progress.confirmed == 0) {
            progress.first = epoch;
        } else if (epoch / EpochWord.SPAN != progress.newest / EpochWord.SPAN) {
            _finishWord(_words[providerId], progress, epoch / EpochWord.SPAN);
        }
        progress.bits |= 1 << (epoch % EpochWord.SPAN);
        progress.newest = epoch;
        progress.confirmed++;
    }

    /// @dev The bits of the newest word go where the others are; `next` is the word that begins.
    function _finishWord(mapping(uint256 word => uint256) storage words, ProgressSlot.Progress memory progress, uint256 next) private {
        uint256 finished = progress.newest / EpochWord.SPAN;
        words[finished] = EpochWord.joined(progress.confirmed - EpochWord.count(progress.bits), progress.bits);
        progress.bits = 0;
        uint256 skipped = finished + 1;
        if (skipped + FILLED_WORDS_MAX < next) skipped = next - FILLED_WORDS_MAX;
        for (; skipped < next; skipped++) {
            words[skipped] = EpochWord.joined(progress.confirmed, 0);
        }
    }
}
