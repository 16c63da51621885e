// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ProgressSlot} from "../../src/lib/ProgressSlot.sol";
import {StreamSlot} from "../../src/lib/StreamSlot.sol";
import {Test} from "../Test.sol";

/// @dev What is packed comes out again, and no field touches another.
contract SlotsTest is Test {
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

    function testFuzz_AProgressComesOutAsItWentIn(uint24 confirmed, uint24 newest, uint24 first, uint32 nonce, uint64 reserved, uint88 bits)
        external
        pure
    {
        ProgressSlot.Progress memory progress =
            ProgressSlot.unpack(ProgressSlot.pack(ProgressSlot.Progress(confirmed, newest, first, nonce, reserved, bits)));
        assertEq(progress.confirmed, confirmed, "confirmed");
        assertEq(progress.newest, newest, "newest");
        assertEq(progress.first, first, "first");
        assertEq(progress.offerNonce, nonce, "nonce");
        assertEq(progress.reservedBytes, reserved, "reserved");
        assertEq(progress.bits, bits, "bits");
    }

    function testFuzz_AnySlotIsSomeProgress(uint256 slot) external pure {
        assertEq(ProgressSlot.pack(ProgressSlot.unpack(slot)), slot, "all 256 bits");
        assertEq(uint256(uint64(slot >> ProgressSlot.RESERVED_AT)), ProgressSlot.unpack(slot).reservedBytes, "reserved bytes");
    }
}
