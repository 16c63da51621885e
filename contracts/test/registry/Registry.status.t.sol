// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICertification} from "../../src/interfaces/ICertification.sol";
import {IRegistry, MemberStatus} from "../../src/interfaces/IRegistry.sol";
import {RegistryTest} from "./RegistryTest.sol";

/// @dev Branches: Registry.status.tree
contract RegistryStatusTest is RegistryTest {
    event StatusChanged(uint64 indexed id, MemberStatus status);
    event MemberSuspended(uint64 indexed id, uint40 until, bytes32 reasonHash);

    function test_Register_IsActiveAtOnce_WhenNothingIsDemanded() external {
        vm.expectEmit(true, true, true, true, address(registry));
        emit StatusChanged(2, MemberStatus.Applied);
        vm.expectEmit(true, true, true, true, address(registry));
        emit StatusChanged(2, MemberStatus.Active);
        id = registering(DIRECT, address(0xdd));
        assertStatus(MemberStatus.Active);
    }

    function test_Register_StaysApplied_WhenACertificateIsDemandedOfItsKind() external {
        demanding(DIRECT, IDENTITY);
        id = registering(DIRECT, address(0xdd));
        assertStatus(MemberStatus.Applied);
        id = registering(8, address(0xde));
        assertStatus(MemberStatus.Active);
    }

    function testFuzz_Activate_RevertWhen_ItIsNotApplied(uint256 random, uint256 passed, address caller) external {
        MemberStatus status = bringingToOther(MemberStatus.Applied, random, passed);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.StatusWrong.selector, id, status));
        vm.prank(caller);
        registry.activate(id);
        assertStatus(status);
    }

    function testFuzz_Activate_RevertWhen_ADemandedCertificateIsMissingOrOver(uint8 demanded, uint8 given, uint256 passed) external {
        demanded = uint8(bound(demanded, 1, 15));
        given &= 15;
        // One of what is demanded is not given.
        if (given & demanded == demanded) given ^= demanded & (~demanded + 1);
        demanding(DIRECT, demanded);
        naming(CERTIFIER, 15);
        id = registering(DIRECT, address(0xdd));
        if (given != 0) certifying(id, given);
        bytes memory refusal = abi.encodeWithSelector(IRegistry.CertificateMissing.selector, id, demanded);
        vm.expectRevert(refusal);
        registry.activate(id);

        certifying(id, demanded & ~given);
        uint256 before = vm.snapshotState();
        later(30 days);
        vm.expectRevert(refusal);
        registry.activate(id);
        later(bound(passed, 0, 3650 days));
        vm.expectRevert(refusal);
        registry.activate(id);
        assertStatus(MemberStatus.Applied);
        vm.revertToState(before);
        later(30 days - 1);
        registry.activate(id);
        assertStatus(MemberStatus.Active);
    }

    function test_Activate_MakesItActive_WhoeverCalls() external {
        demanding(DIRECT, IDENTITY | DOCUMENTS);
        naming(CERTIFIER, 15);
        id = registering(DIRECT, address(0xdd));
        certifying(id, IDENTITY | DOCUMENTS);
        vm.expectEmit(true, true, true, true, address(registry));
        emit StatusChanged(id, MemberStatus.Active);
        registry.activate(id);
        assertStatus(MemberStatus.Active);
    }

    function testFuzz_Suspend_RevertWhen_AnotherThanTheGovernorCalls(address caller, uint40 secondsLong) external {
        vm.assume(caller != GOVERNOR);
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotGovernor.selector, caller));
        vm.prank(caller);
        registry.suspend(id, secondsLong, 0);
        assertStatus(MemberStatus.Active);
    }

    function testFuzz_Suspend_RevertWhen_ItIsNotActive(uint256 random, uint256 passed, uint40 secondsLong) external {
        MemberStatus status = bringingToOther(MemberStatus.Active, random, passed);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.StatusWrong.selector, id, status));
        suspending(secondsLong);
        assertStatus(status);
    }

    function testFuzz_Suspend_RevertWhen_ItIsTooLong(uint40 secondsLong) external {
        secondsLong = uint40(bound(secondsLong, 90 days + 1, type(uint40).max));
        vm.expectRevert(abi.encodeWithSelector(IRegistry.SuspensionInvalid.selector, secondsLong, 90 days));
        suspending(secondsLong);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.SuspensionInvalid.selector, 90 days + 1, 90 days));
        suspending(90 days + 1);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.SuspensionInvalid.selector, 0, 90 days));
        suspending(0);
        assertStatus(MemberStatus.Active);
        suspending(90 days);
    }

    function testFuzz_Suspend_RevertWhen_TheLastOneEndedLessThanThirtyDaysAgo(uint256 rest) external {
        suspending(10 days);
        later(10 days);
        registry.reinstate(id);
        uint256 earliest = vm.getBlockTimestamp() + 30 days;
        later(bound(rest, 0, 30 days - 1));
        vm.expectRevert(abi.encodeWithSelector(IRegistry.SuspensionTooEarly.selector, id, earliest));
        suspending(1 days);
        vm.warp(earliest - 1);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.SuspensionTooEarly.selector, id, earliest));
        suspending(1 days);
        vm.warp(earliest);
        suspending(1 days);
    }

    function test_Suspend_TakesItOffTheListing_WithTheHashOfTheReason() external {
        staked();
        assertListed(true, "staked");
        uint40 until = uint40(vm.getBlockTimestamp()) + 90 days;
        vm.expectEmit(true, true, true, true, address(registry));
        emit MemberSuspended(id, until, keccak256("reason"));
        suspending(90 days);
        assertListed(false, "suspended");
        (uint40 last, uint40 next) = registry.suspensionOf(id);
        assertEq(last, until, "until");
        assertEq(next, until + 30 days, "next");
    }

    function testFuzz_Reinstate_RevertWhen_ItIsNotSuspended(uint256 random, uint256 passed, bool byGovernor) external {
        MemberStatus status = bringingToOther(MemberStatus.Suspended, random, passed);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.StatusWrong.selector, id, status));
        vm.prank(byGovernor ? GOVERNOR : OWNER);
        registry.reinstate(id);
        assertStatus(status);
    }

    function testFuzz_Reinstate_IsTheGovernorsWhileItLasts_AndAnyonesAfter(uint256 passed) external {
        staked();
        suspending(10 days);
        later(bound(passed, 0, 10 days - 1));
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotGovernor.selector, address(this)));
        registry.reinstate(id);
        uint256 before = vm.snapshotState();
        vm.prank(GOVERNOR);
        registry.reinstate(id);
        assertListed(true, "by the governor");

        vm.revertToState(before);
        later(10 days);
        registry.reinstate(id);
        assertListed(true, "by anyone");
    }

    function testFuzz_Exit_RevertWhen_AnotherThanTheOwnerCalls(address caller) external {
        vm.assume(caller != OWNER);
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotOwner.selector, id, caller));
        vm.prank(caller);
        registry.exit(id);
        assertStatus(MemberStatus.Active);
        exiting();
        assertStatus(MemberStatus.Exiting);
    }

    function testFuzz_Exit_RevertWhen_ItIsAppliedOrGone(uint256 random, uint256 passed) external {
        MemberStatus status = bringingToOther(MemberStatus.Active, random, passed);
        if (status != MemberStatus.Suspended) vm.expectRevert(abi.encodeWithSelector(IRegistry.StatusWrong.selector, id, status));
        exiting();
        assertStatus(status == MemberStatus.Suspended ? MemberStatus.Exiting : status);
    }

    function test_Exit_TakesItOffTheListing_FromActiveAndFromSuspended() external {
        staked();
        suspending(1 days);
        exiting();
        assertListed(false, "exiting");
        later(2 days);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.StatusWrong.selector, id, MemberStatus.Exiting));
        registry.reinstate(id);
    }

    function testFuzz_CompleteExit_RevertWhen_ItIsNotExiting(uint256 random, uint256 passed, address caller) external {
        MemberStatus status = bringingToOther(MemberStatus.Exiting, random, passed);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.StatusWrong.selector, id, status));
        vm.prank(caller);
        registry.completeExit(id);
        assertStatus(status);
    }

    function testFuzz_CompleteExit_RevertWhen_FourteenDaysHaveNotPassed(uint256 passed) external {
        uint256 earliest = vm.getBlockTimestamp() + 14 days;
        exiting();
        later(bound(passed, 0, 14 days - 1));
        vm.expectRevert(abi.encodeWithSelector(IRegistry.ExitTooEarly.selector, id, earliest));
        registry.completeExit(id);
        vm.warp(earliest - 1);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.ExitTooEarly.selector, id, earliest));
        registry.completeExit(id);
        assertStatus(MemberStatus.Exiting);
        vm.warp(earliest);
        registry.completeExit(id);
    }

    /// Of whichever accepted token, to the last unit; what is free does not matter.
    function testFuzz_CompleteExit_RevertWhen_StakeIsCommitted(uint256 committed, uint256 free, bool ofSecond, address second) external {
        vm.assume(second != address(0) && second != address(dollar));
        vm.prank(GOVERNOR);
        registry.setStakeThreshold(second, 1);
        address token = ofSecond ? second : address(dollar);
        committed = bound(committed, 1, type(uint256).max);
        exiting();
        later(14 days);
        book.put(id, token, free, 1);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.StakeCommitted.selector, id, token, 1));
        registry.completeExit(id);
        book.put(id, token, free, committed);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.StakeCommitted.selector, id, token, committed));
        registry.completeExit(id);
        assertStatus(MemberStatus.Exiting);
        book.put(id, token, free, 0);
        registry.completeExit(id);
        assertStatus(MemberStatus.Exited);
    }

    function test_CompleteExit_IsForEver_AndThePayoutStaysTheOwners() external {
        staked();
        exiting();
        later(14 days);
        registry.completeExit(id);
        assertStatus(MemberStatus.Exited);
        assertListed(false, "exited");
        vm.startPrank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.StatusWrong.selector, id, MemberStatus.Exited));
        registry.exit(id);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.StatusWrong.selector, id, MemberStatus.Exited));
        registry.activate(id);
        registry.update(id, address(0x1), KEY, "new", "http://elsewhere");
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IRegistry.StatusWrong.selector, id, MemberStatus.Exited));
        suspending(1 days);
        assertEq(registry.payoutOf(id), address(0x1), "payout");
        assertStatus(MemberStatus.Exited);
    }

    /// Whoever calls what, a status follows another only along the edges of the machine.
    function testFuzz_OnlyListedEdges(uint256 random) external {
        demanding(DIRECT, IDENTITY);
        naming(CERTIFIER, 15);
        id = registering(DIRECT, address(0xdd));
        MemberStatus status = MemberStatus.Applied;
        for (uint256 step = 0; step < 40; step++) {
            random = uint256(keccak256(abi.encode(random)));
            acting(random);
            later(random >> 16 & 0xfffff);
            MemberStatus now_ = registry.statusOf(id);
            assertTrue(now_ == status || isEdge(status, now_), "an edge of the machine");
            status = now_;
        }
    }

    function acting(uint256 random) private {
        address[4] memory callers = [OWNER, GOVERNOR, CERTIFIER, address(this)];
        uint40 from = uint40(vm.getBlockTimestamp());
        bytes[7] memory calls = [
            abi.encodeCall(registry.activate, (id)),
            abi.encodeCall(registry.suspend, (id, uint40(random >> 40 & 0xfffff), bytes32(0))),
            abi.encodeCall(registry.reinstate, (id)),
            abi.encodeCall(registry.exit, (id)),
            abi.encodeCall(registry.completeExit, (id)),
            abi.encodeCall(registry.issueCertificate, (id, IDENTITY, bytes32(0), from, from + 10 days)),
            abi.encodeCall(registry.update, (id, PAYOUT, address(0xdd), bytes32(0), "e"))
        ];
        vm.prank(callers[random % 4]);
        (bool done,) = address(registry).call(calls[(random >> 8) % 7]);
        done;
    }

    function isEdge(MemberStatus from, MemberStatus to) private pure returns (bool) {
        if (from == MemberStatus.Applied) return to == MemberStatus.Active;
        if (from == MemberStatus.Active) return to == MemberStatus.Suspended || to == MemberStatus.Exiting;
        if (from == MemberStatus.Suspended) return to == MemberStatus.Active || to == MemberStatus.Exiting;
        return from == MemberStatus.Exiting && to == MemberStatus.Exited;
    }
}
