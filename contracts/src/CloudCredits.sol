// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {IAccessGrants} from "./interfaces/IAccessGrants.sol";
import {ICloudCredits} from "./interfaces/ICloudCredits.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {SettlementMath} from "./lib/SettlementMath.sol";

/// @title Prepaid cloud capacity, backed to the last unit
/// @notice See ICloudCredits. Nobody owns it, nothing in it can be changed; a replacement serves new series only.
contract CloudCredits is ICloudCredits, ERC1155, EIP712, ReentrancyGuard {
    using SafeERC20 for IERC20;

    bytes32 public constant METERING_TYPEHASH =
        keccak256("Metering(uint256 seriesId,address holder,uint128 cumulative,bytes32 recordsHash)");
    uint16 public constant FEE_CAP_BPS = 500;

    uint8 private constant KIND_CLOUD = 2;
    /// @dev No sale runs longer: a price that nobody can change must end.
    uint256 private constant LIFE_SECONDS_MAX = 731 days;

    IRegistry public immutable registry;
    IAccessGrants public immutable grants;
    address public immutable fund;
    /// @notice Share of the community fund in what is redeemed, basis points.
    uint16 public immutable feeBps;
    /// @notice Seconds in which a seller may still redeem after expiry, or after a refund was asked for.
    uint40 public immutable redeemSeconds;

    /// @inheritdoc ICloudCredits
    uint256 public override seriesCount;
    mapping(uint256 seriesId => Series) private _series;
    /// @inheritdoc ICloudCredits
    mapping(uint256 seriesId => uint256 credits) public override outstandingOf;
    /// @inheritdoc ICloudCredits
    mapping(uint256 seriesId => mapping(address holder => uint128 credits)) public override meteredOf;
    mapping(uint256 seriesId => mapping(address holder => uint40 time)) private _askedRefundFrom;
    /// @inheritdoc ICloudCredits
    mapping(uint256 seriesId => uint256 amount) public override owedOf;
    /// @inheritdoc ICloudCredits
    mapping(address token => uint256 amount) public override feesOf;

    constructor(IRegistry registry_, IAccessGrants grants_, address fund_, uint16 feeBps_, uint40 redeemSeconds_)
        ERC1155("")
        EIP712("Flashback CloudCredits", "1")
    {
        if (feeBps_ > FEE_CAP_BPS) revert FeeAboveCap({feeBps: feeBps_, capBps: FEE_CAP_BPS});
        registry = registry_;
        grants = grants_;
        fund = fund_;
        feeBps = feeBps_;
        redeemSeconds = redeemSeconds_;
    }

    /// @inheritdoc ICloudCredits
    function createSeries(uint64 providerId, address token, uint96 price, uint40 expiresAt, bytes32 termsHash)
        external
        returns (uint256 seriesId)
    {
        if (msg.sender != registry.ownerOf(providerId)) {
            revert NotProviderOwner({providerId: providerId, caller: msg.sender});
        }
        (, uint8 kinds, bool listed) = registry.listingOf(providerId);
        if (!listed || kinds & KIND_CLOUD == 0) revert NotListedCloud({providerId: providerId});
        if (token == address(0)) revert SeriesInvalid({field: "token"});
        if (price == 0) revert SeriesInvalid({field: "price"});
        if (expiresAt <= block.timestamp || expiresAt > block.timestamp + LIFE_SECONDS_MAX) revert SeriesInvalid({field: "expiresAt"});

        seriesId = ++seriesCount;
        _series[seriesId] = Series({providerId: providerId, expiresAt: expiresAt, token: token, price: price, termsHash: termsHash});
        emit SeriesCreated({
            seriesId: seriesId, providerId: providerId, token: token, price: price, expiresAt: expiresAt, termsHash: termsHash
        });
    }

    /// @inheritdoc ICloudCredits
    function buy(uint256 seriesId, address holder, uint128 credits, uint256 maximum) external nonReentrant returns (uint256 paid) {
        Series storage series = _known(seriesId);
        if (block.timestamp >= series.expiresAt) revert SaleOver({seriesId: seriesId, expiresAt: series.expiresAt});
        if (credits == 0) revert CreditsInvalid({credits: credits});
        if (holder == address(0)) revert HolderInvalid({holder: holder});
        paid = uint256(credits) * series.price;
        if (paid > maximum) revert PriceAboveMaximum({wanted: paid, maximum: maximum});

        _mintCredits(seriesId, holder, credits);
        emit Bought({seriesId: seriesId, holder: holder, payer: msg.sender, credits: credits, paid: paid});

        _receive(IERC20(series.token), paid);
    }

    /// @inheritdoc ICloudCredits
    function redeem(uint256 seriesId, address holder, uint128 cumulative, bytes32 recordsHash, bytes calldata signature)
        external
        nonReentrant
        returns (uint256 net)
    {
        Series storage series = _known(seriesId);
        uint128 metered = meteredOf[seriesId][holder];
        if (cumulative <= metered) revert MeteringNotHigher({cumulative: cumulative, metered: metered});
        uint128 burnt = cumulative - metered;
        _requireSigned(
            hashMetering(seriesId, holder, cumulative, recordsHash), seriesId, holder, uint256(cumulative) * series.price, signature
        );
        _burnCredits(seriesId, holder, burnt);

        uint256 gross = uint256(burnt) * series.price;
        uint256 fee = SettlementMath.share(gross, feeBps);
        net = gross - fee;
        meteredOf[seriesId][holder] = cumulative;
        owedOf[seriesId] += net;
        feesOf[series.token] += fee;
        emit Redeemed({
            seriesId: seriesId, holder: holder, cumulative: cumulative, burnt: burnt, net: net, fee: fee, recordsHash: recordsHash
        });
    }

    /// @inheritdoc ICloudCredits
    function askRefund(uint256 seriesId) external returns (uint40 from) {
        _known(seriesId);
        if (balanceOf(msg.sender, seriesId) == 0) revert NothingToRefund({holder: msg.sender});
        from = _askedRefundFrom[seriesId][msg.sender];
        // Asking again does not postpone it.
        if (from != 0) return from;

        from = uint40(block.timestamp) + redeemSeconds;
        _askedRefundFrom[seriesId][msg.sender] = from;
        emit RefundAsked({seriesId: seriesId, holder: msg.sender, refundableFrom: from});
    }

    /// @inheritdoc ICloudCredits
    function refund(uint256 seriesId, address holder) external nonReentrant returns (uint256 amount) {
        Series storage series = _known(seriesId);
        uint256 earliest = refundableFrom(seriesId, holder);
        if (block.timestamp < earliest) revert RefundTooEarly({earliest: earliest});
        uint128 left = uint128(balanceOf(holder, seriesId));
        if (left == 0) revert NothingToRefund({holder: holder});

        amount = uint256(left) * series.price;
        delete _askedRefundFrom[seriesId][holder];
        _burnCredits(seriesId, holder, left);
        emit Refunded({seriesId: seriesId, holder: holder, burnt: left, amount: amount});

        IERC20(series.token).safeTransfer({to: holder, value: amount});
    }

    /// @inheritdoc ICloudCredits
    function withdraw(uint256 seriesId) external nonReentrant returns (uint256 amount) {
        Series storage series = _known(seriesId);
        address payout = registry.payoutOf(series.providerId);
        amount = owedOf[seriesId];
        if (amount == 0) revert NothingToWithdraw({account: payout});

        owedOf[seriesId] = 0;
        emit Withdrawn({seriesId: seriesId, payout: payout, amount: amount});

        IERC20(series.token).safeTransfer({to: payout, value: amount});
    }

    /// @inheritdoc ICloudCredits
    function sweepFees(address token) external nonReentrant returns (uint256 amount) {
        amount = feesOf[token];
        if (amount == 0) revert NothingToWithdraw({account: fund});

        feesOf[token] = 0;
        emit FeesSwept({token: token, fund: fund, amount: amount});

        IERC20(token).safeTransfer({to: fund, value: amount});
    }

    /// @inheritdoc ICloudCredits
    function seriesOf(uint256 seriesId) external view returns (Series memory) {
        return _known(seriesId);
    }

    /// @inheritdoc ICloudCredits
    function refundableFrom(uint256 seriesId, address holder) public view returns (uint256) {
        uint256 expired = uint256(_known(seriesId).expiresAt) + redeemSeconds;
        uint256 asked = _askedRefundFrom[seriesId][holder];
        return asked != 0 && asked < expired ? asked : expired;
    }

    /// @inheritdoc ICloudCredits
    function hashMetering(uint256 seriesId, address holder, uint128 cumulative, bytes32 recordsHash) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(METERING_TYPEHASH, seriesId, holder, cumulative, recordsHash)));
    }

    /// @dev Minted and burnt, never handed on. No holder is called back: `_update` asks nobody.
    function _update(address from, address to, uint256[] memory ids, uint256[] memory values) internal override {
        if (from != address(0) && to != address(0)) revert NotTransferable({seriesId: ids.length == 0 ? 0 : ids[0]});
        super._update(from, to, ids, values);
    }

    function _mintCredits(uint256 seriesId, address holder, uint128 credits) private {
        uint256 held = balanceOf(holder, seriesId);
        // All that a holder ever has fits what a metering can count.
        if (held + meteredOf[seriesId][holder] + credits > type(uint128).max) revert CreditsInvalid({credits: credits});
        // An old wish for a refund does not reach what is bought anew.
        if (held == 0) delete _askedRefundFrom[seriesId][holder];
        outstandingOf[seriesId] += credits;
        (uint256[] memory ids, uint256[] memory values) = _one(seriesId, credits);
        _update(address(0), holder, ids, values);
    }

    function _burnCredits(uint256 seriesId, address holder, uint128 credits) private {
        uint256 held = balanceOf(holder, seriesId);
        if (credits > held) revert CreditsShort({wanted: credits, held: held});
        outstandingOf[seriesId] -= credits;
        (uint256[] memory ids, uint256[] memory values) = _one(seriesId, credits);
        _update(holder, address(0), ids, values);
    }

    function _one(uint256 seriesId, uint256 credits) private pure returns (uint256[] memory ids, uint256[] memory values) {
        (ids, values) = (new uint256[](1), new uint256[](1));
        (ids[0], values[0]) = (seriesId, credits);
    }

    /// @dev A token that keeps a part of what it moves is refused: a credit must be backed whole.
    function _receive(IERC20 token, uint256 amount) private {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom({from: msg.sender, to: address(this), value: amount});
        uint256 received = token.balanceOf(address(this)) - before;
        if (received < amount) revert TokenShortReceived({wanted: amount, received: received});
    }

    /// @dev The holder, be it a key or a contract wallet (ERC-1271); or a key of its, as far as its grant goes.
    function _requireSigned(bytes32 digest, uint256 seriesId, address holder, uint256 value, bytes calldata signature) private view {
        if (SignatureChecker.isValidSignatureNow(holder, digest, signature)) return;
        (address signer,,) = ECDSA.tryRecover(digest, signature);
        (bool allowed, uint88 cap) = grants.vouchersOf(holder, bytes32(seriesId), signer);
        if (!allowed) revert SignerUnknown({signer: signer});
        if (value > cap) revert MeteringAboveCap({signer: signer, wanted: value, cap: cap});
    }

    function _known(uint256 seriesId) private view returns (Series storage series) {
        series = _series[seriesId];
        if (series.price == 0) revert UnknownSeries({seriesId: seriesId});
    }
}
