// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICertification} from "../../src/interfaces/ICertification.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {RegistryTest} from "./RegistryTest.sol";

/// @dev Branches: Registry.guardian.tree
contract RegistryGuardianTest is RegistryTest {
    address private constant GUARDIAN = address(0x9a);

    event GuardianSet(address indexed guardian);
    event OpeningsPaused(address indexed guardian, uint40 until);
    event OpeningsResumed(address indexed guardian);

    function test_SetGuardian_NamesWhoMayPause() external {
        vm.expectEmit(true, true, true, true, address(registry));
        emit GuardianSet(GUARDIAN);
        naming_(GUARDIAN);
        assertEq(registry.guardian(), GUARDIAN, "guardian");
    }

    function testFuzz_SetGuardian_RevertWhen_AnotherThanTheGovernorCalls(address caller, address guardian) external {
        vm.assume(caller != GOVERNOR);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotGovernor.selector, caller));
        registry.setGuardian(guardian);
        assertEq(registry.guardian(), address(0), "nobody");
    }

    function test_SetGuardian_TakesThePowerOfTheOneBefore() external {
        naming_(GUARDIAN);
        naming_(address(0));
        notGuardian(GUARDIAN);
        notGuardian(address(1));
    }

    function testFuzz_PauseOpenings_RefusesEveryOpeningForSevenDays(uint256 passed, uint64 other) external {
        staked();
        naming_(GUARDIAN);
        uint40 until = uint40(vm.getBlockTimestamp() + 7 days);
        vm.expectEmit(true, true, true, true, address(registry));
        emit OpeningsPaused(GUARDIAN, until);
        assertEq(pausing(GUARDIAN), until, "until");

        refused(until);
        assertTrue(registry.isListed(id), "the listing stays as it is");
        later(bound(passed, 0, 7 days - 1));
        vm.expectRevert(abi.encodeWithSelector(IRegistry.OpeningsArePaused.selector, until));
        registry.listingOf(other);
        vm.warp(until - 1);
        refused(until);
        later(1);
        assertListed(true, "over");
    }

    /// Also by another guardian, and after an early end.
    function testFuzz_PauseOpenings_OnceInThirtyDays(uint256 passed, bool resumed, address guardian) external {
        vm.assume(guardian != address(0));
        naming_(GUARDIAN);
        pausing(GUARDIAN);
        (uint40 until, uint40 nextFrom) = registry.pauseOf();
        assertEq(uint256(nextFrom), uint256(until) + 23 days, "thirty days from its beginning");
        later(bound(passed, 0, 30 days - 1));
        if (resumed) {
            vm.prank(GUARDIAN);
            registry.resumeOpenings();
            until = 0;
        }
        naming_(guardian);
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.PauseTooEarly.selector, nextFrom));
        registry.pauseOpenings();
        (uint40 still,) = registry.pauseOf();
        assertEq(still, until, "as before");
        vm.warp(nextFrom - 1);
        tooEarly(guardian, nextFrom);
        vm.warp(nextFrom);
        pausing(guardian);
    }

    function testFuzz_PauseOpenings_RevertWhen_AnotherThanTheGuardianCalls(address guardian, address caller) external {
        vm.assume(guardian != address(0) && caller != address(0) && caller != guardian);
        notGuardian(caller);
        naming_(guardian);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotGuardian.selector, caller));
        registry.pauseOpenings();
        (uint40 until, uint40 nextFrom) = registry.pauseOf();
        assertEq(until + nextFrom, 0, "nothing is paused");
        assertEq(pausing(guardian), vm.getBlockTimestamp() + 7 days, "by the guardian");
    }

    function test_ResumeOpenings_EndsThePauseAndNotTheThirtyDays() external {
        staked();
        naming_(GUARDIAN);
        pausing(GUARDIAN);
        vm.expectEmit(true, true, true, true, address(registry));
        emit OpeningsResumed(GUARDIAN);
        vm.prank(GUARDIAN);
        registry.resumeOpenings();
        assertListed(true, "at once");
        (, uint40 nextFrom) = registry.pauseOf();
        tooEarly(GUARDIAN, nextFrom);
    }

    function testFuzz_ResumeOpenings_RevertWhen_AnotherThanTheGuardianCalls(address guardian, address caller) external {
        vm.assume(guardian != address(0) && caller != guardian);
        naming_(guardian);
        uint40 paused = pausing(guardian);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotGuardian.selector, caller));
        registry.resumeOpenings();
        refused(paused);
    }

    function naming_(address guardian) private {
        vm.prank(GOVERNOR);
        registry.setGuardian(guardian);
    }

    function pausing(address guardian) private returns (uint40) {
        vm.prank(guardian);
        return registry.pauseOpenings();
    }

    function notGuardian(address caller) private {
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotGuardian.selector, caller));
        registry.pauseOpenings();
    }

    function tooEarly(address guardian, uint256 earliest) private {
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.PauseTooEarly.selector, earliest));
        registry.pauseOpenings();
    }

    function refused(uint256 until) private {
        vm.expectRevert(abi.encodeWithSelector(IRegistry.OpeningsArePaused.selector, until));
        registry.listingOf(id);
    }
}
