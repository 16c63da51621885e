// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {PossessionVerifier} from "../../src/PossessionVerifier.sol";
import {IPossessionVerifier} from "../../src/interfaces/IPossessionVerifier.sol";
import {AgreementState, PossessionProof} from "../../src/interfaces/Types.sol";
import {PackedProofs} from "./PackedProofs.sol";
import {AgreementBook, PossessionTest} from "./PossessionTest.sol";
import {ReferenceUnit} from "./ReferenceUnit.sol";

/// @dev Branches: PossessionVerifier.audit.tree. The same for both ways of sending proofs.
abstract contract PossessionVerifierAuditTest is PossessionTest {
    event Audited(uint64 indexed providerId, uint32 indexed epoch, uint8 challenges);

    bytes32 private constant SEED = keccak256("seed");

    /// Units that the fuzzed histories commit again and again.
    uint64[3] private _poolLeaves = [uint64(1), 2, 5];
    bytes32[3] private _poolRoots;

    /// Though others have theirs, and the proofs are right for one of them.
    function testFuzz_RevertWhen_TheEpochHasNoSeed(uint32 epoch, bytes32 seed, uint256 wait) external {
        stores(1, 1, pieces(4));
        if (epoch == 11) epoch = 12;
        seeds(11, seed == 0 ? SEED : seed);
        vm.warp(vm.getBlockTimestamp() + bound(wait, 0, 21_600));
        PossessionProof[] memory proofs = proofsOf(11);

        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.NotSeeded.selector, epoch));
        sends(epoch, proofs);
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.NotSeeded.selector, epoch));
        verifier.challengesOf(PROVIDER, epoch);
        assertFalse(orchestrator.isConfirmed(PROVIDER, epoch), "not confirmed");
        sends(11, proofs);
    }

    /// A late seed opens a window of its own.
    function testFuzz_RevertWhen_TheWindowHasPassed(bytes32 seed, uint256 delay, uint256 late) external {
        stores(1, 1, pieces(4));
        vm.warp(startOf(12) + bound(delay, 1, 365 days));
        beacon.post(11, seed == 0 ? SEED : seed);
        uint256 closes = vm.getBlockTimestamp() + 21_600;
        assertEq(verifier.auditClosesAt(11), closes, "a window from its seed");
        assertEq(verifier.auditClosesAt(12), 0, "no seed, no end");
        PossessionProof[] memory proofs = proofsOf(11);

        vm.warp(closes + bound(late, 1, type(uint32).max));
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.AuditWindowClosed.selector, 11, closes));
        sends(11, proofs);
        assertFalse(orchestrator.isConfirmed(PROVIDER, 11), "not confirmed");
        vm.warp(closes);
        sends(11, proofs);
    }

    function test_ProvesAUnitOfOneLeaf() external {
        stores(1, 1, pieces(1));
        seeds(11, SEED);

        vm.expectEmit(true, true, true, true, address(verifier));
        emit Audited(PROVIDER, 11, CHALLENGES);
        audits(11);
        assertTrue(orchestrator.isConfirmed(PROVIDER, 11), "confirmed");
    }

    function test_ProvesAUnitOfOneLargePiece() external {
        stores(1, 1, pieces(37));
        seeds(11, SEED);
        audits(11);
        assertTrue(orchestrator.isConfirmed(PROVIDER, 11), "confirmed");
    }

    function test_ProvesAUnitWithEmptySlots() external {
        stores(1, 1, pieces(0, 9, 0, 2));
        seeds(11, SEED);
        audits(11);
        assertTrue(orchestrator.isConfirmed(PROVIDER, 11), "confirmed");
    }

    function test_ProvesAUnitAfterAPieceWasDeleted() external {
        uint128 id = stores(1, 1, pieces(3, 9, 4, 2));
        inEpoch(11);
        commits(id, pieces(3, 0, 4, 2));

        seeds(11, SEED);
        audits(11);
        seeds(12, SEED);
        audits(12);
        assertTrue(orchestrator.isConfirmed(PROVIDER, 12), "confirmed");
    }

    function testFuzz_RevertWhen_TheNumberOfProofsIsWrong(uint256 count, bytes32 seed) external {
        stores(1, 1, pieces(4));
        seeds(11, seed == 0 ? SEED : seed);
        PossessionProof[] memory proofs = proofsOf(11);

        count = bound(count, 0, 11);
        if (count == CHALLENGES) count = 12;
        PossessionProof[] memory wrong = new PossessionProof[](count);
        for (uint256 j = 0; j < count; j++) {
            wrong[j] = proofs[j % CHALLENGES];
        }
        expectCountWrong(11, count);
        sends(11, wrong);
        assertFalse(orchestrator.isConfirmed(PROVIDER, 11), "not confirmed");
        sends(11, proofs);
    }

    function testFuzz_RevertWhen_ALeafIsNotTheStoredOne(bytes32 seed, uint256 challenge, uint256 at, uint8 change) external {
        stores(1, 1, pieces(8, 5));
        seeds(11, seed == 0 ? SEED : seed);
        (challenge, at) = (bound(challenge, 0, CHALLENGES - 1), bound(at, 0, 255));
        bytes1 changed = bytes1(change == 0 ? 0x80 : change);
        PossessionProof[] memory proofs = proofsOf(11);
        (uint128[] memory ids, uint64[] memory indexes) = verifier.challengesOf(PROVIDER, 11);
        proofs[challenge].leaf[at] ^= changed;
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ProofInvalid.selector, challenge, ids[challenge], indexes[challenge]));
        sends(11, proofs);
        assertFalse(orchestrator.isConfirmed(PROVIDER, 11), "not confirmed");
        proofs[challenge].leaf[at] ^= changed;
        sends(11, proofs);
    }

    function testFuzz_RevertWhen_TheProofIsOfAnotherIndex(bytes32 seed, uint256 challenge, uint64 index) external {
        stores(1, 1, pieces(8, 5));
        seeds(11, seed == 0 ? SEED : seed);
        (challenge, index) = (bound(challenge, 0, CHALLENGES - 1), uint64(bound(index, 0, 11)));
        PossessionProof[] memory proofs = proofsOf(11);
        (, uint64[] memory indexes) = verifier.challengesOf(PROVIDER, 11);
        (bytes32 root,,) = verifier.auditedRevisionOf(idOf(1), 11);
        if (index >= indexes[challenge]) index++;
        proofs[challenge] = units[root].proofOf(index);
        refuses(11, proofs, challenge);
        audits(11);
    }

    function test_RevertWhen_TheProofsAreInAnotherOrder() external {
        stores(1, 1, pieces(32, 31));
        seeds(11, SEED);
        PossessionProof[] memory proofs = proofsOf(11);
        (, uint64[] memory indexes) = verifier.challengesOf(PROVIDER, 11);
        assertFalse(indexes[0] == indexes[1], "the seed draws two leaves");
        (proofs[0], proofs[1]) = (proofs[1], proofs[0]);
        refuses(11, proofs, 0);
    }

    function test_RevertWhen_ASiblingStandsOnTheOtherSide() external {
        stores(1, 1, pieces(8, 5));
        seeds(11, SEED);
        PossessionProof[] memory proofs = proofsOf(11);
        proofs[0].unitPathLeft ^= 1;
        refuses(11, proofs, 0);
    }

    function test_RevertWhen_CountsAreWrong() external {
        stores(1, 1, pieces(8, 5));
        seeds(11, SEED);
        PossessionProof[] memory proofs = proofsOf(11);
        proofs[0].pieceLeaves -= 1;
        refuses(11, proofs, 0);
        proofs = proofsOf(11);
        proofs[0].unitPathLeaves[0] += 1;
        refuses(11, proofs, 0);
    }

    /// Anyone who kept the bytes of an older revision, or shows a newer one, has not proven the one that counts.
    function test_RevertWhen_TheProofIsOfAnotherRevision() external {
        uint128 id = stores(1, 1, pieces(8));
        inEpoch(11);
        commits(id, pieces(16));
        inEpoch(12);
        commits(id, pieces(32));
        seeds(12, SEED);
        beacon.post(11, SEED);

        (bytes32 root,,) = verifier.auditedRevisionOf(id, 11);
        assertEq(units[root].proofOf(0).pieceLeaves, 8, "epoch 11 audits the revision of epoch 10");
        PossessionProof[] memory proofs = proofsOf(12);
        proofs[0] = units[root].proofOf(0);
        refuses(12, proofs, 0);
        audits(11);
        audits(12);
    }

    /// The seed comes after the end of the epoch: who deletes before has nothing to prove with, who proves afterwards still had it.
    function test_NothingCanBeProvenFirstAndDeletedAfterwards() external {
        uint128 id = stores(1, 1, pieces(16));
        (bytes32 root,,,) = verifier.revisionOf(id);
        vm.warp(startOf(12) - 1);
        PossessionProof[] memory early = new PossessionProof[](CHALLENGES);
        for (uint256 j = 0; j < CHALLENGES; j++) {
            early[j] = units[root].proofOf(0);
        }
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.NotSeeded.selector, 11));
        sends(11, early);

        // It keeps leaf 0 of 16 and deletes the rest; five draws that all hit leaf 0 have a chance of 1 in 2^20.
        seeds(11, SEED);
        vm.expectRevert();
        sends(11, early);
    }

    /// A revision that drops everything helps only from the next epoch on.
    function test_DeletingAfterTheSeedDoesNotEmptyTheUnit() external {
        uint128 id = stores(1, 1, pieces(16));
        seeds(11, SEED);
        commitsRoot(id, 0, 0);

        (uint128[] memory ids,) = verifier.challengesOf(PROVIDER, 11);
        assertEq(ids.length, CHALLENGES, "challenges");
        expectCountWrong(11, 0);
        sends(11, new PossessionProof[](0));
    }

    function test_RevertWhen_TheEpochIsConfirmed() external {
        stores(1, 1, pieces(4));
        seeds(11, SEED);
        audits(11);
        PossessionProof[] memory proofs = proofsOf(11);
        vm.expectRevert(abi.encodeWithSelector(AgreementBook.EpochAlreadyConfirmed.selector, PROVIDER, 11));
        sends(11, proofs);
    }

    function test_AnEmptyUnitPassesByItsRevisionAlone() external {
        uint128 id = opens(1, 1, LONG);
        commitsRoot(id, 0, 0);
        stores(2, 0, pieces(3));
        seeds(11, SEED);

        vm.expectEmit(true, true, true, true, address(verifier));
        emit Audited(PROVIDER, 11, 0);
        sends(11, new PossessionProof[](0));
        assertTrue(orchestrator.isConfirmed(PROVIDER, 11), "confirmed");
    }

    function test_AUnitIsAuditedFromTheEpochAfterItsFirstRevision() external {
        stores(1, 1, pieces(4));
        seeds(10, SEED);
        sends(10, new PossessionProof[](0));
        seeds(11, SEED);
        assertEq(proofsOf(11).length, CHALLENGES, "challenges");
    }

    /// The draw, computed from the words of IPossessionVerifier.
    function test_ChallengesAreTheOnesOfTheSpecification() external {
        stores(1, 5 << 32, pieces(7, 6));
        stores(2, 3 << 32, pieces(11));
        commitsRoot(opens(3, 90 << 32, LONG), 0, 0);
        seeds(11, SEED);

        (uint128[] memory ids, uint64[] memory indexes) = verifier.challengesOf(PROVIDER, 11);
        for (uint256 j = 0; j < CHALLENGES; j++) {
            uint256 draw = uint256(keccak256(abi.encode(SEED, PROVIDER, j)));
            bool first = draw % (8 << 32) < 5 << 32;
            assertEq(ids[j], first ? idOf(1) : idOf(2), "agreement");
            assertEq(indexes[j], uint256(keccak256(abi.encode(draw))) % (first ? 13 : 11), "index");
        }
    }

    /// The same constants stand in the tests of the Java twins: ChallengesTest and UnitTreeTest of network.flashback.evm.possession.
    function test_ChallengesOfTheSharedVector() external {
        stores(1, 0x280000000, pieces(1000));
        stores(2, 0x100000001, pieces(1));
        stores(3, 0x1ffffffff, pieces(17, 0, 5, 300));
        (bytes32 root,,,) = verifier.revisionOf(idOf(3));
        bytes32 expected = treeHash == 0
            ? bytes32(0xb410ab3145271e28d6841209b652255401d95e0a6ceb7269330ea7fb39230bce)
            : bytes32(0x20f609fea44653c6d9eb3672d1a422d5a6efc812c32b6d6ba18b88735ee4ddcf);
        assertEq(root, expected, "root");
        (root,) = newUnit(pieces(17, 0, 5, 0)).root();
        expected = treeHash == 0
            ? bytes32(0xf96153719eeb9beb015d22afe7ed4b35d09c91a55b00eea0bbfa48b6c952e7fc)
            : bytes32(0x48d406fb5285548f60e07440d194b307dffec155e7aca79953e0e28e7a57f42e);
        assertEq(root, expected, "root without the last piece");

        seeds(11, keccak256("shared vector"));

        (uint128[] memory ids, uint64[] memory indexes) = verifier.challengesOf(PROVIDER, 11);
        uint64[5] memory agreements = [uint64(1), 2, 3, 2, 1];
        uint64[5] memory leaves = [uint64(512), 0, 267, 0, 806];
        for (uint256 j = 0; j < CHALLENGES; j++) {
            assertEq(ids[j], idOf(agreements[j]), "agreement");
            assertEq(indexes[j], leaves[j], "index");
        }
    }

    /// Of twelve units every third is empty: what falls on those is passed over. The same constants stand in ChallengesTest, too.
    function test_ChallengesOfTheSharedVectorOfALongLine() external {
        for (uint64 i = 1; i <= 12; i++) {
            bool empty = i % 3 == 0;
            commitsRoot(opens(i, uint96(i) << 32 | i, LONG), empty ? bytes32(0) : keccak256("root"), empty ? 0 : 100 * i);
        }
        seeds(11, keccak256("shared vector"));

        (uint128[] memory ids, uint64[] memory indexes) = verifier.challengesOf(PROVIDER, 11);
        uint64[5] memory agreements = [uint64(8), 11, 8, 5, 5];
        uint64[5] memory leaves = [uint64(295), 399, 611, 442, 269];
        for (uint256 j = 0; j < CHALLENGES; j++) {
            assertEq(ids[j], idOf(agreements[j]), "agreement");
            assertEq(indexes[j], leaves[j], "index");
        }
    }

    /// Ninety-nine agreements with oneself, each worth a thousandth, take a tenth of the draws and not ninety-nine hundredths.
    function test_TinyAgreementsDoNotDiluteALargeOne() external {
        for (uint64 i = 2; i < 101; i++) {
            commitsRoot(opens(i, 1 << 32, LONG), keccak256("tiny"), 1);
        }
        commitsRoot(opens(1, 1000 << 32, LONG), keccak256("large"), 1000);
        uint256 hits;
        for (uint32 epoch = 11; epoch < 51; epoch++) {
            seeds(epoch, keccak256(abi.encode(epoch)));
            (uint128[] memory ids,) = verifier.challengesOf(PROVIDER, epoch);
            for (uint256 j = 0; j < CHALLENGES; j++) {
                if (ids[j] == idOf(1)) hits++;
            }
        }
        // 182 of 200 expected, standard deviation 4.
        assertGe(hits, 166, "hits of the large one");
    }

    /// Whatever is opened, committed, ended or tidied up after the epoch began: unit and index stay the ones that the epoch began with.
    function testFuzz_NothingDoneAfterAnEpochBeganChangesItsDraw(uint256 random) external {
        fillPool();
        for (uint64 i = 1; i < 3 + random % 16; i++) {
            somethingHappens(i, uint256(keccak256(abi.encode(random, i))));
        }
        bytes32 seed = keccak256(abi.encode(random, "seed"));
        for (uint32 epoch = 11; epoch < 16; epoch++) {
            vm.warp(startOf(epoch));
            (uint128[] memory ids, uint64[] memory indexes) = drawnNow(epoch, seed);
            for (uint64 act = 0; act < 6; act++) {
                uint256 dice = uint256(keccak256(abi.encode(random, epoch, act)));
                if (act == 4) seeds(epoch, seed);
                somethingHappens(1 + uint64(dice >> 8) % 24, dice);
                if (dice % 3 == 0) verifier.tidy(PROVIDER, dice >> 32 & 15);
                // Audits of epochs before tidy up lists and revisions.
                if (act == 2 && epoch > 11) audits(epoch - 1);
            }
            (uint128[] memory laterIds, uint64[] memory laterIndexes) = verifier.challengesOf(PROVIDER, epoch);
            assertEq(abi.encode(laterIds, laterIndexes), abi.encode(ids, indexes), "the draw");
        }
    }

    function testFuzz_AnHonestProviderProvesAnyUnits(uint8[6] calldata sizes, bytes32 seed) external {
        stores(1, 3, pieces(sizes[0] % 20, sizes[1] % 20, sizes[2] % 20, 1 + sizes[3] % 20));
        stores(2, 2, pieces(sizes[4] % 20, 1 + sizes[5] % 20));
        // A beacon never says 0: that is no seed.
        seeds(11, seed == 0 ? bytes32("seed") : seed);
        audits(11);
        assertTrue(orchestrator.isConfirmed(PROVIDER, 11), "confirmed");
    }

    /// Opens, commits or ends the agreement `index`, whatever it is ready for.
    function somethingHappens(uint64 index, uint256 dice) private {
        uint128 id = idOf(index);
        AgreementState state = orchestrator.agreementOf(id).state;
        uint32 epoch = orchestrator.currentEpoch();
        if (state == AgreementState.None) {
            opens(index, uint96(dice % 1000) << 32, epoch + uint32(dice >> 16) % 6);
            commitsRoot(id, _poolRoots[dice % 3], _poolLeaves[dice % 3]);
        } else if (state != AgreementState.Closed && dice % 4 == 0) {
            orchestrator.move(id, AgreementState.Closed, LONG);
            orchestrator.retire(verifier, id);
        } else if (state == AgreementState.Active && dice % 4 == 1) {
            orchestrator.move(id, AgreementState.Notice, epoch + 1);
            verifier.shorten(id);
        } else if (state != AgreementState.Closed) {
            if (dice % 5 == 0) commitsRoot(id, 0, 0);
            else commitsRoot(id, _poolRoots[dice % 3], _poolLeaves[dice % 3]);
        }
    }

    function fillPool() private {
        uint64[][3] memory sizes = [pieces(1), pieces(0, 2), pieces(2, 3)];
        for (uint256 i = 0; i < 3; i++) {
            ReferenceUnit unit = newUnit(sizes[i]);
            (_poolRoots[i],) = unit.root();
            units[_poolRoots[i]] = unit;
        }
    }

    /// What the draw would be if the seed were known now.
    function drawnNow(uint32 epoch, bytes32 seed) private returns (uint128[] memory ids, uint64[] memory indexes) {
        uint256 snapshot = vm.snapshotState();
        beacon.post(epoch, seed);
        (ids, indexes) = verifier.challengesOf(PROVIDER, epoch);
        vm.revertToState(snapshot);
    }

    function refuses(uint32 epoch, PossessionProof[] memory proofs, uint256 challenge) private {
        (uint128[] memory ids, uint64[] memory indexes) = verifier.challengesOf(PROVIDER, epoch);
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ProofInvalid.selector, challenge, ids[challenge], indexes[challenge]));
        sends(epoch, proofs);
    }

    function audits(uint32 epoch) internal override {
        sends(epoch, proofsOf(epoch));
    }

    /// Proves the provider's units, one way or the other.
    function sends(uint32 epoch, PossessionProof[] memory proofs) internal virtual;

    /// What `count` proofs, which are right but too few or too many, are refused with.
    function expectCountWrong(uint32 epoch, uint256 count) internal virtual;
}

