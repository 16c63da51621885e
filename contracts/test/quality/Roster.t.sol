// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Roster} from "../../src/lib/Roster.sol";
import {Test} from "../Test.sol";

contract RosterTest is Test {
    /// The address of a creation is the one that the chain gives it, for every length of the number.
    function testFuzz_AddressOf_IsTheChains(address creator, uint24 number) external pure {
        uint256[7] memory borders = [uint256(1), 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000];
        for (uint256 i = 0; i < borders.length; i++) {
            assertEq(Roster.addressOf(creator, borders[i]), vm.computeCreateAddress(creator, borders[i]), "border");
        }
        if (number == 0) return;
        assertEq(Roster.addressOf(creator, number), vm.computeCreateAddress(creator, number), "any");
    }

    /// This contract's first creations are its rosters.
    function testFuzz_WhatIsWrittenIsRead(uint256[9] calldata random, uint8 size) external {
        uint256 first = vm.getNonce(address(this));
        uint256[] memory words = new uint256[](size % 10);
        for (uint256 i = 0; i < words.length; i++) {
            words[i] = random[i];
        }
        Roster.write(words, first);
        Roster.write(new uint256[](0), first + 1);
        uint256[] memory found = Roster.read(address(this), first);
        assertEq(keccak256(abi.encode(found)), keccak256(abi.encode(words)), "words");
        assertEq(Roster.read(address(this), first + 1).length, 0, "an empty one");
        assertEq(Roster.read(address(this), 0).length, 0, "none");
    }

    function testFuzz_WithAndWithoutKeepTheOrder(uint256 random) external pure {
        uint256[] memory words = new uint256[](0);
        for (uint64 id = 1; id <= 9; id++) {
            random = uint256(keccak256(abi.encode(random)));
            words = Roster.with(words, Roster.word(id, address(uint160(random))));
        }
        uint256 removed = words[random % 9];
        uint256[] memory shorter = Roster.without(words, removed);
        assertEq(words.length - shorter.length, 1, "one less");
        for (uint256 i = 1; i < 9; i++) {
            assertTrue(Roster.keyOf(words[i]) > Roster.keyOf(words[i - 1]), "by ascending key");
        }
        for (uint256 i = 0; i < 8; i++) {
            assertEq(shorter[i], words[i < random % 9 ? i : i + 1], "the others in their order");
            assertTrue(Roster.idOf(shorter[i]) != Roster.idOf(removed), "without it");
        }
    }
}
