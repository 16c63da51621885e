// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {EpochWord} from "../../src/lib/EpochWord.sol";
import {Test} from "../Test.sol";

contract EpochWordTest is Test {
    function testFuzz_TheCountIsWhatCountingOneByOneGives(uint256 bits, uint32 before, uint256 lane) external pure {
        lane = bound(lane, 0, EpochWord.SPAN - 1);
        uint256 word = EpochWord.starting(before);
        uint256 wanted = before;
        vm.assume(before < type(uint32).max - 224);
        for (uint256 i = 0; i < EpochWord.SPAN; i++) {
            if ((bits >> i) & 1 == 0) continue;
            word = EpochWord.with(word, i);
            if (i <= lane) wanted++;
        }
        assertEq(EpochWord.countThrough(word, lane), wanted, "count");
        assertEq(EpochWord.has(word, lane), (bits >> lane) & 1 == 1, "has");
    }

    function test_AFullWordCountsAll() external pure {
        uint256 word = EpochWord.starting(7) | ((1 << 224) - 1);
        assertEq(EpochWord.countThrough(word, 223), 231, "224 and 7");
        assertEq(EpochWord.countThrough(word, 0), 8, "one and 7");
    }
}
