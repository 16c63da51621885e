// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ILens} from "./interfaces/ILens.sol";
import {IOrchestrator} from "./interfaces/IOrchestrator.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Agreement} from "./interfaces/Types.sol";

/// @title Views and pages for programs: reads the others, holds nothing, may be replaced freely
contract Lens is ILens {
    IOrchestrator public immutable orchestrator;
    IRegistry public immutable registry;
    address public immutable stakeManager;
    address public immutable fund;

    constructor(address orchestrator_, address registry_, address stakeManager_, address fund_) {
        orchestrator = IOrchestrator(orchestrator_);
        registry = IRegistry(registry_);
        stakeManager = stakeManager_;
        fund = fund_;
    }

    /// @inheritdoc ILens
    function providers(uint64 fromId, uint64 count) external view returns (ProviderView[] memory page) {
        uint64 last = registry.count();
        if (fromId == 0) fromId = 1;
        if (fromId > last || count == 0) return page;
        uint64 size = count <= last - fromId ? count : last - fromId + 1;
        page = new ProviderView[](size);
        for (uint64 i = 0; i < size; i++) {
            page[i] = _provider(fromId + i);
        }
    }

    /// @inheritdoc ILens
    function sla(bytes32 slaId) external view returns (SlaView memory found) {
        found.slaId = slaId;
        (found.state, found.consumer, found.market, found.dataShards, found.legsAlive, found.reserve, found.agreementIds) =
            orchestrator.slaOf(slaId);
        found.agreements = new Agreement[](found.agreementIds.length);
        found.changes = new RateChangeView[](found.agreementIds.length);
        for (uint256 i = 0; i < found.agreementIds.length; i++) {
            found.agreements[i] = orchestrator.agreementOf(found.agreementIds[i]);
            found.changes[i] = _change(found.agreementIds[i]);
        }
    }

    function _change(uint128 agreementId) private view returns (RateChangeView memory change) {
        (change.waits, change.rate, change.fromEpoch, change.number) = orchestrator.rateChangeOf(agreementId);
    }

    /// @inheritdoc ILens
    function accounts(address token, uint16 market, bytes32[] calldata slaIds, uint64[] calldata providerIds, address[] calldata consumers)
        external
        view
        returns (Accounts memory sums)
    {
        sums.orchestratorBalance = IERC20(token).balanceOf(address(orchestrator));
        sums.stakeManagerBalance = IERC20(token).balanceOf(stakeManager);
        sums.fundBalance = IERC20(token).balanceOf(fund);
        for (uint256 i = 0; i < slaIds.length; i++) {
            _addSla(sums, market, slaIds[i]);
        }
        for (uint256 i = 0; i < providerIds.length; i++) {
            sums.earnings += orchestrator.earningsOf(providerIds[i], market);
        }
        for (uint256 i = 0; i < consumers.length; i++) {
            sums.refunds += orchestrator.refundOf(consumers[i], token);
        }
        sums.fees = orchestrator.feesOf(market);
    }

    function _addSla(Accounts memory sums, uint16 market, bytes32 slaId) private view {
        (,, uint16 itsMarket,,, uint88 reserve, uint128[] memory agreementIds) = orchestrator.slaOf(slaId);
        if (itsMarket != market) return;
        sums.reserves += reserve;
        for (uint256 i = 0; i < agreementIds.length; i++) {
            Agreement memory agreement = orchestrator.agreementOf(agreementIds[i]);
            sums.deposits += agreement.deposit;
            sums.egressEscrow += agreement.egressEscrow - agreement.egressClaimed;
        }
    }

    function _provider(uint64 id) private view returns (ProviderView memory found) {
        found.id = id;
        found.owner = registry.ownerOf(id);
        found.payout = registry.payoutOf(id);
        found.nodeKey = registry.nodeKeyOf(id);
        found.kinds = registry.kindsOf(id);
        found.listed = registry.isListed(id);
        found.endpoint = registry.endpointOf(id);
        (found.confirmedSeconds, found.anyConfirmed, found.newestEpoch) = orchestrator.confirmedOf(id);
        found.offerNonce = orchestrator.offerNonceOf(id);
    }
}
