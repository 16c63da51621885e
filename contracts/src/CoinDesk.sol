// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICoinDesk} from "./interfaces/ICoinDesk.sol";
import {IOrchestrator} from "./interfaces/IOrchestrator.sol";
import {IWrappedCoin} from "./interfaces/IWrappedCoin.sol";
import {SignedOffer, Sla} from "./interfaces/Types.sol";
import {SlaCost} from "./lib/SlaCost.sol";

/// @title From the chain's coin to agreements, in one transaction
/// @notice See ICoinDesk. Every amount comes from the call itself, none from a balance: coins or tokens that somebody pushed here are nobody's
/// and stay, and a caller that calls again while it gets its change meets a desk like any other caller's. So it needs no lock.
/// It wraps only what is paid, never unwraps, and takes no plain transfer.
contract CoinDesk is ICoinDesk {
    IOrchestrator public immutable orchestrator;
    /// @notice The token of the markets it pays in.
    IWrappedCoin public immutable coin;

    constructor(IOrchestrator orchestrator_, IWrappedCoin coin_) {
        orchestrator = orchestrator_;
        coin = coin_;
    }

    /// @inheritdoc ICoinDesk
    function openWithCoin(Sla calldata sla, SignedOffer[] calldata offers, bytes calldata consumerSignature)
        external
        payable
        returns (bytes32 slaId)
    {
        uint256 amount = SlaCost.totalOf(sla);
        _provide(sla.market, amount);
        // To the consumer: a desk that got money back could not tell whose it is.
        slaId = orchestrator.openFor({sla: sla, offers: offers, refundsPayer: false, signature: consumerSignature});
        emit OpenedWithCoin({slaId: slaId, payer: msg.sender, amount: amount});
        _giveChange(amount);
    }

    /// @inheritdoc ICoinDesk
    function topUpWithCoin(uint128 agreementId, uint88 deposit, uint88 egressEscrow) external payable {
        uint256 amount = uint256(deposit) + egressEscrow;
        // Below the provider's 64 bits of the id: 16 of the market, 48 of the index.
        _provide(uint16(agreementId >> 48), amount);
        orchestrator.topUp({agreementId: agreementId, deposit: deposit, egressEscrow: egressEscrow});
        emit ToppedUpWithCoin({agreementId: agreementId, payer: msg.sender, amount: amount});
        _giveChange(amount);
    }

    /// @dev Wraps exactly what the Orchestrator will take, and lets it take that once.
    function _provide(uint16 market, uint256 amount) private {
        (address token,,) = orchestrator.marketOf(market);
        if (token != address(coin)) revert MarketNotOfCoin({market: market, token: token, coin: address(coin)});
        if (msg.value < amount) revert CoinShort({wanted: amount, sent: msg.value, missing: amount - msg.value});

        coin.deposit{value: amount}();
        coin.approve({spender: address(orchestrator), value: amount});
    }

    /// @dev Last of all: the caller may do what it likes with the gas that is left, its own included.
    function _giveChange(uint256 amount) private {
        uint256 change = msg.value - amount;
        if (change == 0) return;
        (bool taken,) = msg.sender.call{value: change}("");
        if (!taken) revert ChangeRefused({payer: msg.sender, amount: change});
    }
}
