// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {EpochWord} from "../../src/lib/EpochWord.sol";
import {ProgressSlot} from "../../src/lib/ProgressSlot.sol";
import {SettlementMath} from "../../src/lib/SettlementMath.sol";
import {StreamSlot} from "../../src/lib/StreamSlot.sol";
import {Test} from "../Test.sol";

/// @dev What is packed comes out again, and no field touches another.
contract SlotsTest is Test {
    mapping(uint128 agreementId => uint256) private _streams;

    function testFuzz_AStreamIsPaidInItsSlotAsOutsideOfIt(uint256 slot, uint32 until) external pure {
        StreamSlot.Stream memory stream = StreamSlot.unpack(slot);
        uint256 pay;
        (pay, stream.clock, stream.frac) = SettlementMath.advance(stream.deposit, stream.rate, stream.clock, stream.frac, until);
        stream.deposit -= pay;
        (uint256 moved, uint256 paid, uint256 clock) = StreamSlot.paidUntil(slot, until);
        assertEq(moved, StreamSlot.pack(stream), "the slot");
        assertEq(paid, pay, "the pay");
        assertEq(clock, stream.clock, "the clock");
    }

    function testFuzz_OnlyAFundedStreamWithAClockIsSteadyUpToItsEnd(uint256 slot, uint24 bound) external pure {
        StreamSlot.Stream memory stream = StreamSlot.unpack(slot);
        bool steady = stream.deposit > 0 && stream.clock != StreamSlot.UNKNOWN && stream.endEpoch >= bound;
        assertEq(StreamSlot.isSteady(slot, bound), steady, "as its fields say");
        stream.clock = StreamSlot.UNKNOWN;
        assertFalse(StreamSlot.isSteady(StreamSlot.pack(stream), 0), "no clock");
        (stream.deposit, stream.clock) = (0, 1);
        assertFalse(StreamSlot.isSteady(StreamSlot.pack(stream), 0), "no deposit");
        (stream.deposit, stream.endEpoch) = (1, bound);
        assertTrue(StreamSlot.isSteady(StreamSlot.pack(stream), bound), "it ends where the pay does");
        assertFalse(StreamSlot.isSteady(StreamSlot.pack(stream), uint256(bound) + 1), "it ends before");
    }

    function testFuzz_APlaceIsWhereTheMappingHasIt(uint128 agreementId, uint256 slot) external {
        _streams[agreementId] = slot;
        StreamSlot.Place storage place = StreamSlot.placeOf(_streams, agreementId);
        assertEq(place.slot, slot, "read");
        place.slot = ~slot;
        assertEq(_streams[agreementId], ~slot, "written");
    }

    function testFuzz_AStreamComesOutAsItWentIn(uint80 deposit, uint88 rate, uint32 clock, uint32 frac, uint24 endEpoch) external pure {
        StreamSlot.Stream memory stream = StreamSlot.unpack(StreamSlot.pack(StreamSlot.Stream(deposit, rate, clock, frac, endEpoch)));
        assertEq(stream.deposit, deposit, "deposit");
        assertEq(stream.rate, rate, "rate");
        assertEq(stream.clock, clock, "clock");
        assertEq(stream.frac, frac, "frac");
        assertEq(stream.endEpoch, endEpoch, "end");
    }

    function testFuzz_AnySlotIsSomeStream(uint256 slot) external pure {
        assertEq(StreamSlot.pack(StreamSlot.unpack(slot)), slot, "all 256 bits");
    }

    function testFuzz_AProgressComesOutAsItWentIn(
        uint24 confirmed,
        uint24 newest,
        uint24 first,
        bool shortened,
        uint32 nonce,
        uint64 reserved,
        uint88 bits
    ) external pure {
        nonce >>= 1;
        ProgressSlot.Progress memory progress =
            ProgressSlot.unpack(ProgressSlot.pack(ProgressSlot.Progress(confirmed, newest, first, shortened, nonce, reserved, bits)));
        assertEq(progress.shortened, shortened, "shortened");
        assertEq(progress.confirmed, confirmed, "confirmed");
        assertEq(progress.newest, newest, "newest");
        assertEq(progress.first, first, "first");
        assertEq(progress.offerNonce, nonce, "nonce");
        assertEq(progress.reservedBytes, reserved, "reserved");
        assertEq(progress.bits, bits, "bits");
    }

    function testFuzz_AnEpochIsConfirmedInItsSlotAsOutsideOfIt(uint256 slot, uint24 epoch) external pure {
        ProgressSlot.Progress memory progress = ProgressSlot.unpack(slot);
        // The bit of an epoch after the newest is not set, and 24 bits hold all that can be confirmed.
        epoch = uint24(bound(epoch, progress.newest, type(uint24).max));
        progress.bits &= (1 << (progress.newest % EpochWord.SPAN)) * 2 - 1;
        if (progress.confirmed == type(uint24).max) progress.confirmed--;
        slot = ProgressSlot.pack(progress);
        bool next = progress.confirmed > 0 && !progress.shortened && epoch > progress.newest
            && epoch / EpochWord.SPAN == progress.newest / EpochWord.SPAN;
        assertEq(ProgressSlot.isNext(slot, epoch), next, "as its fields say");
        if (!next) return;
        (progress.confirmed, progress.newest) = (progress.confirmed + 1, epoch);
        progress.bits |= 1 << (epoch % EpochWord.SPAN);
        assertEq(ProgressSlot.confirmedBy(slot, epoch), ProgressSlot.pack(progress), "the slot");
    }

    function test_TheFirstEpochAndOnesBeyondTheirBitsAreNotNext() external pure {
        uint256 slot = ProgressSlot.pack(ProgressSlot.Progress(0, 0, 0, false, 1, 1, 0));
        assertFalse(ProgressSlot.isNext(slot, 1), "nothing is confirmed yet");
        slot = ProgressSlot.pack(ProgressSlot.Progress(1, type(uint24).max - 1, 1, false, 1, 1, 1));
        assertTrue(ProgressSlot.isNext(slot, type(uint24).max), "the last one");
        assertFalse(ProgressSlot.isNext(slot, uint256(type(uint24).max) + 1), "one more than 24 bits");
    }

    function testFuzz_AnySlotIsSomeProgress(uint256 slot) external pure {
        assertEq(ProgressSlot.pack(ProgressSlot.unpack(slot)), slot, "all 256 bits");
        assertEq(uint256(uint64(slot >> ProgressSlot.RESERVED_AT)), ProgressSlot.unpack(slot).reservedBytes, "reserved bytes");
    }
}
