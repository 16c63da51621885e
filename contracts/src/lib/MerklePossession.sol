// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {PossessionProof} from "../interfaces/Types.sol";

/// @title The trees of possession: what a proof shows, and which leaf is asked for
/// @notice A piece is a binary tree over leaves of 256 bytes; the unit of an agreement is a tree over its pieces that also adds up
/// their leaves, so that one number names a leaf of the whole unit. IPossessionVerifier gives the hashes. Every kind of node has a tag
/// of its own, so that no node can be passed off as another kind.
library MerklePossession {
    uint256 internal constant LEAF_BYTES = 256;

    /// @dev No piece is higher: 2^40 leaves are 256 TiB. Bounds the shift by `index`.
    uint256 private constant HEIGHT_MAX = 40;

    /// @notice Whether `proof` shows the leaf at `index` of the unit (root, leaves).
    /// @param root of the unit, as consumer and provider signed it
    /// @param leaves of the unit, all pieces together
    function holds(PossessionProof calldata proof, bytes32 root, uint64 leaves, uint64 index) internal pure returns (bool) {
        if (proof.pieceIndex >= proof.pieceLeaves || proof.unitPathLeaves.length != proof.unitPath.length) return false;
        if (proof.leaf.length != LEAF_BYTES || !isHeightOf(proof.pieceLeaves, proof.piecePath.length)) return false;

        bytes32 node = pieceHash(foldPiece(leafHash(proof.leaf), proof.piecePath, proof.pieceIndex), proof.pieceLeaves);
        uint256 sum = proof.pieceLeaves;
        uint256 before = 0;
        for (uint256 i = 0; i < proof.unitPath.length; i++) {
            uint256 siblingSum = proof.unitPathLeaves[i];
            if ((proof.unitPathLeft >> i) & 1 == 1) {
                before += siblingSum;
                node = unitHash(proof.unitPath[i], siblingSum, node, sum);
            } else {
                node = unitHash(node, sum, proof.unitPath[i], siblingSum);
            }
            sum += siblingSum;
            // A sum that does not fit its 64 bits would be hashed as a smaller one.
            if (sum > type(uint64).max) return false;
        }
        return node == root && sum == leaves && before + proof.pieceIndex == index;
    }

    /// @notice Whether `path` leads from `leaf` at `index` to the root of a piece of 2^height leaves.
    function verify(bytes calldata leaf, bytes32[] calldata path, uint256 index, uint8 height, bytes32 root) internal pure returns (bool) {
        if (leaf.length != LEAF_BYTES || height > HEIGHT_MAX || path.length != height || index >> height != 0) return false;
        return foldPiece(leafHash(leaf), path, index) == root;
    }

    /// @notice Whether `height` is the least h with 2^h >= leaves: a piece has one tree only.
    function isHeightOf(uint64 leaves, uint256 height) internal pure returns (bool) {
        if (height > HEIGHT_MAX) return false;
        uint256 room = 1 << height;
        return leaves <= room && (height == 0 || leaves > room >> 1);
    }

    /// @notice The j-th draw of a provider in an epoch: the source of one challenge.
    function draw(bytes32 seed, uint64 providerId, uint256 j) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, providerId, j)));
    }

    /// @notice Where a draw falls on the provider's units laid end to end by rate.
    /// @dev The remainder of 256 bits by at most 128 favours no value by more than 2^-128.
    function pointOf(uint256 drawn, uint256 totalRate) internal pure returns (uint256) {
        return drawn % totalRate;
    }

    /// @notice The leaf a draw asks for, in [0, leaves). Hashed again, so that the leaf does not depend on which unit was hit.
    /// @dev The remainder of 256 bits by 64 favours no leaf by more than 2^-192.
    function indexOf(uint256 drawn, uint64 leaves) internal pure returns (uint64) {
        return uint64(uint256(keccak256(abi.encode(drawn))) % leaves);
    }

    /// @notice keccak256(0x00 || leaf), for a leaf of 256 bytes.
    function leafHash(bytes calldata leaf) internal pure returns (bytes32 hash) {
        // One copy from calldata behind the tag, where abi.encodePacked would copy twice. The bytes beyond the free memory pointer are
        // used as scratch space and not kept.
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore8(at, 0x00)
            calldatacopy(add(at, 1), leaf.offset, 256)
            hash := keccak256(at, 257)
        }
    }

    /// @notice keccak256(0x02 || pieceRoot || uint64 leaves): a piece as a leaf of the unit.
    function pieceHash(bytes32 pieceRoot, uint64 leaves) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(uint8(2), pieceRoot, leaves));
    }

    /// @notice keccak256(0x03 || left || uint64 leftLeaves || right || uint64 rightLeaves).
    function unitHash(bytes32 left, uint256 leftLeaves, bytes32 right, uint256 rightLeaves) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(uint8(3), left, uint64(leftLeaves), right, uint64(rightLeaves)));
    }

    /// Climbs from a leaf to the root of its piece: node = keccak256(0x01 || left || right), bit i of `index` set when the node of level i
    /// is the right one.
    function foldPiece(bytes32 node, bytes32[] calldata path, uint256 index) private pure returns (bytes32) {
        // An audit climbs some hundred levels: in place, a level costs 130 gas; through abi.encodePacked about 400.
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore8(at, 0x01)
            let left := add(at, 0x01)
            let right := add(at, 0x21)
            let end := add(path.offset, shl(5, path.length))
            for { let sibling := path.offset } lt(sibling, end) { sibling := add(sibling, 0x20) } {
                switch and(index, 1)
                case 0 {
                    mstore(left, node)
                    mstore(right, calldataload(sibling))
                }
                default {
                    mstore(left, calldataload(sibling))
                    mstore(right, node)
                }
                node := keccak256(at, 0x41)
                index := shr(1, index)
            }
        }
        return node;
    }
}