contract PossessionVerifierAuditPlainTest is PossessionVerifierAuditTest {
    function sends(uint32 epoch, PossessionProof[] memory proofs) internal override {
        verifier.audit(PROVIDER, epoch, proofs);
    }

    function expectCountWrong(uint32, uint256 count) internal override {
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ProofCountWrong.selector, count, CHALLENGES));
    }
}

contract PossessionVerifierAuditCompactTest is PossessionVerifierAuditTest {
    function sends(uint32 epoch, PossessionProof[] memory proofs) internal override {
        verifier.auditCompact(PROVIDER, epoch, PackedProofs.pack(proofs));
    }

    /// Bytes that are not there prove nothing; bytes too many are one proof too many.
    function expectCountWrong(uint32 epoch, uint256 count) internal override {
        (uint128[] memory ids, uint64[] memory indexes) = verifier.challengesOf(PROVIDER, epoch);
        vm.expectRevert(
            count < CHALLENGES
                ? abi.encodeWithSelector(IPossessionVerifier.ProofInvalid.selector, count, ids[count], indexes[count])
                : abi.encodeWithSelector(IPossessionVerifier.ProofCountWrong.selector, CHALLENGES + 1, CHALLENGES)
        );
    }

    /// One of them is enough.
    function testFuzz_RevertWhen_BytesFollowThoughNothingIsDrawn(bytes1 first, bytes calldata rest, bytes32 seed) external {
        seeds(11, seed == 0 ? bytes32("seed") : seed);
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ProofCountWrong.selector, 1, 0));
        verifier.auditCompact(PROVIDER, 11, bytes.concat(first, rest));
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ProofCountWrong.selector, 1, 0));
        verifier.auditCompact(PROVIDER, 11, bytes.concat(first));
        assertFalse(orchestrator.isConfirmed(PROVIDER, 11), "not confirmed");
        verifier.auditCompact(PROVIDER, 11, "");
    }

    /// Any byte missing, added or altered, wherever it is.
    function testFuzz_RevertWhen_TheBytesAreOthers(uint256 at, uint8 change) external {
        stores(1, 1, pieces(8, 5));
        seeds(11, "seed");
        bytes memory packed = PackedProofs.pack(proofsOf(11));
        at = bound(at, 0, packed.length - 1);
        bytes memory shorter = packed;
        if (change == 0) {
            shorter = new bytes(at);
            for (uint256 i = 0; i < at; i++) {
                shorter[i] = packed[i];
            }
        } else if (change == 1) {
            shorter = bytes.concat(packed, new bytes(at + 1));
        } else {
            shorter[at] ^= bytes1(change);
            // Sides of siblings that do not exist mean nothing: a unit of two pieces has one.
            if (isSideOfNothing(packed, at, change)) return;
        }
        vm.expectRevert();
        verifier.auditCompact(PROVIDER, 11, shorter);
    }

    /// The bytes 12 to 16 of each proof tell the sides; only the last bit of them belongs to a sibling.
    function isSideOfNothing(bytes memory packed, uint256 at, uint8 change) private pure returns (bool) {
        uint256 from = 0;
        while (at >= from + 17 + 256 + uint256(uint8(packed[from])) * 32 + 37) {
            from += 17 + 256 + uint256(uint8(packed[from])) * 32 + 37;
        }
        return at >= from + 12 && at < from + 17 && (at < from + 16 || change & 1 == 0);
    }
}

