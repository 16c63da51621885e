// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {RandomBeacon} from "../../src/RandomBeacon.sol";
import {IRandomBeacon} from "../../src/interfaces/IRandomBeacon.sol";
import {Bn254} from "../../src/lib/Bn254.sol";
import {Test} from "../Test.sol";
import {Drand} from "./Drand.sol";

/// @dev Ground of the beacon's tests: epochs whose end makes a published round of evmnet their seed.
abstract contract RandomBeaconTest is Test {
    uint32 internal constant DELAY = 7 days;

    address internal poster = address(0xb0b);

    /// A beacon whose epoch 0 ends `secondsBefore` (1 to 3) before `round` falls due.
    function beaconFor(uint64 round, uint32 secondsBefore) internal returns (RandomBeacon beacon) {
        uint32 length = uint32((round - 1) * Drand.PERIOD) - secondsBefore;
        beacon = new RandomBeacon(Drand.key(), Drand.GENESIS, Drand.PERIOD, Drand.GENESIS, length, DELAY);
        vm.warp(beacon.endOf(0) + 3);
    }

    /// A beacon with epochs of a day that begin with drand.
    function dailyBeacon() internal returns (RandomBeacon beacon) {
        beacon = new RandomBeacon(Drand.key(), Drand.GENESIS, Drand.PERIOD, Drand.GENESIS, 1 days, DELAY);
        vm.warp(Drand.GENESIS);
    }
}

