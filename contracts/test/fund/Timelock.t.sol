// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CommunityFund} from "../../src/CommunityFund.sol";
import {Timelock} from "../../src/governance/Timelock.sol";
import {TestDollar} from "../../src/token/TestDollar.sol";
import {Test} from "../Test.sol";

contract TimelockTest is Test {
    function test_WithoutProposersNobodySpendsTheFund() external {
        Timelock timelock = new Timelock(1 days, new address[](0), new address[](0), address(0));
        TestDollar dollar = new TestDollar();
        CommunityFund fund = new CommunityFund(address(timelock));
        dollar.mint(address(fund), 100e6);
        bytes memory order = abi.encodeCall(CommunityFund.spend, (address(dollar), address(this), 1));

        vm.expectRevert();
        timelock.schedule(address(fund), 0, order, 0, 0, 1 days);
        vm.expectRevert();
        timelock.execute(address(fund), 0, order, 0, 0);
        assertFalse(timelock.hasRole(timelock.DEFAULT_ADMIN_ROLE(), address(this)), "the deployer has no role");
    }

    function test_AProposerSpendsTheFundAfterTheDelay() external {
        vm.warp(1_000_000);
        address[] memory everybody = new address[](1);
        address[] memory proposers = new address[](1);
        proposers[0] = address(this);
        Timelock timelock = new Timelock(1 days, proposers, everybody, address(0));
        TestDollar dollar = new TestDollar();
        CommunityFund fund = new CommunityFund(address(timelock));
        dollar.mint(address(fund), 100e6);
        bytes memory order = abi.encodeCall(CommunityFund.spend, (address(dollar), address(0xaa), 40e6));

        timelock.schedule(address(fund), 0, order, 0, 0, 1 days);
        vm.expectRevert();
        timelock.execute(address(fund), 0, order, 0, 0);
        vm.warp(1_000_000 + 1 days);
        timelock.execute(address(fund), 0, order, 0, 0);
        assertEq(dollar.balanceOf(address(0xaa)), 40e6, "paid");
    }
}
