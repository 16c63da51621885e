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

    function test_Spend_RevertWhen_AnotherThanTheTimelockCalls() external {
        vm.expectRevert(abi.encodeWithSelector(ICommunityFund.NotTimelock.selector, address(this)));
        _fund.spend(address(_dollar), address(this), 1);
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
