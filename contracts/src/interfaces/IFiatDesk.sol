// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {SignedOffer, Sla} from "./Types.sol";

/// @title Agreements for consumers who pay fiat
/// @notice The desk's operator takes fiat off chain and pays the agreement in a token, from a float that it put here. One fiat payment (its
/// receipt, a hash that the payment service's reference gives) opens one SLA, once. The SLA's consumer is an account of that receipt
/// alone, whose address is known before; so what comes back, refunds and slash shares, belongs to that receipt and to nobody else's.
/// The beneficiary signed what is opened: EIP-712 `FiatOrder(bytes32 receiptId,bytes32 slaId,address key,uint8 rights,uint32
/// keyExpiry,uint88 voucherCap)`, domain of this contract. Amounts are in token units, times are unix seconds.
///
/// What comes back is held until the time in which a fiat payment can be charged back is over, and is the beneficiary's then. A payment
/// charged back within that time ends the agreements with notice, and what comes back is float again. The desk never holds money of a
/// consumer who pays in tokens, and has no right at the Orchestrator that any other consumer lacks.
interface IFiatDesk {
    enum OrderState {
        None,
        Opened,
        ChargedBack
    }

    struct Order {
        address beneficiary;
        uint40 openedAt;
        OrderState state;
        address token;
        bytes32 slaId;
        /// What the agreement took from the float.
        uint256 amount;
        /// What came back and is the beneficiary's, held until it may be claimed.
        uint256 held;
    }

    /// @notice The key that acts for the consumer from the start: its gateway. Zero rights: none.
    struct SessionKey {
        address key;
        uint8 rights;
        uint32 expiry;
        uint88 voucherCap;
    }

    event FloatAdded(address indexed token, address indexed from, uint256 amount);
    event FloatTaken(address indexed token, uint256 amount);
    event DailyCapSet(address indexed token, uint256 amount);
    event OrderOpened(
        bytes32 indexed receiptId, bytes32 indexed slaId, address indexed beneficiary, address account, address token, uint256 amount
    );
    event KeyGranted(bytes32 indexed receiptId, address indexed key, uint64 grantId);
    event KeyRevoked(bytes32 indexed receiptId, uint64 grantId);
    event Collected(bytes32 indexed receiptId, uint256 amount);
    event Claimed(bytes32 indexed receiptId, address indexed beneficiary, uint256 amount);
    event RepaidInFiat(bytes32 indexed receiptId, uint256 amount);
    event ChargedBack(bytes32 indexed receiptId, bytes32 reasonHash);

    error NotOperator(address caller);
    error NotGovernor(address caller);
    error NotBeneficiary(bytes32 receiptId, address caller);
    error BeneficiaryInvalid(address beneficiary);
    error ReceiptUsed(bytes32 receiptId, bytes32 slaId);
    error ReceiptUnknown(bytes32 receiptId);
    error OrderNotSigned(bytes32 receiptId, address beneficiary);
    error ConsumerNotAccount(address consumer, address account);
    error DailyCapReached(address token, uint256 wanted, uint256 left);
    error FloatShort(address token, uint256 wanted, uint256 left);
    error PaidMore(uint256 paid, uint256 wanted);
    error StillHeld(uint256 until);
    error HoldOver(uint256 until);
    error WrongOrderState(bytes32 receiptId, OrderState state);
    error NothingHeld(bytes32 receiptId);
    error HeldShort(uint256 wanted, uint256 held);

    /// @notice Adds to the float; counts what arrives. Anyone may call.
    function addFloat(address token, uint256 amount) external returns (uint256 received);
    /// @notice Operator only: takes its float back.
    function takeFloat(address token, uint256 amount) external;
    /// @notice Governor only: what may be opened in one token in one day (86,400 seconds since 1970); zero opens nothing.
    function setDailyCap(address token, uint256 amount) external;

    /// @notice Operator only: opens the SLA that the beneficiary signed, paid from the float. The same receipt again, for the same SLA,
    /// changes nothing and answers the same.
    function openFor(
        bytes32 receiptId,
        address beneficiary,
        Sla calldata sla,
        SignedOffer[] calldata offers,
        SessionKey calldata key,
        bytes calldata signature
    ) external returns (bytes32 slaId);
    /// @notice Beneficiary only, while the payment stands: a key that acts for the account, as AccessGrants says.
    function grantKey(bytes32 receiptId, address key, uint8 rights, uint32 expiry, uint88 voucherCap, bytes32 scope)
        external
        returns (uint64 grantId);
    /// @notice Beneficiary only; the operator too, once the payment was charged back.
    function revokeKey(bytes32 receiptId, uint64 grantId) external;
    /// @notice Beneficiary only; the operator too, once the payment was charged back: ends an agreement after its notice.
    function giveNotice(bytes32 receiptId, uint128 agreementId) external;
    /// @notice Brings what the account is owed, refunds and slash shares in the order's token, to the desk. Anyone may call.
    function collect(bytes32 receiptId) external returns (uint256 amount);
    /// @notice Sends what is held to the beneficiary, once the hold is over. Anyone may call.
    function claim(bytes32 receiptId) external returns (uint256 amount);
    /// @notice Operator, with the beneficiary's signature (EIP-712 `FiatRefund(bytes32 receiptId,uint256 heldBefore,uint256 amount)`): it
    /// was paid back in fiat, and `amount` of what is held is float again.
    function repaidInFiat(bytes32 receiptId, uint256 amount, bytes calldata signature) external;
    /// @notice Operator only, within the hold: the fiat payment was taken back; what comes back from now on, and what is held, is float.
    function chargeBack(bytes32 receiptId, bytes32 reasonHash) external;

    /// @notice The account that is the consumer of a receipt's SLA, before and after it exists.
    function accountOf(bytes32 receiptId) external view returns (address);
    function orderOf(bytes32 receiptId) external view returns (Order memory);
    function floatOf(address token) external view returns (uint256);
    function heldOf(address token) external view returns (uint256);
    function dailyCapOf(address token) external view returns (uint256);
    function openedOn(address token, uint256 day) external view returns (uint256);
    function hashOrder(bytes32 receiptId, bytes32 slaId, SessionKey calldata key) external view returns (bytes32);
    function hashRefund(bytes32 receiptId, uint256 heldBefore, uint256 amount) external view returns (bytes32);
}
