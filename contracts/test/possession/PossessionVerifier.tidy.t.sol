// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {PossessionTest} from "./PossessionTest.sol";

/// @dev Branches: PossessionVerifier.tidy.tree. A line of units, kept a second time as a list that is simply read.
contract PossessionVerifierTidyTest is PossessionTest {
    struct Place {
        uint64 index;
        uint256 rate;
        uint32 from;
        uint32 until;
    }

    bytes32 private constant SEED = keccak256("seed");

    Place[] private _line;
    uint256 private _head;
    /// First epochs of each head.
    uint32[] private _heads;
    uint256[] private _headOf;
    mapping(uint64 index => uint64) private _leaves;

    function test_ALineThatIsNotThereStaysSo() external {
        verifier.tidy(PROVIDER, 5);
        assertEq(verifier.unitsOf(PROVIDER).length, 0, "units");
        comes(1, 3, 2, LONG);
        assertEq(verifier.unitsOf(PROVIDER)[0], idOf(1), "unit");
    }

    function test_WhatEndedIsGivenUpAndWhatHasNotMovesToTheEnd() external {
        for (uint64 i = 1; i <= 12; i++) {
            comes(i, i, 1, i % 3 == 0 ? LONG : 11);
        }
        inEpoch(11);
        tidies(4);
        inEpoch(12);
        uint64[12] memory order = [uint64(4), 5, 6, 7, 8, 9, 10, 11, 12, 3, 0, 0];
        seeds(11, SEED);
        assertDrawn(11);
        seeds(12, SEED);
        assertDrawn(12);
        vm.warp(startOf(14));
        uint128[] memory ids = verifier.unitsOf(PROVIDER);
        uint256 at;
        for (uint256 i = 0; order[i] != 0; i++) {
            if (order[i] % 3 == 0) assertEq(ids[at++], idOf(order[i]), "unit");
        }
        assertEq(ids.length, at, "units");
    }

    /// A second time would take away what an open epoch still draws from.
    function test_NothingMovesWhileAnEpochDrawsFromTheHeadBefore() external {
        for (uint64 i = 1; i <= 12; i++) {
            comes(i, 1, 1, i < 7 ? 11 : LONG);
        }
        inEpoch(11);
        tidies(3);
        uint256 snapshot = uint256(vm.load(address(verifier), lineSlot()));
        verifier.tidy(PROVIDER, 3);
        assertEq(uint256(vm.load(address(verifier), lineSlot())), snapshot, "the line");
        // Epoch 11 is the last that draws from the old head.
        seeds(10, SEED);
        seeds(11, SEED);
        assertDrawn(11);
        verifier.tidy(PROVIDER, 3);
        assertEq(uint256(vm.load(address(verifier), lineSlot())), snapshot, "the line, while epoch 11 is open");
        vm.warp(verifier.auditClosesAt(11) + 1);
        tidies(3);
        assertTrue(snapshot > 0, "there was a line");
        assertFalse(uint256(vm.load(address(verifier), lineSlot())) == snapshot, "the line moves on");
    }

    /// Of sixty units of like rates fifty end: audits draw the ten others, and leave the fifty behind.
    function test_AuditsGiveUpWhatTheyMeetEnded() external {
        for (uint64 i = 1; i <= 60; i++) {
            commits(opens(i, 1, i > 50 ? LONG : 12), pieces(1));
        }
        for (uint32 epoch = 11; epoch < 18; epoch++) {
            seeds(epoch, keccak256(abi.encode(SEED, epoch)));
            (uint128[] memory ids,) = verifier.challengesOf(PROVIDER, epoch);
            assertEq(ids.length, CHALLENGES, "challenges");
            for (uint256 j = 0; j < CHALLENGES && epoch > 11; j++) {
                assertGe(uint64(ids[j]), 1 << 48 | 51, "one that has not ended");
            }
            audits(epoch);
        }
        assertEq(verifier.unitsOf(PROVIDER).length, 10, "units");
        assertGe(uint48(uint256(vm.load(address(verifier), lineSlot())) >> 48), 51, "the head is behind them");
    }

    /// Whoever fills a provider's offers with five hundred tiny agreements does not make its proof too dear for a block.
    function test_ManyAgreementsDoNotMakeAProofDear() external {
        for (uint64 i = 1; i <= 500; i++) {
            comes(i, 1 << 32, 1, LONG);
        }
        seeds(11, SEED);
        vm.record();
        assertDrawn(11);
        (bytes32[] memory reads,) = vm.accesses(address(verifier));
        assertLe(slots(reads), 60, "slots read");
    }

    /// Four hundred tiny agreements, and one as large as nine times all of them, which ended: nobody has to read them all.
    function test_ALargeAgreementThatEndedDoesNotMakeAProofDear() external {
        for (uint64 i = 1; i <= 400; i++) {
            comes(i, 1 << 32, 1, LONG);
        }
        comes(401, 3600 << 32, 1, 11);
        seeds(11, SEED);
        vm.record();
        assertDrawn(11);
        (bytes32[] memory reads,) = vm.accesses(address(verifier));
        assertLe(slots(reads), 200, "slots read");
    }

    function testFuzz_TheDrawIsTheSpecifiedOne(uint256 random) external {
        uint64 count = 1 + uint64(random % 40);
        for (uint64 i = 1; i <= count; i++) {
            uint256 dice = uint256(keccak256(abi.encode(random, i)));
            // Now and then one that outweighs all others; some weigh nothing, some are empty.
            uint96 rate = uint96(dice % 7 == 0 ? 0 : dice % 11 == 0 ? 1 << 90 : 1 + (dice >> 8) % 1000);
            comes(i, rate, dice % 5 == 0 ? 0 : uint64(1 + (dice >> 64) % 1000), 12 + uint32(dice >> 128) % 6);
            if (dice % 3 == 0 && orchestrator.currentEpoch() < 14) inEpoch(orchestrator.currentEpoch() + 1);
        }
        for (uint32 epoch = 11; epoch < 19; epoch++) {
            // Time does not go back: of the first epochs the seeds come late.
            if (startOf(epoch + 1) + 10 > block.timestamp) vm.warp(startOf(epoch + 1) + 10);
            beacon.post(epoch, keccak256(abi.encode(random, epoch)));
            assertDrawn(epoch);
            if (uint256(keccak256(abi.encode(epoch, random))) % 2 == 0) tidies(random >> 128 & 7);
            assertDrawn(epoch);
        }
    }

    /// How many different ones.
    function slots(bytes32[] memory reads) private pure returns (uint256 count) {
        for (uint256 i = 0; i < reads.length; i++) {
            bool known;
            for (uint256 j = 0; j < i && !known; j++) {
                known = reads[j] == reads[i];
            }
            if (!known) count++;
        }
    }

    function lineSlot() private pure returns (bytes32) {
        // _units, _entries and _lines are the first mappings after the two strings of EIP-712.
        return keccak256(abi.encode(uint256(PROVIDER), uint256(4)));
    }

    /// A unit comes with its first revision.
    function comes(uint64 index, uint96 rate, uint64 leaves, uint32 until) private {
        commitsRoot(opens(index, rate, until), leaves == 0 ? bytes32(0) : keccak256(abi.encode(index)), leaves);
        _line.push(Place(index, rate, orchestrator.currentEpoch() + 1, until));
        _leaves[index] = leaves;
    }

    function tidies(uint256 steps) private {
        uint256 before = uint256(vm.load(address(verifier), lineSlot()));
        verifier.tidy(PROVIDER, steps);
        if (uint256(vm.load(address(verifier), lineSlot())) == before) return;
        uint32 next = orchestrator.currentEpoch() + 1;
        uint256 last = _line.length;
        for (; steps > 0 && _head < last; steps--) {
            Place memory place = _line[_head];
            if (place.until > next) {
                _line[_head].until = next;
                _line.push(Place(place.index, place.rate, next, place.until));
            }
            _head++;
        }
        _heads.push(next);
        _headOf.push(_head);
    }

    function headIn(uint32 epoch) private view returns (uint256 head) {
        for (uint256 i = 0; i < _heads.length; i++) {
            if (_heads[i] <= epoch) head = _headOf[i];
        }
    }

    function assertDrawn(uint32 epoch) private view {
        (uint128[] memory ids, uint64[] memory indexes) = verifier.challengesOf(PROVIDER, epoch);
        (uint64[] memory units, uint256[] memory draws) = specified(epoch, beacon.seedOf(epoch));
        assertEq(ids.length, units.length, "challenges");
        for (uint256 j = 0; j < ids.length; j++) {
            assertEq(ids[j], idOf(units[j]), "unit");
            assertEq(indexes[j], uint256(keccak256(abi.encode(draws[j]))) % _leaves[units[j]], "index");
        }
    }

    /// The words of IPossessionVerifier, without any search.
    function specified(uint32 epoch, bytes32 seed) private view returns (uint64[] memory units, uint256[] memory draws) {
        uint256 head = headIn(epoch);
        (uint256 last, uint256 length, uint256 audited) = (head, 0, 0);
        while (last < _line.length && _line[last].from <= epoch) {
            length += _line[last].rate;
            if (isAudited(_line[last], epoch)) audited += _line[last].rate;
            last++;
        }
        (units, draws) = (new uint64[](audited == 0 ? 0 : CHALLENGES), new uint256[](audited == 0 ? 0 : CHALLENGES));
        uint256 found;
        uint256 d;
        if (length > 0 && last - head > 8) {
            uint256 tries = (last - head) / 4 > 8 * uint256(CHALLENGES) ? (last - head) / 4 : 8 * uint256(CHALLENGES);
            for (; d < tries && found < CHALLENGES; d++) {
                uint256 draw = uint256(keccak256(abi.encode(seed, PROVIDER, d)));
                Place memory hit = placeAt(head, draw % length, epoch, false);
                if (isAudited(hit, epoch)) (units[found], draws[found++]) = (hit.index, draw);
            }
        }
        for (; found < units.length; d++) {
            uint256 draw = uint256(keccak256(abi.encode(seed, PROVIDER, d)));
            (units[found], draws[found++]) = (placeAt(head, draw % audited, epoch, true).index, draw);
        }
    }

    function placeAt(uint256 at, uint256 point, uint32 epoch, bool auditedOnly) private view returns (Place memory place) {
        uint256 end;
        for (;; at++) {
            place = _line[at];
            if (auditedOnly && !isAudited(place, epoch)) continue;
            end += place.rate;
            if (end > point) return place;
        }
    }

    function isAudited(Place memory place, uint32 epoch) private view returns (bool) {
        return place.from <= epoch && place.until > epoch && _leaves[place.index] != 0;
    }
}
