// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CommunityFund} from "../../src/CommunityFund.sol";
import {Timelock} from "../../src/governance/Timelock.sol";
import {ICommunityFund} from "../../src/interfaces/ICommunityFund.sol";
import {TestDollar} from "../../src/token/TestDollar.sol";
import {Test} from "../Test.sol";

contract TimelockTest is Test {
    TestDollar private dollar;
    address private governor;
    address private stranger;

    function setUp() external {
        vm.warp(1_000_000);
        dollar = new TestDollar();
        (governor,) = actor("governor");
        (stranger,) = actor("stranger");
    }

    function test_OnlyTheGovernorHasARoleAndOnlyTheTimelockGivesOne() external {
        Timelock timelock = founded(new Timelock.Founding[](0));
        bytes32[4] memory roles =
            [timelock.PROPOSER_ROLE(), timelock.CANCELLER_ROLE(), timelock.EXECUTOR_ROLE(), timelock.DEFAULT_ADMIN_ROLE()];
        for (uint256 i = 0; i < roles.length; i++) {
            assertEq(timelock.hasRole(roles[i], governor), i < 3, "the governor's three roles");
            assertEq(timelock.hasRole(roles[i], address(timelock)), i == 3, "the timelock's one");
            assertFalse(timelock.hasRole(roles[i], address(this)), "the deployer has no role");
            assertFalse(timelock.hasRole(roles[i], address(0)), "not everybody has a role");
            vm.prank(governor);
            vm.expectRevert();
            timelock.grantRole(roles[i], stranger);
        }
    }

    function test_StrangersNeitherScheduleNorExecute() external {
        Timelock timelock = founded(new Timelock.Founding[](0));
        CommunityFund fund = fundOf(timelock);
        bytes memory order = spending(40e6);

        vm.expectRevert();
        timelock.schedule(address(fund), 0, order, 0, 0, 1 days);
        vm.prank(governor);
        timelock.schedule(address(fund), 0, order, 0, 0, 1 days);
        vm.warp(1_000_000 + 1 days);
        vm.expectRevert();
        timelock.execute(address(fund), 0, order, 0, 0);
        assertEq(dollar.balanceOf(stranger), 0, "nothing is spent");
    }

    function test_TheGovernorSpendsTheFundAfterTheDelay() external {
        Timelock timelock = founded(new Timelock.Founding[](0));
        CommunityFund fund = fundOf(timelock);
        bytes memory order = spending(40e6);

        vm.startPrank(governor);
        timelock.schedule(address(fund), 0, order, 0, 0, 1 days);
        vm.expectRevert();
        timelock.execute(address(fund), 0, order, 0, 0);
        vm.warp(1_000_000 + 1 days);
        timelock.execute(address(fund), 0, order, 0, 0);
        assertEq(dollar.balanceOf(stranger), 40e6, "paid");
    }

    function test_ItMakesTheFoundingCallsInOrderAsItselfAndOnce() external {
        CommunityFund fund = new CommunityFund(nextTimelock());
        dollar.mint(address(fund), 100e6);
        Timelock.Founding[] memory foundings = new Timelock.Founding[](2);
        foundings[0] = Timelock.Founding(address(fund), spending(40e6));
        foundings[1] = Timelock.Founding(address(fund), spending(60e6));

        vm.expectEmit(true, true, true, true, vm.computeCreateAddress(address(this), vm.getNonce(address(this))));
        emit Timelock.Founded({index: 0, target: address(fund), call: spending(40e6)});
        founded(foundings);
        assertEq(dollar.balanceOf(stranger), 100e6, "both were made");
    }

    function test_RevertWhen_AFoundingCallFails() external {
        CommunityFund fund = new CommunityFund(nextTimelock());
        Timelock.Founding[] memory foundings = new Timelock.Founding[](1);
        foundings[0] = Timelock.Founding(address(fund), spending(1));
        vm.expectRevert();
        founded(foundings);
    }

    /// In any place of the list.
    function testFuzz_RevertWhen_AFoundingTargetIsNotThereYet(address target, uint256 count, uint256 index, bytes calldata call) external {
        vm.assume(target.code.length == 0);
        Timelock.Founding[] memory foundings = new Timelock.Founding[](bound(count, 1, 5));
        for (uint256 i = 0; i < foundings.length; i++) {
            foundings[i] = Timelock.Founding(address(dollar), abi.encodeCall(dollar.decimals, ()));
        }
        index = bound(index, 0, foundings.length - 1);
        foundings[index] = Timelock.Founding(target, call);
        vm.expectRevert(abi.encodeWithSelector(Timelock.TargetMissing.selector, index, target));
        founded(foundings);
        foundings[index] = Timelock.Founding(address(dollar), abi.encodeCall(dollar.decimals, ()));
        assertEq(founded(foundings).getMinDelay(), 1 days, "with code at every target");
    }

    /// Its own roles are out of reach of a founding call: it has no code before it is created.
    function test_RevertWhen_AFoundingCallWouldGiveARole() external {
        address self = vm.computeCreateAddress(address(this), vm.getNonce(address(this)));
        Timelock.Founding[] memory foundings = new Timelock.Founding[](1);
        foundings[0] = Timelock.Founding(self, abi.encodeWithSignature("grantRole(bytes32,address)", bytes32(0), stranger));
        vm.expectRevert(abi.encodeWithSelector(Timelock.TargetMissing.selector, 0, self));
        founded(foundings);
    }

    function testFuzz_RevertWhen_ThereIsNoGovernor(uint256 delay, uint256 count, address somebody) external {
        vm.assume(somebody != address(0));
        Timelock.Founding[] memory foundings = new Timelock.Founding[](bound(count, 0, 3));
        for (uint256 i = 0; i < foundings.length; i++) {
            foundings[i] = Timelock.Founding(address(dollar), abi.encodeCall(dollar.decimals, ()));
        }
        vm.expectRevert(Timelock.GovernorMissing.selector);
        new Timelock(delay, address(0), foundings);
        Timelock timelock = new Timelock(delay, somebody, foundings);
        assertTrue(timelock.hasRole(timelock.PROPOSER_ROLE(), somebody), "anybody else");
    }

    function founded(Timelock.Founding[] memory foundings) private returns (Timelock) {
        return new Timelock(1 days, governor, foundings);
    }

    /// The address of a timelock that is created after one other contract.
    function nextTimelock() private view returns (address) {
        return vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
    }

    function fundOf(Timelock timelock) private returns (CommunityFund fund) {
        fund = new CommunityFund(address(timelock));
        dollar.mint(address(fund), 100e6);
    }

    function spending(uint256 amount) private view returns (bytes memory) {
        return abi.encodeCall(ICommunityFund.spend, (address(dollar), stranger, amount));
    }
}