/// @dev Branches: RandomBeacon.post.tree
contract RandomBeaconPostTest is RandomBeaconTest {
    event SeedPosted(uint32 indexed epoch, uint64 round, bytes32 seed, address poster, bool marked);

    /// Points of G1 (EIP-197).
    uint256 private constant ORDER = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001;

    /// Whatever is brought, by whom and how late; a fallback neither.
    function testFuzz_RevertWhen_TheEpochHasItsSeed(uint256[2] calldata other, uint32 wait, address caller) external {
        RandomBeacon beacon = beaconFor(1000, 1);
        (uint256[2] memory signature, bytes32 randomness) = Drand.round1000();
        beacon.post(0, signature);

        vm.warp(vm.getBlockTimestamp() + wait);
        bytes memory refusal = abi.encodeWithSelector(IRandomBeacon.AlreadySeeded.selector, 0);
        vm.startPrank(caller);
        vm.expectRevert(refusal);
        beacon.post(0, signature);
        vm.expectRevert(refusal);
        beacon.post(0, other);
        vm.expectRevert(refusal);
        beacon.postFallback(0);
        assertEq(beacon.seedOf(0), randomness, "the first seed stands");
    }

    /// drand's own signature does not help, nor that the epoch is one of those to come.
    function testFuzz_RevertWhen_TheEpochRuns(uint32 secondsBefore, uint256 early, uint32 later) external {
        secondsBefore = uint32(bound(secondsBefore, 1, 3));
        RandomBeacon beacon = beaconFor(1000, secondsBefore);
        (uint256[2] memory signature,) = Drand.round1000();
        uint256 length = 2997 - secondsBefore;

        vm.warp(Drand.GENESIS + length - bound(early, 0, Drand.GENESIS));
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.EpochNotEnded.selector, 0, Drand.GENESIS + length));
        beacon.post(0, signature);

        vm.warp(Drand.GENESIS + length + 1);
        if (later > 0) {
            vm.expectRevert(
                abi.encodeWithSelector(IRandomBeacon.EpochNotEnded.selector, later, Drand.GENESIS + (1 + uint256(later)) * length)
            );
            beacon.post(later, signature);
        }
        beacon.post(0, signature);
        assertTrue(beacon.seedOf(0) != 0, "seed");
    }

    /// Of the points with drand's x, only its own y and the negated one are on the curve.
    function testFuzz_RevertWhen_ThePointIsNotOnTheCurve(uint256 distance) external {
        RandomBeacon beacon = beaconFor(1000, 1);
        (uint256[2] memory signature,) = Drand.round1000();
        uint256 y = addmod(signature[1], bound(distance, 1, Bn254.P - 1), Bn254.P);
        if (y == Bn254.P - signature[1]) y = 0;

        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.PointNotOnCurve.selector, signature[0], y));
        beacon.post(0, [signature[0], y]);
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.PointNotOnCurve.selector, y, signature[0]));
        beacon.post(0, [y, signature[0]]);
        beacon.post(0, signature);
    }

    function test_RevertWhen_ThePointIsInfinity() external {
        RandomBeacon beacon = beaconFor(1000, 1);

        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.PointNotOnCurve.selector, 0, 0));
        beacon.post(0, [uint256(0), 0]);
    }

    /// The same point, another SHA-256: accepting it would let the poster choose the seed. What is no number of the field at all neither.
    function testFuzz_RevertWhen_ThePointHasASecondEncoding(uint256 times, uint256 any, uint256 outside) external {
        RandomBeacon beacon = beaconFor(1000, 1);
        (uint256[2] memory signature,) = Drand.round1000();
        uint256 more = bound(times, 1, 4) * Bn254.P;
        outside = bound(outside, Bn254.P, type(uint256).max);
        uint256[2][4] memory points =
            [[signature[0] + more, signature[1]], [signature[0], signature[1] + more], [any, outside], [outside, any]];
        for (uint256 i = 0; i < points.length; i++) {
            vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.PointNotOnCurve.selector, points[i][0], points[i][1]));
            beacon.post(0, points[i]);
        }
        assertEq(beacon.seedOf(0), 0, "no seed");
        beacon.post(0, signature);
    }

    function testFuzz_RevertWhen_TheSignatureIsOfAnotherRound(uint64 round, uint32 secondsBefore) external {
        round = uint64(bound(round, 3, 1_400_000_000));
        if (round == 1000) round = 1001;
        RandomBeacon beacon = beaconFor(round, uint32(bound(secondsBefore, 1, 3)));
        (uint256[2] memory signature,) = Drand.round1000();

        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.SignatureInvalid.selector, round));
        beacon.post(0, signature);
        assertEq(beacon.seedOf(0), 0, "no seed");
    }

    /// Every point of the curve is a multiple of drand's signature; none but the signature itself is accepted, and not the negated one.
    function testFuzz_RevertWhen_TheSignatureIsAnotherPoint(uint256 factor) external {
        RandomBeacon beacon = beaconFor(1000, 1);
        (uint256[2] memory signature,) = Drand.round1000();
        uint256[2] memory point = multiple(signature, ORDER - bound(factor, 1, ORDER - 2));

        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.SignatureInvalid.selector, 1000));
        beacon.post(0, point);
        beacon.post(0, multiple(signature, 1));
        assertTrue(beacon.seedOf(0) != 0, "seed");
    }

    function test_RevertWhen_TheSignatureIsOfAnotherKey() external {
        RandomBeacon beacon = beaconFor(12_345_678, 1);
        // The development beacon's signature of this round.
        uint256[2] memory signature = [
            0x15a129b06a1dc58f24a6e815c93129836d8cfa35bd87eaa6d2abacce33725226,
            0x0569a52d5eec9527177643cc9863e2b134551a1543127508784ba6f9cfd4b37d
        ];

        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.SignatureInvalid.selector, 12_345_678));
        beacon.post(0, signature);
    }

    function test_WritesTheRandomnessThatDrandPublished() external {
        for (uint32 secondsBefore = 1; secondsBefore <= 3; secondsBefore++) {
            (uint256[2] memory signature, bytes32 randomness) = Drand.round1000();
            writes(1000, secondsBefore, signature, randomness);
            (signature, randomness) = Drand.round10000000();
            writes(10_000_000, secondsBefore, signature, randomness);
            (signature, randomness) = Drand.round20594892();
            writes(20_594_892, secondsBefore, signature, randomness);
        }
    }

    function test_AcceptsTheDevelopmentBeaconUnderItsKey() external {
        uint256[4] memory key = [
            0x27877e9b3d2cd8b62d1e394083d252d0c1a7e5e7c00befcdccc397446581d0e6,
            0x23ab598343ca3e250f3e7df671f9ce57d8f54476390f2911834e15707c6a73bc,
            0x02a16642586925b1f91f089bc84639a6618278d99ed5cddeef7d8ce260bfdc14,
            0x01ed11ca65927835a5e13d4618eaf76c3c4c6de9998e6a2767249e9100822d3a
        ];
        // Epoch 0 ends in the second in which round 1 falls due: the first round strictly after is round 2.
        RandomBeacon beacon = new RandomBeacon(key, 1000, 30, 1000, 29, DELAY);
        vm.warp(2000);
        beacon.post(
            0,
            [
                0x2d652eea7f49165f61045284cc9306b0067aeca1fbc303d8029df396297f7558,
                0x2b2a3d4da3824305c28a5df358b62b08203043ba92f32fc28c1929d24f4720cb
            ]
        );

        assertEq(beacon.seedOf(0), 0x904b232c086753675f47b2e1bb3a8b48ee5721582978aa5eb6eea10208b0a389, "seed");
    }

    function writes(uint64 round, uint32 secondsBefore, uint256[2] memory signature, bytes32 randomness) private {
        RandomBeacon beacon = beaconFor(round, secondsBefore);
        (bool any,) = beacon.newestSeeded();
        assertFalse(any, "any before");
        assertEq(beacon.seedOf(0), 0, "seed before");

        vm.expectEmit(true, true, true, true, address(beacon));
        emit SeedPosted({epoch: 0, round: round, seed: randomness, poster: poster, marked: false});
        vm.prank(poster);
        beacon.post(0, signature);

        assertEq(beacon.seedOf(0), randomness, "seed");
        assertEq(beacon.seededAtOf(0), vm.getBlockTimestamp(), "time");
        assertFalse(beacon.isFallback(0), "marked");
        (any,) = beacon.newestSeeded();
        assertTrue(any, "any");
    }

    /// By the precompile at address 7 (EIP-196).
    function multiple(uint256[2] memory point, uint256 factor) private view returns (uint256[2] memory product) {
        (, bytes memory answer) = address(7).staticcall(abi.encode(point, factor));
        return abi.decode(answer, (uint256[2]));
    }
}

