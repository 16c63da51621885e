// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ILedger, IProviderOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {Sla} from "../../src/interfaces/Types.sol";
import {RefusalTest} from "./RefusalTest.sol";

contract CreditTest is RefusalTest {
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

    function testFuzz_NoCreditPassesTheEpochsPay(uint256 seed, uint256 at) external {
        (uint128[] memory ids,) = running();
        proven(11);
        uint256 bps = above(seed, 10_000, type(uint16).max);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.CreditAboveEpoch.selector, bps));
        credit(ids[at % 2], 11, uint16(bps));
        assertEq(credit(ids[at % 2], 11, 10_000), EPOCH_PAY, "all of it at most");
    }

    /// Also when the credit was of nothing.
    function testFuzz_AnEpochIsCreditedOnce(uint256 first, uint256 second, uint256 time) external {
        (uint128[] memory ids,) = running();
        proven(11);
        uint256 amount = credit(ids[0], 11, uint16(bound(first, 0, 10_000)));
        vm.warp(bound(time, block.timestamp, block.timestamp + WINDOW - 1));
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.CreditOutsideWindow.selector, ids[0], 11));
        credit(ids[0], 11, uint16(bound(second, 0, 10_000)));
        assertEq(orchestrator.agreementOf(ids[0]).creditPending, amount, "as before");
        credit(ids[1], 11, uint16(bound(second, 0, 10_000)));
    }

    /// The root of this very epoch, from the moment it is posted to the second before it is final.
    function testFuzz_CreditsNeedAPostedRootThatIsNotFinal(uint256 posted, uint256 seed, uint256 epoch) external {
        (uint128[] memory ids,) = running();
        proven(11);
        passEpoch(12);
        confirm(1, 12);
        posted = bound(posted, startOf(13), uint256(startOf(13)) + WINDOW);
        vm.warp(posted);
        bytes memory refusal = abi.encodeWithSelector(IProviderOrchestrator.CreditOutsideWindow.selector, ids[0], 12);
        vm.expectRevert(refusal);
        credit(ids[0], 12, 100);
        postRoot(12);
        epoch = otherThan(12, epoch, epoch % 2 == 0 ? 21 : type(uint32).max);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.CreditOutsideWindow.selector, ids[0], epoch));
        credit(ids[0], uint32(epoch), 100);
        vm.warp(above(seed, posted + WINDOW - 1, posted + 100 days));
        vm.expectRevert(refusal);
        credit(ids[0], 12, 100);

        vm.warp(posted + WINDOW - 1);
        assertEq(credit(ids[0], 12, 100), EPOCH_PAY / 100, "one second before it is final");
    }

    /// Two epochs before the agreement, two behind it, or all of its own; one of them has the root.
    function testFuzz_CreditsNeedAConfirmedEpochOfTheAgreement(uint256 epoch, uint16 proofs, uint16 bps) external {
        (uint128[] memory ids,) = running();
        uint32 chosen = uint32(bound(epoch, 9, 22));
        for (uint32 one = 9; one <= chosen; one++) {
            if (one > 9) passEpoch(one);
            if (proofs >> (one - 9) & 1 == 1) confirm(1, one);
        }
        postRoot(chosen);
        bool isPaid = chosen >= 11 && chosen <= 20 && proofs >> (chosen - 9) & 1 == 1;
        bps = uint16(bound(bps, 0, 10_000));
        if (!isPaid) {
            vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.CreditOutsideWindow.selector, ids[0], chosen));
        }
        uint256 amount = credit(ids[0], chosen, bps);
        assertEq(orchestrator.agreementOf(ids[0]).creditPending, isPaid ? amount : 0, "of this epoch's pay");
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
}
