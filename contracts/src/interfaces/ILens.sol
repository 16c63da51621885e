// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Agreement, SlaState} from "./Types.sol";

/// @title Views and pages for programs; nothing trusts it
interface ILens {
    struct ProviderView {
        uint64 id;
        address owner;
        address payout;
        address nodeKey;
        uint8 kinds;
        bool listed;
        string endpoint;
        uint32 confirmedSeconds;
        bool anyConfirmed;
        uint32 newestEpoch;
        uint32 offerNonce;
    }

    /// @notice The newest change of an agreement's rate: see `rateChangeOf` of the Orchestrator.
    struct RateChangeView {
        bool waits;
        uint96 rate;
        uint32 fromEpoch;
        uint32 number;
    }

    struct SlaView {
        bytes32 slaId;
        SlaState state;
        address consumer;
        uint16 market;
        uint8 dataShards;
        uint8 legsAlive;
        uint88 reserve;
        uint128[] agreementIds;
        Agreement[] agreements;
        /// One for each of them.
        RateChangeView[] changes;
    }

    /// @notice Where the money of one token lies: balances of the three money holders and the sums they owe, for the check of P1.
    struct Accounts {
        uint256 orchestratorBalance;
        uint256 stakeManagerBalance;
        uint256 fundBalance;
        uint256 deposits;
        uint256 egressEscrow;
        uint256 reserves;
        uint256 earnings;
        uint256 refunds;
        uint256 fees;
    }

    function providers(uint64 fromId, uint64 count) external view returns (ProviderView[] memory);
    function sla(bytes32 slaId) external view returns (SlaView memory);
    /// @notice Sums over the given SLAs and providers; the caller names all of them (from events).
    function accounts(address token, uint16 market, bytes32[] calldata slaIds, uint64[] calldata providerIds, address[] calldata consumers)
        external
        view
        returns (Accounts memory);
}
