// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {Ledger} from "./Ledger.sol";
import {ILedger} from "./interfaces/IOrchestrator.sol";

/// @title Taking money in
/// @notice What the books say that somebody pays is here when the transaction ends, or nothing of it happened.
abstract contract Payments is Ledger {
    using SafeERC20 for IERC20;

    /// @dev What must be paid, and the balance that this must lead to.
    struct Payment {
        address token;
        uint256 total;
        uint256 wanted;
    }

    function _paymentOf(address token, uint256 total) internal view returns (Payment memory) {
        return Payment({token: token, total: total, wanted: IERC20(token).balanceOf(address(this)) + total});
    }

    /// @dev From the caller's allowance.
    function _pull(Payment memory payment) internal {
        _pullFrom(msg.sender, payment);
    }

    /// @dev From the allowance of somebody who agreed to it: on the caller.
    function _pullFrom(address payer, Payment memory payment) internal {
        IERC20(payment.token).safeTransferFrom({from: payer, to: address(this), value: payment.total});
        _requirePaid(payment);
    }

    /// @dev A token that keeps a part of what it moves is refused.
    function _requirePaid(Payment memory payment) internal view {
        uint256 balance = IERC20(payment.token).balanceOf(address(this));
        if (balance < payment.wanted) {
            revert ILedger.TokenShortReceived({wanted: payment.total, received: balance + payment.total - payment.wanted});
        }
    }
}
