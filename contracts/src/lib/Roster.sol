// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title A list of reporters kept as the code of a contract: one cold read, however many there are
/// @notice A word for each: id << 160 | key, by ascending key. Never changed: another list is another contract.
library Roster {
    /// @dev Copies what follows it into memory and returns that as the code: PUSH2 size, DUP1, PUSH1 10, RETURNDATASIZE, CODECOPY,
    /// RETURNDATASIZE, RETURN. The code begins with STOP, so that calling it does nothing. It must be the contract's `number`-th creation,
    /// counted from 1, because its address is computed and not kept.
    function write(uint256[] memory words, uint256 number) internal {
        bytes memory creation =
            abi.encodePacked(hex"61", uint16(words.length * 32 + 1), hex"80600a3d393df3", hex"00", abi.encodePacked(words));
        address code;
        assembly ("memory-safe") {
            code := create(0, add(creation, 0x20), mload(creation))
        }
        assert(code != address(0) && code == addressOf(address(this), number));
    }

    /// @dev The `number`-th list that `creator` wrote; empty for number 0.
    function read(address creator, uint256 number) internal view returns (uint256[] memory words) {
        if (number == 0) return words;
        address code = addressOf(creator, number);
        assembly ("memory-safe") {
            let size := sub(extcodesize(code), 1)
            words := mload(0x40)
            mstore(words, shr(5, size))
            extcodecopy(code, add(words, 0x20), 1, size)
            mstore(0x40, add(add(words, 0x20), size))
        }
    }

    /// @dev Where a contract's creation of this number lies: the hash of RLP [creator, number], whose number has three bytes at most.
    function addressOf(address creator, uint256 number) internal pure returns (address) {
        bytes memory rlp;
        if (number < 0x80) rlp = abi.encodePacked(hex"d694", creator, uint8(number));
        else if (number < 0x100) rlp = abi.encodePacked(hex"d794", creator, hex"81", uint8(number));
        else if (number < 0x10000) rlp = abi.encodePacked(hex"d894", creator, hex"82", uint16(number));
        else rlp = abi.encodePacked(hex"d994", creator, hex"83", uint24(number));
        return address(uint160(uint256(keccak256(rlp))));
    }

    function word(uint64 id, address key) internal pure returns (uint256) {
        return uint256(id) << 160 | uint160(key);
    }

    function idOf(uint256 word_) internal pure returns (uint64) {
        return uint64(word_ >> 160);
    }

    function keyOf(uint256 word_) internal pure returns (address) {
        return address(uint160(word_));
    }

    /// @dev Puts `added` where its key belongs.
    function with(uint256[] memory words, uint256 added) internal pure returns (uint256[] memory longer) {
        longer = new uint256[](words.length + 1);
        uint256 at = words.length;
        for (; at > 0 && keyOf(words[at - 1]) > keyOf(added); --at) {
            longer[at] = words[at - 1];
        }
        longer[at] = added;
        while (at > 0) {
            --at;
            longer[at] = words[at];
        }
    }

    function without(uint256[] memory words, uint256 removed) internal pure returns (uint256[] memory shorter) {
        shorter = new uint256[](words.length - 1);
        uint256 to = 0;
        for (uint256 i = 0; i < words.length; ++i) {
            if (words[i] != removed) shorter[to++] = words[i];
        }
    }

    /// @dev `size` of them, all sets alike likely, decided by `seed`; the whole list where it is not longer. By ascending key.
    function draw(uint256[] memory words, uint256 size, bytes32 seed) internal pure returns (uint256[] memory drawn) {
        uint256 count = words.length;
        if (count <= size) return words;
        drawn = new uint256[](size);
        // Picks the first `size` of a shuffled deck; the others move up into the gaps.
        for (uint256 i = 0; i < size; ++i) {
            uint256 at = i + uint256(keccak256(abi.encode(seed, i))) % (count - i);
            (words[i], words[at]) = (words[at], words[i]);
            uint256 to = i;
            for (; to > 0 && keyOf(drawn[to - 1]) > keyOf(words[i]); --to) {
                drawn[to] = drawn[to - 1];
            }
            drawn[to] = words[i];
        }
    }
}
