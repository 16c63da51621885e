// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Splits the fees: a quarter for who signed final quality roots, the rest for the community fund
/// @notice Stands where a market expects the fund: an Orchestrator deployed with this as its `fund` sweeps fees here. Of each final root,
/// once for each token, an eighth of what then lies in the pot is owed to its signers in equal parts: so nobody gains by waiting for, or
/// hurrying, a sweep. Silence earns nothing, equivocation neither. Amounts are in token units.
interface IFeeSplitter {
    event Split(address indexed token, uint256 toPot, uint256 toFund);
    event Rewarded(uint32 indexed epoch, address indexed token, uint256 each, uint64[] ids);
    event Claimed(uint64 indexed id, address indexed token, address payout, uint256 amount);

    error NothingToSplit(address token);
    error RootNotFinal(uint32 epoch, uint256 finalAt);
    error AlreadyRewarded(uint32 epoch, address token);
    error NothingToClaim(uint64 id);

    /// @notice Shares out what came since the last time: a quarter into the pot, the rest to the fund. Anyone may call.
    function split(address token) external returns (uint256 toPot, uint256 toFund);
    /// @notice Owes the signers of a final root their part of the pot, while the oracle still knows them. Anyone may call.
    function reward(uint32 epoch, address token) external returns (uint256 each);
    /// @notice Sends what a reporter is owed to its payout wallet. Anyone may call.
    function claim(uint64 id, address token) external returns (uint256 amount);

    function potOf(address token) external view returns (uint256);
    function owedOf(uint64 id, address token) external view returns (uint256);
    function isRewarded(uint32 epoch, address token) external view returns (bool);
}