/// @dev Branches: RandomBeacon.postFallback.tree
contract RandomBeaconPostFallbackTest is RandomBeaconTest {
    event FallbackArmed(uint32 indexed epoch, uint256 blockNumber);

    function testFuzz_RevertWhen_TheEpochRuns(uint32 epoch, uint256 early) external {
        RandomBeacon beacon = dailyBeacon();
        uint256 end = Drand.GENESIS + (uint256(epoch) + 1) * 1 days;

        vm.warp(end - bound(early, 0, end));
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.EpochNotEnded.selector, epoch, end));
        beacon.postFallback(epoch);
    }

    function testFuzz_RevertWhen_TheDelayRuns(uint32 epoch, uint256 early) external {
        RandomBeacon beacon = dailyBeacon();
        uint256 earliest = Drand.GENESIS + (uint256(epoch) + 1) * 1 days + DELAY;

        vm.warp(earliest - bound(early, 1, DELAY - 1));
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.FallbackTooEarly.selector, earliest));
        beacon.postFallback(epoch);
        vm.warp(earliest);
        vm.expectEmit(address(beacon));
        emit FallbackArmed({epoch: epoch, blockNumber: block.number + 64});
        beacon.postFallback(epoch);
    }

    function test_TheFirstCallFixesABlockStillToCome() external {
        RandomBeacon beacon = dailyBeacon();
        vm.warp(beacon.endOf(0) + DELAY);
        vm.roll(1000);

        vm.expectEmit(true, true, true, true, address(beacon));
        emit FallbackArmed({epoch: 0, blockNumber: 1064});
        beacon.postFallback(0);
        assertEq(beacon.seedOf(0), 0, "no seed yet");
    }

    function testFuzz_RevertWhen_TheFixedBlockIsStillToCome(uint256 blockNumber, uint256 early, uint32 wait) external {
        RandomBeacon beacon = dailyBeacon();
        vm.warp(beacon.endOf(0) + DELAY);
        blockNumber = bound(blockNumber, 0, 1e12);
        vm.roll(blockNumber);
        beacon.postFallback(0);

        vm.warp(vm.getBlockTimestamp() + wait);
        vm.roll(blockNumber + 64 - bound(early, 0, 64));
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.FallbackBlockPending.selector, blockNumber + 64));
        beacon.postFallback(0);
        assertEq(beacon.seedOf(0), 0, "no seed");
        vm.roll(blockNumber + 65);
        beacon.postFallback(0);
        assertTrue(beacon.seedOf(0) != 0, "seed");
    }

    function testFuzz_TheSecondCallWritesAMarkedSeedOnce(uint256 blocks, uint32 wait) external {
        RandomBeacon beacon = armed();

        vm.roll(1064 + bound(blocks, 1, 256));
        beacon.postFallback(0);
        bytes32 seed = beacon.seedOf(0);
        assertTrue(seed != 0, "seed");
        assertTrue(beacon.isFallback(0), "marked");
        uint256 time = vm.getBlockTimestamp();
        assertEq(beacon.seededAtOf(0), time, "time");
        vm.warp(time + wait);
        vm.roll(1064 + 257);
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.AlreadySeeded.selector, 0));
        beacon.postFallback(0);
        assertEq(beacon.seedOf(0), seed, "the first seed stands");
        assertEq(beacon.seededAtOf(0), time, "and its time");
    }

    function test_TheSeedDoesNotDependOnWhenTheSecondCallComes() external {
        RandomBeacon beacon = armed();
        uint256 start = vm.snapshotState();
        vm.roll(1100);
        beacon.postFallback(0);
        bytes32 early = beacon.seedOf(0);

        vm.revertToState(start);
        vm.roll(1320);
        vm.warp(vm.getBlockTimestamp() + 1 hours);
        beacon.postFallback(0);
        assertEq(beacon.seedOf(0), early, "seed");
    }

    function test_ABlockWhoseHashIsForgottenIsReplaced() external {
        RandomBeacon beacon = armed();

        vm.roll(1064 + 257);
        vm.expectEmit(true, true, true, true, address(beacon));
        emit FallbackArmed({epoch: 0, blockNumber: 1064 + 257 + 64});
        beacon.postFallback(0);
        assertEq(beacon.seedOf(0), 0, "no seed yet");
    }

    function test_DrandStillWinsWhileTheBlockIsAwaited() external {
        RandomBeacon beacon = beaconFor(1000, 1);
        (uint256[2] memory signature, bytes32 randomness) = Drand.round1000();
        vm.warp(beacon.endOf(0) + DELAY);
        beacon.postFallback(0);

        beacon.post(0, signature);
        assertEq(beacon.seedOf(0), randomness, "seed");
        assertFalse(beacon.isFallback(0), "marked");
    }

    function armed() private returns (RandomBeacon beacon) {
        beacon = dailyBeacon();
        vm.warp(beacon.endOf(0) + DELAY);
        vm.roll(1000);
        beacon.postFallback(0);
    }
}

