// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {QualityOracle} from "../../src/QualityOracle.sol";
import {IQualityOracle} from "../../src/interfaces/IQualityOracle.sol";
import {DrawBeacon, QualityTest} from "./QualityTest.sol";

/// @dev Branches: QualityOracle.join.tree
contract QualityOracleJoinTest is QualityTest {
    function testFuzz_RevertWhen_TheCallerIsNotTheOwner(uint64 id, address caller) external {
        id = uint64(bound(id, 1, 12));
        vm.assume(caller != ownerOf(id));
        book.put(id, ownerOf(id), keyOf(id), 16, STAKE);
        bytes memory refusal = abi.encodeWithSelector(QualityOracle.NotOwner.selector, id, caller);
        vm.prank(caller);
        vm.expectRevert(refusal);
        oracle.join(id);
        assertFalse(oracle.isReporter(keyOf(id), 11), "not joined");

        joins(id);
        vm.prank(caller);
        vm.expectRevert(refusal);
        oracle.leave(id);
        assertTrue(oracle.isReporter(keyOf(id), 11), "still a reporter");
        leaves(id);
    }

    function testFuzz_RevertWhen_ItIsNotRegisteredAsAReporter(uint64 id, uint8 kinds, uint256 stake) external {
        id = uint64(bound(id, 1, 12));
        stake = bound(stake, STAKE, type(uint256).max);
        book.put(id, ownerOf(id), keyOf(id), kinds & ~uint8(16), stake);
        address key = keyOf(id);
        vm.prank(ownerOf(id));
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotReporter.selector, key));
        oracle.join(id);
        assertFalse(oracle.isReporter(key, 11), "not joined");
        book.put(id, ownerOf(id), key, kinds | 16, stake);
        vm.prank(ownerOf(id));
        oracle.join(id);
        assertTrue(oracle.isReporter(key, 11), "joined");
    }

    function testFuzz_RevertWhen_TheFreeStakeIsTooSmall(uint64 id, uint256 lacking) external {
        id = uint64(bound(id, 1, 12));
        lacking = bound(lacking, 1, STAKE);
        book.put(id, ownerOf(id), keyOf(id), 31, STAKE - lacking);
        vm.prank(ownerOf(id));
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.StakeTooSmall.selector, id, STAKE - lacking, STAKE));
        oracle.join(id);
        assertFalse(oracle.isReporter(keyOf(id), 11), "not joined");
        joins(id);
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

    function testFuzz_RevertWhen_ItHasLeft(uint64 id, uint32 wait) external {
        id = uint64(bound(id, 1, 5));
        withReporters(5);
        leaves(id);
        vm.warp(vm.getBlockTimestamp() + wait);
        address key = keyOf(id);
        vm.prank(ownerOf(id));
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotReporter.selector, key));
        oracle.leave(id);
        assertEq(oracle.quorumOf(13), 3, "it left once");
    }

    function testFuzz_RevertWhen_WhoNeverJoinedLeaves(uint64 id, address owner, address key, uint8 kinds, uint256 stake) external {
        book.put(id, owner, key, kinds, stake);
        vm.prank(owner);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotReporter.selector, address(0)));
        oracle.leave(id);
    }

    /// Not with the key it has, nor with a new one; nor does its key take its record to another id that bought it.
    function testFuzz_RevertWhen_ItStillCounts(uint64 id, uint32 wait, uint256 way) external {
        id = uint64(bound(id, 1, 4));
        withReporters(4);
        uint64 joining = way % 3 == 2 ? id + 7 : id;
        if (way % 3 == 1) book.put(id, ownerOf(id), keyOf(id + 4), 16, STAKE);
        if (way % 3 == 2) book.put(joining, ownerOf(joining), keyOf(id), 16, STAKE);
        vm.warp(vm.getBlockTimestamp() + wait);
        vm.prank(ownerOf(joining));
        vm.expectRevert(abi.encodeWithSelector(QualityOracle.StillReporter.selector, id, type(uint32).max));
        oracle.join(joining);
        assertTrue(oracle.isReporter(keyOf(id), type(uint32).max - 1), "it is one for good");
    }

    /// Until then the last epoch of its first time can still be judged with it, and nobody takes its key's record either.
    function testFuzz_WhoLeftJoinsAgainAfterAWholeEpoch(uint64 id, uint256 early, bool handed) external {
        id = uint64(bound(id, 1, 5));
        withReporters(5);
        leaves(id);
        uint64 joining = handed ? id + 6 : id;
        book.put(joining, ownerOf(joining), keyOf(id), 16, STAKE);
        vm.warp(startOf(14) - bound(early, 1, startOf(14) - vm.getBlockTimestamp()));
        vm.prank(ownerOf(joining));
        vm.expectRevert(abi.encodeWithSelector(QualityOracle.StillReporter.selector, id, 13));
        oracle.join(joining);
        vm.warp(startOf(13));
        oracle.post(12, ROOT, RECORDS, packed(signatures(12, id == 5 ? 2 : 1, id == 5 ? 5 : 4)));

        vm.warp(startOf(14));
        address key = handed ? keyOf(id) : keyOf(id + 6);
        book.put(joining, ownerOf(joining), key, 16, STAKE);
        vm.prank(ownerOf(joining));
        oracle.join(joining);
        assertFalse(oracle.isReporter(key, 14), "epoch 14");
        assertTrue(oracle.isReporter(key, 15), "epoch 15, with its new key or at its new id");
        inEpoch(15);
        (uint64[] memory ids,) = oracle.reporters();
        assertEq(ids.length, 5, "listed once");
    }

    function testFuzz_RevertWhen_TheExpelledHasItsStake(uint64 id, uint256 stake, address caller) external {
        withReporters(5);
        id = uint64(bound(id, 1, 5));
        stake = bound(stake, STAKE, type(uint256).max);
        book.put(id, ownerOf(id), keyOf(id), 16, stake);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(QualityOracle.StakeSufficient.selector, id, stake));
        oracle.expel(id);
        assertTrue(oracle.isReporter(keyOf(id), 13), "still a reporter");
    }

    function testFuzz_WhoWithdrewItsStakeIsExpelledByAnyone(uint64 id, uint256 lacking, address caller) external {
        withReporters(5);
        id = uint64(bound(id, 1, 5));
        book.put(id, ownerOf(id), keyOf(id), 16, STAKE - bound(lacking, 1, STAKE));
        vm.prank(caller);
        oracle.expel(id);
        assertTrue(oracle.isReporter(keyOf(id), 12), "epoch 12");
        assertFalse(oracle.isReporter(keyOf(id), 13), "epoch 13");
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

/// @dev Branches: QualityOracle.join.tree, where the seats are taken: 64 reporters from epoch 11 on.
contract QualityOracleFullTest is QualityTest {
    function setUp() public override {
        super.setUp();
        for (uint64 id = 1; id <= 64; id++) {
            put(id);
            vm.prank(ownerOf(id));
            oracle.join(id);
        }
    }

    /// One that leaves makes room for one.
    function testFuzz_RevertWhen_EverySeatIsTaken(uint64 id, uint64 leaving, uint32 wait) external {
        (id, leaving) = (uint64(bound(id, 65, 1 << 63)), uint64(bound(leaving, 1, 64)));
        uint64 next = id + 1;
        put(id);
        put(next);
        vm.warp(vm.getBlockTimestamp() + wait);
        bytes memory refusal = abi.encodeWithSelector(QualityOracle.ReportersFull.selector, 64);
        vm.prank(ownerOf(id));
        vm.expectRevert(refusal);
        oracle.join(id);
        leaves(leaving);
        vm.prank(ownerOf(id));
        oracle.join(id);
        vm.prank(ownerOf(next));
        vm.expectRevert(refusal);
        oracle.join(next);

        vm.warp(vm.getBlockTimestamp() + 86_400);
        (uint64[] memory ids,) = oracle.reporters();
        assertEq(ids.length, 64, "reporters");
    }

    function put(uint64 id) private {
        book.put(id, ownerOf(id), address(uint160(uint256(keccak256(abi.encode(id))))), 16, STAKE);
    }
}
