// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {ICommunityFund} from "./interfaces/ICommunityFund.sol";

/// @title The community's money: fee shares and slashes come in, votes send it out
contract CommunityFund is ICommunityFund {
    using SafeERC20 for IERC20;

    address public immutable override timelock;

    constructor(address timelock_) {
        timelock = timelock_;
    }

    /// @inheritdoc ICommunityFund
    function spend(address token, address to, uint256 amount) external {
        if (msg.sender != timelock) revert NotTimelock({caller: msg.sender});

        emit Spent({token: token, to: to, amount: amount});

        IERC20(token).safeTransfer({to: to, value: amount});
    }
}
