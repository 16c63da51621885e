// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ICertification} from "./ICertification.sol";

/// @notice State of a member of the register. Terminal: Exited.
enum MemberStatus {
    None,
    Applied,
    Active,
    Suspended,
    Exiting,
    Exited
}

/// @title Register of storage providers, of service providers, and of reporters
/// @notice Ids count from 1. `kinds` is a mask: 1 storage DIRECT, 2 storage CLOUD, 4 storage DEPIN, 8 service migration, 16 reporter,
/// 32 service analytics, 64 service compliance. A member belongs to one of the three registers. It is listed while it is Active, has stake or
/// a paid subscription, and valid certificates in every scope that the governor demands of its kinds. Amounts are in token units.
interface IRegistry is ICertification {
    event Registered(
        uint64 indexed id, address indexed owner, uint8 kinds, address payout, address nodeKey, bytes32 profileHash, string endpoint
    );
    event Updated(uint64 indexed id, address payout, address nodeKey, bytes32 profileHash, string endpoint);
    event StatusChanged(uint64 indexed id, MemberStatus status);
    /// @notice Off the listing for at most ninety days; agreements and money go on.
    event MemberSuspended(uint64 indexed id, uint40 until, bytes32 reasonHash);
    event ExitBegun(uint64 indexed id, uint40 completeFrom);
    event StakeThresholdSet(address indexed token, uint256 amount);
    event SubscriptionPriceSet(address indexed token, uint256 amount);
    event ScopesDemanded(uint8 kind, uint8 scopes);
    event Subscribed(uint64 indexed id, address indexed token, address indexed payer, uint256 amount, uint40 paidUntil);
    /// @notice Zero: nobody can pause.
    event GuardianSet(address indexed guardian);
    /// @notice No agreement is opened before `until`; all that run go on.
    event OpeningsPaused(address indexed guardian, uint40 until);
    event OpeningsResumed(address indexed guardian);

    error UnknownId(uint64 id);
    error KindsInvalid(uint8 kinds);
    error ZeroAddress(string field);
    error NodeKeyTaken(address nodeKey, uint64 id);
    error EndpointInvalid(string endpoint);
    error ThresholdsInvalid();
    error StakeTokensFull(uint256 maximum);
    error StatusWrong(uint64 id, MemberStatus status);
    error CertificateMissing(uint64 id, uint8 scopes);
    error SuspensionInvalid(uint256 secondsLong, uint256 maximum);
    /// @notice A suspension is running, or the last one ended less than thirty days ago.
    error SuspensionTooEarly(uint64 id, uint256 earliest);
    error ExitTooEarly(uint64 id, uint256 earliest);
    error StakeCommitted(uint64 id, address token, uint256 committed);
    error PriceOutOfBounds(address token, uint256 amount, uint256 least, uint256 most);
    error NotForSale(address token);
    error PriceAboveMaximum(uint256 wanted, uint256 maximum);
    error PeriodsInvalid(uint256 periods, uint256 maximum);
    error TokenShortReceived(uint256 wanted, uint256 received);
    error NotGuardian(address caller);
    /// @notice The last pause began less than thirty days ago.
    error PauseTooEarly(uint256 earliest);
    /// @notice The guardian paused new agreements: try again at `until`. Nothing else is paused.
    error OpeningsArePaused(uint256 until);

    /// @notice Active at once, unless the governor demands certificates of one of the kinds: then Applied.
    function register(uint8 kinds, address payout, address nodeKey, bytes32 profileHash, string calldata endpoint)
        external
        returns (uint64 id);
    /// @notice Owner only, in every status: what was earned must be payable.
    function update(uint64 id, address payout, address nodeKey, bytes32 profileHash, string calldata endpoint) external;

    /// @notice Applied -> Active once every demanded certificate is valid. Anyone may call.
    function activate(uint64 id) external;
    /// @notice Governor only, Active -> Suspended, for at most ninety days and never within thirty of the last. Stops new agreements only.
    function suspend(uint64 id, uint40 secondsLong, bytes32 reasonHash) external;
    /// @notice Suspended -> Active: the governor at any time, anyone once the suspension is over.
    function reinstate(uint64 id) external;
    /// @notice Owner only: Active or Suspended -> Exiting. Not listed any more.
    function exit(uint64 id) external;
    /// @notice Exiting -> Exited after fourteen days, when no accepted stake is committed any more. Anyone may call.
    function completeExit(uint64 id) external;

    /// @notice Governor only: stake of `token` that buys the listing, token units, below 2^96; zero stops accepting the token for it.
    function setStakeThreshold(address token, uint256 amount) external;
    /// @notice Governor only: price of thirty days of listing. At most twice, at least half of the last price, and changed at most every
    /// thirty days; zero stops the sale. What was paid for stays paid.
    function setSubscriptionPrice(address token, uint256 amount) external;
    /// @notice Governor only: certificates that members of this one kind need for their listing.
    function demandScopes(uint8 kind, uint8 scopes) external;
    /// @notice Pays `periods` of thirty days for a member, at most `maximum` token units, to the community fund. Anyone may pay.
    function subscribe(uint64 id, address token, uint256 periods, uint256 maximum) external returns (uint40 paidUntil);

    /// @notice Governor only: names who may pause new agreements, in place of whoever could; zero: nobody.
    function setGuardian(address guardian) external;
    /// @notice Guardian only, once in thirty days: no agreement is opened for seven days, nor a leg replaced by a new one. Nothing else asks.
    function pauseOpenings() external returns (uint40 until);
    /// @notice Guardian only: ends its pause early. The thirty days go on.
    function resumeOpenings() external;

    function guardian() external view returns (address);
    /// @notice Until when the last pause lasts or lasted, and from when the next one is allowed; zeros before the first.
    function pauseOf() external view returns (uint40 until, uint40 nextFrom);

    // ownerOf, payoutOf, nodeKeyOf and endpointOf fail with UnknownId; kindsOf and statusOf answer 0.
    function ownerOf(uint64 id) external view returns (address);
    function payoutOf(uint64 id) external view returns (address);
    function nodeKeyOf(uint64 id) external view returns (address);
    function kindsOf(uint64 id) external view returns (uint8);
    function statusOf(uint64 id) external view returns (MemberStatus);
    function idOfNodeKey(address nodeKey) external view returns (uint64);
    function endpointOf(uint64 id) external view returns (string memory);
    function count() external view returns (uint64);
    /// @notice Unix second until which the subscription is paid; 0 when none ever was.
    function paidUntilOf(uint64 id) external view returns (uint40);
    /// @notice Until when the last suspension lasts or lasted, and from when the next one is allowed.
    function suspensionOf(uint64 id) external view returns (uint40 until, uint40 nextFrom);
    /// @notice Active; stake (free + committed, not unbonding) at the threshold of one accepted token, or paid; certified as demanded.
    function isListed(uint64 id) external view returns (bool);
    /// @notice All that opening an agreement asks, in one call: zero key for an unknown id. Fails while openings are paused.
    function listingOf(uint64 id) external view returns (address nodeKey, uint8 kinds, bool listed);
    function stakeThresholdOf(address token) external view returns (uint256);
    function stakeTokens() external view returns (address[] memory);
    /// @notice Price of thirty days; 0 when not for sale.
    function subscriptionPriceOf(address token) external view returns (uint256);
    /// @notice Scopes that members with these kinds need certificates of.
    function demandedScopesOf(uint8 kinds) external view returns (uint8 scopes);
}
