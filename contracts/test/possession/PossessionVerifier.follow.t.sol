// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AgreementState} from "../../src/interfaces/Types.sol";
import {PossessionTest} from "./PossessionTest.sol";

/// @dev Branches: PossessionVerifier.follow.tree
contract PossessionVerifierFollowTest is PossessionTest {
    uint32 private constant EPOCHS = 40;

    function test_WhatIsNoUnitOrIsOverIsLeftAlone() external {
        uint128 none = opens(1, 1, LONG);
        verifier.follow(none);
        assertEq(verifier.unitsOf(PROVIDER).length, 0, "no unit");

        uint128 over = stores(2, 1, pieces(4));
        inEpoch(13);
        orchestrator.retire(verifier, over);
        orchestrator.move(over, AgreementState.Closed, LONG);
        orchestrator.price(over, 9, 13);
        verifier.follow(over);
        seeds(14, "seed");
        (uint128[] memory hit,) = verifier.challengesOf(PROVIDER, 14);
        assertEq(hit.length, 0, "it does not come back");
    }

    /// Nobody makes a provider's line longer by asking.
    function test_NothingMovesWhereNothingChanged() external {
        uint128 first = stores(1, 5, pieces(4));
        uint128 second = stores(2, 5, pieces(4));
        verifier.follow(first);
        verifier.follow(first);
        uint128[] memory ids = verifier.unitsOf(PROVIDER);
        assertEq(ids.length, 2, "two");
        assertTrue(ids[0] == first && ids[1] == second, "in their order");
    }

    /// Nine to one, and from the next epoch on one to nine: counted over forty epochs of five challenges each.
    function test_TheUnitIsDrawnByItsNewRate_FromTheNextEpochOn() external {
        uint128 first = stores(1, 9, pieces(4));
        stores(2, 1, pieces(4));
        uint256 before = hitsOf(first, 11);
        inEpoch(11 + EPOCHS);
        (uint128[] memory ids,) = seededIn(11 + EPOCHS);
        orchestrator.price(first, 1, 1);
        inEpoch(11 + EPOCHS);
        verifier.follow(first);
        (uint128[] memory same,) = seededIn(11 + EPOCHS);
        for (uint256 j = 0; j < CHALLENGES; j++) {
            assertEq(same[j], ids[j], "the running epoch draws as it did");
        }
        assertEq(verifier.unitsOf(PROVIDER).length, 2, "each unit once");
        uint256 behind = hitsOf(first, 12 + EPOCHS);
        assertGe(before, 160, "nine of ten of 200, about");
        assertGe(behind, 75, "one of two of 200, about");
        assertLe(behind, 125, "one of two of 200, about");
    }

    function test_ALaterEndIsFollowed() external {
        uint128 id = opens(1, 1, 14);
        commits(id, pieces(4));
        inEpoch(13);
        orchestrator.move(id, AgreementState.Active, 20);
        verifier.follow(id);
        for (uint32 epoch = 13; epoch <= 21; epoch++) {
            seeds(epoch, keccak256(abi.encode(epoch)));
            (uint128[] memory hit,) = verifier.challengesOf(PROVIDER, epoch);
            assertEq(hit.length, epoch < 20 ? CHALLENGES : 0, "up to the new end, without a gap");
        }
    }

    function test_ARateOfALaterEpochWaits() external {
        uint128 first = stores(1, 5, pieces(4));
        stores(2, 5, pieces(4));
        orchestrator.price(first, 0, 13);
        verifier.follow(first);
        assertEq(verifier.unitsOf(PROVIDER)[0], first, "where it stood");
        inEpoch(12);
        verifier.follow(first);
        assertEq(verifier.unitsOf(PROVIDER)[1], first, "at the end of the line");
        seeds(13, "seed");
        (uint128[] memory hit,) = verifier.challengesOf(PROVIDER, 13);
        for (uint256 j = 0; j < CHALLENGES; j++) {
            assertTrue(hit[j] != first, "without a rate it is not drawn");
        }
    }

    function seededIn(uint32 epoch) private returns (uint128[] memory ids, uint64[] memory indexes) {
        seeds(epoch, keccak256(abi.encode(epoch)));
        return verifier.challengesOf(PROVIDER, epoch);
    }

    function hitsOf(uint128 id, uint32 from) private returns (uint256 hits) {
        for (uint32 epoch = from; epoch < from + EPOCHS; epoch++) {
            (uint128[] memory ids,) = seededIn(epoch);
            for (uint256 j = 0; j < ids.length; j++) {
                if (ids[j] == id) hits++;
            }
        }
    }
}
