// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IVoteLock} from "../interfaces/IVoteLock.sol";

/// @title FLASH put aside to vote with
/// @notice See IVoteLock. Nobody owns it, nothing in it can be changed.
contract VoteLock is IVoteLock, Votes, ReentrancyGuard {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    struct Leaving {
        uint208 amount;
        uint32 readyAt;
    }

    /// @inheritdoc IVoteLock
    address public immutable override flash;
    /// @inheritdoc IVoteLock
    uint32 public immutable override unlockSeconds;

    /// @inheritdoc IVoteLock
    mapping(address account => uint256 amount) public override lockedOf;
    mapping(address account => Leaving) private _leaving;

    constructor(address flash_, uint32 unlockSeconds_) EIP712("Flashback votes", "1") {
        flash = flash_;
        unlockSeconds = unlockSeconds_;
    }

    /// @inheritdoc IVoteLock
    function lock(uint256 amount) external nonReentrant {
        if (amount == 0) revert AmountZero();

        lockedOf[msg.sender] += amount;
        _transferVotingUnits({from: address(0), to: msg.sender, amount: amount});
        if (delegates(msg.sender) == address(0)) _delegate(msg.sender, msg.sender);
        emit Locked({account: msg.sender, amount: amount});

        IERC20(flash).safeTransferFrom({from: msg.sender, to: address(this), value: amount});
    }

    /// @inheritdoc IVoteLock
    function requestUnlock(uint256 amount) external {
        uint256 locked = lockedOf[msg.sender];
        if (amount == 0) revert AmountZero();
        if (amount > locked) revert LockShort({account: msg.sender, wanted: amount, locked: locked});

        uint32 readyAt = (block.timestamp + unlockSeconds).toUint32();
        Leaving storage leaving = _leaving[msg.sender];
        lockedOf[msg.sender] = locked - amount;
        leaving.amount += amount.toUint208();
        leaving.readyAt = readyAt;
        _transferVotingUnits({from: msg.sender, to: address(0), amount: amount});
        emit UnlockRequested({account: msg.sender, amount: amount, readyAt: readyAt});
    }

    /// @inheritdoc IVoteLock
    function unlock(address account) external nonReentrant returns (uint256 amount) {
        Leaving memory leaving = _leaving[account];
        amount = leaving.amount;
        if (amount == 0) revert NothingToUnlock({account: account});
        if (block.timestamp < leaving.readyAt) revert StillLocked({account: account, readyAt: leaving.readyAt});

        delete _leaving[account];
        emit Unlocked({account: account, amount: amount});

        IERC20(flash).safeTransfer({to: account, value: amount});
    }

    /// @inheritdoc IVoteLock
    function unlockingOf(address account) external view returns (uint256 amount, uint32 readyAt) {
        Leaving storage leaving = _leaving[account];
        return (leaving.amount, leaving.readyAt);
    }

    /// @inheritdoc IVoteLock
    function totalLocked() external view returns (uint256) {
        return _getTotalSupply();
    }

    /// @notice The clock of votes: seconds since 1970.
    function clock() public view override returns (uint48) {
        return uint48(block.timestamp);
    }

    /// @notice Tells governors and wallets that `clock` is a timestamp.
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    function _getVotingUnits(address account) internal view override returns (uint256) {
        return lockedOf[account];
    }
}
