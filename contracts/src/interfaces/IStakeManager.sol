// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Stake of providers and reporters
/// @notice Per (registry id, token): free, committed, unbonding. Only committed stake can be slashed, only by the Orchestrator, which takes of
/// each agreement no more than it committed; a reporter's stake only by the QualityOracle, for signed equivocation.
interface IStakeManager {
    event Staked(uint64 indexed id, address indexed token, address from, uint256 amount);
    event UnstakeRequested(uint64 indexed id, address indexed token, uint256 amount, uint32 readyAt);
    event Unstaked(uint64 indexed id, address indexed token, address to, uint256 amount);
    event Committed(uint64 indexed id, address indexed token, uint128 indexed agreementId, uint256 amount);
    event Released(uint64 indexed id, address indexed token, uint128 indexed agreementId, uint256 amount);
    event Slashed(
        uint64 indexed id, address indexed token, uint128 indexed agreementId, uint256 toConsumer, uint256 toFund, uint256 toProver
    );
    /// @notice A ruling gave committed stake to the side that it found for.
    event Awarded(uint64 indexed id, address indexed token, uint128 indexed agreementId, address to, uint256 amount);
    /// @notice What a slash of the agreement's collateral left for `account` pays for the leg that takes its place.
    event Reused(address indexed account, address indexed token, uint128 indexed agreementId, uint256 amount);
    event Claimed(address indexed account, address indexed token, uint256 amount);

    error StakeShort(uint64 id, address token, uint256 wanted, uint256 free);
    error NotOwner(uint64 id, address caller);
    error NotOrchestrator(address caller);
    error NotOracle(address caller);
    /// @notice More than what the id's agreements committed together.
    error CommittedShort(uint64 id, address token, uint256 wanted, uint256 committed);
    /// @notice More than what slashes and rulings left for the account.
    error ClaimableShort(address account, address token, uint256 wanted, uint256 claimable);
    error StillUnbonding(uint32 readyAt);
    error NothingStaked(uint64 id);

    function stake(uint64 id, address token, uint256 amount) external;
    /// @notice Owner of `id`: moves free stake to unbonding (30 days on production chains).
    function requestUnstake(uint64 id, address token, uint256 amount) external;
    /// @notice Pays unbonded stake to the owner of `id`.
    function unstake(uint64 id, address token) external returns (uint256 amount);

    // How much of the committed stake is an agreement's own, only the Orchestrator knows (`agreementOf(id).collateral`): it names the amounts.
    function commit(uint64 id, address token, uint128 agreementId, uint256 amount) external;
    function release(uint64 id, address token, uint128 agreementId, uint256 amount) external;
    /// @notice Splits 60 % consumer, 30 % fund, 10 % prover (the consumer takes the remainder of rounding).
    function slash(uint64 id, address token, uint128 agreementId, uint256 amount, address consumer, address prover)
        external
        returns (uint256 toConsumer);
    /// @notice Sends to the Orchestrator what slashes left for `account`, for a leg in the place of `agreementId`: all of `amount`, or it reverts.
    function reuse(address account, address token, uint128 agreementId, uint256 amount) external;
    /// @notice All of it to `to`, which claims it: what a ruling says that the provider owes is no fine that is shared.
    function award(uint64 id, address token, uint128 agreementId, uint256 amount, address to) external;
    /// @notice QualityOracle only: takes `amount` of a reporter's free or unbonding stake; half to the fund, half to the prover.
    function slashReporter(uint64 id, address token, uint256 amount, address prover) external returns (uint256 slashed);

    /// @notice Sends what slashes left for `account`.
    function claim(address account, address token) external returns (uint256 amount);

    /// @notice Free and committed together, without what unbonds: what answers for the id now.
    function bondedOf(uint64 id, address token) external view returns (uint256);
    function stakeOf(uint64 id, address token) external view returns (uint256 free, uint256 committed, uint256 unbonding, uint32 readyAt);
    function claimableOf(address account, address token) external view returns (uint256);
}
