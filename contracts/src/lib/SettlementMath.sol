// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title The arithmetic of money over time, alone: no storage, no clock, no calls
/// @notice Rates are token units per second as 64.32 fixed point; amounts are token units; times are seconds.
/// Pay rounds down and keeps the fraction; what somebody must bring (deposit, rate) rounds up; what somebody may lose rounds down.
library SettlementMath {
    /// @dev 2^32: one token unit of a 64.32 fixed point number.
    uint256 private constant UNIT = 1 << 32;
    uint256 private constant BPS = 10_000;

    /// @notice Pays from `deposit` for the confirmed seconds between `clock` and `until`, or up to the last funded one.
    /// @dev The deposit must be below 2^88, the rate below 2^96, the times and the fraction below 2^32: callers hold them in fewer bits. Full words,
    /// so that nothing is masked twice.
    /// @return pay at most `deposit`
    /// @return newClock at most `until`, at least `clock`
    /// @return newFrac the fraction of a token unit that is carried on
    function advance(uint256 deposit, uint256 rate, uint256 clock, uint256 frac, uint256 until)
        internal
        pure
        returns (uint256 pay, uint256 newClock, uint256 newFrac)
    {
        if (until <= clock) return (0, clock, frac);

        // No product here reaches 2^129, so nothing can wrap.
        unchecked {
            uint256 dt = until - clock;
            uint256 x = rate * dt + frac;
            if (x >> 32 > deposit) {
                // rate > 0: otherwise x = frac < 2^32.
                dt = ((deposit + 1) * UNIT - 1 - frac) / rate;
                x = rate * dt + frac;
            }
            pay = x >> 32;
            newClock = clock + dt;
            newFrac = uint32(x);
        }
    }

    /// @notice Pay of `secondsLong` at `rate`, rounded down.
    function payFor(uint96 rate, uint256 secondsLong) internal pure returns (uint256) {
        return (uint256(rate) * secondsLong) >> 32;
    }

    /// @notice Money that funds `secondsLong` at `rate`, rounded up.
    function fundingFor(uint96 rate, uint256 secondsLong) internal pure returns (uint256) {
        return (uint256(rate) * secondsLong + UNIT - 1) >> 32;
    }

    /// @notice Lowest rate for `capacityBytes` at `ratePerGib`, rounded up.
    function rateFor(uint96 ratePerGib, uint64 capacityBytes) internal pure returns (uint256) {
        return (uint256(ratePerGib) * capacityBytes + (1 << 30) - 1) >> 30;
    }

    /// @notice What the `missedInRow`-th miss in a row costs: min(collateral, P * 2^(m-1)); all of it after `breachAfter`.
    function missPenalty(uint256 collateral, uint256 epochPay, uint256 missedInRow, uint256 breachAfter) internal pure returns (uint256) {
        if (missedInRow > breachAfter) return collateral;
        uint256 penalty = epochPay << (missedInRow - 1);
        return penalty < collateral ? penalty : collateral;
    }

    /// @notice `bps` hundredths of a percent of `amount`, rounded down.
    function share(uint256 amount, uint256 bps) internal pure returns (uint256) {
        return amount * bps / BPS;
    }
}
