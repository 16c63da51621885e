// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {PossessionProof} from "../../src/interfaces/Types.sol";
import {MerklePossession} from "../../src/lib/MerklePossession.sol";
import {PossessionTest} from "../possession/PossessionTest.sol";
import {GasTest} from "./GasTest.sol";

/// @dev A unit of 1 GiB, of which only the drawn leaves and the nodes on their way up are computed; every other node is made up, and all
/// bytes are as dear as random ones. The Orchestrator and the beacon are stand-ins; the provider is the first of the chain in its epoch.
/// Limits are the figures measured plus 1 %; the design wants 65,000 and 190,000.
contract PossessionVerifierGasTest is PossessionTest, GasTest {
    uint256 private constant HEIGHT = 22;
    bytes32 private constant SEED = keccak256("seed");

    uint64[] private _drawn;

    function test_AuditOfOneChallenge_OnePiece() external {
        audit(1, HEIGHT);
        measured("possession audit at 1 GiB, 1 challenge, one piece", 101_500);
    }

    function test_AuditOfFiveChallenges_OnePiece() external {
        audit(5, HEIGHT);
        measured("possession audit at 1 GiB, 5 challenges, one piece", 206_500);
    }

    function test_AuditOfOneChallenge_SixteenPieces() external {
        audit(1, HEIGHT - 4);
        measured("possession audit at 1 GiB, 1 challenge, 16 pieces", 106_700);
    }

    function test_AuditOfFiveChallenges_SixteenPieces() external {
        audit(5, HEIGHT - 4);
        measured("possession audit at 1 GiB, 5 challenges, 16 pieces", 232_500);
    }

    function test_Commit_OneRevisionAnEpoch() external {
        uint128 id = opens(1, 1 << 32, LONG);
        for (uint32 epoch = 10; epoch < 14; epoch++) {
            if (epoch > 10) seeds(epoch - 1, keccak256(abi.encode(epoch)));
            commitsRoot(id, keccak256(abi.encode("root", epoch)), 1 << 22);
        }
        measured("revision, one an epoch", 110_100);
    }

    function audit(uint8 challenges, uint256 pieceHeight) private {
        verifier = newVerifier(challenges);
        for (uint256 j = 0; j < challenges; j++) {
            _drawn.push(MerklePossession.indexOf(MerklePossession.draw(SEED, PROVIDER, j), uint64(1 << HEIGHT)));
        }
        uint128 id = opens(1, 1 << 32, LONG);
        commitsRoot(id, nodeAt(HEIGHT, 0, pieceHeight), uint64(1 << HEIGHT));
        // A provider in its rhythm: the epoch before was audited, the one before that is closed.
        seeds(10, SEED);
        verifier.audit(PROVIDER, 10, new PossessionProof[](0));
        seeds(11, SEED);
        PossessionProof[] memory proofs = new PossessionProof[](challenges);
        for (uint256 j = 0; j < challenges; j++) {
            proofs[j] = proofOf(_drawn[j], pieceHeight);
        }
        verifier.audit(PROVIDER, 11, proofs);
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
        if (level == 0) return keccak256(bytes.concat(bytes1(0x00), leafOf(uint64(at))));
        bytes32 left = nodeAt(level - 1, 2 * at, pieceHeight);
        bytes32 right = nodeAt(level - 1, 2 * at + 1, pieceHeight);
        uint64 leaves = uint64(1 << (level - 1));
        if (level > pieceHeight) {
            if (level == pieceHeight + 1) {
                (left, right) = (MerklePossession.pieceHash(left, leaves), MerklePossession.pieceHash(right, leaves));
            }
            return MerklePossession.unitHash(left, leaves, right, leaves);
        }
        hash = keccak256(bytes.concat(bytes1(0x01), left, right));
        if (level == HEIGHT) return MerklePossession.pieceHash(hash, 2 * leaves);
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
