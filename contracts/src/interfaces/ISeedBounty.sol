// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Repays who posts a seed, from what the community fund gave
/// @notice A vote sends a token here (`CommunityFund.spend`); posting through this contract is owed the gas it took, at the transaction's gas
/// price up to a cap, converted at a rate that governance keeps within a bound. Nothing depends on it: the RandomBeacon takes seeds from
/// anyone without it, and an empty bounty posts all the same, for nothing. Amounts are in units of the token, prices in wei.
interface ISeedBounty {
    event SeedRepaid(uint32 indexed epoch, address indexed poster, uint256 gas, uint256 amount);
    event RateSet(uint256 unitsPerCoin);
    event Claimed(address indexed account, uint256 amount);

    error NotGovernor(address caller);
    error RateAboveMaximum(uint256 unitsPerCoin, uint256 maximum);
    error NothingToClaim(address account);

    /// @notice RandomBeacon.post, repaid. Anyone may call.
    function post(uint32 epoch, uint256[2] calldata signature) external;
    /// @notice RandomBeacon.postFallback; the call that writes the seed is repaid, the one that arms it is not.
    function postFallback(uint32 epoch) external;
    /// @notice Governor only: token units that 10^18 wei are worth, at most the maximum of the deployment; zero pays nothing.
    function setRate(uint256 unitsPerCoin) external;
    /// @notice Sends what `account` is owed. Anyone may call.
    function claim(address account) external returns (uint256 amount);

    function owedOf(address account) external view returns (uint256);
    /// @notice What is here and owed to nobody.
    function available() external view returns (uint256);
    function unitsPerCoin() external view returns (uint256);
}
