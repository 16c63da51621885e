// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {RandomBeacon} from "../../src/RandomBeacon.sol";
import {IRandomBeacon} from "../../src/interfaces/IRandomBeacon.sol";
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

    function test_RevertWhen_TheEpochHasItsSeed() external {
        RandomBeacon beacon = beaconFor(1000, 1);
        (uint256[2] memory signature, bytes32 randomness) = Drand.round1000();
        beacon.post(0, signature);

        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.AlreadySeeded.selector, 0));
        beacon.post(0, signature);
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.AlreadySeeded.selector, 0));
        beacon.post(0, [uint256(1), 2]);
        assertEq(beacon.seedOf(0), randomness, "the first seed stands");
    }

    function test_RevertWhen_TheEpochRuns() external {
        RandomBeacon beacon = beaconFor(1000, 3);
        (uint256[2] memory signature,) = Drand.round1000();

        vm.warp(beacon.endOf(0));
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.EpochNotEnded.selector, 0, beacon.endOf(0)));
        beacon.post(0, signature);

        vm.warp(beacon.endOf(0) + 1);
        beacon.post(0, signature);
    }

    function test_RevertWhen_ThePointIsNotOnTheCurve() external {
        RandomBeacon beacon = beaconFor(1000, 1);
        (uint256[2] memory signature,) = Drand.round1000();
        signature[0] ^= 1;

        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.PointNotOnCurve.selector, signature[0], signature[1]));
        beacon.post(0, signature);
    }

    function test_RevertWhen_ThePointIsInfinity() external {
        RandomBeacon beacon = beaconFor(1000, 1);

        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.PointNotOnCurve.selector, 0, 0));
        beacon.post(0, [uint256(0), 0]);
    }

    function test_RevertWhen_ThePointHasASecondEncoding() external {
        RandomBeacon beacon = beaconFor(1000, 1);
        (uint256[2] memory signature,) = Drand.round1000();
        signature[1] += 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47;

        // The same point, another SHA-256: accepting it would let the poster choose the seed.
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.PointNotOnCurve.selector, signature[0], signature[1]));
        beacon.post(0, signature);
    }

    function test_RevertWhen_TheSignatureIsOfAnotherRound() external {
        RandomBeacon beacon = beaconFor(1000, 1);
        (uint256[2] memory signature,) = Drand.round1();

        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.SignatureInvalid.selector, 1000));
        beacon.post(0, signature);
    }

    function test_RevertWhen_TheSignatureIsNegated() external {
        RandomBeacon beacon = beaconFor(1000, 1);
        (uint256[2] memory signature,) = Drand.round1000();
        signature[1] = 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47 - signature[1];

        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.SignatureInvalid.selector, 1000));
        beacon.post(0, signature);
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
}

/// @dev Branches: RandomBeacon.postFallback.tree
contract RandomBeaconPostFallbackTest is RandomBeaconTest {
    event FallbackArmed(uint32 indexed epoch, uint256 blockNumber);

    function test_RevertWhen_TheEpochHasItsSeed() external {
        RandomBeacon beacon = beaconFor(1000, 1);
        (uint256[2] memory signature,) = Drand.round1000();
        beacon.post(0, signature);
        vm.warp(beacon.endOf(0) + DELAY);

        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.AlreadySeeded.selector, 0));
        beacon.postFallback(0);
    }

    function test_RevertWhen_TheEpochRuns() external {
        RandomBeacon beacon = dailyBeacon();

        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.EpochNotEnded.selector, 3, beacon.endOf(3)));
        beacon.postFallback(3);
    }

    function test_RevertWhen_TheDelayRuns() external {
        RandomBeacon beacon = dailyBeacon();
        uint256 earliest = beacon.endOf(0) + DELAY;

        vm.warp(earliest - 1);
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.FallbackTooEarly.selector, earliest));
        beacon.postFallback(0);
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

    function test_RevertWhen_TheFixedBlockIsStillToCome() external {
        RandomBeacon beacon = armed();

        vm.roll(1064);
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.FallbackBlockPending.selector, 1064));
        beacon.postFallback(0);
    }

    function test_TheSecondCallWritesAMarkedSeedOnce() external {
        RandomBeacon beacon = armed();

        vm.roll(1065);
        beacon.postFallback(0);
        assertTrue(beacon.seedOf(0) != 0, "seed");
        assertTrue(beacon.isFallback(0), "marked");
        assertEq(beacon.seededAtOf(0), vm.getBlockTimestamp(), "time");
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.AlreadySeeded.selector, 0));
        beacon.postFallback(0);
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

    function test_RevertWhen_EpochsBeginBeforeDrand() external {
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.ScheduleInvalid.selector, 100, 3, 99, 30));
        new RandomBeacon(Drand.key(), 100, 3, 99, 30, DELAY);
    }

    function test_RevertWhen_RoundsOrEpochsLastNoTime() external {
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.ScheduleInvalid.selector, 100, 0, 100, 30));
        new RandomBeacon(Drand.key(), 100, 0, 100, 30, DELAY);
        vm.expectRevert(abi.encodeWithSelector(IRandomBeacon.ScheduleInvalid.selector, 100, 3, 100, 0));
        new RandomBeacon(Drand.key(), 100, 3, 100, 0, DELAY);
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
