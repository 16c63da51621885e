// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {TargetedChallenges} from "../../src/TargetedChallenges.sol";
import {LossTest} from "../losses/LossTest.sol";
import {GasTest} from "./GasTest.sol";

/// @dev Losses that are declared, asked for and found out, of a provider with two agreements; a unit has 17 leaves. A unit of 1 GiB has 17 more
/// siblings in its proof: about 11,000 gas more for an answer.
contract LossesGasTest is LossTest, GasTest {
    function test_DeclareFault() external {
        inEpoch(12);
        declares(ids[0]);
        reported("declare a lost agreement", "");
    }

    function test_Open() external {
        inEpoch(12);
        asks(ids[0], 16);
        reported("open a targeted challenge", "");
    }

    function test_Answer() external {
        inEpoch(12);
        asks(ids[0], 16);
        bytes memory proof = shows(ids[0], 12, 16);
        targeted.answer(ids[0], proof);
        reported("answer a targeted challenge, unit of 17 leaves", abi.encodeCall(TargetedChallenges.answer, (ids[0], proof)));
    }

    function test_Close() external {
        inEpoch(12);
        uint256 due = asks(ids[0], 16);
        vm.warp(due + 1);
        vm.prank(stranger);
        targeted.close(ids[0]);
        reported("close a targeted challenge: the agreement is breached", "");
    }

    function test_Admit() external {
        seedsWith(11, 1);
        admits(11);
        reported("audit that admits one of 5 challenges: the agreement is breached", "");
    }

    function test_SettleBehindShortEpochs() external {
        settlesBehind(1);
        reported("settle behind a short epoch", "");
    }

    function test_SettleBehindManyShortEpochs() external {
        settlesBehind(6);
        reported("settle behind six short epochs", "");
    }

    /// The steady settlement of a provider that admitted something in each of the epochs before.
    function settlesBehind(uint32 epochs) private {
        for (uint32 epoch = 11; epoch < 11 + epochs; epoch++) {
            vm.warp(uint256(startOf(epoch + 1)) + 1);
            vm.prank(address(audits));
            orchestrator.confirmShort(1, epoch, EPOCH / 4);
        }
        vm.warp(uint256(startOf(12 + epochs)) + 1);
        vm.prank(address(audits));
        orchestrator.confirm(1, 11 + epochs);
        passFinality(10 + epochs);
        orchestrator.settle(others[0]);
        passFinality(11 + epochs);
        orchestrator.settle(others[0]);
    }
}