contract PossessionVerifierAuditPlainSha256Test is PossessionVerifierAuditPlainTest {
    function setUp() public override {
        super.setUp();
        treeHash = 1;
    }
}

contract PossessionVerifierAuditCompactSha256Test is PossessionVerifierAuditCompactTest {
    function setUp() public override {
        super.setUp();
        treeHash = 1;
    }

    /// Whatever answers at its address.
    function testFuzz_RevertWhen_TheChainHasNoSha256(bytes32 answer, bytes calldata more) external {
        if (answer == sha256("")) answer = 0;
        vm.mockCall(address(2), "", bytes.concat(answer, more));
        vm.expectRevert(abi.encodeWithSelector(PossessionVerifier.Sha256Missing.selector));
        newVerifier(CHALLENGES);
        vm.clearMockedCalls();
        newVerifier(CHALLENGES);
    }

    /// Leaves and nodes are bound by height: what one kind proves the other does not.
    function test_RevertWhen_TheProofIsOfTheOtherKind() external {
        uint128 id = stores(1, 1, pieces(300));
        treeHash = 0;
        ReferenceUnit unit = newUnit(pieces(300));
        (bytes32 root,,) = verifier.auditedRevisionOf(id, 11);
        units[root] = unit;
        seeds(11, "seed");
        (uint128[] memory ids, uint64[] memory indexes) = verifier.challengesOf(PROVIDER, 11);
        PossessionProof[] memory proofs = proofsOf(11);
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ProofInvalid.selector, 0, ids[0], indexes[0]));
        verifier.auditCompact(PROVIDER, 11, PackedProofs.pack(proofs));
    }
}
