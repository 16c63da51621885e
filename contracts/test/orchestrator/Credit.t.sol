// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ILedger, IProviderOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {Sla} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";

contract CreditTest is OrchestratorTest {
    function test_ACreditComesFromThatEpochsPayAndNothingElse() external {
        (uint128[] memory ids,) = running();
        proven(11);
        uint256 committed = uint256(orchestrator.agreementOf(ids[0]).collateral);

        assertEq(credit(ids[0], 11, 2500), EPOCH_PAY / 4, "a quarter of P");
        passFinality(11);
        assertEq(orchestrator.settle(ids[0]), EPOCH_PAY * 3 / 4, "the provider's part");

        assertEq(refundOf(consumer), EPOCH_PAY / 4, "the consumer's part");
        assertEq(uint256(orchestrator.agreementOf(ids[0]).collateral), committed, "the collateral is not touched");
        passEpoch(12);
        confirm(1, 12);
        passFinality(12);
        assertEq(orchestrator.settle(ids[0]), EPOCH_PAY, "the next epoch is whole");
    }

    function test_OnlyTheMarketsOracleCredits() external {
        (uint128[] memory ids,) = running();
        proven(11);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotAuthorised.selector, stranger, oracle));
        orchestrator.credit(ids[0], 11, 100);
    }

    function test_NoCreditPassesTheEpochsPay() external {
        (uint128[] memory ids,) = running();
        proven(11);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.CreditAboveEpoch.selector, 10_001));
        credit(ids[0], 11, 10_001);
        assertEq(credit(ids[0], 11, 10_000), EPOCH_PAY, "all of it at most");
    }

    function test_AnEpochIsCreditedOnce() external {
        (uint128[] memory ids,) = running();
        proven(11);
        credit(ids[0], 11, 5000);
        outside(ids[0], 11);
    }

    function test_CreditsNeedAPostedRootThatIsNotFinal() external {
        (uint128[] memory ids,) = running();
        passEpoch(11);
        confirm(1, 11);
        outside(ids[0], 11);
        vm.warp(block.timestamp + WINDOW);
        postRoot(11);
        vm.warp(block.timestamp + WINDOW);
        outside(ids[0], 11);
    }

    function test_CreditsNeedAConfirmedEpochOfTheAgreement() external {
        (uint128[] memory ids,) = running();
        passEpoch(11);
        postRoot(11);
        outside(ids[0], 11);
        passEpoch(12);
        confirm(1, 12);
        postRoot(12);
        outside(ids[0], 11);
        outside(ids[0], 10);
    }

    /// P15, P16: nobody's settlement changes what a credit takes.
    function testFuzz_StrangersSettlementsChangeNobodysBalance(uint256 when, uint16 bps) external {
        bps = uint16(bound(bps, 0, 10_000));
        (uint128[] memory ids, Sla memory sla) = running();
        for (uint32 epoch = 11; epoch <= 20; epoch++) {
            proven(epoch);
            if (epoch % 3 == 0) {
                credit(ids[0], epoch, bps);
                credit(ids[1], epoch, bps);
            }
            if ((when >> epoch) & 1 == 1) orchestrator.settle(ids[0]);
            passFinality(epoch);
            if ((when >> (32 + epoch)) & 1 == 1) orchestrator.settle(ids[0]);
        }
        orchestrator.end(ids[0]);
        orchestrator.end(ids[1]);

        assertEq(earningsOf(1), earningsOf(2), "settled often or once");
        assertEq(earningsOf(1) * 2 + refundOf(consumer), 2 * (uint256(sla.legs[0].deposit) + sla.legs[0].egressEscrow), "nothing is lost");
        assertGe(earningsOf(1), 7 * EPOCH_PAY, "three epochs' pay at most is credited");
    }

    function proven(uint32 epoch) private {
        passEpoch(epoch);
        confirm(1, epoch);
        confirm(2, epoch);
        postRoot(epoch);
    }

    function outside(uint128 agreementId, uint32 epoch) private {
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.CreditOutsideWindow.selector, agreementId, epoch));
        credit(agreementId, epoch, 100);
    }
}
