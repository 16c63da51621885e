// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {PossessionVerifier} from "../../src/PossessionVerifier.sol";
import {IAccessGrants} from "../../src/interfaces/IAccessGrants.sol";
import {IRandomBeacon} from "../../src/interfaces/IRandomBeacon.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {PossessionProof, Revision} from "../../src/interfaces/Types.sol";
import {MerklePossession} from "../../src/lib/MerklePossession.sol";
import {OrchestratorTest} from "../orchestrator/OrchestratorTest.sol";
import {FakeBeacon, FakeVerifier} from "../orchestrator/Ports.sol";
import {PackedProofs} from "../possession/PackedProofs.sol";
import {PossessionTest, SeedBook} from "../possession/PossessionTest.sol";
import {ReferenceUnit} from "../possession/ReferenceUnit.sol";
import {GasTest} from "./GasTest.sol";

/// @dev What walking the units of a large provider costs; the Orchestrator and the beacon are stand-ins.
contract PossessionVerifierUnitsGasTest is PossessionTest, GasTest {
    /// The provider of 1,000 agreements, without the larger part of its proofs: each unit has a single leaf. Rates differ by ten times.
    function test_AuditOfAThousandAgreements() external {
        ReferenceUnit unit = new ReferenceUnit(pieces(1));
        (bytes32 root,) = unit.root();
        units[root] = unit;
        for (uint64 i = 1; i <= 1000; i++) {
            commitsRoot(opens(i, uint96(1 + uint256(keccak256(abi.encode(i))) % 10) << 32, LONG), root, 1);
        }
        seeds(11, "seed");
        verifier.auditCompact(PROVIDER, 11, PackedProofs.pack(proofsOf(11)));
        reported("possession audit of 1,000 agreements, 5 challenges of one leaf", "");
    }

    /// The worst there is: all but one ended together, and took nearly all of the rate with them.
    function test_AuditOfAThousandAgreementsOfWhichOneIsLeft() external {
        for (uint64 i = 2; i <= 1000; i++) {
            commitsRoot(opens(i, 1000 << 32, 11), keccak256("ended"), 1);
        }
        stores(1, 1 << 32, pieces(1));
        seeds(11, "seed");
        verifier.auditCompact(PROVIDER, 11, PackedProofs.pack(proofsOf(11)));
        reported("possession audit where 999 of 1,000 agreements ended", "");
    }
}

