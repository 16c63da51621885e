// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Bn254} from "../../src/lib/Bn254.sol";
import {Test} from "../Test.sol";
import {Drand} from "./Drand.sol";

/// @dev Vectors: RFC 9380 steps of drand's evmnet, and the map's points published with drand/kyber.
contract Bn254Test is Test {
    function test_HashToField_MatchesRound1OfEvmnet() external pure {
        (uint256 u0, uint256 u1) = Bn254.hashToField(messageOf(1));

        assertEq(u0, 0x1b163e041c11b8ddb908e7b705c98ca4f393243bf3664bf5934a3680d3a5bfc6, "u0");
        assertEq(u1, 0x0b2f337436437aef114e4f8383ac665c24fe4d3f88b3c53d494ad4104b9d15eb, "u1");
    }

    function test_HashToG1_MatchesFourRoundsOfEvmnet() external view {
        hashes(
            1,
            0x073d3d00a1c3ca588db79d44202e44b2f45995ddd39e705717c9edfcb79e4371,
            0x173e31a5208ea2594cbcb23b5afb3dd930719a4d1a3f877839bb8bdeb3c15084
        );
        hashes(
            1000,
            0x0305acba00a19b010c9393b3046bac874f31a78f0edb159211a5e6edd27fcfb6,
            0x0d5997c2e6c22897ba8f18b291c80cd9df62ffca7217e615fc0bebe6f3b783da
        );
        hashes(
            10_000_000,
            0x12c71e417ce30cf8bb970419ac32234c2132f65fc265145035af1214755bbb59,
            0x29ddc696ec19d9f6486c6f6b3cf6dc908742eb6fa13bb8527aedadf56398ead2
        );
        hashes(
            20_594_892,
            0x11e5f021e29c4d31a999ae5d94b0c7afde6e6d34d9dc69089a05a807af76afaa,
            0x0704e3bcfd98fd70993742d236f99c9f0c0d927bf365c948080b00bbe494fa82
        );
    }

    function test_MapToCurve_TakesTheFirstCandidate() external view {
        maps(
            8_907_521_814_056_845_701_802_348_140_424_269_446_568_701_586_099_685_087_550_074_745_505_454_990_277,
            21_327_796_494_947_423_405_781_055_484_721_506_997_911_420_687_569_473_755_205_793_150_767_574_651_200,
            3_372_936_415_674_007_959_180_395_606_556_373_867_269_842_194_129_649_068_337_399_034_827_190_551_419
        );
    }

    function test_MapToCurve_TakesTheSecondCandidate() external view {
        maps(
            9_029_964_684_230_010_889_644_402_877_237_695_563_306_506_518_734_238_145_952_077_172_678_272_239_729,
            16_232_949_366_108_770_005_106_479_722_961_969_861_572_226_261_135_831_246_834_195_858_561_579_527_625,
            16_632_263_432_778_334_793_843_525_578_889_065_288_090_857_901_297_212_349_013_142_811_533_289_311_567
        );
    }

    function test_MapToCurve_TakesTheThirdCandidate() external view {
        maps(
            3_540_903_031_681_319_421_922_757_684_101_610_645_767_707_797_048_988_415_875_375_111_724_680_581_685,
            8_075_871_960_767_046_579_231_430_403_985_926_277_223_410_823_818_061_304_251_976_251_393_112_450_333,
            906_535_411_243_285_569_638_264_840_959_243_001_417_172_892_367_399_608_998_007_435_385_595_449_341
        );
    }

    function test_MapToCurve_MapsZeroAndTheLargestElement() external view {
        (uint256 x, uint256 y) = Bn254.mapToCurve(0);
        assertTrue(Bn254.isOnCurve(x, y), "0");
        (x, y) = Bn254.mapToCurve(Bn254.P - 1);
        assertTrue(Bn254.isOnCurve(x, y), "P - 1");
    }

    function testFuzz_MapToCurve_AlwaysMeetsTheCurveWithTheSignOfItsInput(uint256 u) external view {
        u %= Bn254.P;
        (uint256 x, uint256 y) = Bn254.mapToCurve(u);

        assertTrue(Bn254.isOnCurve(x, y), "on the curve");
        assertEq(y & 1, u & 1, "parity");
    }

    function testFuzz_IsOnCurve_RefusesASecondEncoding(uint256 u) external view {
        (uint256 x, uint256 y) = Bn254.mapToCurve(u % Bn254.P);

        assertFalse(Bn254.isOnCurve(x + Bn254.P, y), "x + P");
        assertFalse(Bn254.isOnCurve(x, y + Bn254.P), "y + P");
    }

    function test_IsPublicKey_KnowsCurveSubgroupAndInfinity() external view {
        uint256[4] memory key = Drand.key();
        assertTrue(Bn254.isPublicKey(key), "evmnet");
        assertFalse(Bn254.isPublicKey([uint256(0), 0, 0, 0]), "infinity");
        (key[0], key[1]) = (key[1], key[0]);
        assertFalse(this.isPublicKey(key), "real and imaginary part swapped");
    }

    /// A failing pairing takes all gas it is given: give it little.
    function isPublicKey(uint256[4] calldata key) external view returns (bool) {
        try this.unbounded{gas: 300_000}(key) returns (bool valid) {
            return valid;
        } catch {
            return false;
        }
    }

    function unbounded(uint256[4] calldata key) external view returns (bool) {
        return Bn254.isPublicKey(key);
    }

    function hashes(uint64 round, uint256 expectedX, uint256 expectedY) private view {
        (uint256 x, uint256 y) = Bn254.hashToG1(messageOf(round));
        assertEq(x, expectedX, "x");
        assertEq(y, expectedY, "y");
    }

    function maps(uint256 u, uint256 expectedX, uint256 expectedY) private view {
        (uint256 x, uint256 y) = Bn254.mapToCurve(u);
        assertEq(x, expectedX, "x");
        assertEq(y, expectedY, "y");
    }

    function messageOf(uint64 round) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(round));
    }
}
