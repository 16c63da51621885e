// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {PossessionProof} from "../../src/interfaces/Types.sol";
import {MerklePossession} from "../../src/lib/MerklePossession.sol";
import {Test} from "../Test.sol";
import {ReferenceUnit, Sha256Unit} from "./ReferenceUnit.sol";

/// @dev Branches: MerklePossession.holds.tree
abstract contract MerklePossessionTest is Test {
    /// How the pieces are hashed.
    uint8 internal immutable treeHash;

    constructor(uint8 treeHash_) {
        treeHash = treeHash_;
    }

    /// The library reads calldata: tests reach it through an external call.
    function holds(PossessionProof calldata proof, bytes32 root, uint64 leaves, uint64 index) external view returns (bool) {
        return MerklePossession.holds(proof, root, leaves, index, treeHash);
    }

    function verify(bytes calldata leaf, bytes32[] calldata path, uint256 index, uint8 height, bytes32 root) external view returns (bool) {
        return MerklePossession.verify(leaf, path, index, height, root, treeHash);
    }

    function leafHash(bytes calldata leaf) external view returns (bytes32) {
        return MerklePossession.leafHash(leaf, treeHash);
    }

    function test_EveryLeafOfAUnitWithEmptySlotsIsProven() external {
        (ReferenceUnit unit, bytes32 root, uint64 leaves) = unitOf(5, 0, 1, 8, 0, 3);

        assertEq(leaves, 17, "leaves");
        for (uint64 index = 0; index < leaves; index++) {
            PossessionProof memory proof = unit.proofOf(index);
            for (uint64 asked = 0; asked < leaves; asked++) {
                assertEq(this.holds(proof, root, leaves, asked), asked == index, "only for its own index");
            }
        }
    }

    function test_AUnitOfOnePieceHasNoPathAbove() external {
        uint64[] memory pieces = new uint64[](1);
        pieces[0] = 9;
        ReferenceUnit unit = newUnit(pieces);
        (bytes32 root, uint64 leaves) = unit.root();

        PossessionProof memory proof = unit.proofOf(8);
        assertEq(proof.unitPath.length, 0, "path");
        assertTrue(this.holds(proof, root, leaves, 8), "the last leaf");
    }

    function test_Refuses_TheLeafOfAnotherIndex() external {
        (ReferenceUnit unit, bytes32 root, uint64 leaves) = unitOf(5, 0, 1, 8, 0, 3);
        PossessionProof memory proof = unit.proofOf(2);
        proof.leaf = unit.leafOf(0, 3);

        assertFalse(this.holds(proof, root, leaves, 2), "holds");
    }

    function test_Refuses_ALeafThatIsNot256Bytes() external {
        (ReferenceUnit unit, bytes32 root, uint64 leaves) = unitOf(5, 0, 1, 8, 0, 3);
        PossessionProof memory proof = unit.proofOf(2);

        proof.leaf = bytes.concat(proof.leaf, hex"00");
        assertFalse(this.holds(proof, root, leaves, 2), "257 bytes");
        proof.leaf = new bytes(255);
        assertFalse(this.holds(proof, root, leaves, 2), "255 bytes");
        proof.leaf = "";
        assertFalse(this.holds(proof, root, leaves, 2), "0 bytes");
    }

    function test_Refuses_APathOfAnotherHeight() external {
        (ReferenceUnit unit, bytes32 root, uint64 leaves) = unitOf(5, 0, 1, 8, 0, 3);
        PossessionProof memory proof = unit.proofOf(2);

        bytes32[] memory longer = new bytes32[](4);
        for (uint256 i = 0; i < 3; i++) {
            longer[i] = proof.piecePath[i];
        }
        PossessionProof memory changed = unit.proofOf(2);
        changed.piecePath = longer;
        assertFalse(this.holds(changed, root, leaves, 2), "longer");

        changed.piecePath = new bytes32[](2);
        assertFalse(this.holds(changed, root, leaves, 2), "shorter");
        changed.piecePath = new bytes32[](300);
        assertFalse(this.holds(changed, root, leaves, 2), "absurd");
    }

    function test_Refuses_PathsOfDifferentLengthsAbove() external {
        (ReferenceUnit unit, bytes32 root, uint64 leaves) = unitOf(5, 0, 1, 8, 0, 3);
        PossessionProof memory proof = unit.proofOf(2);

        proof.unitPathLeaves = new uint64[](2);
        assertFalse(this.holds(proof, root, leaves, 2), "sums missing");
    }

    function test_Refuses_AnIndexBeyondThePiece() external {
        // The padding of a piece is provable as a node, but no leaf that anyone stored.
        (ReferenceUnit unit, bytes32 root, uint64 leaves) = unitOf(5, 0, 1, 8, 0, 3);
        PossessionProof memory proof = unit.proofOf(4);
        proof.pieceIndex = 5;
        proof.leaf = new bytes(256);

        assertFalse(this.holds(proof, root, leaves, 5), "holds");
    }

    function test_Refuses_AnotherSplitOfTheSums() external {
        (ReferenceUnit unit, bytes32 root, uint64 leaves) = unitOf(5, 0, 1, 8, 0, 3);
        PossessionProof memory proof = unit.proofOf(7); // in the piece of 8

        proof.unitPathLeaves[0] += 1;
        proof.unitPathLeaves[1] -= 1;
        for (uint64 index = 0; index < leaves; index++) {
            assertFalse(this.holds(proof, root, leaves, index), "holds");
        }
    }

    function test_Refuses_SumsThatOverflow() external {
        (ReferenceUnit unit, bytes32 root, uint64 leaves) = unitOf(5, 0, 1, 8, 0, 3);
        PossessionProof memory proof = unit.proofOf(2);
        for (uint256 i = 0; i < proof.unitPathLeaves.length; i++) {
            proof.unitPathLeaves[i] = type(uint64).max;
        }

        assertFalse(this.holds(proof, root, leaves, 2), "holds");
    }

    function test_Refuses_ANodeShownAsALeaf() external {
        // The tags differ, and a node's 65 bytes are no leaf: an inner node never opens as one.
        (ReferenceUnit unit,,) = unitOf(8, 0, 0, 0, 0, 0);
        PossessionProof memory proof = unit.proofOf(0);
        bytes memory children = bytes.concat(this.leafHash(proof.leaf), proof.piecePath[0], new bytes(192));
        bytes32[] memory path = new bytes32[](2);
        (path[0], path[1]) = (proof.piecePath[1], proof.piecePath[2]);

        assertFalse(this.verify(children, path, 0, 2, unit.pieceRoot(0)), "verify");
    }

    function testFuzz_ProvesAnyLeafAndRefusesAnyFlippedBit(uint8[6] calldata sizes, uint256 pick, uint256 where, uint256 bit) external {
        (ReferenceUnit unit, bytes32 root, uint64 leaves) =
            unitOf(sizes[0] % 20, sizes[1] % 20, sizes[2] % 20, sizes[3] % 20, sizes[4] % 20, 1 + sizes[5] % 20);
        uint64 index = uint64(pick % leaves);
        PossessionProof memory proof = unit.proofOf(index);
        assertTrue(this.holds(proof, root, leaves, index), "proves");

        where %= 4;
        if (where == 0) {
            proof.leaf[bit % 256] ^= 0x01;
        } else if (where == 1 && proof.piecePath.length > 0) {
            proof.piecePath[bit % proof.piecePath.length] ^= bytes32(1 << (bit % 256));
        } else if (where == 2) {
            proof.unitPath[bit % 3] ^= bytes32(1 << (bit % 256));
        } else {
            proof.unitPathLeft ^= 1 << (bit % 3);
        }
        assertFalse(this.holds(proof, root, leaves, index), "refuses");
    }

    function testFuzz_AChallengeIsALeafOfTheUnit(bytes32 seed, uint64 providerId, uint256 j, uint64 leaves) external pure {
        leaves = uint64(bound(leaves, 1, type(uint64).max));
        assertTrue(MerklePossession.indexOf(MerklePossession.draw(seed, providerId, j), leaves) < leaves, "index");
    }

    function test_ChallengesSpreadEvenlyOverTheLeaves() external pure {
        uint256[10] memory hits;
        for (uint256 j = 0; j < 2000; j++) {
            hits[MerklePossession.indexOf(MerklePossession.draw(keccak256("seed"), 7, j), 10)]++;
        }
        for (uint256 leaf = 0; leaf < 10; leaf++) {
            // 200 expected; 60 is more than four standard deviations.
            assertGe(hits[leaf], 140, "too few");
            assertLe(hits[leaf], 260, "too many");
        }
    }

    function unitOf(uint64 a, uint64 b, uint64 c, uint64 d, uint64 e, uint64 f)
        private
        returns (ReferenceUnit unit, bytes32 root, uint64 leaves)
    {
        uint64[] memory pieces = new uint64[](6);
        (pieces[0], pieces[1], pieces[2], pieces[3], pieces[4], pieces[5]) = (a, b, c, d, e, f);
        unit = newUnit(pieces);
        (root, leaves) = unit.root();
    }

    function newUnit(uint64[] memory pieces) internal virtual returns (ReferenceUnit);
}

