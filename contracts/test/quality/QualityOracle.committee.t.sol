// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {QualityOracle} from "../../src/QualityOracle.sol";
import {IQualityOracle} from "../../src/interfaces/IQualityOracle.sol";
import {DrawBeacon, QualityTest} from "./QualityTest.sol";

/// @dev Branches: QualityOracle.committee.tree
contract QualityOracleCommitteeTest is QualityTest {
    event Rotated(uint32 indexed epoch, uint256 reporters);

    function seeding(uint32 epoch, bytes32 value) private {
        DrawBeacon(orchestrator.beacon()).seed(epoch, value);
    }

    function test_SevenReportersAreTheCommittee() external {
        withReporters(7);
        (uint64[] memory ids, address[] memory committee) = oracle.committeeOf(12);
        assertEq(ids.length, 7, "all");
        for (uint64 id = 1; id <= 7; id++) {
            assertEq(ids[id - 1], id, "by ascending key");
            assertEq(committee[id - 1], keyOf(id), "key");
        }
    }

    /// Up to seven are the committee without any draw; more wait for the seed of the epoch before, and no other helps.
    function testFuzz_RevertWhen_TheSeedThatDrawsIsMissing(uint64 count, uint32 epoch, bytes32 seed) external {
        count = uint64(bound(count, 8, 12));
        epoch = uint32(bound(epoch, 11, 28_000));
        if (seed == 0) seed = "seed";
        withReporters(7);
        vm.warp(startOf(epoch + 1));
        (uint64[] memory ids,) = oracle.committeeOf(epoch);
        assertEq(ids.length, 7, "all seven");

        for (uint64 id = 8; id <= count; id++) {
            joins(id);
        }
        seeding(epoch, seed);
        vm.warp(startOf(epoch + 3));
        bytes memory refusal = abi.encodeWithSelector(IQualityOracle.SeedMissing.selector, epoch + 1);
        vm.expectRevert(refusal);
        oracle.committeeOf(epoch + 2);
        bytes memory signed = packed(signatures(epoch + 2, 1, 5));
        vm.expectRevert(refusal);
        oracle.post(epoch + 2, ROOT, RECORDS, signed);

        seeding(epoch + 1, seed);
        (ids,) = oracle.committeeOf(epoch + 2);
        signed = "";
        for (uint256 i = 0; i < 5; i++) {
            signed = bytes.concat(signed, signature(ids[i], epoch + 2, ROOT, RECORDS));
        }
        oracle.post(epoch + 2, ROOT, RECORDS, signed);
    }

    function testFuzz_SevenOfManyAreDrawn(bytes32 seed, uint64 count) external {
        vm.assume(seed != 0);
        count = uint64(bound(count, 8, 12));
        withReporters(count);
        seeding(11, seed);
        (uint64[] memory ids, address[] memory committee) = oracle.committeeOf(12);
        assertEq(ids.length, 7, "seven");
        for (uint256 i = 0; i < 7; i++) {
            assertEq(committee[i], keyOf(ids[i]), "a reporter's key");
            if (i > 0) assertTrue(committee[i] > committee[i - 1], "each once, by ascending key");
        }
        assertEq(oracle.quorumOf(12), 5, "quorum");
    }

    function test_EachReporterIsDrawnAsOftenAsAnother() external {
        withReporters(10);
        uint256[11] memory drawn;
        for (uint256 i = 1; i <= 300; i++) {
            seeding(11, bytes32(i));
            (uint64[] memory ids,) = oracle.committeeOf(12);
            for (uint256 j = 0; j < 7; j++) {
                drawn[ids[j]]++;
            }
        }
        // 210 of 300 expected; four standard deviations are 32.
        for (uint256 id = 1; id <= 10; id++) {
            assertGe(drawn[id], 178, "drawn");
            assertLe(drawn[id], 242, "drawn");
        }
    }

    function test_Post_RevertWhen_OneSignsThatWasNotDrawn() external {
        withReporters(8);
        seeding(10, "seed");
        (uint64[] memory ids,) = oracle.committeeOf(11);
        uint64 other = 1;
        for (uint256 i = 0; i < 7; i++) {
            if (ids[i] == other) other++;
        }
        bytes memory signed = packed(signatures(11, 1, 8));
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotReporter.selector, keyOf(other)));
        oracle.post(11, ROOT, RECORDS, signed);

        bytes[] memory all = new bytes[](5);
        for (uint256 i = 0; i < 5; i++) {
            all[i] = signature(ids[i + 2], 11, ROOT, RECORDS);
        }
        oracle.post(11, ROOT, RECORDS, packed(all));
    }

    /// Any three or four of four sign; comings and goings afterwards change nothing in what they are.
    function testFuzz_SignersOf_IsWhoSigned(uint256 who, uint256 random) external {
        withReporters(4);
        who = bound(who, 0, 4);
        bytes memory signed;
        for (uint64 id = 1; id <= 4; id++) {
            if (id != who) signed = bytes.concat(signed, signature(id, 11, ROOT, RECORDS));
        }
        oracle.post(11, ROOT, RECORDS, signed);
        for (uint64 id = 5; id <= 7; id++) {
            if (random >> id & 1 == 1) joins(id);
        }
        (uint64[] memory ids, uint32 finalAt) = oracle.signersOf(11);
        assertEq(finalAt, block.timestamp + 21_600, "final");
        assertEq(ids.length, who == 0 ? 4 : 3, "signers");
        for (uint256 i = 0; i < ids.length; i++) {
            assertTrue(ids[i] != who, "who did not");
        }
        (ids, finalAt) = oracle.signersOf(10);
        assertEq(ids.length + finalAt, 0, "an epoch without root");
    }

    function test_SignersOf_LeavesOutWhoEquivocated() external {
        withReporters(4);
        posts(11, 1, 4);
        oracle.proveEquivocation(11, ROOT, RECORDS, signature(2, 11, ROOT, RECORDS), 0, RECORDS, signature(2, 11, 0, RECORDS));
        (uint64[] memory ids,) = oracle.signersOf(11);
        assertEq(ids.length, 3, "three");
        assertEq(ids[0] + ids[1] + ids[2], 1 + 3 + 4, "not the second");
    }

    /// Neither of them, and it is done.
    function testFuzz_Rotate_RevertWhen_OneOfTheTwoHasItsRoot(uint256 posted, uint256 late) external {
        withFourStaying(4);
        posted = bound(posted, 0, 3);
        if (posted & 1 == 1) posts(11, 1, 3);
        vm.warp(startOf(13));
        if (posted & 2 == 2) posts(12, 1, 3);
        vm.warp(startOf(13) + 21_600 + bound(late, 1, 86_400 - 21_601));
        if (posted != 0) vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotSilent.selector, 12));
        oracle.rotate();
    }

    function testFuzz_Rotate_RevertWhen_TheWindowIsOpen(uint256 early, address caller) external {
        withFourStaying(4);
        vm.warp(startOf(13) + 21_600 - bound(early, 0, 21_600));
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotSilent.selector, 12));
        oracle.rotate();
        vm.warp(startOf(13) + 21_601);
        vm.prank(caller);
        oracle.rotate();
        inEpoch(14);
        (uint64[] memory ids,) = oracle.reporters();
        assertEq(ids.length, 4, "who was silent is out");
    }

    /// Nobody is silent where two epochs are not over, or where too few could have signed: in both, or in the second because one left.
    function testFuzz_Rotate_RevertWhen_NobodyCouldHaveSpoken(uint256 time, uint64 sitting, bool oneLeft) external {
        vm.warp(orchestrator.genesis() + bound(time, 0, 2 * 86_400 - 1));
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotSilent.selector, 0));
        oracle.rotate();
        vm.warp(startOf(2));
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotSilent.selector, 1));
        oracle.rotate();

        sitting = uint64(bound(sitting, 0, 4));
        inEpoch(10);
        for (uint64 id = 1; id <= sitting; id++) {
            joins(id);
        }
        inEpoch(11);
        if (oneLeft && sitting > 0) leaves(1);
        for (uint64 id = 5; id <= 8; id++) {
            inEpoch(12);
            joins(id);
        }
        vm.warp(startOf(13) + 21_601);
        if (sitting < 4 || oneLeft) vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotSilent.selector, 12));
        oracle.rotate();
    }

    /// Whoever sat in one of the two alone, or joined since, would stay: the fourth makes them enough.
    function testFuzz_Rotate_RevertWhen_FewerThanFourWouldStay(uint64 sitting, uint64 staying, uint64 early, uint256 late) external {
        sitting = uint64(bound(sitting, 4, 7));
        staying = uint64(bound(staying, 0, 3));
        // Those that join in epoch 11 sit in its successor's committee, which has seven seats.
        early = uint64(bound(early, 0, staying < 7 - sitting ? staying : 7 - sitting));
        for (uint64 id = 1; id <= sitting + staying; id++) {
            if (id == sitting + 1) inEpoch(11);
            if (id == sitting + early + 1) inEpoch(12);
            joins(id);
        }
        vm.warp(startOf(13) + 21_600 + bound(late, 1, 86_400 - 21_601));
        vm.expectRevert(abi.encodeWithSelector(QualityOracle.TooFewReporters.selector, staying, 4));
        oracle.rotate();
        for (uint64 id = sitting + staying + 1; id <= sitting + 4; id++) {
            joins(id);
        }
        oracle.rotate();
        inEpoch(14);
        (uint64[] memory ids,) = oracle.reporters();
        assertEq(ids.length, 4, "who stayed");
    }

    /// So many that judge epochs 11 and 12, and four that judge from epoch 13 on.
    function withFourStaying(uint64 sitting) private {
        withReporters(sitting);
        for (uint64 id = sitting + 1; id <= sitting + 4; id++) {
            joins(id);
        }
    }

    function test_Rotate_TakesOutWhoSatInBothSilentEpochs() external {
        withReporters(12);
        seeding(10, "one");
        seeding(11, "two");
        (uint64[] memory first,) = oracle.committeeOf(11);
        (uint64[] memory second,) = oracle.committeeOf(12);
        vm.warp(startOf(13) + 21_601);
        uint256 both = 0;
        for (uint256 i = 0; i < 7; i++) {
            for (uint256 j = 0; j < 7; j++) {
                if (first[i] == second[j]) both++;
            }
        }
        assertTrue(both > 0 && both <= 8, "a draw in which some sat twice");
        vm.expectEmit(true, true, true, true, address(oracle));
        emit Rotated(12, both);
        oracle.rotate();
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotSilent.selector, 12));
        oracle.rotate();

        (uint64[] memory ids,) = oracle.reporters();
        assertEq(ids.length, 12, "the running epoch keeps its reporters");
        inEpoch(14);
        (ids,) = oracle.reporters();
        assertEq(ids.length, 12 - both, "the next does not");
        for (uint256 i = 0; i < ids.length; i++) {
            bool twice = false;
            for (uint256 j = 0; j < 49; j++) {
                if (first[j / 7] == ids[i] && second[j % 7] == ids[i]) twice = true;
            }
            assertFalse(twice, "who stayed sat once at most");
        }
    }
}
