// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {SignedOffer, Sla} from "./Types.sol";

/// @title Agreements paid with the chain's own coin
/// @notice The Orchestrator moves ERC-20 tokens only. The desk wraps the coins that are sent along and pays with them, in markets whose token is
/// the wrapped coin; what was sent too much goes back to the caller in the same transaction, as coins. It has no owner, no storage, no
/// right at the Orchestrator that any other payer lacks, and keeps nothing between two calls. What comes back later (refunds, credits, slash shares) and
/// what providers earn is wrapped coin, at the Orchestrator and the StakeManager as ever. Amounts are the coin's smallest unit (wei).
interface ICoinDesk {
    /// @notice The payer is known here only: the Orchestrator's SlaSponsored names the desk.
    event OpenedWithCoin(bytes32 indexed slaId, address indexed payer, uint256 amount);
    /// @notice As above; the Orchestrator's ToppedUp names the desk.
    event ToppedUpWithCoin(uint128 indexed agreementId, address indexed payer, uint256 amount);

    error MarketNotOfCoin(uint16 market, address token, address coin);
    error CoinShort(uint256 wanted, uint256 sent, uint256 missing);
    /// @notice The caller takes no coins, so that what it sent too much cannot go back: send exactly what is wanted.
    error ChangeRefused(address payer, uint256 amount);

    /// @notice Opens the SLA at the Orchestrator, paid with the coins that are sent along: deposits, egress escrows and reserve. Anyone may call and
    /// pay. The consumer signs that it accepts the terms from this desk, and that what is unused is its own (EIP-712
    /// `Sponsorship(bytes32 slaId,address payer,bool refundsPayer)`, payer: this desk, refundsPayer: false; a contract by ERC-1271).
    function openWithCoin(Sla calldata sla, SignedOffer[] calldata offers, bytes calldata consumerSignature)
        external
        payable
        returns (bytes32 slaId);

    /// @notice Adds to the stream's deposit and to the egress escrow of an agreement, paid with the coins that are sent along. Anyone may pay; what
    /// is unused goes back to whom the SLA's other money does, as wrapped coin.
    function topUpWithCoin(uint128 agreementId, uint88 deposit, uint88 egressEscrow) external payable;
}
