// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {QualityOracle} from "../../src/QualityOracle.sol";
import {IQualityOracle} from "../../src/interfaces/IQualityOracle.sol";
import {QualityTest} from "./QualityTest.sol";

/// @dev Branches: QualityOracle.post.tree
contract QualityOraclePostTest is QualityTest {
    event RootPosted(uint32 indexed epoch, bytes32 root, bytes32 recordsHash, uint256 signers, uint32 finalAt);
    event BreachExecuted(uint32 indexed epoch, uint128 indexed agreementId, uint16 creditBps, uint256 amount);

    /// The last epoch that begins and ends in a time of 32 bits, and has its root posted in one, with room.
    uint32 private constant LAST = 28_000;

    mapping(uint32 epoch => uint32 time) private postedAts;

    function testFuzz_RevertWhen_TheEpochRuns(uint32 epoch, uint256 early, bytes32 root, bytes32 records) external {
        withReporters(4);
        epoch = uint32(bound(epoch, 11, LAST));
        bytes memory signed = signedBy(epoch, root, records, 1, 3);
        vm.warp(startOf(epoch + 1) - bound(early, 1, uint256(epoch + 1) * 86_400));
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.EpochNotEnded.selector, epoch));
        oracle.post(epoch, root, records, signed);
        vm.warp(startOf(epoch + 1));
        oracle.post(epoch, root, records, signed);
    }

    function testFuzz_RevertWhen_TheWindowHasPassed(uint32 epoch, uint256 late, bytes32 root, bytes32 records) external {
        withReporters(4);
        epoch = uint32(bound(epoch, 11, LAST));
        bytes memory signed = signedBy(epoch, root, records, 1, 3);
        uint256 closes = startOf(epoch + 1) + 21_600;
        vm.warp(closes + bound(late, 1, type(uint32).max));
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.PostingClosed.selector, epoch));
        oracle.post(epoch, root, records, signed);
        vm.warp(closes);
        oracle.post(epoch, root, records, signed);
    }

    /// Neither the same again nor another, whoever signs it, and not where the first says that there are no breaches.
    function testFuzz_RevertWhen_TheEpochHasItsRoot(bytes32 first, bytes32 root, bytes32 records, uint256 delay, uint256 wait) external {
        withReporters(4);
        if (uint256(first) % 3 == 0) first = 0;
        delay = bound(delay, 0, 21_600);
        vm.warp(startOf(12) + delay);
        oracle.post(11, first, RECORDS, signedBy(11, first, RECORDS, 1, 3));
        vm.warp(startOf(12) + bound(wait, delay, 21_600));
        for (uint64 from = 1; from <= 2; from++) {
            bytes memory signed = signedBy(11, root, records, from, 4);
            vm.expectRevert(abi.encodeWithSelector(IQualityOracle.RootAlreadyPosted.selector, 11));
            oracle.post(11, root, records, signed);
        }
        (bytes32 kept,, uint32 postedAt) = oracle.rootOf(11);
        assertEq(kept, first, "the first stands");
        assertEq(postedAt, startOf(12) + delay, "and its time");
        vm.warp(startOf(13));
        oracle.post(12, root, records, signedBy(12, root, records, 1, 3));
    }

    /// Who joins afterwards judges later epochs; the fourth makes them enough.
    function testFuzz_RevertWhen_ThereWereTooFewReporters(uint64 count, uint64 signers, bytes32 root) external {
        count = uint64(bound(count, 0, 3));
        withReporters(count);
        for (uint64 id = count + 1; id <= 4; id++) {
            joins(id);
        }
        bytes memory signed = signedBy(11, root, RECORDS, 1, uint64(bound(signers, 0, 4)));
        bytes memory refusal = abi.encodeWithSelector(QualityOracle.TooFewReporters.selector, count, 4);
        vm.expectRevert(refusal);
        oracle.post(11, root, RECORDS, signed);
        vm.expectRevert(refusal);
        oracle.quorumOf(12);

        inEpoch(14);
        assertEq(oracle.quorumOf(13), 3, "quorum of 4");
        oracle.post(13, root, RECORDS, signedBy(13, root, RECORDS, 1, 3));
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

    /// Any key among those of reporters, wherever it stands.
    function testFuzz_RevertWhen_ASignerIsNoReporter(uint256 key, uint256 at, bytes32 root) external {
        withReporters(4);
        key = bound(key, 1, 1 << 255);
        vm.assume(!oracle.isReporter(vm.addr(key), 11));
        bytes[] memory signed = signaturesOf(11, root, 1, 3);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, oracle.hashRoot(11, root, RECORDS));
        bytes memory own = signed[bound(at, 0, 2)];
        signed[bound(at, 0, 2)] = abi.encodePacked(r, s, v);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotReporter.selector, vm.addr(key)));
        oracle.post(11, root, RECORDS, packed(signed));
        signed[bound(at, 0, 2)] = own;
        oracle.post(11, root, RECORDS, packed(signed));
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

    /// Bytes that are none recover to nobody, or to somebody whom nobody knows.
    function testFuzz_RevertWhen_TheSignatureIsRuined(bytes32 r, bytes32 s, uint8 v, uint256 at) external {
        withReporters(4);
        if (v > 30) v = 27 + v % 2;
        bytes[] memory signed = signatures(11, 1, 3);
        signed[bound(at, 0, 2)] = abi.encodePacked(r, s, v);
        address recovered = ecrecover(oracle.hashRoot(11, ROOT, RECORDS), v, r, s);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotReporter.selector, recovered));
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

    function testFuzz_RevertWhen_OneSignedAnotherRoot(bytes32 root, bytes32 records, uint32 epoch, uint64 id) external {
        withReporters(4);
        id = uint64(bound(id, 1, 3));
        if (root == ROOT && records == RECORDS && epoch == 11) epoch = 12;
        bytes[] memory signed = signatures(11, 1, 3);
        signed[id - 1] = signature(id, epoch, root, records);
        (bytes32 r, bytes32 s, uint8 v) = parts(signed[id - 1]);
        address stranger = ecrecover(oracle.hashRoot(11, ROOT, RECORDS), v, r, s);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotReporter.selector, stranger));
        oracle.post(11, ROOT, RECORDS, packed(signed));
    }

    function testFuzz_RevertWhen_OneSignsTwice(uint64 count, uint256 first, uint256 second) external {
        count = uint64(bound(count, 4, 7));
        withReporters(count);
        second = bound(second, 1, count - 1);
        bytes[] memory signed = signatures(11, 1, count);
        bytes memory own = signed[second];
        signed[second] = signed[bound(first, 0, second - 1)];
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.SignersNotSorted.selector, second));
        oracle.post(11, ROOT, RECORDS, packed(signed));
        signed[second] = own;
        oracle.post(11, ROOT, RECORDS, packed(signed));
    }

    /// Two change their places: the first that stands behind a higher key is named.
    function testFuzz_RevertWhen_TheOrderIsWrong(uint64 count, uint256 first, uint256 second) external {
        count = uint64(bound(count, 4, 7));
        withReporters(count);
        second = bound(second, 1, count - 1);
        first = bound(first, 0, second - 1);
        bytes[] memory signed = signatures(11, 1, count);
        (signed[first], signed[second]) = (signed[second], signed[first]);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.SignersNotSorted.selector, first + 1));
        oracle.post(11, ROOT, RECORDS, packed(signed));
        (signed[first], signed[second]) = (signed[second], signed[first]);
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

    /// By its finality after the latest posting, or by the window of its audits.
    function testFuzz_RevertWhen_TheScheduleOutlivesWhatIsKept(uint256 late, uint256 other) external {
        uint256 most = 5 * 86_400;
        uint256 after_ = most + bound(late, 1, 100 * 86_400);
        bytes memory refusal = abi.encodeWithSelector(QualityOracle.ScheduleUnfit.selector, 86_400, 21_600, after_);
        uint32 audits = uint32(bound(other, 0, most));
        uint32 finality = uint32(bound(other, 0, most - 21_600));
        orchestrator.schedule(audits, uint32(after_ - 21_600));
        vm.expectRevert(refusal);
        newOracle();
        orchestrator.schedule(uint32(after_), finality);
        vm.expectRevert(refusal);
        newOracle();
        orchestrator.schedule(audits, uint32(most - 21_600));
        newOracle();
        orchestrator.schedule(uint32(most), finality);
        newOracle();
    }

    /// Quality windows must not overlap, and what is written of a posting must hold the longest: 2^20 - 2 seconds.
    function testFuzz_RevertWhen_TheQualityWindowIsTooLong(uint256 epochSeconds, uint256 late) external {
        orchestrator.schedule(1, 0);
        epochSeconds = bound(epochSeconds, 2, type(uint32).max);
        uint256 most = epochSeconds - 1 < (1 << 20) - 2 ? epochSeconds - 1 : (1 << 20) - 2;
        uint256 window = most + bound(late, 1, type(uint32).max - most);
        vm.mockCall(address(orchestrator), abi.encodeWithSignature("epochSeconds()"), abi.encode(epochSeconds));
        vm.mockCall(address(orchestrator), abi.encodeWithSignature("qualityWindowSeconds()"), abi.encode(window));
        vm.expectRevert(abi.encodeWithSelector(QualityOracle.ScheduleUnfit.selector, epochSeconds, window, window));
        newOracle();
        vm.mockCall(address(orchestrator), abi.encodeWithSignature("qualityWindowSeconds()"), abi.encode(most));
        newOracle();
    }

    function postRoot(uint32 epoch) private {
        // Every third epoch has no breach.
        bytes32 root = epoch % 3 == 0 ? bytes32(0) : bytes32(uint256(epoch));
        bytes[] memory signed = signaturesOf(epoch, root, 1, 3);
        oracle.post(epoch, root, RECORDS, packed(signed));
        postedAts[epoch] = uint32(vm.getBlockTimestamp());
    }

    function testFuzz_RevertWhen_TheBreachIsOfAnEpochWithoutRoot(uint32 epoch, uint128 agreementId, uint16 bps, bytes32[] calldata proof)
        external
    {
        withReporters(4);
        if (epoch == 11) epoch = 5;
        oracle.post(11, leaf(11, agreementId, bps), RECORDS, signedBy(11, leaf(11, agreementId, bps), RECORDS, 1, 3));
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.RootUnknown.selector, epoch));
        oracle.executeBreach(epoch, agreementId, bps, proof);
        assertEq(orchestrator.creditedBps(), 0, "nothing is credited");
        oracle.executeBreach(11, agreementId, bps, new bytes32[](0));
        assertEq(orchestrator.creditedBps(), bps, "credited");
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
    function testFuzz_RevertWhen_TheRootIsFinal(uint256 audits, uint256 finality, uint256 delay, uint256 late) external {
        (audits, finality) = (bound(audits, 0, 86_400), bound(finality, 1, 86_400));
        orchestrator.schedule(uint32(audits), uint32(finality));
        oracle = newOracle();
        withReporters(4);
        (bytes32 root, bytes32[] memory proof) = tree(leaf(11, 5, 1000), leaf(11, 6, 2500));
        delay = bound(delay, 0, 21_600);
        vm.warp(startOf(12) + delay);
        oracle.post(11, root, RECORDS, signedBy(11, root, RECORDS, 1, 3));

        uint256 finalAt = startOf(12) + (delay + finality > audits ? delay + finality : audits);
        vm.warp(finalAt + bound(late, 0, type(uint32).max));
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.RootFinal.selector, 11));
        oracle.executeBreach(11, 5, 1000, proof);
        assertEq(orchestrator.creditedBps(), 0, "nothing is credited");
        vm.warp(finalAt - 1);
        oracle.executeBreach(11, 5, 1000, proof);
        assertEq(orchestrator.creditedBps(), 1000, "credited");
    }

    /// Another epoch, another agreement, other basis points; another sibling, one more or none; and the other leaf with this one's proof.
    function testFuzz_RevertWhen_TheLeafIsNotUnderTheRoot(uint128 id, uint16 bps, uint128 otherId, uint16 otherBps, bytes32 change)
        external
    {
        withReporters(4);
        if (otherId == id) otherId ^= 1;
        if (otherBps == bps) otherBps ^= 1;
        if (change == 0) change = bytes32(uint256(1));
        (bytes32 root, bytes32[] memory proof) = tree(leaf(11, id, bps), leaf(11, otherId, otherBps));
        oracle.post(11, root, RECORDS, signedBy(11, root, RECORDS, 1, 3));

        bytes memory refusal = abi.encodeWithSelector(IQualityOracle.ProofInvalid.selector, 11, id);
        refuses(refusal, 11, id, otherBps, proof);
        refuses(refusal, 11, id, bps, new bytes32[](0));
        refuses(refusal, 11, id, bps, path(proof[0] ^ change));
        refuses(refusal, 11, id, bps, path(proof[0], change));
        refuses(abi.encodeWithSelector(IQualityOracle.ProofInvalid.selector, 11, otherId), 11, otherId, bps, proof);
        refuses(abi.encodeWithSelector(IQualityOracle.ProofInvalid.selector, 11, otherId), 11, otherId, otherBps, proof);
        oracle.executeBreach(11, id, bps, proof);
        inEpoch(13);
        oracle.post(12, root, RECORDS, signedBy(12, root, RECORDS, 1, 3));
        refuses(abi.encodeWithSelector(IQualityOracle.ProofInvalid.selector, 12, id), 12, id, bps, proof);
    }

    function testFuzz_RevertWhen_AnEpochWithoutBreachesIsHeldAgainstAnyone(uint128 id, uint16 bps, bytes32[] calldata proof) external {
        withReporters(4);
        oracle.post(11, 0, RECORDS, signedBy(11, 0, RECORDS, 1, 3));
        refuses(abi.encodeWithSelector(IQualityOracle.ProofInvalid.selector, 11, id), 11, id, bps, proof);
    }

    function refuses(bytes memory refusal, uint32 epoch, uint128 agreementId, uint16 bps, bytes32[] memory proof) private {
        vm.expectRevert(refusal);
        oracle.executeBreach(epoch, agreementId, bps, proof);
    }

    function path(bytes32 a) private pure returns (bytes32[] memory proof) {
        proof = new bytes32[](1);
        proof[0] = a;
    }

    function path(bytes32 a, bytes32 b) private pure returns (bytes32[] memory proof) {
        proof = new bytes32[](2);
        (proof[0], proof[1]) = (a, b);
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
