// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {EpochWord} from "../../src/lib/EpochWord.sol";
import {Test} from "../Test.sol";

contract EpochWordTest is Test {
    function testFuzz_TheCountIsWhatCountingOneByOneGives(uint256 bits, uint24 before, uint256 lane) external pure {
        lane = bound(lane, 0, EpochWord.SPAN - 1);
        bits &= (1 << EpochWord.SPAN) - 1;
        uint256 word = EpochWord.joined(before, bits);
        uint256 through = 0;
        uint256 all = 0;
        for (uint256 i = 0; i < EpochWord.SPAN; i++) {
            if ((bits >> i) & 1 == 0) continue;
            all++;
            if (i <= lane) through++;
        }
        assertEq(EpochWord.count(bits), all, "all bits");
        assertEq(EpochWord.countThrough(word, lane), before + through, "count");
        assertEq(EpochWord.has(word, lane), (bits >> lane) & 1 == 1, "has");
    }

    function test_AFullWordCountsAll() external pure {
        uint256 word = EpochWord.joined(7, (1 << 88) - 1);
        assertEq(EpochWord.countThrough(word, 87), 95, "88 and 7");
        assertEq(EpochWord.countThrough(word, 0), 8, "one and 7");
        assertEq(EpochWord.SPAN, 88, "as many as a provider's slot has bits for");
        assertEq(EpochWord.count(word & ((1 << 88) - 1)), 88, "88");
    }

    /// Every single bit, so that no step of the sum forgets one.
    function test_EachBitCountsOnce() external pure {
        for (uint256 i = 0; i < EpochWord.SPAN; i++) {
            assertEq(EpochWord.count(1 << i), 1, "one");
            assertTrue(EpochWord.has(1 << i, i), "its own lane");
        }
    }
}
