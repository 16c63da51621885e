// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CloudCredits} from "../../src/CloudCredits.sol";
import {TestDollar} from "../../src/token/TestDollar.sol";
import {Test} from "../Test.sol";
import {CreditsTest} from "./CreditsTest.sol";

/// @dev Buys, meters, asks, refunds, withdraws at random, and adds up what went in and out.
contract CreditsHandler is Test {
    CloudCredits private _credits;
    TestDollar private _dollar;
    uint256[2] private _series;
    uint256[3] private _keys;

    uint256 public paidIn;
    uint256 public paidOut;

    constructor(CloudCredits credits, TestDollar dollar, uint256[2] memory series) {
        (_credits, _dollar, _series) = (credits, dollar, series);
        for (uint256 i = 0; i < 3; i++) {
            _keys[i] = uint256(keccak256(abi.encode("holder", i)));
        }
        dollar.approve(address(credits), type(uint256).max);
    }

    function buy(uint256 series, uint256 holder, uint128 amount) external {
        uint128 wanted = uint128(bound(amount, 1, 1e9));
        try _credits.buy(_series[series % 2], vm.addr(_keys[holder % 3]), wanted, type(uint256).max) returns (uint256 paid) {
            paidIn += paid;
        } catch {}
    }

    function redeem(uint256 series, uint256 holder, uint128 amount) external {
        (uint256 seriesId, uint256 key) = (_series[series % 2], _keys[holder % 3]);
        address account = vm.addr(key);
        uint256 held = _credits.balanceOf(account, seriesId);
        uint128 cumulative = _credits.meteredOf(seriesId, account) + uint128(bound(amount, 0, held + 1));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, _credits.hashMetering(seriesId, account, cumulative, 0));
        try _credits.redeem(seriesId, account, cumulative, 0, abi.encodePacked(r, s, v)) {} catch {}
    }

    function refund(uint256 series, uint256 holder, uint256 passed, bool ask) external {
        (uint256 seriesId, address account) = (_series[series % 2], vm.addr(_keys[holder % 3]));
        if (ask) {
            vm.prank(account);
            try _credits.askRefund(seriesId) {} catch {}
        }
        vm.warp(vm.getBlockTimestamp() + bound(passed, 0, 8 days));
        try _credits.refund(seriesId, account) returns (uint256 amount) {
            paidOut += amount;
        } catch {}
    }

    function withdraw(uint256 series, bool fees) external {
        if (fees) {
            try _credits.sweepFees(address(_dollar)) returns (uint256 amount) {
                paidOut += amount;
            } catch {}
        } else {
            try _credits.withdraw(_series[series % 2]) returns (uint256 amount) {
                paidOut += amount;
            } catch {}
        }
    }
}

/// Whatever happens, in whatever order: every credit is backed, and no unit comes from nowhere.
contract CloudCreditsInvariantsTest is CreditsTest {
    CreditsHandler private _handler;
    uint256[2] private _all;

    function setUp() public override {
        super.setUp();
        _all = [series, selling(address(dollar))];
        _handler = new CreditsHandler(credits, dollar, _all);
        dollar.mint(address(_handler), type(uint128).max);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_EveryCreditIsBacked() external view {
        uint256 owed = credits.feesOf(address(dollar));
        for (uint256 i = 0; i < 2; i++) {
            owed += credits.outstandingOf(_all[i]) * PRICE + credits.owedOf(_all[i]);
        }
        assertEq(dollar.balanceOf(address(credits)), owed, "balance = outstanding x price + owed + fees");
    }

    function invariant_WhatWentInIsThereOrWentOut() external view {
        assertEq(_handler.paidIn(), _handler.paidOut() + dollar.balanceOf(address(credits)), "in = out + balance");
    }

    function invariant_IssuedIsConsumedAndRemaining() external view {
        for (uint256 i = 0; i < 2; i++) {
            uint256 remaining;
            for (uint256 j = 0; j < 3; j++) {
                remaining += credits.balanceOf(vm.addr(uint256(keccak256(abi.encode("holder", j)))), _all[i]);
            }
            assertEq(remaining, credits.outstandingOf(_all[i]), "outstanding");
        }
    }
}
