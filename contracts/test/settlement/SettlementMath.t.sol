// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {SettlementMath} from "../../src/lib/SettlementMath.sol";
import {Test} from "../Test.sol";

contract SettlementMathTest is Test {
    struct Stream {
        uint88 deposit;
        uint96 rate;
        uint32 clock;
        uint32 frac;
    }

    /// P2.
    function testFuzz_AnySplitOfAPeriodWithTopUpsPaysWhatOneSettlementPays(
        uint96 rate,
        uint88 deposit,
        uint32[12] calldata stops,
        uint88[12] calldata topUps
    ) external pure {
        rate = uint96(bound(rate, 0, 1 << 80));
        deposit = uint88(bound(deposit, 0, 1 << 84));
        Stream memory split = Stream(deposit, rate, 1000, 0);
        uint256 paidSplit = 0;
        uint32 last = 1000;
        uint256 added = 0;
        for (uint256 i = 0; i < stops.length; i++) {
            uint88 topUp = uint88(bound(topUps[i], 0, 1 << 80));
            split.deposit += topUp;
            added += topUp;
            uint32 until = uint32(bound(stops[i], 0, type(uint32).max));
            if (until > last) last = until;
            paidSplit += settle(split, until);
        }
        paidSplit += settle(split, last);
        Stream memory once = Stream(uint88(deposit + added), rate, 1000, 0);
        uint256 paidOnce = settle(once, last);

        assertEq(paidSplit, paidOnce, "pay");
        assertEq(split.deposit, once.deposit, "deposit");
        assertEq(split.clock, once.clock, "clock");
        assertEq(split.frac, once.frac, "frac");
    }

    /// P3, and conservation of one stream.
    function testFuzz_PayStaysInTheDepositAndTheClockBetweenItsBounds(uint88 deposit, uint96 rate, uint32 clock, uint32 frac, uint32 until)
        external
        pure
    {
        (uint256 pay, uint256 newClock,) = SettlementMath.advance(deposit, rate, clock, frac, until);
        assertLe(pay, deposit, "pay");
        assertGe(newClock, clock, "never back");
        assertLe(newClock, until > clock ? until : clock, "never past");
    }

    function testFuzz_ItStopsAtTheLastFundedSecond(uint88 deposit, uint96 rate, uint32 frac, uint32 until) external pure {
        (uint256 pay, uint256 clock, uint256 newFrac) = SettlementMath.advance(deposit, rate, 0, frac, until);
        assertEq((pay << 32) + newFrac, uint256(rate) * clock + frac, "no unit appears or is lost");
        if (clock == until) return;
        assertTrue((uint256(rate) * (clock + 1) + frac) >> 32 > deposit, "one second more is not funded");
    }

    function test_AnExhaustedStreamGoesOnAfterATopUp() external pure {
        // Two and a half units a second, seven in the deposit: two seconds are five, three are seven and a half.
        Stream memory stream = Stream(7, (2 << 32) + (1 << 31), 0, 0);
        assertEq(settle(stream, 10), 7, "7.5 is 7 and a carried half");
        assertEq(stream.clock, 3, "three seconds");
        assertEq(stream.frac, 1 << 31, "a half");
        stream.deposit += 100;
        assertEq(settle(stream, 10), 18, "25 in all");
        assertEq(stream.clock, 10, "all seconds");
    }

    function test_ADepositThatJustCoversThePeriodDoesNotCarryTheClockPastIt() external pure {
        // Half a unit a second: two seconds are one unit, and three are too.
        (uint256 pay, uint256 clock, uint256 frac) = SettlementMath.advance(1, 1 << 31, 100, 0, 102);
        assertEq(pay, 1, "all of it");
        assertEq(clock, 102, "not 103, which the same unit would pay");
        assertEq(frac, 0, "nothing carried");
        (pay, clock, frac) = SettlementMath.advance(0, 0, 100, 7, 102);
        assertEq(pay, 0, "nothing for nothing");
        assertEq(clock, 102, "but time passes");
        assertEq(frac, 7, "and the fraction stays");
    }

    function test_TheLastFundedSecondIsExactToTheFraction() external pure {
        // Six units less 2^-32 in one second: five are paid, the rest is carried, and a second one is not funded.
        (uint256 pay, uint256 clock, uint256 frac) = SettlementMath.advance(5, (6 << 32) - 1, 0, 0, 2);
        assertEq(pay, 5, "rounded down");
        assertEq(clock, 1, "the last funded second");
        assertEq(frac, type(uint32).max, "carried");
        // Six units in one second are more than five, however they are rounded.
        (pay, clock, frac) = SettlementMath.advance(5, 6 << 32, 0, 0, 2);
        assertEq(pay + clock + frac, 0, "not even one");
        (pay, clock, frac) = SettlementMath.advance(5, (6 << 32) - 1, 0, 1, 2);
        assertEq(pay + clock + frac, 1, "the fraction fills the sixth unit");
    }

    function testFuzz_ItAgreesWithAddingUpSecondBySecond(uint88 deposit, uint96 rate, uint32 frac, uint256 secondsLong) external pure {
        secondsLong = bound(secondsLong, 0, 200);
        // Around the rate at which the deposit runs out in this time.
        rate = uint96(bound(rate, 0, ((uint256(deposit) + 2) << 32) / (secondsLong + 1) % (1 << 96)));
        (uint256 earned, uint256 paidSeconds) = (frac, 0);
        while (paidSeconds < secondsLong && (earned + rate) >> 32 <= deposit) {
            earned += rate;
            paidSeconds++;
        }
        (uint256 pay, uint256 clock, uint256 newFrac) = SettlementMath.advance(deposit, rate, 50, frac, uint32(50 + secondsLong));
        assertEq(clock, 50 + paidSeconds, "seconds");
        assertEq((pay << 32) + newFrac, earned, "pay and fraction");
    }

    function test_MissesCostTwiceAsMuchEachUpToTheCollateral() external pure {
        assertEq(SettlementMath.missPenalty(1000, 100, 1, 3), 100, "P");
        assertEq(SettlementMath.missPenalty(1000, 100, 3, 3), 400, "4 P");
        assertEq(SettlementMath.missPenalty(350, 100, 3, 3), 350, "C");
        assertEq(SettlementMath.missPenalty(1000, 100, 4, 3), 1000, "breach");
        assertEq(SettlementMath.missPenalty(0, 100, 4, 3), 0, "nothing committed");
    }

    function test_WhatMustBeBroughtRoundsUpAndWhatIsPaidRoundsDown() external pure {
        uint96 third = uint96((uint256(1) << 32) / 3);
        assertEq(SettlementMath.payFor(third, 3), 0, "just below one");
        assertEq(SettlementMath.payFor(2 << 32, 10), 20, "two a second");
        assertEq(SettlementMath.payFor(3 << 31, 3), 4, "4.5");
        assertEq(SettlementMath.fundingFor(third, 3), 1, "one");
        assertEq(SettlementMath.fundingFor(1, 1), 1, "the least part of a unit");
        assertEq(SettlementMath.fundingFor(2 << 32, 10), 20, "exact");
        assertEq(SettlementMath.fundingFor(third, 0), 0, "nothing for no time");
        assertEq(SettlementMath.rateFor(1, 1), 1, "a byte of a GiB at the least rate");
        assertEq(SettlementMath.rateFor(4, 1 << 30), 4, "exact");
        assertEq(SettlementMath.share(9999, 200), 199, "rounded down");
        assertEq(SettlementMath.share(12_345, 10_000), 12_345, "all of it");
    }

    function settle(Stream memory stream, uint32 until) private pure returns (uint256 pay) {
        uint256 clock;
        uint256 frac;
        (pay, clock, frac) = SettlementMath.advance(stream.deposit, stream.rate, stream.clock, stream.frac, until);
        assertLe(pay, stream.deposit, "pay fits 88 bits");
        assertLe(clock, type(uint32).max, "the clock fits 32 bits");
        assertLe(frac, type(uint32).max, "the fraction fits 32 bits");
        (stream.clock, stream.frac) = (uint32(clock), uint32(frac));
        stream.deposit -= uint88(pay);
    }
}
