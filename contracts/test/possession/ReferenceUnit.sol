// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {PossessionProof} from "../../src/interfaces/Types.sol";

/// @title The unit of an agreement, built the plain way from the words of IPossessionVerifier
/// @dev Slow and recursive on purpose: it shares no code with what it checks. Slot i holds a piece of `_pieces[i]` leaves, 0 for none.
contract ReferenceUnit {
    uint64[] private _pieces;

    constructor(uint64[] memory pieces) {
        _pieces = pieces;
    }

    function root() external view returns (bytes32 hash, uint64 leaves) {
        return node(unitHeight(), 0);
    }

    function proofOf(uint64 index) external view returns (PossessionProof memory proof) {
        uint256 slot = 0;
        while (index >= _pieces[slot]) index -= _pieces[slot++];

        proof.leaf = leafOf(slot, index);
        proof.pieceLeaves = _pieces[slot];
        proof.pieceIndex = index;
        uint256 height = heightOf(_pieces[slot]);
        proof.piecePath = new bytes32[](height);
        for (uint256 level = 0; level < height; level++) {
            proof.piecePath[level] = pieceNode(slot, level, (index >> level) ^ 1);
        }

        height = unitHeight();
        proof.unitPath = new bytes32[](height);
        proof.unitPathLeaves = new uint64[](height);
        for (uint256 level = 0; level < height; level++) {
            (proof.unitPath[level], proof.unitPathLeaves[level]) = node(level, (slot >> level) ^ 1);
            proof.unitPathLeft |= ((slot >> level) & 1) << level;
        }
    }

    function pieceRoot(uint256 slot) external view returns (bytes32) {
        return pieceNode(slot, heightOf(_pieces[slot]), 0);
    }

    function leafOf(uint256 slot, uint256 index) public view returns (bytes memory leaf) {
        if (index >= _pieces[slot]) return new bytes(256);
        for (uint256 word = 0; word < 8; word++) {
            leaf = bytes.concat(leaf, keccak256(abi.encode(slot, index, word)));
        }
    }

    function heightOf(uint256 leaves) public pure returns (uint256 height) {
        while (2 ** height < leaves) height++;
    }

    /// What lies at a level of a piece, hashed.
    function hashAt(uint256, bytes memory content) internal pure virtual returns (bytes32) {
        return keccak256(content);
    }

    function pieceNode(uint256 slot, uint256 level, uint256 index) private view returns (bytes32) {
        if (level == 0) return hashAt(0, bytes.concat(bytes1(0x00), leafOf(slot, index)));
        return hashAt(level, bytes.concat(bytes1(0x01), pieceNode(slot, level - 1, 2 * index), pieceNode(slot, level - 1, 2 * index + 1)));
    }

    function unitHeight() private view returns (uint256) {
        return heightOf(_pieces.length);
    }

    function node(uint256 level, uint256 index) private view returns (bytes32 hash, uint64 leaves) {
        if (level == 0) {
            if (index >= _pieces.length || _pieces[index] == 0) return (0, 0);
            bytes32 piece = pieceNode(index, heightOf(_pieces[index]), 0);
            return (keccak256(bytes.concat(bytes1(0x02), piece, bytes8(_pieces[index]))), _pieces[index]);
        }
        (bytes32 left, uint64 leftLeaves) = node(level - 1, 2 * index);
        (bytes32 right, uint64 rightLeaves) = node(level - 1, 2 * index + 1);
        if (leftLeaves + rightLeaves == 0) return (0, 0);
        return (keccak256(bytes.concat(bytes1(0x03), left, bytes8(leftLeaves), right, bytes8(rightLeaves))), leftLeaves + rightLeaves);
    }
}

/// @title The same for pieces that are hashed by SHA-256 below
contract Sha256Unit is ReferenceUnit {
    constructor(uint64[] memory pieces) ReferenceUnit(pieces) {}

    function hashAt(uint256 level, bytes memory content) internal pure override returns (bytes32) {
        return level <= 6 ? sha256(content) : keccak256(content);
    }
}
