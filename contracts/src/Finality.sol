// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Ledger} from "./Ledger.sol";

/// @title When an epoch's quality is final: by a root, or by silence
abstract contract Finality is Ledger {
    /// @dev With the notice period and an epoch's quality, fourteen days are not exceeded.
    uint256 private constant HOLD_EPOCHS = 5;

    /// @dev The first epoch whose quality is not final in `market`.
    function _finalBound(uint256 market) internal view returns (uint256) {
        return _postedBound(market, _silentBound(market));
    }

    /// @dev How long after its end an epoch becomes final without any root.
    function _silenceSeconds(uint256 market) internal view returns (uint256 silence) {
        unchecked {
            silence = uint256(_qualityWindowSeconds) + _finalitySeconds;
            if (market & HOLDING != 0) silence += HOLD_EPOCHS * _epochSeconds;
        }
    }

    /// @dev The first epoch whose quality is not final in `market` if no root was posted.
    function _silentBound(uint256 market) internal view returns (uint256 bound) {
        // Times have 32 bits.
        unchecked {
            uint256 silence = _silenceSeconds(market) + _genesis;
            if (block.timestamp >= silence) bound = (block.timestamp - silence) / _epochSeconds;
        }
    }

    /// @dev What roots make of `bound`, the silent one.
    function _postedBound(uint256 market, uint256 bound) internal view returns (uint256) {
        Posted memory posted = _posted[market >> MARKET_BITS];
        if (!posted.any || posted.epoch < bound) return bound;
        uint256 byRoots = _finalBy(posted);
        return byRoots > bound ? byRoots : bound;
    }

    /// @dev The first epoch that is not final by a root.
    function _finalBy(Posted memory posted) internal view returns (uint256) {
        unchecked {
            bool waits = !posted.any || block.timestamp < uint256(posted.at) + _finalitySeconds
                || block.timestamp < _endOf(posted.epoch) + _auditWindowSeconds;
            return waits ? posted.finalBefore : uint256(posted.epoch) + 1;
        }
    }
}
