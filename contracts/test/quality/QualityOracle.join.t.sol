// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {QualityOracle} from "../../src/QualityOracle.sol";
import {IQualityOracle} from "../../src/interfaces/IQualityOracle.sol";
import {DrawBeacon, QualityTest} from "./QualityTest.sol";

/// @dev Branches: QualityOracle.join.tree
contract QualityOracleJoinTest is QualityTest {
    function test_RevertWhen_TheCallerIsNotTheOwner() external {
        book.put(1, ownerOf(1), keyOf(1), 16, STAKE);
        vm.expectRevert(abi.encodeWithSelector(QualityOracle.NotOwner.selector, 1, address(this)));
        oracle.join(1);

        joins(2);
        vm.expectRevert(abi.encodeWithSelector(QualityOracle.NotOwner.selector, 2, address(this)));
        oracle.leave(2);
    }

    function test_RevertWhen_ItIsNotRegisteredAsAReporter() external {
        book.put(1, ownerOf(1), keyOf(1), 15, STAKE);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotReporter.selector, keyOf(1)));
        vm.prank(ownerOf(1));
        oracle.join(1);
    }

    function test_RevertWhen_TheFreeStakeIsTooSmall() external {
        book.put(1, ownerOf(1), keyOf(1), 31, STAKE - 1);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.StakeTooSmall.selector, 1, STAKE - 1, STAKE));
        vm.prank(ownerOf(1));
        oracle.join(1);
    }

    function test_ItCountsFromTheNextEpoch() external {
        for (uint64 id = 1; id <= 4; id++) {
            joins(id);
        }
        (uint64[] memory ids,) = oracle.reporters();
        assertEq(ids.length, 0, "nobody in the epoch of joining");
        vm.expectRevert(abi.encodeWithSelector(QualityOracle.TooFewReporters.selector, 0, 4));
        oracle.quorum();

        vm.warp(startOf(11));
        address[] memory keysNow;
        (ids, keysNow) = oracle.reporters();
        assertEq(ids.length, 4, "all in the next");
        assertEq(ids[3], 4, "id");
        assertEq(keysNow[3], keyOf(4), "key");
        assertEq(oracle.quorum(), 3, "quorum of 4");
        assertFalse(oracle.isReporter(keyOf(1), 10), "epoch 10");
        assertTrue(oracle.isReporter(keyOf(1), 11), "epoch 11");
    }

    function test_TheQuorumIsMoreThanTwoThirds() external {
        // Of more than seven, a committee of seven signs.
        uint8[13] memory quorums = [0, 0, 0, 0, 3, 4, 5, 5, 5, 5, 5, 5, 5];
        for (uint64 n = 1; n <= 12; n++) {
            uint32 epoch = 9 + uint32(n);
            DrawBeacon(orchestrator.beacon()).seed(epoch - 1, "seed");
            DrawBeacon(orchestrator.beacon()).seed(epoch, "seed");
            inEpoch(epoch);
            joins(n);
            inEpoch(epoch + 1);
            if (n < 4) {
                vm.expectRevert(abi.encodeWithSelector(QualityOracle.TooFewReporters.selector, n, 4));
                oracle.quorum();
            } else {
                assertEq(oracle.quorum(), quorums[n], "quorum");
            }
            if (n > 4) assertEq(oracle.quorumOf(epoch), quorums[n - 1], "quorum of the epoch before");
        }
    }

    function test_ItCountsToTheEndOfTheEpochInWhichItLeaves() external {
        withReporters(5);
        leaves(2);
        assertTrue(oracle.isReporter(keyOf(2), 12), "epoch 12");
        assertFalse(oracle.isReporter(keyOf(2), 13), "epoch 13");
        assertEq(oracle.quorumOf(12), 4, "quorum of 5");
        assertEq(oracle.quorumOf(13), 3, "quorum of 4");
    }

    function test_RevertWhen_ItHasLeft() external {
        withReporters(5);
        leaves(2);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotReporter.selector, keyOf(2)));
        vm.prank(ownerOf(2));
        oracle.leave(2);
    }

    function test_RevertWhen_WhoNeverJoinedLeaves() external {
        book.put(1, ownerOf(1), keyOf(1), 16, STAKE);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotReporter.selector, address(0)));
        vm.prank(ownerOf(1));
        oracle.leave(1);
    }

    function test_JoiningTwiceCountsOnce() external {
        withReporters(4);
        vm.expectRevert(abi.encodeWithSelector(QualityOracle.StillReporter.selector, 1, type(uint32).max));
        vm.prank(ownerOf(1));
        oracle.join(1);
    }

    function test_ANewKeyOfTheSameIdDoesNotCountTwice() external {
        withReporters(4);
        book.put(1, ownerOf(1), keyOf(9), 16, STAKE);
        vm.expectRevert(abi.encodeWithSelector(QualityOracle.StillReporter.selector, 1, type(uint32).max));
        vm.prank(ownerOf(1));
        oracle.join(1);
    }

    function test_AKeyThatChangedHandsDoesNotTakeTheRecordOfItsFormerId() external {
        withReporters(4);
        book.put(1, ownerOf(1), keyOf(9), 16, STAKE);
        book.put(8, ownerOf(8), keyOf(1), 16, STAKE);
        vm.expectRevert(abi.encodeWithSelector(QualityOracle.StillReporter.selector, 1, type(uint32).max));
        vm.prank(ownerOf(8));
        oracle.join(8);
    }

    function test_WhoLeftJoinsAgainAfterAWholeEpoch() external {
        withReporters(5);
        leaves(2);
        inEpoch(13);
        vm.expectRevert(abi.encodeWithSelector(QualityOracle.StillReporter.selector, 2, 13));
        vm.prank(ownerOf(2));
        oracle.join(2);
        // Epoch 12, the last of its first time, can still be judged with it.
        oracle.post(12, ROOT, RECORDS, packed(signatures(12, 1, 4)));

        inEpoch(14);
        book.put(2, ownerOf(2), keyOf(9), 16, STAKE);
        vm.prank(ownerOf(2));
        oracle.join(2);
        assertFalse(oracle.isReporter(keyOf(9), 14), "epoch 14");
        assertTrue(oracle.isReporter(keyOf(9), 15), "epoch 15, with its new key");
        inEpoch(15);
        (uint64[] memory ids,) = oracle.reporters();
        assertEq(ids.length, 5, "listed once");
    }

    function test_RevertWhen_TheExpelledHasItsStake() external {
        withReporters(5);
        vm.expectRevert(abi.encodeWithSelector(QualityOracle.StakeSufficient.selector, 3, STAKE));
        oracle.expel(3);
    }

    function test_WhoWithdrewItsStakeIsExpelledByAnyone() external {
        withReporters(5);
        book.put(3, ownerOf(3), keyOf(3), 16, STAKE - 1);
        oracle.expel(3);
        assertTrue(oracle.isReporter(keyOf(3), 12), "epoch 12");
        assertFalse(oracle.isReporter(keyOf(3), 13), "epoch 13");
    }

    /// Random comings and goings: the number that makes the quorum is the number of keys that may sign, in every epoch.
    function testFuzz_TheCountIsTheNumberOfReporters(uint256 random) external {
        address[] memory addresses = new address[](8);
        for (uint64 id = 1; id <= 8; id++) {
            joins(id);
            addresses[id - 1] = keyOf(id);
        }
        for (uint32 e = 8; e < 40; e++) {
            DrawBeacon(orchestrator.beacon()).seed(e, "seed");
        }
        uint32 epoch = 10;
        for (uint256 step = 0; step < 20; step++) {
            random = uint256(keccak256(abi.encode(random)));
            if (random % 3 == 0) inEpoch(++epoch);
            uint64 id = 1 + uint64(random >> 8) % 8;
            vm.prank(ownerOf(id));
            if (random >> 16 & 1 == 0) try oracle.join(id) {} catch {} else try oracle.leave(id) {} catch {}
            for (uint32 e = epoch - (epoch > 10 ? 1 : 0); e <= epoch + 1; e++) {
                uint256 count;
                for (uint64 i = 0; i < 8; i++) {
                    if (oracle.isReporter(addresses[i], e)) count++;
                }
                if (count >= 4) assertEq(oracle.quorumOf(e), 2 * (count < 7 ? count : 7) / 3 + 1, "quorum");
            }
        }
        inEpoch(epoch + 1);
        oracle.reporters();
    }
}
