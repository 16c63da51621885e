// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {MerklePossession} from "./MerklePossession.sol";

/// @title What an epoch's challenges go by, and what they hit
/// @notice A hit is one word: 64 bits market and index of the agreement, 40 bits leaves, 8 bits number of the revision's entry.
library ChallengeUrn {
    struct Urn {
        bytes32 seed;
        uint64 providerId;
        uint256[] hits;
        /// The draws that hit.
        uint256[] draws;
        uint256 found;
        /// Whether a unit was met that ended before the epoch.
        bool anyPast;
    }

    /// @dev Up to so many places are simply walked.
    uint256 private constant WALKED = 8;
    /// @dev Draws over all places before they are walked: for each challenge, or one for as many places, since a draw costs what reading
    /// three places does.
    uint256 private constant TRIES = 8;
    uint256 private constant PLACES_A_TRY = 4;

    function triesFor(uint256 places, uint256 wanted) internal pure returns (uint256 tries) {
        if (places <= WALKED) return 0;
        tries = wanted * TRIES;
        if (tries < places / PLACES_A_TRY) tries = places / PLACES_A_TRY;
    }

    function note(Urn memory urn, uint256 hit, uint256 drawn) internal pure {
        (urn.hits[urn.found], urn.draws[urn.found++]) = (hit, drawn);
    }

    /// @notice All challenges hit the only unit, if the epoch audits it: what a walk would find.
    function fillWith(Urn memory urn, uint256 hit) internal pure {
        if (hit == 0) return;
        (uint256[] memory hits, uint256[] memory draws) = (urn.hits, urn.draws);
        uint256 wanted = hits.length;
        unchecked {
            for (uint256 j = 0; j < wanted; ++j) {
                (hits[j], draws[j]) = (hit, MerklePossession.draw(urn.seed, urn.providerId, j));
            }
        }
        urn.found = wanted;
    }

    /// @notice The first of `count` units whose rates reach beyond the point; sums of rates stand above the 112 bits of a hit.
    function hitIn(uint256[] memory units, uint256 count, uint256 point) internal pure returns (uint256 unit) {
        (uint256 hit, uint256 last) = (0, count - 1);
        while (hit < last) {
            uint256 middle = (hit + last) >> 1;
            if (units[middle] >> 112 > point) last = middle;
            else hit = middle + 1;
        }
        return units[hit];
    }

    /// @notice What challenge `j` asks for.
    function hitOf(Urn memory urn, uint256 j) internal pure returns (uint128 agreementId, uint256 entry, uint64 leaves, uint64 index) {
        uint256 hit = urn.hits[j];
        (agreementId, leaves, entry) = (uint128(urn.providerId) << 64 | uint64(hit >> 48), uint40(hit >> 8), uint8(hit));
        index = MerklePossession.indexOf(urn.draws[j], leaves);
    }
}
