// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Prepaid cloud capacity: minted when bought, burnt when metered
/// @notice A series is what one CLOUD provider sells: one credit is the unit of capacity that its terms describe (a GiB-hour, say), at one
/// price in one token, fixed for ever. Balances are ERC-1155 (token id = series), but do not move between holders: what a holder signed for
/// must be there when it is redeemed. Amounts are in token units, credits are whole, times are unix seconds.
///
/// Every credit outstanding is backed by its price, held here. The seller is paid only for what the holder, or a key of its with the right
/// VOUCHER, signed: EIP-712 `Metering(uint256 seriesId,address holder,uint128 cumulative,bytes32 recordsHash)`, domain of this contract,
/// `cumulative` counting all credits ever used of the series. For AccessGrants the SLA id of a series is its number as a word, and the
/// key's voucher cap bounds cumulative * price.
interface ICloudCredits {
    struct Series {
        /// Id of a CLOUD provider in the Registry: its payout wallet is paid.
        uint64 providerId;
        /// First second at which nothing of it can be bought.
        uint40 expiresAt;
        address token;
        /// Token units a credit.
        uint96 price;
        /// keccak256 of what a credit buys, published off chain.
        bytes32 termsHash;
    }

    event SeriesCreated(
        uint256 indexed seriesId, uint64 indexed providerId, address indexed token, uint96 price, uint40 expiresAt, bytes32 termsHash
    );
    event Bought(uint256 indexed seriesId, address indexed holder, address indexed payer, uint128 credits, uint256 paid);
    event Redeemed(
        uint256 indexed seriesId, address indexed holder, uint128 cumulative, uint128 burnt, uint256 net, uint256 fee, bytes32 recordsHash
    );
    event RefundAsked(uint256 indexed seriesId, address indexed holder, uint40 refundableFrom);
    event Refunded(uint256 indexed seriesId, address indexed holder, uint128 burnt, uint256 amount);
    event Withdrawn(uint256 indexed seriesId, address indexed payout, uint256 amount);
    event FeesSwept(address indexed token, address indexed fund, uint256 amount);

    error NotProviderOwner(uint64 providerId, address caller);
    error NotListedCloud(uint64 providerId);
    error SeriesInvalid(string field);
    error UnknownSeries(uint256 seriesId);
    error SaleOver(uint256 seriesId, uint40 expiresAt);
    error CreditsInvalid(uint128 credits);
    error HolderInvalid(address holder);
    error PriceAboveMaximum(uint256 wanted, uint256 maximum);
    error TokenShortReceived(uint256 wanted, uint256 received);
    error MeteringNotHigher(uint128 cumulative, uint128 metered);
    error CreditsShort(uint256 wanted, uint256 held);
    error SignerUnknown(address signer);
    error MeteringAboveCap(address signer, uint256 wanted, uint256 cap);
    error RefundTooEarly(uint256 earliest);
    error NothingToRefund(address holder);
    error NothingToWithdraw(address account);
    error NotTransferable(uint256 seriesId);
    error FeeAboveCap(uint16 feeBps, uint16 capBps);

    /// @notice Owner of a listed CLOUD provider.
    function createSeries(uint64 providerId, address token, uint96 price, uint40 expiresAt, bytes32 termsHash)
        external
        returns (uint256 seriesId);
    /// @notice Pays for `credits` of `holder`, at most `maximum` token units. Anyone may pay for anyone.
    function buy(uint256 seriesId, address holder, uint128 credits, uint256 maximum) external returns (uint256 paid);
    /// @notice Burns what was used since the last metering and owes its price, less the fee, to the provider. Anyone may call.
    function redeem(uint256 seriesId, address holder, uint128 cumulative, bytes32 recordsHash, bytes calldata signature)
        external
        returns (uint256 net);
    /// @notice The holder: what is left may be refunded once the time to redeem has passed. Meanwhile signed metering is still paid.
    function askRefund(uint256 seriesId) external returns (uint40 refundableFrom);
    /// @notice After expiry, or after asking, and the time to redeem: sends the price of all that is left to the holder. Anyone may call.
    function refund(uint256 seriesId, address holder) external returns (uint256 amount);
    /// @notice Sends what was redeemed to the provider's payout wallet. Anyone may call.
    function withdraw(uint256 seriesId) external returns (uint256 amount);
    /// @notice Sends collected fees to the community fund. Anyone may call.
    function sweepFees(address token) external returns (uint256 amount);

    function seriesCount() external view returns (uint256);
    function seriesOf(uint256 seriesId) external view returns (Series memory);
    /// @notice Credits bought and neither redeemed nor refunded.
    function outstandingOf(uint256 seriesId) external view returns (uint256);
    /// @notice Credits that the holder ever used and paid for.
    function meteredOf(uint256 seriesId, address holder) external view returns (uint128);
    /// @notice From when the holder's rest can be refunded.
    function refundableFrom(uint256 seriesId, address holder) external view returns (uint256);
    function owedOf(uint256 seriesId) external view returns (uint256);
    function feesOf(address token) external view returns (uint256);
    /// @notice What the holder or its key signs.
    function hashMetering(uint256 seriesId, address holder, uint128 cumulative, bytes32 recordsHash) external view returns (bytes32);
}
