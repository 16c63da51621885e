// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {VoteLock} from "../../src/governance/VoteLock.sol";
import {IVoteLock} from "../../src/interfaces/IVoteLock.sol";
import {FlashToken} from "../../src/token/FlashToken.sol";
import {Test} from "../Test.sol";

contract VoteLockTest is Test {
    uint256 private constant NOW = 1_700_000_000;
    address private constant HOLDER = address(0xa11ce);
    address private constant OTHER = address(0xb0b);

    FlashToken private _flash;
    VoteLock private _lock;

    function setUp() external {
        vm.warp(NOW);
        _flash = new FlashToken(address(this));
        _lock = new VoteLock(address(_flash), 14 days);
        funding(HOLDER);
        funding(OTHER);
    }

    function test_Lock_CountsFromItsSecondOn_ForTheHolderWhoNamedNobody() external {
        vm.warp(NOW + 10);
        locking(HOLDER, 100e18);
        vm.warp(NOW + 20);

        assertEq(_lock.lockedOf(HOLDER), 100e18, "locked");
        assertEq(_lock.totalLocked(), 100e18, "total");
        assertEq(_lock.getPastVotes(HOLDER, NOW + 9), 0, "the second before");
        assertEq(_lock.getPastVotes(HOLDER, NOW + 10), 100e18, "from then on");
        assertEq(_flash.balanceOf(address(_lock)), 100e18, "held");
        assertEq(_lock.clock(), NOW + 20, "clock");
        assertEq(_lock.CLOCK_MODE(), "mode=timestamp", "mode");
    }

    function test_Lock_CountsForTheDelegate() external {
        vm.prank(HOLDER);
        _lock.delegate(OTHER);
        locking(HOLDER, 100e18);
        assertEq(_lock.getVotes(OTHER), 100e18, "delegate");
        assertEq(_lock.getVotes(HOLDER), 0, "holder");
    }

    function testFuzz_Lock_RevertWhen_TheAmountIsZeroOrNotAllowed(uint256 locked, address other, uint256 amount) external {
        vm.assume(other != HOLDER && other != OTHER && other != address(0) && other != address(_lock));
        locked = bound(locked, 1, 10_000e18 - 1);
        vm.expectRevert(IVoteLock.AmountZero.selector);
        locking(HOLDER, 0);
        locking(HOLDER, locked);
        vm.expectRevert(IVoteLock.AmountZero.selector);
        locking(HOLDER, 0);
        vm.expectRevert(IVoteLock.AmountZero.selector);
        unlocking(HOLDER, 0);
        assertEq(_lock.lockedOf(HOLDER), locked, "as before");
        locking(HOLDER, 1);
        unlocking(HOLDER, 1);
        vm.expectRevert();
        locking(other, bound(amount, 1, type(uint208).max));
        assertEq(_lock.totalLocked(), locked, "one unit in and out");
    }

    function test_RequestUnlock_EndsTheVotesAtOnce_AndRestartsTheTime() external {
        locking(HOLDER, 100e18);
        unlocking(HOLDER, 30e18);
        assertEq(_lock.getVotes(HOLDER), 70e18, "votes");
        vm.warp(NOW + 7 days);
        unlocking(HOLDER, 20e18);

        (uint256 amount, uint32 readyAt) = _lock.unlockingOf(HOLDER);
        assertEq(amount, 50e18, "on its way out");
        assertEq(readyAt, NOW + 21 days, "restarted");
        assertEq(_lock.lockedOf(HOLDER), 50e18, "locked");
    }

    function testFuzz_RequestUnlock_RevertWhen_ThereIsNotSoMuch(uint256 locked, uint256 left, uint256 wanted) external {
        locked = bound(locked, 1, 10_000e18);
        left = bound(left, 0, locked);
        locking(HOLDER, locked);
        locking(OTHER, 10_000e18);
        if (left < locked) unlocking(HOLDER, locked - left);
        wanted = bound(wanted, left + 1, type(uint256).max);
        vm.expectRevert(abi.encodeWithSelector(IVoteLock.LockShort.selector, HOLDER, wanted, left));
        unlocking(HOLDER, wanted);
        vm.expectRevert(abi.encodeWithSelector(IVoteLock.LockShort.selector, HOLDER, left + 1, left));
        unlocking(HOLDER, left + 1);
        assertEq(_lock.getVotes(HOLDER), left, "votes");
        if (left > 0) unlocking(HOLDER, left);
        (uint256 amount,) = _lock.unlockingOf(HOLDER);
        assertEq(amount, locked, "all of it");
    }

    function testFuzz_Unlock_PaysTheHolderOnceWhoeverCalls(address caller, uint256 amount, uint256 early, uint256 late) external {
        amount = bound(amount, 1, 10_000e18);
        locking(HOLDER, amount);
        uint256 before = _flash.balanceOf(HOLDER);
        vm.expectRevert(abi.encodeWithSelector(IVoteLock.NothingToUnlock.selector, HOLDER));
        vm.prank(caller);
        _lock.unlock(HOLDER);
        unlocking(HOLDER, amount);
        vm.warp(NOW + bound(early, 0, 14 days - 1));
        vm.expectRevert(abi.encodeWithSelector(IVoteLock.StillLocked.selector, HOLDER, NOW + 14 days));
        vm.prank(caller);
        _lock.unlock(HOLDER);
        assertEq(_flash.balanceOf(HOLDER), before, "nothing is paid");

        vm.warp(NOW + bound(late, 14 days, 3650 days));
        vm.prank(caller);
        _lock.unlock(HOLDER);
        assertEq(_flash.balanceOf(HOLDER) - before, amount, "paid");
        vm.expectRevert(abi.encodeWithSelector(IVoteLock.NothingToUnlock.selector, HOLDER));
        vm.prank(caller);
        _lock.unlock(HOLDER);
    }

    function testFuzz_Unlock_RevertWhen_AnAccountHasNothingOnItsWayOut(address account, uint256 amount, uint256 passed) external {
        vm.assume(account != HOLDER);
        locking(HOLDER, bound(amount, 1, 10_000e18));
        unlocking(HOLDER, bound(amount, 1, 10_000e18));
        vm.warp(NOW + bound(passed, 0, 3650 days));
        vm.expectRevert(abi.encodeWithSelector(IVoteLock.NothingToUnlock.selector, account));
        vm.prank(account);
        _lock.unlock(account);
    }

    function testFuzz_Unlock_RevertWhen_OneSecondIsMissing(uint256 amount) external {
        amount = bound(amount, 1, 10_000e18);
        locking(HOLDER, amount);
        unlocking(HOLDER, amount);
        vm.warp(NOW + 14 days - 1);
        vm.expectRevert(abi.encodeWithSelector(IVoteLock.StillLocked.selector, HOLDER, NOW + 14 days));
        _lock.unlock(HOLDER);
        vm.warp(NOW + 14 days);
        assertEq(_lock.unlock(HOLDER), amount, "paid");
    }

    function test_ThereIsNoTransfer() external {
        locking(HOLDER, 100e18);
        vm.prank(HOLDER);
        (bool done,) = address(_lock).call(abi.encodeWithSignature("transfer(address,uint256)", OTHER, 1));
        assertFalse(done, "transfer");
        vm.prank(HOLDER);
        (done,) = address(_lock).call(abi.encodeWithSignature("approve(address,uint256)", OTHER, 1));
        assertFalse(done, "approve");
    }

    function test_NothingIsLostOverAnyHistory(uint256[24] calldata words) external {
        address[2] memory accounts = [HOLDER, OTHER];
        for (uint256 i = 0; i < words.length; i++) {
            address account = accounts[words[i] & 1];
            uint256 amount = bound(words[i] >> 8, 1, 1000e18);
            uint256 which = (words[i] >> 1) % 5;
            vm.prank(account);
            if (which < 2) {
                try _lock.lock(amount) {} catch {}
            } else if (which == 2) {
                try _lock.requestUnlock(bound(amount, 1, _lock.lockedOf(account) + 1)) {} catch {}
            } else if (which == 3) {
                try _lock.unlock(account) {} catch {}
            } else {
                _lock.delegate(accounts[(words[i] >> 4) & 1]);
            }
            vm.warp(vm.getBlockTimestamp() + amount % 10 days);
        }
        (uint256 leaving,) = _lock.unlockingOf(HOLDER);
        (uint256 leavingToo,) = _lock.unlockingOf(OTHER);
        uint256 locked = _lock.lockedOf(HOLDER) + _lock.lockedOf(OTHER);
        assertEq(_lock.totalLocked(), locked, "total");
        assertEq(_lock.getVotes(HOLDER) + _lock.getVotes(OTHER), locked, "votes");
        assertEq(_flash.balanceOf(address(_lock)), locked + leaving + leavingToo, "balance");
    }

    function funding(address account) private {
        _flash.transfer(account, 10_000e18);
        vm.prank(account);
        _flash.approve(address(_lock), type(uint256).max);
    }

    function locking(address account, uint256 amount) private {
        vm.prank(account);
        _lock.lock(amount);
    }

    function unlocking(address account, uint256 amount) private {
        vm.prank(account);
        _lock.requestUnlock(amount);
    }
}
