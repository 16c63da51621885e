// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {QualityOracle} from "../../src/QualityOracle.sol";
import {IQualityOracle} from "../../src/interfaces/IQualityOracle.sol";
import {QualityTest} from "./QualityTest.sol";

/// @dev Branches: QualityOracle.post.tree
contract QualityOraclePostTest is QualityTest {
    event RootPosted(uint32 indexed epoch, bytes32 root, bytes32 recordsHash, uint256 signers, uint32 finalAt);
    event BreachExecuted(uint32 indexed epoch, uint128 indexed agreementId, uint16 creditBps, uint256 amount);

    mapping(uint32 epoch => uint32 time) private postedAts;

    function test_RevertWhen_TheEpochRuns() external {
        withReporters(4);
        bytes[] memory signed = signatures(12, 1, 3);
        vm.warp(startOf(13) - 1);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.EpochNotEnded.selector, 12));
        oracle.post(12, ROOT, RECORDS, packed(signed));
        vm.warp(startOf(13));
        oracle.post(12, ROOT, RECORDS, packed(signed));
    }

    function test_RevertWhen_TheWindowHasPassed() external {
        withReporters(4);
        bytes[] memory signed = signatures(12, 1, 3);
        vm.warp(startOf(13) + 21_601);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.PostingClosed.selector, 12));
        oracle.post(12, ROOT, RECORDS, packed(signed));
        vm.warp(startOf(13) + 21_600);
        oracle.post(12, ROOT, RECORDS, packed(signed));
    }

    function test_RevertWhen_TheEpochHasItsRoot() external {
        withReporters(4);
        posts(11, 1, 3);
        bytes[] memory signed = signaturesOf(11, keccak256("another"), 1, 4);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.RootAlreadyPosted.selector, 11));
        oracle.post(11, keccak256("another"), RECORDS, packed(signed));
    }

    function test_AnEpochWithoutBreachesHasARootToo() external {
        withReporters(4);
        bytes[] memory signed = signaturesOf(11, 0, 1, 3);
        oracle.post(11, 0, RECORDS, packed(signed));
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.RootAlreadyPosted.selector, 11));
        oracle.post(11, 0, RECORDS, packed(signed));
    }

    function test_RevertWhen_ThereWereTooFewReporters() external {
        withReporters(3);
        joins(4);
        bytes[] memory signed = signatures(11, 1, 3);
        vm.expectRevert(abi.encodeWithSelector(QualityOracle.TooFewReporters.selector, 3, 4));
        oracle.post(11, ROOT, RECORDS, packed(signed));
    }

    function test_RevertWhen_OneSignatureIsMissing() external {
        uint8[8] memory quorums = [0, 0, 0, 0, 3, 4, 5, 5];
        withReporters(4);
        uint32 epoch = 11;
        for (uint64 n = 4; n <= 7; n++) {
            bytes[] memory signed = signatures(epoch, 1, quorums[n] - 1);
            vm.expectRevert(abi.encodeWithSelector(IQualityOracle.QuorumShort.selector, quorums[n] - 1, quorums[n]));
            oracle.post(epoch, ROOT, RECORDS, packed(signed));
            posts(epoch, 1, quorums[n]);
            if (n < 7) joins(n + 1);
            epoch += 2;
            inEpoch(epoch + 1);
        }
    }

    function test_RevertWhen_ASignerIsNoReporter() external {
        withReporters(4);
        bytes[] memory signed = signatures(11, 2, 5);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotReporter.selector, keyOf(5)));
        oracle.post(11, ROOT, RECORDS, packed(signed));
    }

    function test_RevertWhen_ASignerJoinedAfterTheEpochBegan() external {
        withReporters(4);
        joins(5);
        inEpoch(13);
        bytes[] memory signed = signatures(12, 3, 5);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotReporter.selector, keyOf(5)));
        oracle.post(12, ROOT, RECORDS, packed(signed));
    }

    function test_WhoLeftDuringTheEpochStillSignsItsRoot() external {
        withReporters(4);
        leaves(1);
        inEpoch(13);
        posts(12, 1, 3);
    }

    function test_RevertWhen_TheSignatureIsRuined() external {
        withReporters(4);
        bytes[] memory signed = signatures(11, 1, 3);
        signed[1] = new bytes(65);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotReporter.selector, address(0)));
        oracle.post(11, ROOT, RECORDS, packed(signed));
    }

    function testFuzz_RevertWhen_TheSignaturesAreNotWhole(uint256 cut) external {
        withReporters(4);
        bytes memory whole = packed(signatures(11, 1, 4));
        bytes memory signed = new bytes(bound(cut, 0, 259));
        for (uint256 i = 0; i < signed.length; i++) {
            signed[i] = whole[i];
        }
        if (signed.length % 65 != 0) {
            vm.expectRevert(abi.encodeWithSelector(IQualityOracle.SignaturesMalformed.selector, signed.length));
        } else if (signed.length < 195) {
            vm.expectRevert(abi.encodeWithSelector(IQualityOracle.QuorumShort.selector, signed.length / 65, 3));
        }
        oracle.post(11, ROOT, RECORDS, signed);
    }

    function test_RevertWhen_OneSignedAnotherRoot() external {
        withReporters(4);
        bytes[] memory signed = signatures(11, 1, 3);
        signed[2] = signature(3, 11, keccak256("another"), RECORDS);
        (bytes32 r, bytes32 s, uint8 v) = parts(signed[2]);
        address stranger = ecrecover(oracle.hashRoot(11, ROOT, RECORDS), v, r, s);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotReporter.selector, stranger));
        oracle.post(11, ROOT, RECORDS, packed(signed));
    }

    function test_RevertWhen_OneSignsTwice() external {
        withReporters(4);
        bytes[] memory signed = signatures(11, 1, 3);
        signed[2] = signed[1];
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.SignersNotSorted.selector, 2));
        oracle.post(11, ROOT, RECORDS, packed(signed));
    }

    function test_RevertWhen_TheOrderIsWrong() external {
        withReporters(4);
        bytes[] memory signed = signatures(11, 1, 4);
        (signed[0], signed[1]) = (signed[1], signed[0]);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.SignersNotSorted.selector, 1));
        oracle.post(11, ROOT, RECORDS, packed(signed));
    }

    function test_AQuorumPostsTheRoot() external {
        withReporters(4);
        (bool any,,) = oracle.newestPosted();
        assertFalse(any, "none yet");
        bytes[] memory signed = signatures(11, 2, 4);
        uint256 time = block.timestamp;

        vm.expectEmit(true, true, true, true, address(oracle));
        emit RootPosted(11, ROOT, RECORDS, 3, uint32(time) + 21_600);
        oracle.post(11, ROOT, RECORDS, packed(signed));

        (bytes32 root, bytes32 records, uint32 postedAt) = oracle.rootOf(11);
        assertEq(root, ROOT, "root");
        assertEq(records, RECORDS, "records");
        assertEq(postedAt, time, "time");
        uint32 epoch;
        (any, epoch, postedAt) = oracle.newestPosted();
        assertTrue(any, "one");
        assertEq(epoch, 11, "newest");
        assertEq(postedAt, time, "time of the newest");
        assertEq(orchestrator.rootsPosted(), 1, "told the Orchestrator");
        assertEq(orchestrator.roots(0), 11, "of epoch 11");
    }

    /// Whatever epochs got a root: of the six newest what was posted is known, of all others nothing.
    function testFuzz_SixEpochsAreKept(uint256 random) external {
        withReporters(4);
        uint32 newest;
        for (uint32 epoch = 12; epoch < 40; epoch++) {
            inEpoch(epoch + 1);
            // Some are posted, and some times nobody does for longer than anything is kept.
            if (random >> epoch & 1 == 0 || (epoch > 20 && epoch < 20 + random % 12)) continue;
            vm.warp(startOf(epoch + 1) + random % 21_601);
            postRoot(epoch);
            newest = epoch;
            for (uint32 e = 10; e < 42; e++) {
                bool kept = e + 6 > newest && postedAts[e] != 0;
                (bytes32 root, bytes32 records, uint32 postedAt) = oracle.rootOf(e);
                assertEq(root, kept && e % 3 != 0 ? bytes32(uint256(e)) : bytes32(0), "root");
                assertEq(records, kept ? RECORDS : bytes32(0), "records");
                assertEq(postedAt, kept ? postedAts[e] : 0, "time");
            }
        }
    }

    function test_RevertWhen_TheScheduleOutlivesWhatIsKept() external {
        orchestrator.schedule(5 * 86_400 + 1, 60);
        vm.expectRevert(abi.encodeWithSelector(QualityOracle.ScheduleUnfit.selector, 86_400, 21_600, 5 * 86_400 + 1));
        newOracle();
        orchestrator.schedule(5 * 86_400, 60);
        newOracle();
        orchestrator.schedule(60, 5 * 86_400 - 21_599);
        vm.expectRevert(abi.encodeWithSelector(QualityOracle.ScheduleUnfit.selector, 86_400, 21_600, 5 * 86_400 + 1));
        newOracle();
    }

    function postRoot(uint32 epoch) private {
        // Every third epoch has no breach.
        bytes32 root = epoch % 3 == 0 ? bytes32(0) : bytes32(uint256(epoch));
        bytes[] memory signed = signaturesOf(epoch, root, 1, 3);
        oracle.post(epoch, root, RECORDS, packed(signed));
        postedAts[epoch] = uint32(vm.getBlockTimestamp());
    }

    function test_RevertWhen_TheBreachIsOfAnEpochWithoutRoot() external {
        withReporters(4);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.RootUnknown.selector, 11));
        oracle.executeBreach(11, 5, 100, new bytes32[](0));
    }

    function test_TheBreachesOfARootAreExecutedUntilItIsFinal() external {
        withReporters(4);
        (bytes32 root, bytes32[] memory proof) = tree(leaf(11, 5, 1000), leaf(11, 6, 2500));
        oracle.post(11, root, RECORDS, packed(signaturesOf(11, root, 1, 3)));
        uint256 posted = block.timestamp;

        vm.warp(posted + 21_600);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.RootFinal.selector, 11));
        oracle.executeBreach(11, 5, 1000, proof);

        vm.warp(posted + 21_599);
        vm.expectEmit(true, true, true, true, address(oracle));
        emit BreachExecuted(11, 5, 1000, 3000);
        oracle.executeBreach(11, 5, 1000, proof);
        assertEq(orchestrator.creditedAgreement(), 5, "agreement");
        assertEq(orchestrator.creditedEpoch(), 11, "epoch");
        assertEq(orchestrator.creditedBps(), 1000, "basis points");
    }

    /// With a short finality the window of the audits is what an epoch waits for.
    function test_NoRootIsFinalBeforeTheAuditsAreOver() external {
        orchestrator.schedule(21_600, 60);
        oracle = newOracle();
        withReporters(4);
        (bytes32 root, bytes32[] memory proof) = tree(leaf(11, 5, 1000), leaf(11, 6, 2500));
        oracle.post(11, root, RECORDS, packed(signaturesOf(11, root, 1, 3)));

        vm.warp(startOf(12) + 21_599);
        oracle.executeBreach(11, 5, 1000, proof);
        vm.warp(startOf(12) + 21_600);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.RootFinal.selector, 11));
        oracle.executeBreach(11, 5, 1000, proof);
    }

    function test_RevertWhen_TheLeafIsNotUnderTheRoot() external {
        withReporters(4);
        bytes32 other = leaf(11, 6, 2500);
        (bytes32 root, bytes32[] memory proof) = tree(leaf(11, 5, 1000), other);
        oracle.post(11, root, RECORDS, packed(signaturesOf(11, root, 1, 3)));

        refuses(11, 5, 1001, proof);
        refuses(11, 6, 1000, proof);
        refuses(11, 5, 1000, new bytes32[](0));
        inEpoch(13);
        oracle.post(12, root, RECORDS, packed(signaturesOf(12, root, 1, 3)));
        refuses(12, 5, 1000, proof);
    }

    function test_RevertWhen_AnEpochWithoutBreachesIsHeldAgainstAnyone() external {
        withReporters(4);
        oracle.post(11, 0, RECORDS, packed(signaturesOf(11, 0, 1, 3)));
        refuses(11, 5, 1000, new bytes32[](0));
    }

    function refuses(uint32 epoch, uint128 agreementId, uint16 bps, bytes32[] memory proof) private {
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.ProofInvalid.selector, epoch, agreementId));
        oracle.executeBreach(epoch, agreementId, bps, proof);
    }

    function leaf(uint32 epoch, uint128 agreementId, uint16 bps) private pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(epoch, agreementId, bps))));
    }

    /// A tree of two leaves, and the proof of the first.
    function tree(bytes32 a, bytes32 b) private pure returns (bytes32 root, bytes32[] memory proof) {
        root = a < b ? keccak256(bytes.concat(a, b)) : keccak256(bytes.concat(b, a));
        proof = new bytes32[](1);
        proof[0] = b;
    }

    function parts(bytes memory signed) private pure returns (bytes32 r, bytes32 s, uint8 v) {
        assembly {
            r := mload(add(signed, 32))
            s := mload(add(signed, 64))
            v := byte(0, mload(add(signed, 96)))
        }
    }
}