/// @dev A unit of 1 GiB, of which only the drawn leaves and the nodes on their way up are computed; every other node is made up, and all
/// bytes are as dear as random ones. All parts are the deployed ones, but for the beacon, whose views read as many slots. The provider is
/// in its rhythm: the epoch before was audited too. Goals: 65,000 and 190,000 (Prague 235,000).
contract PossessionVerifierGasTest is OrchestratorTest, GasTest {
    uint64 private constant PROVIDER = 1;
    uint256 private constant HEIGHT = 22;
    bytes32 private constant SEED = keccak256("seed");

    SeedBook private _seeds;
    PossessionVerifier private _audits;
    uint128 private _id;
    uint64[] private _drawn;
    uint8 private _treeHash;

    function test_AuditOfOneChallenge_OnePiece() external {
        auditsCompact("possession audit at 1 GiB, 1 challenge, one piece", 1, HEIGHT);
    }

    function test_AuditOfFiveChallenges_OnePiece() external {
        auditsCompact("possession audit at 1 GiB, 5 challenges, one piece", 5, HEIGHT);
    }

    function test_AuditOfOneChallenge_SixteenPieces() external {
        auditsCompact("possession audit at 1 GiB, 1 challenge, 16 pieces", 1, HEIGHT - 4);
    }

    function test_AuditOfFiveChallenges_SixteenPieces() external {
        auditsCompact("possession audit at 1 GiB, 5 challenges, 16 pieces", 5, HEIGHT - 4);
    }

    function test_AuditOfOneChallenge_OnePiece_Sha256() external {
        _treeHash = 1;
        auditsCompact("possession audit at 1 GiB, 1 challenge, one piece, SHA-256", 1, HEIGHT);
    }

    function test_AuditOfFiveChallenges_OnePiece_Sha256() external {
        _treeHash = 1;
        auditsCompact("possession audit at 1 GiB, 5 challenges, one piece, SHA-256", 5, HEIGHT);
    }

    function test_AuditOfOneChallenge_SixteenPieces_Sha256() external {
        _treeHash = 1;
        auditsCompact("possession audit at 1 GiB, 1 challenge, 16 pieces, SHA-256", 1, HEIGHT - 4);
    }

    function test_AuditOfFiveChallenges_SixteenPieces_Sha256() external {
        _treeHash = 1;
        auditsCompact("possession audit at 1 GiB, 5 challenges, 16 pieces, SHA-256", 5, HEIGHT - 4);
    }

    function test_AuditOfFiveChallenges_SixteenPieces_NotPacked() external {
        PossessionProof[] memory proofs = prepare(5, HEIGHT - 4);
        _audits.audit(PROVIDER, 12, proofs);
        reported(
            "possession audit at 1 GiB, 5 challenges, 16 pieces, not packed",
            abi.encodeCall(PossessionVerifier.audit, (PROVIDER, 12, proofs))
        );
    }

    function test_Commit_OneRevisionAnEpoch() external {
        install(5);
        for (uint32 epoch = 10; epoch < 14; epoch++) {
            if (epoch > 10) seeds(epoch - 1);
            commits(keccak256(abi.encode("root", epoch)), epoch);
        }
        reported("revision, one an epoch", "");
    }

    function auditsCompact(string memory what, uint8 challenges, uint256 pieceHeight) private {
        bytes memory proofs = PackedProofs.pack(prepare(challenges, pieceHeight));
        _audits.auditCompact(PROVIDER, 12, proofs);
        reported(what, abi.encodeCall(PossessionVerifier.auditCompact, (PROVIDER, 12, proofs)));
    }

    /// All parts, and one agreement of 1 GiB.
    function install(uint8 challenges) private {
        _seeds = new SeedBook();
        beacon = FakeBeacon(address(_seeds));
        // Registry, stakes, both sides of the Orchestrator and the lens come first.
        verifier = FakeVerifier(vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 8));
        deploy(address(token));
        _audits = new PossessionVerifier(
            orchestrator,
            IRegistry(address(registry)),
            IAccessGrants(address(grants)),
            IRandomBeacon(address(_seeds)),
            challenges,
            address(0)
        );
        assertEq(address(_audits), address(verifier), "verifier");
        market = orchestrator.createMarket(address(token), FEE_BPS, oracle);
        for (uint64 id = 1; id <= PROVIDERS; id++) {
            enlist(id);
        }
        vm.prank(consumer);
        token.approve(address(orchestrator), type(uint256).max);
        (uint128[] memory ids,) = openTwoOfThree();
        _id = ids[0];
    }

    /// The proofs of epoch 12; epoch 11 was audited.
    function prepare(uint8 challenges, uint256 pieceHeight) private returns (PossessionProof[] memory proofs) {
        install(challenges);
        draw(11, challenges);
        draw(12, challenges);
        commits(nodeAt(HEIGHT, 0, pieceHeight), 1);
        seeds(11);
        _audits.audit(PROVIDER, 11, proofsOf(0, challenges, pieceHeight));
        seeds(12);
        return proofsOf(challenges, challenges, pieceHeight);
    }

    function draw(uint32 epoch, uint8 challenges) private {
        for (uint256 j = 0; j < challenges; j++) {
            uint256 drawn = MerklePossession.draw(seedOf(epoch), PROVIDER, j);
            _drawn.push(MerklePossession.indexOf(drawn, uint64(1 << HEIGHT)));
        }
    }

    function seeds(uint32 epoch) private {
        vm.warp(uint256(startOf(epoch + 1)) + 10);
        _seeds.post(epoch, seedOf(epoch));
    }

    function seedOf(uint32 epoch) private pure returns (bytes32) {
        return keccak256(abi.encode(SEED, epoch));
    }

    function commits(bytes32 root, uint64 sequence) private {
        Revision memory revision = Revision(_id, root, uint64(1 << HEIGHT), sequence, _treeHash);
        bytes32 digest = _audits.hashRevision(revision);
        (, uint256 nodeKey) = actor(named("node", PROVIDER));
        _audits.commit(revision, sign(consumerKey, digest), sign(nodeKey, digest));
    }

    function proofsOf(uint256 from, uint256 count, uint256 pieceHeight) private view returns (PossessionProof[] memory proofs) {
        proofs = new PossessionProof[](count);
        for (uint256 j = 0; j < count; j++) {
            proofs[j] = proofOf(_drawn[from + j], pieceHeight);
        }
    }

    function proofOf(uint64 index, uint256 pieceHeight) private view returns (PossessionProof memory proof) {
        proof.leaf = leafOf(index);
        proof.pieceLeaves = uint64(1 << pieceHeight);
        proof.pieceIndex = index % proof.pieceLeaves;
        proof.piecePath = new bytes32[](pieceHeight);
        proof.unitPath = new bytes32[](HEIGHT - pieceHeight);
        proof.unitPathLeaves = new uint64[](HEIGHT - pieceHeight);
        proof.unitPathLeft = index >> pieceHeight;
        for (uint256 level = 0; level < HEIGHT; level++) {
            bytes32 sibling = nodeAt(level, index >> level ^ 1, pieceHeight);
            if (level < pieceHeight) {
                proof.piecePath[level] = sibling;
            } else {
                proof.unitPath[level - pieceHeight] =
                    level == pieceHeight ? MerklePossession.pieceHash(sibling, uint64(1 << level)) : sibling;
                proof.unitPathLeaves[level - pieceHeight] = uint64(1 << level);
            }
        }
    }

    /// Root of a piece at `pieceHeight`, node of a unit above, except that a unit of one piece has the piece's hash as its root.
    function nodeAt(uint256 level, uint256 at, uint256 pieceHeight) private view returns (bytes32 hash) {
        if (!isDrawn(level, at)) return keccak256(abi.encode(level, at));
        if (level == 0) return hashAt(0, bytes.concat(bytes1(0x00), leafOf(uint64(at))));
        bytes32 left = nodeAt(level - 1, 2 * at, pieceHeight);
        bytes32 right = nodeAt(level - 1, 2 * at + 1, pieceHeight);
        uint64 leaves = uint64(1 << (level - 1));
        if (level > pieceHeight) {
            if (level == pieceHeight + 1) {
                (left, right) = (MerklePossession.pieceHash(left, leaves), MerklePossession.pieceHash(right, leaves));
            }
            return MerklePossession.unitHash(left, leaves, right, leaves);
        }
        hash = hashAt(level, bytes.concat(bytes1(0x01), left, right));
        if (level == HEIGHT) return MerklePossession.pieceHash(hash, 2 * leaves);
    }

    function hashAt(uint256 level, bytes memory content) private view returns (bytes32) {
        return _treeHash == 1 && level <= 6 ? sha256(content) : keccak256(content);
    }

    function isDrawn(uint256 level, uint256 at) private view returns (bool) {
        for (uint256 j = 0; j < _drawn.length; j++) {
            if (_drawn[j] >> level == at) return true;
        }
        return false;
    }

    function leafOf(uint64 index) private pure returns (bytes memory leaf) {
        for (uint256 word = 0; word < 8; word++) {
            leaf = bytes.concat(leaf, keccak256(abi.encode(index, word)));
        }
    }
}
