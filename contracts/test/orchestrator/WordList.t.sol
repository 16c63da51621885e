// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {WordList} from "../../src/lib/WordList.sol";
import {Test} from "../Test.sol";
import {Vm} from "../Vm.sol";

/// @dev What a list announces is what `emit` would, and the list can be used again.
contract WordListTest is Test {
    event Listed(uint64 indexed first, uint16 indexed second, uint256[] words);

    function testFuzz_AnAnnouncementIsTheEvent(uint64 first, uint16 second, uint256[] memory words, uint256 count) external {
        count = bound(count, 0, words.length);
        uint256[] memory list = WordList.create(words.length);
        uint256[] memory announced = new uint256[](count);
        for (uint256 i = 0; i < count; i++) {
            WordList.put(list, i, words[i]);
            announced[i] = words[i];
        }
        uint256 behind = uint256(keccak256("behind"));
        uint256[] memory next = new uint256[](1);
        next[0] = behind;

        vm.recordLogs();
        emit Listed({first: first, second: second, words: announced});
        WordList.announce(list, count, Listed.selector, first, second);
        WordList.announce(list, 0, Listed.selector, first, second);
        Vm.Log[] memory logs = vm.getRecordedLogs();

        assertEq(keccak256(abi.encode(logs[1].topics)), keccak256(abi.encode(logs[0].topics)), "topics");
        assertEq(keccak256(logs[1].data), keccak256(logs[0].data), "data");
        assertEq(keccak256(logs[2].data), keccak256(abi.encode(new uint256[](0))), "nothing of the first in the second");
        assertEq(list.length, words.length + 1, "as long as before");
        assertEq(next[0], behind, "what stands behind it in memory");
    }

    function testFuzz_AnElementIsReadAsItStands(uint128[] calldata ids) external pure {
        for (uint256 i = 0; i < ids.length; i++) {
            assertEq(WordList.at(ids, i), ids[i], "the same");
        }
    }
}
