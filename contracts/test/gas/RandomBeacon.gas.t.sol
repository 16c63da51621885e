// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {RandomBeacon} from "../../src/RandomBeacon.sol";
import {Drand} from "../beacon/Drand.sol";
import {GasTest} from "./GasTest.sol";

contract RandomBeaconGasTest is GasTest {
    RandomBeacon private _beacon;

    function setUp() external {
        _beacon = new RandomBeacon(Drand.key(), Drand.GENESIS, Drand.PERIOD, Drand.GENESIS, 2996, 7 days);
        vm.warp(Drand.GENESIS + 3000);
    }

    /// The dearest case: first epoch of its slot of times, first seed ever.
    function test_Post() external {
        (uint256[2] memory signature,) = Drand.round1000();
        _beacon.post(0, signature);
        measured("seed, once per epoch for the whole chain", 260_000);
    }
}
