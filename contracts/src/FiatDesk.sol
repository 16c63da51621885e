// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {FiatAccount} from "./FiatAccount.sol";
import {IFiatDesk} from "./interfaces/IFiatDesk.sol";
import {IOrchestrator} from "./interfaces/IOrchestrator.sol";
import {SignedOffer, Sla} from "./interfaces/Types.sol";
import {SlaCost} from "./lib/SlaCost.sol";

/// @title A float of tokens between fiat payments and agreements
/// @notice See IFiatDesk. The operator is fixed: the float is its own, and governance cannot hand it to another. Balance of each token =
/// float + held.
contract FiatDesk is IFiatDesk, EIP712, ReentrancyGuard {
    using SafeERC20 for IERC20;

    bytes32 public constant ORDER_TYPEHASH =
        keccak256("FiatOrder(bytes32 receiptId,bytes32 slaId,address key,uint8 rights,uint32 keyExpiry,uint88 voucherCap)");
    bytes32 public constant REFUND_TYPEHASH = keccak256("FiatRefund(bytes32 receiptId,uint256 heldBefore,uint256 amount)");

    IOrchestrator public immutable orchestrator;
    address public immutable operator;
    address public immutable governor;
    /// @notice Seconds from the opening in which the fiat payment can be charged back.
    uint40 public immutable holdSeconds;
    /// @notice The code of every receipt's account.
    address public immutable accountCode;

    mapping(bytes32 receiptId => Order) private _orders;
    /// @inheritdoc IFiatDesk
    mapping(address token => uint256 amount) public override floatOf;
    /// @inheritdoc IFiatDesk
    mapping(address token => uint256 amount) public override heldOf;
    /// @inheritdoc IFiatDesk
    mapping(address token => uint256 amount) public override dailyCapOf;
    /// @inheritdoc IFiatDesk
    mapping(address token => mapping(uint256 day => uint256 amount)) public override openedOn;

    modifier onlyOperator() {
        if (msg.sender != operator) revert NotOperator({caller: msg.sender});
        _;
    }

    constructor(IOrchestrator orchestrator_, address operator_, address governor_, uint40 holdSeconds_) EIP712("Flashback FiatDesk", "1") {
        orchestrator = orchestrator_;
        operator = operator_;
        governor = governor_;
        holdSeconds = holdSeconds_;
        accountCode = address(new FiatAccount(address(this), orchestrator_));
    }

    // ---------------------------------------------------------------- float

    /// @inheritdoc IFiatDesk
    function addFloat(address token, uint256 amount) external nonReentrant returns (uint256 received) {
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom({from: msg.sender, to: address(this), value: amount});
        received = IERC20(token).balanceOf(address(this)) - before;
        floatOf[token] += received;
        emit FloatAdded({token: token, from: msg.sender, amount: received});
    }

    /// @inheritdoc IFiatDesk
    function takeFloat(address token, uint256 amount) external onlyOperator nonReentrant {
        _spendFloat(token, amount);
        emit FloatTaken({token: token, amount: amount});

        IERC20(token).safeTransfer({to: operator, value: amount});
    }

    /// @inheritdoc IFiatDesk
    function setDailyCap(address token, uint256 amount) external {
        if (msg.sender != governor) revert NotGovernor({caller: msg.sender});

        dailyCapOf[token] = amount;
        emit DailyCapSet({token: token, amount: amount});
    }

    // ---------------------------------------------------------------- opening

    /// @inheritdoc IFiatDesk
    function openFor(
        bytes32 receiptId,
        address beneficiary,
        Sla calldata sla,
        SignedOffer[] calldata offers,
        SessionKey calldata key,
        bytes calldata signature
    ) external onlyOperator nonReentrant returns (bytes32 slaId) {
        slaId = orchestrator.hashSla(sla);
        Order storage order = _orders[receiptId];
        if (order.state != OrderState.None) {
            if (order.slaId == slaId && order.beneficiary == beneficiary) return slaId;
            revert ReceiptUsed({receiptId: receiptId, slaId: order.slaId});
        }
        if (beneficiary == address(0)) revert BeneficiaryInvalid({beneficiary: beneficiary});
        if (!SignatureChecker.isValidSignatureNow(beneficiary, hashOrder(receiptId, slaId, key), signature)) {
            revert OrderNotSigned({receiptId: receiptId, beneficiary: beneficiary});
        }
        address account = accountOf(receiptId);
        if (sla.consumer != account) revert ConsumerNotAccount({consumer: sla.consumer, account: account});
        (address token,,) = orchestrator.marketOf(sla.market);
        uint256 amount = SlaCost.totalOf(sla);
        _countToday(token, amount);
        _spendFloat(token, amount);
        _orders[receiptId] = Order({
            beneficiary: beneficiary,
            openedAt: uint40(block.timestamp),
            state: OrderState.Opened,
            token: token,
            slaId: slaId,
            amount: amount,
            held: 0
        });
        emit OrderOpened({receiptId: receiptId, slaId: slaId, beneficiary: beneficiary, account: account, token: token, amount: amount});

        _open(receiptId, sla, offers, token, amount);
        if (key.rights != 0) _grant(receiptId, slaId, key);
    }

    function _open(bytes32 receiptId, Sla calldata sla, SignedOffer[] calldata offers, address token, uint256 amount) private {
        uint256 before = IERC20(token).balanceOf(address(this));
        FiatAccount account = FiatAccount(Clones.cloneDeterministic(accountCode, receiptId));
        IERC20(token).safeTransfer({to: address(account), value: amount});
        account.open(sla, offers, IERC20(token), amount);
        // A token that takes more than it moves would be paid by other receipts.
        uint256 paid = before - IERC20(token).balanceOf(address(this));
        if (paid > amount) revert PaidMore({paid: paid, wanted: amount});
    }

    function _grant(bytes32 receiptId, bytes32 slaId, SessionKey calldata key) private {
        uint64 grantId = FiatAccount(accountOf(receiptId)).grant(key.key, slaId, key.rights, key.expiry, key.voucherCap, 0);
        emit KeyGranted({receiptId: receiptId, key: key.key, grantId: grantId});
    }

    // ---------------------------------------------------------------- acting for the consumer

    /// @inheritdoc IFiatDesk
    function grantKey(bytes32 receiptId, address key, uint8 rights, uint32 expiry, uint88 voucherCap, bytes32 scope)
        external
        returns (uint64 grantId)
    {
        Order storage order = _requireBeneficiary(receiptId);
        _requireOpened(receiptId, order);
        grantId = FiatAccount(accountOf(receiptId)).grant(key, order.slaId, rights, expiry, voucherCap, scope);
        emit KeyGranted({receiptId: receiptId, key: key, grantId: grantId});
    }

    /// @inheritdoc IFiatDesk
    function revokeKey(bytes32 receiptId, uint64 grantId) external {
        _requireActor(receiptId);
        FiatAccount(accountOf(receiptId)).revoke(grantId);
        emit KeyRevoked({receiptId: receiptId, grantId: grantId});
    }

    /// @inheritdoc IFiatDesk
    function giveNotice(bytes32 receiptId, uint128 agreementId) external {
        _requireActor(receiptId);
        FiatAccount(accountOf(receiptId)).giveNotice(agreementId);
    }

    // ---------------------------------------------------------------- coming back

    /// @inheritdoc IFiatDesk
    function collect(bytes32 receiptId) external nonReentrant returns (uint256 amount) {
        Order storage order = _known(receiptId);
        address token = order.token;
        uint256 before = IERC20(token).balanceOf(address(this));
        FiatAccount(accountOf(receiptId)).collect(IERC20(token));
        amount = IERC20(token).balanceOf(address(this)) - before;
        if (order.state == OrderState.ChargedBack) {
            floatOf[token] += amount;
        } else {
            order.held += amount;
            heldOf[token] += amount;
        }
        emit Collected({receiptId: receiptId, amount: amount});
    }

    /// @inheritdoc IFiatDesk
    function claim(bytes32 receiptId) external nonReentrant returns (uint256 amount) {
        Order storage order = _known(receiptId);
        uint256 until = _holdUntil(order);
        if (block.timestamp < until) revert StillHeld({until: until});
        amount = order.held;
        if (amount == 0) revert NothingHeld({receiptId: receiptId});

        _letGo(order, amount);
        emit Claimed({receiptId: receiptId, beneficiary: order.beneficiary, amount: amount});

        IERC20(order.token).safeTransfer({to: order.beneficiary, value: amount});
    }

    /// @inheritdoc IFiatDesk
    function repaidInFiat(bytes32 receiptId, uint256 amount, bytes calldata signature) external onlyOperator {
        Order storage order = _known(receiptId);
        if (amount == 0 || amount > order.held) revert HeldShort({wanted: amount, held: order.held});
        if (!SignatureChecker.isValidSignatureNow(order.beneficiary, hashRefund(receiptId, order.held, amount), signature)) {
            revert OrderNotSigned({receiptId: receiptId, beneficiary: order.beneficiary});
        }

        _letGo(order, amount);
        floatOf[order.token] += amount;
        emit RepaidInFiat({receiptId: receiptId, amount: amount});
    }

    /// @inheritdoc IFiatDesk
    function chargeBack(bytes32 receiptId, bytes32 reasonHash) external onlyOperator {
        Order storage order = _known(receiptId);
        _requireOpened(receiptId, order);
        uint256 until = _holdUntil(order);
        if (block.timestamp >= until) revert HoldOver({until: until});

        uint256 amount = order.held;
        order.state = OrderState.ChargedBack;
        _letGo(order, amount);
        floatOf[order.token] += amount;
        emit ChargedBack({receiptId: receiptId, reasonHash: reasonHash});
    }

    // ---------------------------------------------------------------- views and parts

    /// @inheritdoc IFiatDesk
    function accountOf(bytes32 receiptId) public view returns (address) {
        return Clones.predictDeterministicAddress(accountCode, receiptId);
    }

    /// @inheritdoc IFiatDesk
    function orderOf(bytes32 receiptId) external view returns (Order memory) {
        return _known(receiptId);
    }

    /// @inheritdoc IFiatDesk
    function hashOrder(bytes32 receiptId, bytes32 slaId, SessionKey calldata key) public view returns (bytes32) {
        bytes32 hash = keccak256(abi.encode(ORDER_TYPEHASH, receiptId, slaId, key.key, key.rights, key.expiry, key.voucherCap));
        return _hashTypedDataV4(hash);
    }

    /// @inheritdoc IFiatDesk
    function hashRefund(bytes32 receiptId, uint256 heldBefore, uint256 amount) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(REFUND_TYPEHASH, receiptId, heldBefore, amount)));
    }

    /// @dev What the Orchestrator takes for it.
    function _countToday(address token, uint256 amount) private {
        uint256 day = block.timestamp / 1 days;
        uint256 opened = openedOn[token][day];
        uint256 cap = dailyCapOf[token];
        uint256 left = cap > opened ? cap - opened : 0;
        if (amount > left) revert DailyCapReached({token: token, wanted: amount, left: left});
        openedOn[token][day] = opened + amount;
    }

    function _spendFloat(address token, uint256 amount) private {
        uint256 left = floatOf[token];
        if (amount > left) revert FloatShort({token: token, wanted: amount, left: left});
        floatOf[token] = left - amount;
    }

    function _letGo(Order storage order, uint256 amount) private {
        order.held -= amount;
        heldOf[order.token] -= amount;
    }

    function _holdUntil(Order storage order) private view returns (uint256) {
        return uint256(order.openedAt) + holdSeconds;
    }

    function _requireBeneficiary(bytes32 receiptId) private view returns (Order storage order) {
        order = _known(receiptId);
        if (msg.sender != order.beneficiary) revert NotBeneficiary({receiptId: receiptId, caller: msg.sender});
    }

    function _requireOpened(bytes32 receiptId, Order storage order) private view {
        if (order.state != OrderState.Opened) revert WrongOrderState({receiptId: receiptId, state: order.state});
    }

    /// @dev Whose the agreement is: the beneficiary's, and after a chargeback the operator's too.
    function _requireActor(bytes32 receiptId) private view {
        Order storage order = _known(receiptId);
        bool operators = order.state == OrderState.ChargedBack && msg.sender == operator;
        if (!operators && msg.sender != order.beneficiary) revert NotBeneficiary({receiptId: receiptId, caller: msg.sender});
    }

    function _known(bytes32 receiptId) private view returns (Order storage order) {
        order = _orders[receiptId];
        if (order.state == OrderState.None) revert ReceiptUnknown({receiptId: receiptId});
    }
}