contract MerklePossessionKeccak256Test is MerklePossessionTest(0) {
    /// Values computed with `cast keccak`, apart from both implementations.
    function test_HashesAreTheOnesOfTheSpecification() external view {
        bytes32 leaf = 0x7a9efb4f2d5fc995fb0c798bd5426724a58aa7b05b62f646b6baed96f5dbfc87;
        bytes32 piece = 0xca590f4cb741487251ab8742b7b5cb5efcb36915f97dcbfa211ac68aff254c1d;
        assertEq(this.leafHash(new bytes(256)), leaf, "leaf");
        assertEq(MerklePossession.pieceHash(leaf, 1), piece, "piece of one leaf");
        assertEq(
            MerklePossession.unitHash(piece, 1, piece, 1), 0x8599aa1b6f2669f3980d9e6a589256bcb7d4f21fe2804779d5e3f3f2ac8eecf0, "unit of two"
        );

        bytes32[] memory path = new bytes32[](1);
        path[0] = leaf;
        bytes32 two = 0x4da885ab0fab22bbc970669bb82d0fe11dec9ec0f45b8544b7b008d94bee5ed9;
        assertTrue(this.verify(new bytes(256), path, 0, 1, two), "left of two zero leaves");
        assertTrue(this.verify(new bytes(256), path, 1, 1, two), "right of two zero leaves");
        assertFalse(this.verify(new bytes(256), path, 2, 1, two), "an index beyond the tree");
    }

    function newUnit(uint64[] memory pieces) internal override returns (ReferenceUnit) {
        return new ReferenceUnit(pieces);
    }
}

