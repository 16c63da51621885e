// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IAccessGrants} from "./interfaces/IAccessGrants.sol";
import {IOrchestrator} from "./interfaces/IOrchestrator.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";
import {SignedOffer, Sla} from "./interfaces/Types.sol";

/// @title The consumer of one fiat payment's SLA
/// @notice One small copy per receipt, so that refunds and slash shares of different payments never mix. It does what the desk says, and
/// pays the desk only. Its code is fixed with the desk.
contract FiatAccount {
    using SafeERC20 for IERC20;

    error NotDesk(address caller);

    address public immutable desk;
    IOrchestrator public immutable orchestrator;
    IAccessGrants public immutable grants;
    IStakeManager public immutable stakeManager;

    modifier onlyDesk() {
        if (msg.sender != desk) revert NotDesk({caller: msg.sender});
        _;
    }

    constructor(address desk_, IOrchestrator orchestrator_) {
        desk = desk_;
        orchestrator = orchestrator_;
        grants = IAccessGrants(orchestrator_.grants());
        stakeManager = IStakeManager(orchestrator_.stakeManager());
    }

    /// @notice Opens with the `amount` that the desk has just sent, and leaves no allowance behind.
    function open(Sla calldata sla, SignedOffer[] calldata offers, IERC20 token, uint256 amount) external onlyDesk returns (bytes32 slaId) {
        token.forceApprove({spender: address(orchestrator), value: amount});
        slaId = orchestrator.open(sla, offers);
        token.forceApprove({spender: address(orchestrator), value: 0});
    }

    function grant(address key, bytes32 slaId, uint8 rights, uint32 expiry, uint88 voucherCap, bytes32 scope)
        external
        onlyDesk
        returns (uint64 grantId)
    {
        return grants.grant(key, slaId, rights, expiry, voucherCap, scope);
    }

    function revoke(uint64 grantId) external onlyDesk {
        grants.revoke(grantId);
    }

    function giveNotice(uint128 agreementId) external onlyDesk {
        orchestrator.giveNotice(agreementId);
    }

    /// @notice Everything that is owed to this account in `token`, and what lies here, to the desk.
    function collect(IERC20 token) external onlyDesk {
        if (orchestrator.refundOf(address(this), address(token)) > 0) orchestrator.withdrawRefund(address(this), address(token));
        stakeManager.claim(address(this), address(token));
        token.safeTransfer({to: desk, value: token.balanceOf(address(this))});
    }
}
