// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {PossessionProof} from "../interfaces/Types.sol";

/// @title The trees of possession: what a proof shows, and which leaf is asked for
/// @notice A piece is a binary tree over leaves of 256 bytes; the unit of an agreement is a tree over its pieces that also adds up
/// their leaves, so that one number names a leaf of the whole unit. IPossessionVerifier gives the hashes. Every kind of node has a tag
/// of its own, so that no node can be passed off as another kind. Which function hashes a piece is fixed for the unit (`treeHash`).
library MerklePossession {
    uint256 internal constant LEAF_BYTES = 256;

    /// @dev The kinds of a unit's pieces: keccak256 throughout; SHA-256 below and keccak256 above.
    uint8 internal constant KECCAK256 = 0;
    uint8 internal constant SHA256 = 1;

    /// @dev Levels of nodes above the leaves that are SHA-256 in a tree of that kind. A level of them costs 310 gas, one of keccak256 130,
    /// and off chain one keccak256 over 64 leaves no longer shows (decision 23).
    uint256 private constant SHA256_LEVELS = 6;

    /// @dev No piece is higher: 2^40 leaves are 256 TiB. Bounds the shift by `index`.
    uint256 private constant HEIGHT_MAX = 40;

    /// @dev Of a packed proof: the bytes before its leaf, and those of a sibling with its leaves.
    uint256 private constant PACKED_HEAD = 17;
    uint256 private constant PACKED_SIBLING = 37;

    /// @notice Whether `proof` shows the leaf at `index` of the unit (root, leaves).
    /// @param root of the unit, as consumer and provider signed it
    /// @param leaves of the unit, all pieces together
    /// @param treeHash of the unit's pieces
    function holds(PossessionProof calldata proof, bytes32 root, uint64 leaves, uint64 index, uint8 treeHash) internal view returns (bool) {
        uint256 sum = proof.pieceLeaves;
        uint256 before = proof.pieceIndex;
        bytes32[] calldata path = proof.piecePath;
        if (before >= sum || proof.leaf.length != LEAF_BYTES || !isHeightOf(uint64(sum), path.length)) return false;
        bytes32 node = pieceHash(pieceRootAt(_offsetOf(proof.leaf), _offsetOf(path), path.length, before, treeHash), uint64(sum));

        path = proof.unitPath;
        uint64[] calldata pathLeaves = proof.unitPathLeaves;
        if (pathLeaves.length != path.length) return false;
        for (uint256 i = 0; i < path.length; i++) {
            uint256 siblingSum = pathLeaves[i];
            if ((proof.unitPathLeft >> i) & 1 == 1) {
                before += siblingSum;
                node = unitHash(path[i], siblingSum, node, sum);
            } else {
                node = unitHash(node, sum, path[i], siblingSum);
            }
            sum += siblingSum;
            // A sum that does not fit its 64 bits would be hashed as a smaller one.
            if (sum > type(uint64).max) return false;
        }
        return node == root && sum == leaves && before == index;
    }

    /// @notice Where packed proofs (IPossessionVerifier.auditCompact) begin and end in calldata.
    function boundsOf(bytes calldata proofs) internal pure returns (uint256 from, uint256 end) {
        from = _offsetOf(proofs);
        end = from + proofs.length;
    }

    /// @notice Whether at byte `at` of calldata, before `end`, no proof stands but the word that there is none: a height that no piece has.
    function isAdmission(uint256 at, uint256 end) internal pure returns (bool yes) {
        assembly ("memory-safe") {
            yes := and(lt(at, end), eq(shr(248, calldataload(at)), 0xff))
        }
    }

    /// @notice What the packed proof shows that begins at byte `from` of calldata, of those that end at `end`: it holds when these are root
    /// and leaves of the unit and the challenged index.
    /// @param treeHash of the unit's pieces
    /// @return root 0, which no unit with leaves has, when the proof is none or not all of its bytes are there
    /// @return leaves of the unit
    /// @return index of the leaf in the unit
    /// @return to the byte behind the proof
    function shownByPacked(uint256 from, uint256 end, uint8 treeHash)
        internal
        view
        returns (bytes32 root, uint256 leaves, uint256 index, uint256 to)
    {
        // No overflow: a proof is at most some twenty thousand bytes long, and counts at most 256 * 2^40 leaves.
        unchecked {
            uint256 head = _headAt(from);
            uint256 height = head >> 128;
            (leaves, index) = (uint40(head >> 40), uint40(head >> 80));
            to = from + PACKED_HEAD + LEAF_BYTES + 32 * height + PACKED_SIBLING * uint8(head >> 120);
            if (to > end || index >= leaves || !isHeightOf(uint64(leaves), height)) return (0, 0, 0, to);

            from += PACKED_HEAD;
            root = pieceHash(pieceRootAt(from, from + LEAF_BYTES, height, index, treeHash), uint64(leaves));
            (root, leaves, index) = foldUnit(root, leaves, index, from + LEAF_BYTES + 32 * height, to, uint40(head));
        }
    }

    /// @notice Whether `path` leads from `leaf` at `index` to the root of a piece of 2^height leaves.
    function verify(bytes calldata leaf, bytes32[] calldata path, uint256 index, uint8 height, bytes32 root, uint8 treeHash)
        internal
        view
        returns (bool)
    {
        if (leaf.length != LEAF_BYTES || height > HEIGHT_MAX || path.length != height || index >> height != 0) return false;
        return pieceRootAt(_offsetOf(leaf), _offsetOf(path), height, index, treeHash) == root;
    }

    /// @notice Whether `height` is the least h with 2^h >= leaves: a piece has one tree only.
    function isHeightOf(uint64 leaves, uint256 height) internal pure returns (bool) {
        if (height > HEIGHT_MAX) return false;
        uint256 room = 1 << height;
        return leaves <= room && (height == 0 || leaves > room >> 1);
    }

    /// @notice The j-th draw of a provider in an epoch, keccak256(abi.encode(seed, providerId, j)): the source of one challenge.
    function draw(bytes32 seed, uint64 providerId, uint256 j) internal pure returns (uint256 drawn) {
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(at, seed)
            mstore(add(at, 0x20), providerId)
            mstore(add(at, 0x40), j)
            drawn := keccak256(at, 0x60)
        }
    }

    /// @notice Where a draw falls on the provider's units laid end to end by rate.
    /// @dev The remainder of 256 bits by at most 128 favours no value by more than 2^-128.
    function pointOf(uint256 drawn, uint256 totalRate) internal pure returns (uint256) {
        return drawn % totalRate;
    }

    /// @notice The leaf a draw asks for, in [0, leaves). Hashed again, so that the leaf does not depend on which unit was hit.
    /// @dev The remainder of 256 bits by 64 favours no leaf by more than 2^-192.
    function indexOf(uint256 drawn, uint64 leaves) internal pure returns (uint64) {
        uint256 again;
        assembly ("memory-safe") {
            mstore(0x00, drawn)
            again := keccak256(0x00, 0x20)
        }
        return uint64(again % leaves);
    }

    /// @notice H(0x00 || leaf), for a leaf of 256 bytes.
    function leafHash(bytes calldata leaf, uint8 treeHash) internal view returns (bytes32 hash) {
        return treeHash == KECCAK256 ? _keccakLeafAt(_offsetOf(leaf)) : _sha256LeafAt(_offsetOf(leaf));
    }

    /// @notice keccak256(0x02 || pieceRoot || uint64 leaves): a piece as a leaf of the unit.
    function pieceHash(bytes32 pieceRoot, uint64 leaves) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore8(at, 0x02)
            mstore(add(at, 0x01), pieceRoot)
            mstore(add(at, 0x21), shl(192, leaves))
            hash := keccak256(at, 0x29)
        }
    }

    /// @notice keccak256(0x03 || left || uint64 leftLeaves || right || uint64 rightLeaves).
    function unitHash(bytes32 left, uint256 leftLeaves, bytes32 right, uint256 rightLeaves) internal pure returns (bytes32 hash) {
        // From the lowest field upwards: the bytes that a word writes too far are those of the next one.
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore8(at, 0x03)
            mstore(add(at, 0x01), left)
            mstore(add(at, 0x21), shl(192, leftLeaves))
            mstore(add(at, 0x29), right)
            mstore(add(at, 0x49), shl(192, rightLeaves))
            hash := keccak256(at, 0x51)
        }
    }

    /// Root of the piece whose leaf `index` lies at `leafOffset` of calldata, and the `height` words of its siblings at `offset`.
    function pieceRootAt(uint256 leafOffset, uint256 offset, uint256 height, uint256 index, uint8 treeHash) private view returns (bytes32) {
        if (treeHash == KECCAK256) return foldPiece(_keccakLeafAt(leafOffset), offset, height, index);
        uint256 low = height < SHA256_LEVELS ? height : SHA256_LEVELS;
        bytes32 node = foldPieceSha256(_sha256LeafAt(leafOffset), offset, low, index);
        // No overflow: heights are at most 40.
        unchecked {
            return foldPiece(node, offset + 32 * low, height - low, index >> low);
        }
    }

    /// Climbs from a leaf to the root of its piece over the `height` words of calldata at `offset`: node = keccak256(0x01 || left || right),
    /// bit i of `index` set when the node of level i is the right one.
    function foldPiece(bytes32 node, uint256 offset, uint256 height, uint256 index) private pure returns (bytes32) {
        // An audit climbs some hundred levels: in place and two at a time, a level costs 130 gas; through abi.encodePacked about 400.
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore8(at, 0x01)
            let left := add(at, 0x01)
            let right := add(at, 0x21)
            let end := add(offset, shl(5, height))
            // The bit of the level stands where its value is the distance (0 or 32) of the node from the left half.
            let way := shl(5, index)
            if and(height, 1) {
                let side := and(way, 0x20)
                mstore(add(left, side), node)
                mstore(sub(right, side), calldataload(offset))
                node := keccak256(at, 0x41)
                offset := add(offset, 0x20)
                way := shr(1, way)
            }
            for {} lt(offset, end) { offset := add(offset, 0x40) } {
                let side := and(way, 0x20)
                mstore(add(left, side), node)
                mstore(sub(right, side), calldataload(offset))
                side := and(shr(1, way), 0x20)
                mstore(add(left, side), keccak256(at, 0x41))
                mstore(sub(right, side), calldataload(add(offset, 0x20)))
                node := keccak256(at, 0x41)
                way := shr(2, way)
            }
        }
        return node;
    }

    /// The same by SHA-256, which is the contract at address 2 of every EVM.
    function foldPieceSha256(bytes32 node, uint256 offset, uint256 height, uint256 index) private view returns (bytes32) {
        // Each hash is written to where the next one takes it from: its side of the pair.
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore8(at, 0x01)
            let left := add(at, 0x01)
            let right := add(at, 0x21)
            let end := add(offset, shl(5, height))
            let way := shl(5, index)
            let side := and(way, 0x20)
            mstore(add(left, side), node)
            for {} lt(offset, end) { offset := add(offset, 0x20) } {
                mstore(sub(right, side), calldataload(offset))
                way := shr(1, way)
                side := and(way, 0x20)
                if iszero(staticcall(gas(), 2, at, 0x41, add(left, side), 0x20)) { revert(0, 0) }
            }
            node := mload(add(left, side))
        }
        return node;
    }

    /// Climbs from a piece to the root of the unit over the packed siblings in calldata from `offset` to `end`; bit i of `left` is set where
    /// sibling i stands on the left. Counts leaves: `sum` under the node, `before` to the left of the one to show.
    function foldUnit(bytes32 node, uint256 sum, uint256 before, uint256 offset, uint256 end, uint256 left)
        private
        pure
        returns (bytes32, uint256, uint256)
    {
        unchecked {
            for (; offset < end; offset += PACKED_SIBLING) {
                (bytes32 sibling, uint256 leaves) = _siblingAt(offset);
                if (left & 1 == 1) {
                    before += leaves;
                    node = unitHash(sibling, leaves, node, sum);
                } else {
                    node = unitHash(node, sum, sibling, leaves);
                }
                sum += leaves;
                left >>= 1;
            }
        }
        return (node, sum, before);
    }

    /// The bytes of a leaf at `offset` of calldata, hashed.
    function _keccakLeafAt(uint256 offset) private pure returns (bytes32 hash) {
        // One copy from calldata behind the tag, where abi.encodePacked would copy twice. The bytes beyond the free memory pointer are
        // used as scratch space and not kept.
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore8(at, 0x00)
            calldatacopy(add(at, 1), offset, 256)
            hash := keccak256(at, 257)
        }
    }

    function _sha256LeafAt(uint256 offset) private view returns (bytes32 hash) {
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore8(at, 0x00)
            calldatacopy(add(at, 1), offset, 256)
            if iszero(staticcall(gas(), 2, at, 257, 0x00, 0x20)) { revert(0, 0) }
            hash := mload(0x00)
        }
    }

    /// The 17 bytes before the leaf of a packed proof. Bytes beyond the calldata read as zero.
    function _headAt(uint256 offset) private pure returns (uint256 head) {
        assembly ("memory-safe") {
            head := shr(120, calldataload(offset))
        }
    }

    /// A sibling in the unit, and its leaves, at `offset` of calldata.
    function _siblingAt(uint256 offset) private pure returns (bytes32 sibling, uint256 leaves) {
        assembly ("memory-safe") {
            sibling := calldataload(offset)
            leaves := shr(216, calldataload(add(offset, 0x20)))
        }
    }

    function _offsetOf(bytes32[] calldata words) private pure returns (uint256 offset) {
        assembly ("memory-safe") {
            offset := words.offset
        }
    }

    function _offsetOf(bytes calldata part) private pure returns (uint256 offset) {
        assembly ("memory-safe") {
            offset := part.offset
        }
    }
}