contract MerklePossessionSha256Test is MerklePossessionTest(1) {
    /// Values computed apart from both implementations; those of zero leaves stand in PossessionTreeTest of
    /// network.flashback.evm.possession too.
    function test_HashesAreTheOnesOfTheSpecification() external view {
        bytes32[9] memory empty;
        empty[0] = 0x6c934d0cdf9dba94b474d6d1929f16739bd9a8ed31d0c3bcaf82c283fb7a3568;
        empty[1] = 0x420c407475bab43b8142471daa45b11cffa8b44b8cbfd74fe8b3539fd5f84c7c;
        empty[6] = 0xceb0dec5e2ec8a5f6dec9e9b47e25c60aed35830b9eeeedaa6aceae0a6b08ef2;
        empty[7] = 0x8c8fa28ca3005b641502272a0cf9c134760b9b966910bdf174612eddd543443e;
        empty[8] = 0x6223f2416ca7297cd55d0961feaf84be61bdea7ba15281d055a4307d8da0f3a5;
        assertEq(this.leafHash(new bytes(256)), empty[0], "leaf");
        assertTrue(this.verify(new bytes(256), zeros(1), 1, 1, empty[1]), "two zero leaves");
        assertTrue(this.verify(new bytes(256), zeros(6), 37, 6, empty[6]), "as high as SHA-256 reaches");
        assertTrue(this.verify(new bytes(256), zeros(7), 101, 7, empty[7]), "one level of keccak256");
        assertTrue(this.verify(new bytes(256), zeros(8), 200, 8, empty[8]), "two levels of keccak256");
        assertFalse(this.verify(new bytes(256), zeros(8), 256, 8, empty[8]), "an index beyond the tree");
    }

    /// Siblings of a leaf in a tree of zero leaves, hashed by Solidity's own functions.
    function zeros(uint256 height) private pure returns (bytes32[] memory path) {
        path = new bytes32[](height);
        path[0] = sha256(new bytes(257));
        for (uint256 level = 1; level < height; level++) {
            bytes memory pair = bytes.concat(bytes1(0x01), path[level - 1], path[level - 1]);
            path[level] = level <= 6 ? sha256(pair) : keccak256(pair);
        }
    }

    function newUnit(uint64[] memory pieces) internal override returns (ReferenceUnit) {
        return new Sha256Unit(pieces);
    }
}
