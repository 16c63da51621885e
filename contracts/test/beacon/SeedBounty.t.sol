// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {RandomBeacon} from "../../src/RandomBeacon.sol";
import {SeedBounty} from "../../src/SeedBounty.sol";
import {IRandomBeacon} from "../../src/interfaces/IRandomBeacon.sol";
import {ISeedBounty} from "../../src/interfaces/ISeedBounty.sol";
import {TestDollar} from "../../src/token/TestDollar.sol";
import {Drand} from "./Drand.sol";
import {RandomBeaconTest} from "./RandomBeacon.t.sol";

/// @dev Branches: SeedBounty.tree. Seeds are drand's own.
contract SeedBountyTest is RandomBeaconTest {
    /// Two thousand dollars a coin, twenty gwei at most.
    uint256 private constant RATE = 2000e6;
    uint256 private constant GAS_PRICE_MAX = 20 gwei;
    uint256 private constant GIFT = 1000e6;

    TestDollar private _dollar;
    RandomBeacon private _beacon;
    SeedBounty private _bounty;
    uint256[2] private _signature;

    function setUp() external {
        _beacon = beaconFor(1000, 1);
        (_signature,) = Drand.round1000();
        _dollar = new TestDollar();
        _bounty = new SeedBounty(_beacon, IERC20(address(_dollar)), address(this), GAS_PRICE_MAX, 10 * RATE);
        _bounty.setRate(RATE);
        _dollar.mint(address(_bounty), GIFT);
        vm.txGasPrice(10 gwei);
    }

    function posting() private {
        vm.prank(poster);
        _bounty.post(0, _signature);
    }

    function test_RevertWhen_TheBeaconRefuses() external {
        uint256[2] memory wrong = _signature;
        wrong[0] ^= 1;
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.PointNotOnCurve.selector, wrong[0], wrong[1]));
        _bounty.post(0, wrong);
        posting();
        uint256 owed = _bounty.owedOf(poster);
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.AlreadySeeded.selector, 0));
        posting();
        assertEq(_bounty.owedOf(poster), owed, "an epoch is repaid once");
    }

    function test_OwesTheGasAtTheGasPrice() external {
        posting();
        // Verifying and writing take about 220,000 gas, of the transaction's 10 gwei, at 2,000 dollars a coin.
        uint256 owed = _bounty.owedOf(poster);
        assertGe(owed, uint256(200_000) * 10 gwei * RATE / 1e18, "not less than it costs");
        assertLe(owed, uint256(350_000) * 10 gwei * RATE / 1e18, "not more than the gas cap");
        assertEq(_bounty.available(), GIFT - owed, "available");
        assertTrue(_beacon.seedOf(0) != 0, "seed");
    }

    function testFuzz_TheGasPriceIsCapped(uint256 price) external {
        price = bound(price, GAS_PRICE_MAX, type(uint64).max);
        vm.txGasPrice(price);
        posting();
        assertLe(_bounty.owedOf(poster), 350_000 * GAS_PRICE_MAX * RATE / 1e18, "capped");
    }

    function testFuzz_OwesNoMoreThanIsHere(uint256 gift) external {
        gift = bound(gift, 0, 5e6);
        SeedBounty poor = new SeedBounty(_beacon, IERC20(address(_dollar)), address(this), GAS_PRICE_MAX, RATE);
        poor.setRate(RATE);
        _dollar.mint(address(poor), gift);
        vm.txGasPrice(GAS_PRICE_MAX);
        vm.prank(poster);
        poor.post(0, _signature);
        assertTrue(_beacon.seedOf(0) != 0, "seed");
        assertLe(poor.owedOf(poster), gift, "owed");
        assertEq(poor.owedOf(poster) + poor.available(), gift, "the rest stays");
    }

    function test_PostsForNothing_WithoutARate() external {
        _bounty.setRate(0);
        posting();
        assertTrue(_beacon.seedOf(0) != 0, "seed");
        assertEq(_bounty.owedOf(poster), 0, "owed");
    }

    function test_PostsForNothing_WhatEndedLongAgo() external {
        vm.warp(_beacon.endOf(0) + 15 days + 1);
        posting();
        assertTrue(_beacon.seedOf(0) != 0, "seed");
        assertEq(_bounty.owedOf(poster), 0, "owed");
    }

    function test_AFallbackIsRepaidWhenItIsWritten_AndIsVisibleAsOne() external {
        vm.warp(_beacon.endOf(0) + DELAY);
        vm.roll(1000);
        vm.startPrank(poster);
        _bounty.postFallback(0);
        assertEq(_bounty.owedOf(poster), 0, "arming is not repaid");
        vm.roll(1065);
        _bounty.postFallback(0);
        vm.stopPrank();
        assertTrue(_bounty.owedOf(poster) > 0, "owed");
        assertTrue(_beacon.isFallback(0), "a fallback");
    }

    function test_NothingDependsOnIt() external {
        vm.prank(poster);
        _beacon.post(0, _signature);
        assertTrue(_beacon.seedOf(0) != 0, "seed");
        assertEq(_bounty.owedOf(poster), 0, "owed");
    }

    function testFuzz_SetRate_RevertWhen_ItIsAnothersOrTooHigh(uint256 rate) external {
        rate = bound(rate, 10 * RATE + 1, type(uint256).max);
        vm.expectRevert(abi.encodeWithSelector(ISeedBounty.RateAboveMaximum.selector, rate, 10 * RATE));
        _bounty.setRate(rate);
        vm.expectRevert(abi.encodeWithSelector(ISeedBounty.NotGovernor.selector, poster));
        vm.prank(poster);
        _bounty.setRate(1);
    }

    /// Whoever did not post has nothing to claim, nor who claimed.
    function testFuzz_Claim_PaysThePoster_WhoeverCalls(address account, address other, address caller) external {
        vm.assume(account != other && account != address(0) && account != address(_bounty));
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(ISeedBounty.NothingToClaim.selector, account));
        _bounty.claim(account);
        vm.prank(account);
        _bounty.post(0, _signature);
        uint256 owed = _bounty.owedOf(account);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(ISeedBounty.NothingToClaim.selector, other));
        _bounty.claim(other);

        vm.prank(caller);
        assertEq(_bounty.claim(account), owed, "claimed");
        assertEq(_dollar.balanceOf(account), owed, "paid");
        assertEq(_bounty.available(), GIFT - owed, "available");
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(ISeedBounty.NothingToClaim.selector, account));
        _bounty.claim(account);
    }
}
