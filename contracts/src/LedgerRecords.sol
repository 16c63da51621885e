// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Disputes} from "./Disputes.sol";
import {Ending} from "./Ending.sol";
import {Ledger} from "./Ledger.sol";
import {Penalties} from "./Penalties.sol";
import {ILedger} from "./interfaces/IOrchestrator.sol";
import {SignedOffer, Sla, SlaState} from "./interfaces/Types.sol";
import {ProgressSlot} from "./lib/ProgressSlot.sol";
import {Terms} from "./lib/Terms.sol";

/// @title The ends, the penalties, disputed sums, the markets, and what the ledger says about itself
/// @notice Code that the Orchestrator runs in its own storage, a third piece only because one piece may not be larger than 24,576 bytes.
/// Besides ends, penalties and disputed sums, the governor adds markets; the rest only reads.
contract LedgerRecords is ILedger, Ending, Penalties, Disputes {
    /// @dev Ids have 9 bits for the market, one that says whether it holds, and 6 for its oracle.
    uint256 private constant MARKETS_MAX = HOLDING - 1;
    uint256 private constant ORACLES_MAX = 1 << (16 - MARKET_BITS);

    constructor(Config memory config) Ledger(config) {}

    /// @notice What it was deployed with: the other pieces take only code that was deployed with the same.
    function configHash() external view returns (bytes32) {
        return _configHash;
    }

    // ---------------------------------------------------------------- markets and epochs

    function createMarket(address token, uint16 feeBps, address oracle) external returns (uint16 market) {
        return _createMarket(token, feeBps, oracle, 0);
    }

    function createHoldingMarket(address token, uint16 feeBps, address oracle) external returns (uint16 market) {
        return _createMarket(token, feeBps, oracle, HOLDING);
    }

    function _createMarket(address token, uint16 feeBps, address oracle, uint256 holding) private returns (uint16 market) {
        _requireCaller(_governor);
        if (feeBps > FEE_CAP_BPS) revert FeeAboveCap({feeBps: feeBps, capBps: FEE_CAP_BPS});
        if (token == address(0)) revert ConfigInvalid({field: "token"});
        if (oracle == address(0)) revert ConfigInvalid({field: "oracle"});
        if (_marketCount == MARKETS_MAX) revert ConfigInvalid({field: "markets"});

        market = uint16(_numberOf(oracle) << MARKET_BITS | holding | ++_marketCount);
        _markets[market] = Market({token: token, feeBps: feeBps, fees: 0});
        emit MarketCreated({market: market, token: token, feeBps: feeBps, oracle: oracle});
    }

    /// @dev The oracle's number, a new one if it has none.
    function _numberOf(address oracle) private returns (uint256 number) {
        for (; number < ORACLES_MAX; number++) {
            address known = _posted[number].oracle;
            if (known == oracle) return number;
            if (known != address(0)) continue;
            _posted[number].oracle = oracle;
            return number;
        }
        revert ConfigInvalid({field: "oracles"});
    }

    function marketOf(uint16 market) external view returns (address token, uint16 feeBps, address oracle) {
        Market storage known = _market(market);
        return (known.token, known.feeBps, _posted[market >> MARKET_BITS].oracle);
    }

    function currentEpoch() external view returns (uint32) {
        return _currentEpoch();
    }

    function finalEpoch(uint16 market) external view returns (bool any, uint32 epoch) {
        _market(market);
        uint256 bound = _finalBound(market);
        return bound == 0 ? (false, 0) : (true, uint32(bound - 1));
    }

    // ---------------------------------------------------------------- SLAs

    function hashSla(Sla calldata sla) external view returns (bytes32) {
        return Terms.digestOf(Terms.hashOf(sla));
    }

    function hashOffer(SignedOffer calldata offer) external view returns (bytes32) {
        return Terms.digestOf(Terms.hashOf(offer.offer));
    }

    function slaOf(bytes32 slaId)
        external
        view
        returns (
            SlaState state,
            address consumer,
            uint16 market,
            uint8 dataShards,
            uint8 legsAlive,
            uint88 reserve,
            uint128[] memory agreementIds
        )
    {
        SlaRecord storage record = _slaBy(slaId);
        SlaHead memory head = record.head;
        agreementIds = new uint128[](head.legs);
        for (uint256 leg = 0; leg < head.legs; leg++) {
            agreementIds[leg] = _agreementAt(uint40(uint256(slaId)), record, leg);
        }
        return (head.state, head.consumer, head.market, head.dataShards, head.legsAlive, record.reserve, agreementIds);
    }

    function refundeeOf(bytes32 slaId) external view returns (address) {
        SlaRecord storage record = _slaBy(slaId);
        return record.head.state == SlaState.None ? address(0) : _refundeeOf(uint40(uint256(slaId)), record);
    }

    // ---------------------------------------------------------------- providers

    function reservedOf(uint64 providerId) external view returns (uint64) {
        return uint64(_progressOf(providerId).reservedBytes);
    }

    function offerNonceOf(uint64 providerId) external view returns (uint32) {
        return uint32(_progressOf(providerId).offerNonce);
    }

    function isConfirmed(uint64 providerId, uint32 epoch) external view returns (bool) {
        return _isConfirmed(providerId, _progressOf(providerId), epoch);
    }

    // ---------------------------------------------------------------- deployed with

    function genesis() external view returns (uint32) {
        return _genesis;
    }

    function epochSeconds() external view returns (uint32) {
        return _epochSeconds;
    }

    function auditWindowSeconds() external view returns (uint32) {
        return _auditWindowSeconds;
    }

    function qualityWindowSeconds() external view returns (uint32) {
        return _qualityWindowSeconds;
    }

    function finalitySeconds() external view returns (uint32) {
        return _finalitySeconds;
    }

    function startSeconds() external view returns (uint32) {
        return _startSeconds;
    }

    function noticeSeconds() external view returns (uint32) {
        return _noticeSeconds;
    }

    function offerLifeSeconds() external view returns (uint32) {
        return _offerLifeSeconds;
    }

    function registry() external view returns (address) {
        return _registry;
    }

    function stakeManager() external view returns (address) {
        return _stakeManager;
    }

    function verifier() external view returns (address) {
        return _verifier;
    }

    function beacon() external view returns (address) {
        return _beacon;
    }

    function grants() external view returns (address) {
        return _grants;
    }

    function fund() external view returns (address) {
        return _fund;
    }

    function governor() external view returns (address) {
        return _governor;
    }

    function arbitration() external view returns (address) {
        return _arbitration;
    }
}
