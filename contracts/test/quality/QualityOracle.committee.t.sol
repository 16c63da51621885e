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

    function test_RevertWhen_TheSeedThatDrawsIsMissing() external {
        withReporters(8);
        bytes memory refusal = abi.encodeWithSelector(IQualityOracle.SeedMissing.selector, 10);
        vm.expectRevert(refusal);
        oracle.committeeOf(11);
        bytes memory signed = packed(signatures(11, 1, 5));
        vm.expectRevert(refusal);
        oracle.post(11, ROOT, RECORDS, signed);
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

    function test_Rotate_RevertWhen_OneOfTheTwoHasItsRoot() external {
        withReporters(4);
        posts(11, 1, 3);
        inEpoch(13);
        vm.warp(startOf(13) + 21_601);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotSilent.selector, 12));
        oracle.rotate();
    }

    function test_Rotate_RevertWhen_TheWindowIsOpen() external {
        withReporters(4);
        inEpoch(13);
        vm.warp(startOf(13) + 21_600);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotSilent.selector, 12));
        oracle.rotate();
    }

    function test_Rotate_RevertWhen_FewerThanFourWouldStay() external {
        withReporters(7);
        vm.warp(startOf(13) + 21_601);
        vm.expectRevert(abi.encodeWithSelector(QualityOracle.TooFewReporters.selector, 0, 4));
        oracle.rotate();
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
