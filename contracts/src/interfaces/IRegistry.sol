// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Register of storage providers, service providers and reporters
/// @notice Ids count from 1. `kinds` is a mask: 1 storage DIRECT, 2 storage CLOUD, 4 storage DEPIN, 8 service provider, 16 reporter.
interface IRegistry {
    event Registered(
        uint64 indexed id, address indexed owner, uint8 kinds, address payout, address nodeKey, bytes32 profileHash, string endpoint
    );
    event Updated(uint64 indexed id, address payout, address nodeKey, bytes32 profileHash, string endpoint);
    event StakeThresholdSet(address indexed token, uint256 amount);

    error NotOwner(uint64 id, address caller);
    error UnknownId(uint64 id);
    error KindsInvalid(uint8 kinds);
    error ZeroAddress(string field);
    error NodeKeyTaken(address nodeKey, uint64 id);
    error EndpointInvalid(string endpoint);
    error NotGovernor(address caller);
    error ThresholdsInvalid();
    error StakeTokensFull(uint256 maximum);

    function register(uint8 kinds, address payout, address nodeKey, bytes32 profileHash, string calldata endpoint)
        external
        returns (uint64 id);
    function update(uint64 id, address payout, address nodeKey, bytes32 profileHash, string calldata endpoint) external;

    /// @notice Governor only: stake of `token` that buys the listing, token units; zero stops accepting the token for it.
    function setStakeThreshold(address token, uint256 amount) external;

    // ownerOf, payoutOf, nodeKeyOf and endpointOf fail with UnknownId; kindsOf answers 0.
    function ownerOf(uint64 id) external view returns (address);
    function payoutOf(uint64 id) external view returns (address);
    function nodeKeyOf(uint64 id) external view returns (address);
    function kindsOf(uint64 id) external view returns (uint8);
    function idOfNodeKey(address nodeKey) external view returns (uint64);
    function endpointOf(uint64 id) external view returns (string memory);
    function count() external view returns (uint64);
    /// @notice Stake (free + committed, not unbonding) reaches the threshold of at least one accepted token.
    function isListed(uint64 id) external view returns (bool);
    /// @notice All that opening an agreement asks, in one call: zero key for an unknown id.
    function listingOf(uint64 id) external view returns (address nodeKey, uint8 kinds, bool listed);
    function stakeThresholdOf(address token) external view returns (uint256);
    function stakeTokens() external view returns (address[] memory);
}
