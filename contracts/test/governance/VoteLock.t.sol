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

    function test_Lock_RevertWhen_TheAmountIsZeroOrNotAllowed() external {
        vm.expectRevert(IVoteLock.AmountZero.selector);
        locking(HOLDER, 0);
        vm.expectRevert();
        locking(address(0x9), 1);
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

    function test_RequestUnlock_RevertWhen_ThereIsNotSoMuch() external {
        locking(HOLDER, 100e18);
        vm.expectRevert(abi.encodeWithSelector(IVoteLock.LockShort.selector, HOLDER, 100e18 + 1, 100e18));
        unlocking(HOLDER, 100e18 + 1);
        vm.expectRevert(IVoteLock.AmountZero.selector);
        unlocking(HOLDER, 0);
    }

    function test_Unlock_PaysTheHolderOnceWhoeverCalls() external {
        locking(HOLDER, 100e18);
        uint256 before = _flash.balanceOf(HOLDER);
        unlocking(HOLDER, 100e18);
        vm.warp(NOW + 14 days - 1);
        vm.expectRevert(abi.encodeWithSelector(IVoteLock.StillLocked.selector, HOLDER, NOW + 14 days));
        _lock.unlock(HOLDER);
        vm.warp(NOW + 14 days);
        vm.prank(OTHER);
        _lock.unlock(HOLDER);

        assertEq(_flash.balanceOf(HOLDER) - before, 100e18, "paid");
        vm.expectRevert(abi.encodeWithSelector(IVoteLock.NothingToUnlock.selector, HOLDER));
        _lock.unlock(HOLDER);
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
