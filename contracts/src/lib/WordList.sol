// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title A list of words that becomes the data of an event where it stands
/// @notice `emit` with a `uint256[] memory` copies the array word by word, some 80 gas each, and a batch has hundreds. Here the two words that the ABI
/// wants before them, offset and length, are kept free in front of the words.
library WordList {
    /// @notice Room for `most` words.
    function create(uint256 most) internal pure returns (uint256[] memory list) {
        return new uint256[](most + 1);
    }

    /// @notice Element `index` of calldata as its word stands there, whatever the bits above its 128 say; below the length: both on the caller.
    function at(uint128[] calldata ids, uint256 index) internal pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(add(ids.offset, shl(5, index)))
        }
    }

    /// @notice Writes word `index`, counted from 0, for which the list has room: on the caller.
    function put(uint256[] memory list, uint256 index, uint256 word) internal pure {
        assembly ("memory-safe") {
            mstore(add(list, add(0x40, shl(5, index))), word)
        }
    }

    /// @notice Emits an event with the data `(uint256[] words)` and two indexed values, of the list's first `count` words.
    /// @param signature the event's selector
    function announce(uint256[] memory list, uint256 count, bytes32 signature, uint256 first, uint256 second) internal {
        assembly ("memory-safe") {
            let length := mload(list)
            mstore(list, 0x20)
            mstore(add(list, 0x20), count)
            log3(list, add(0x40, shl(5, count)), signature, first, second)
            mstore(list, length)
        }
    }
}
