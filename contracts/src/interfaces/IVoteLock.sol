// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title FLASH put aside to vote with
/// @notice One locked unit (1e-18 FLASH) is one vote, by the second of chain time in which it was locked (ERC-5805, ERC-6372): what a vote
/// weighs is read in the past, so that coins borrowed or bought for the occasion weigh nothing. Locks cannot be transferred, only
/// delegated. Nobody but the holder moves a lock, and nobody can keep one.
interface IVoteLock {
    event Locked(address indexed account, uint256 amount);
    event UnlockRequested(address indexed account, uint256 amount, uint32 readyAt);
    event Unlocked(address indexed account, uint256 amount);

    error AmountZero();
    error LockShort(address account, uint256 wanted, uint256 locked);
    error StillLocked(address account, uint32 readyAt);
    error NothingToUnlock(address account);

    /// @notice Takes `amount` from the caller's allowance; its votes count from the next second. Whoever has named no delegate votes itself.
    function lock(uint256 amount) external;
    /// @notice The votes of `amount` end now; the FLASH comes back after `unlockSeconds`. A further request restarts the time of all that
    /// is on its way out.
    function requestUnlock(uint256 amount) external;
    /// @notice Sends what is due to `account`. Anyone may call.
    function unlock(address account) external returns (uint256 amount);

    function flash() external view returns (address);
    /// @notice Seconds between the end of the votes and the return of the FLASH.
    function unlockSeconds() external view returns (uint32);
    /// @notice What votes, in units of 1e-18 FLASH.
    function lockedOf(address account) external view returns (uint256);
    /// @notice What no longer votes, and the second from which it can be taken out.
    function unlockingOf(address account) external view returns (uint256 amount, uint32 readyAt);
    /// @notice All that votes now.
    function totalLocked() external view returns (uint256);
}
