// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Arbitration} from "../../src/Arbitration.sol";
import {IArbitration} from "../../src/interfaces/IArbitration.sol";
import {ReentrantToken} from "../hostile/HostileTokens.sol";
import {ArbitrationTest} from "./ArbitrationTest.sol";

contract ArbitrationClaimTest is ArbitrationTest {
    function testFuzz_Claim_PaysTheAccountOnceWhoeverCalls(address caller) external {
        uint256 id = opened();
        uint256 before = token.balanceOf(consumer);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NothingToClaim.selector, consumer));
        vm.prank(caller);
        arbitration.claim(consumer);
        passDeadline(id);
        arbitration.lapse(id);
        vm.prank(caller);
        assertEq(arbitration.claim(consumer), BOND, "paid");
        assertEq(token.balanceOf(consumer) - before, BOND, "received");
        assertEq(token.balanceOf(address(arbitration)), 0, "left");

        vm.expectRevert(abi.encodeWithSelector(IArbitration.NothingToClaim.selector, consumer));
        vm.prank(caller);
        arbitration.claim(consumer);
    }

    function testFuzz_Claim_RevertWhen_NothingIsReleasedToTheAccount(address account, address caller) external {
        vm.assume(account != consumer);
        brought(IArbitration.State.Default, true);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NothingToClaim.selector, account));
        vm.prank(caller);
        arbitration.claim(account);
        assertEq(arbitration.claimableOf(consumer), BOND, "whose it is");
    }

    function test_Claim_PaysOnceWhenTheTokenReenters() external {
        ReentrantToken reentrant = new ReentrantToken();
        arbitration = arbitrationOver(reentrant);
        reentrant.transfer(consumer, 10e18);
        reentrant.transfer(address(arbitration), 10e18);
        vm.prank(consumer);
        reentrant.approve(address(arbitration), type(uint256).max);
        vm.warp(block.timestamp + 1);
        uint256 id = opened();
        passDeadline(id);
        arbitration.lapse(id);

        uint256 before = reentrant.balanceOf(consumer);
        reentrant.arm(address(arbitration), abi.encodeCall(Arbitration.claim, (consumer)));
        arbitration.claim(consumer);
        assertFalse(reentrant.reentered(), "the second claim failed");
        assertEq(reentrant.balanceOf(consumer) - before, BOND, "once");
    }
}
