// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title What no vote can change about voting
/// @notice Times are counted in days, so that the development chain may have shorter ones.
abstract contract GovernorLimits {
    uint256 public constant VOTING_DELAY_DAYS_MIN = 1;
    uint256 public constant VOTING_DELAY_DAYS_MAX = 14;
    uint256 public constant VOTING_PERIOD_DAYS_MIN = 3;
    uint256 public constant VOTING_PERIOD_DAYS_MAX = 30;
    /// @notice A proposal that is not queued, or not executed, for so long after it could have been is Expired.
    uint256 public constant GRACE_DAYS = 14;
    /// @notice Percent of all FLASH there is.
    uint256 public constant QUORUM_PERCENT_MIN = 2;
    uint256 public constant QUORUM_PERCENT_MAX = 20;
    /// @notice Votes that it takes to propose: from a spam guard to one percent of all FLASH, beyond which a few could close the door.
    uint256 public constant PROPOSAL_THRESHOLD_MIN = 1000e18;
    uint256 public constant PROPOSAL_THRESHOLD_MAX = 10_000_000e18;

    /// @notice Seconds of a day: 86,400, less on a development chain.
    uint32 public immutable daySeconds;

    error OutsideLimits(string setting, uint256 value, uint256 minimum, uint256 maximum);

    constructor(uint32 daySeconds_) {
        if (daySeconds_ == 0 || daySeconds_ > 1 days) {
            revert OutsideLimits({setting: "daySeconds", value: daySeconds_, minimum: 1, maximum: 1 days});
        }
        daySeconds = daySeconds_;
    }

    function _requireWithin(string memory setting, uint256 value, uint256 minimum, uint256 maximum) internal pure {
        if (value < minimum || value > maximum) {
            revert OutsideLimits({setting: setting, value: value, minimum: minimum, maximum: maximum});
        }
    }
}
