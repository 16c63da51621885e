// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CommunityFund} from "../../src/CommunityFund.sol";
import {ICommunityFund} from "../../src/interfaces/ICommunityFund.sol";
import {TestDollar} from "../../src/token/TestDollar.sol";
import {Test} from "../Test.sol";

contract CommunityFundTest is Test {
    event Spent(address indexed token, address indexed to, uint256 amount);

    address private constant TIMELOCK = address(0x71);

    TestDollar private _dollar;
    CommunityFund private _fund;

    function setUp() external {
        _dollar = new TestDollar();
        _fund = new CommunityFund(TIMELOCK);
        _dollar.mint(address(_fund), 100e6);
    }

    function testFuzz_Spend_RevertWhen_AnotherThanTheTimelockCalls(address timelock, address caller, address to, uint256 amount) external {
        CommunityFund fund = new CommunityFund(timelock);
        vm.assume(caller != timelock && to != address(0) && to != address(fund));
        amount = bound(amount, 0, 100e6);
        _dollar.mint(address(fund), 100e6);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(ICommunityFund.NotTimelock.selector, caller));
        fund.spend(address(_dollar), to, amount);
        assertEq(_dollar.balanceOf(address(fund)), 100e6, "nothing is spent");
        vm.prank(timelock);
        fund.spend(address(_dollar), to, amount);
        assertEq(_dollar.balanceOf(address(fund)), 100e6 - amount, "by the timelock");
    }

    function test_Spend_PaysByOrderOfTheTimelock() external {
        vm.expectEmit(true, true, true, true, address(_fund));
        emit Spent(address(_dollar), address(0xaa), 40e6);
        vm.prank(TIMELOCK);
        _fund.spend(address(_dollar), address(0xaa), 40e6);

        assertEq(_dollar.balanceOf(address(0xaa)), 40e6, "paid");
        assertEq(_dollar.balanceOf(address(_fund)), 60e6, "left");
        assertEq(_fund.timelock(), TIMELOCK, "timelock");
    }
}
