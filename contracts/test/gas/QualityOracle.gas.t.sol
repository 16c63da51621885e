// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {QualityTest} from "../quality/QualityTest.sol";
import {GasTest} from "./GasTest.sol";

/// @dev The Orchestrator is a stand-in that writes a new slot when it is told. Limits are the figures measured plus
/// 1 %; the design wants 85,000.
contract QualityOracleGasTest is QualityTest, GasTest {
    function test_Post_FiveSignatures() external {
        withReporters(7);
        posts(11, 1, 5);
        inEpoch(13);
        posts(12, 1, 5);
        measured("quality root, 5 signatures", 149_800);
    }

    function test_Post_NoBreaches_FiveSignatures() external {
        withReporters(7);
        posts(11, 1, 5);
        inEpoch(13);
        oracle.post(12, 0, RECORDS, signaturesOf(12, 0, 1, 5));
        measured("quality root without breaches, 5 signatures", 129_300);
    }
}