contract RandomBeaconScheduleTest is RandomBeaconTest {
    function test_RevertWhen_ThePublicKeyIsInfinity() external {
        uint256[4] memory key;
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.PublicKeyInvalid.selector, key));
        new RandomBeacon(key, 1, 3, 1, 30, DELAY);
    }

    /// A point of the twisted curve, but outside the group of prime order in which drand's keys are.
    function test_RevertWhen_ThePublicKeyIsOfAnotherGroup() external {
        uint256[4] memory key = [
            uint256(1),
            0,
            0x07bca656753ef8cbee60335acbffe3def91636952d4ab9eb0b839c7f3566c0e2,
            0x0cf32d3c49a2cb8a092f24ec3201e68dc299b6216e6321ee60573e3a7f596ea8
        ];
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.PublicKeyInvalid.selector, key));
        new RandomBeacon(key, 1, 3, 1, 30, DELAY);
    }

    /// Where one of the four numbers of a point is another, or the same in a second encoding, it is no point of the curve.
    function testFuzz_RevertWhen_ThePublicKeyIsNoPoint(uint256 which, uint256 distance, uint256 times, uint256[4] memory any) external {
        uint256[4] memory key = Drand.key();
        which = bound(which, 0, 3);
        key[which] = addmod(key[which], bound(distance, 1, Bn254.P - 1), Bn254.P);
        uint256[4] memory second = Drand.key();
        second[which] += bound(times, 1, 4) * Bn254.P;
        uint256[4][3] memory keys = [key, second, any];
        for (uint256 i = 0; i < keys.length; i++) {
            vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.PublicKeyInvalid.selector, keys[i]));
            new RandomBeacon(keys[i], 1, 3, 1, 30, DELAY);
        }
        key[which] = Drand.key()[which];
        new RandomBeacon(key, 1, 3, 1, 30, DELAY);
    }

    function testFuzz_RevertWhen_EpochsBeginBeforeDrand(uint64 genesis, uint256 early, uint32 period, uint32 length) external {
        genesis = uint64(bound(genesis, 1, type(uint64).max));
        (period, length) = (uint32(bound(period, 1, type(uint32).max)), uint32(bound(length, 1, type(uint32).max)));
        uint64 begin = uint64(genesis - bound(early, 1, genesis));
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.ScheduleInvalid.selector, genesis, period, begin, length));
        new RandomBeacon(Drand.key(), genesis, period, begin, length, DELAY);
        new RandomBeacon(Drand.key(), genesis, period, genesis, length, DELAY);
    }

    function testFuzz_RevertWhen_RoundsOrEpochsLastNoTime(uint64 genesis, uint64 lead, uint32 period, uint32 length) external {
        uint64 begin = genesis + uint64(bound(lead, 0, type(uint64).max - genesis));
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.ScheduleInvalid.selector, genesis, 0, begin, length));
        new RandomBeacon(Drand.key(), genesis, 0, begin, length, DELAY);
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.ScheduleInvalid.selector, genesis, period, begin, 0));
        new RandomBeacon(Drand.key(), genesis, period, begin, 0, DELAY);
        new RandomBeacon(Drand.key(), genesis, 1, begin, 1, DELAY);
    }

    function test_ThePublicKeyIsTheOneGiven() external {
        assertEq(keccak256(abi.encode(dailyBeacon().publicKey())), keccak256(abi.encode(Drand.key())), "key");
    }

    function testFuzz_TheRoundIsTheFirstStrictlyAfterTheEnd(uint64 genesis, uint32 period, uint64 lead, uint32 length, uint32 epoch)
        external
    {
        genesis = uint64(bound(genesis, 1, 1e11));
        period = uint32(bound(period, 1, 1 days));
        lead = uint64(bound(lead, 0, 1e11));
        length = uint32(bound(length, 1, 30 days));
        RandomBeacon beacon = new RandomBeacon(Drand.key(), genesis, period, genesis + lead, length, DELAY);

        uint256 due = genesis + uint256(beacon.roundOf(epoch) - 1) * period;
        assertTrue(due > beacon.endOf(epoch), "after the end");
        assertTrue(due - period <= beacon.endOf(epoch), "the round before is not");
    }

    function test_SeedsMayComeInAnyOrder() external {
        RandomBeacon beacon = dailyBeacon();
        vm.warp(beacon.endOf(20) + DELAY);
        vm.roll(1000);
        uint32[4] memory order = [uint32(9), 3, 20, 8];
        for (uint256 i = 0; i < order.length; i++) {
            beacon.postFallback(order[i]);
        }

        vm.roll(1065);
        uint32[4] memory newest = [uint32(9), 9, 20, 20];
        for (uint256 i = 0; i < order.length; i++) {
            vm.warp(vm.getBlockTimestamp() + 1);
            beacon.postFallback(order[i]);
            (bool any, uint32 epoch) = beacon.newestSeeded();
            assertTrue(any, "any");
            assertEq(epoch, newest[i], "newest");
            assertEq(beacon.seededAtOf(order[i]), vm.getBlockTimestamp(), "time");
        }
        assertEq(beacon.seededAtOf(10), 0, "a neighbour in the same slot");
        assertEq(beacon.seededAtOf(9), vm.getBlockTimestamp() - 3, "the first in its slot");
    }
}
