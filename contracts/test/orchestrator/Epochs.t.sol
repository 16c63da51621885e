// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {OrchestratorTest} from "./OrchestratorTest.sol";

/// @dev The count of confirmed epochs over words, gaps and long silences, against a list of booleans. Branches: Orchestrator.epochs.tree
contract EpochsTest is OrchestratorTest {
    uint32 private constant SPAN = 88;

    /// Epochs are confirmed with random gaps, some longer than a word; then every one of them is asked for.
    function testFuzz_EveryConfirmedEpochIsKnownAndNoOther(uint256 seed) external {
        vm.warp(uint256(startOf(2000)));
        bool[] memory wanted = new bool[](900);
        uint32 epoch = uint32(bound(seed, 0, 200));
        uint256 count = 0;
        while (epoch < wanted.length) {
            confirm(1, epoch);
            wanted[epoch] = true;
            count++;
            seed = uint256(keccak256(abi.encode(seed)));
            epoch += seed % 9 == 0 ? uint32(seed >> 8) % (3 * SPAN) + 1 : uint32(seed >> 8) % 3 + 1;
        }
        for (uint32 i = 0; i < wanted.length; i++) {
            assertEq(orchestrator.isConfirmed(1, i), wanted[i], vm.toString(i));
        }
        (uint32 confirmedSeconds,,) = orchestrator.confirmedOf(1);
        assertEq(confirmedSeconds, uint32(count * EPOCH), "counted");
    }

    /// An agreement is paid for its own epochs alone, wherever words begin and however long its provider was silent before.
    function testFuzz_AnAgreementIsPaidItsOwnEpochsAcrossWords(uint256 seed) external {
        uint32 silent = uint32(bound(seed, 0, 4 * SPAN));
        confirm(1, 3);
        confirm(1, 9);
        vm.warp(uint256(startOf(10 + silent)) + 100);
        (uint128[] memory ids,) = running();
        uint256 expected = 0;
        for (uint32 epoch = 10 + silent; epoch < 22 + silent; epoch++) {
            passEpoch(epoch);
            seed = uint256(keccak256(abi.encode(seed)));
            if (seed % 3 == 0) continue;
            confirm(1, epoch);
            if (epoch > 10 + silent && epoch < 21 + silent) expected += EPOCH_PAY;
        }
        passFinality(22 + silent);
        orchestrator.settle(ids[0]);
        assertEq(earningsOf(1), expected, "its own epochs");
    }

    /// The silence is longer than what is filled: what cannot be told is not paid, and what follows is.
    function test_AfterASilenceOfYearsTheNewEpochsAreStillPaid() external {
        confirm(1, 9);
        uint32 back = 10 + 30 * SPAN;
        vm.warp(uint256(startOf(back)) + 100);
        (uint128[] memory ids,) = running();
        passEpoch(back + 1);
        confirm(1, back + 1);
        passFinality(back + 1);
        assertEq(orchestrator.settle(ids[0]), EPOCH_PAY, "the first epoch of the agreement");
        assertTrue(orchestrator.isConfirmed(1, 9), "the old one is known");
        assertFalse(orchestrator.isConfirmed(1, 9 + SPAN), "the silence too");
    }

    /// A settlement that comes long after the agreement's end reads the count from a finished word.
    function test_AnAgreementSettledAWordLateIsPaidToItsEndAlone() external {
        (uint128[] memory ids,) = running();
        for (uint32 epoch = 11; epoch < 11 + 2 * SPAN; epoch++) {
            vm.warp(uint256(startOf(epoch + 1)) + 1);
            confirm(1, epoch);
        }
        passFinality(11 + 2 * SPAN);
        assertEq(orchestrator.settle(ids[0]), 10 * EPOCH_PAY, "epochs 11 to 20");
    }
}
