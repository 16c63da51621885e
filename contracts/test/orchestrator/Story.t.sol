// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC3009} from "../../src/interfaces/IERC3009.sol";
import {IConsumerOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {Agreement, AgreementState, AgreementTerms, Authorization, Permit, SignedOffer, Sla, SlaState} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";

contract StoryTest is OrchestratorTest {
    function test_AnSlaFromOpeningToEndPaysEverybodyExactly() external {
        (uint128[] memory ids, Sla memory sla) = running();
        bytes32 slaId = orchestrator.hashSla(sla);
        assertSla(slaId, SlaState.Running);
        uint256 before = token.balanceOf(consumer);
        for (uint32 epoch = 11; epoch <= 20; epoch++) {
            passEpoch(epoch);
            for (uint64 provider = 1; provider <= 3; provider++) {
                confirm(provider, epoch);
            }
        }
        passFinality(20);

        assertEq(orchestrator.settle(ids[0]), 10 * EPOCH_PAY, "ten epochs");
        assertEq(orchestrator.settle(ids[0]), 0, "settled already");
        for (uint256 i = 0; i < 3; i++) {
            orchestrator.end(ids[i]);
            assertState(ids[i], AgreementState.Closed);
            assertTrue(verifier.retired(ids[i]), "retired");
            assertEq(uint256(orchestrator.agreementOf(ids[i]).collateral), 0, "collateral is free");
        }
        assertSla(slaId, SlaState.Ended);

        for (uint64 provider = 1; provider <= 3; provider++) {
            assertEq(orchestrator.withdrawEarnings(provider, market), 1_728_000 - 34_560, "net of 2 %");
            assertEq(token.balanceOf(payoutOf(provider)), 1_693_440, "at the payout wallet");
        }
        assertEq(orchestrator.sweepFees(market), 3 * 34_560, "fees");
        assertEq(token.balanceOf(address(fund)), 3 * 34_560, "fees at the fund");
        uint256 refund = totalOf(sla) - 3 * 1_728_000;
        assertEq(orchestrator.withdrawRefund(consumer, address(token)), refund, "the rest");
        assertEq(token.balanceOf(consumer), before + refund, "at the consumer's wallet");
        assertEq(token.balanceOf(address(orchestrator)), 0, "nothing is left");
    }

    function test_HitMissHitPaysExactlyTwoEpochs() external {
        (uint128[] memory ids,) = running();
        passEpoch(11);
        confirm(1, 11);
        passEpoch(12);
        passEpoch(13);
        confirm(1, 13);
        passFinality(13);

        assertEq(orchestrator.settle(ids[0]), 2 * EPOCH_PAY, "two of three");
        assertEq(orchestrator.agreementOf(ids[0]).clock, 2 * EPOCH, "clock counts confirmed seconds");
    }

    function test_NothingIsPaidBeforeItsQualityIsFinal() external {
        (uint128[] memory ids,) = running();
        passEpoch(11);
        confirm(1, 11);

        assertEq(orchestrator.settle(ids[0]), 0, "not final");
        assertEq(earningsOf(1), 0, "nothing earned");
    }

    function test_AWholeRootIsFinalBeforeTheTimeout() external {
        (uint128[] memory ids,) = running();
        passEpoch(11);
        confirm(1, 11);
        postRoot(11);
        vm.warp(uint256(startOf(12)) + WINDOW + 1);

        assertEq(orchestrator.settle(ids[0]), EPOCH_PAY, "posted and undisputed");
    }

    function test_EpochsBeforeTheStartAreNotPaidHoweverLateTheyAreConfirmed() external {
        passEpoch(10);
        (uint128[] memory ids,) = running();
        confirm(1, 10);
        passEpoch(11);
        passFinality(11);
        assertEq(orchestrator.settle(ids[0]), 0, "epoch 11 is before the start too");
        confirm(1, 11);
        assertEq(orchestrator.settle(ids[0]), 0, "confirmed late, still before the start");
        passEpoch(12);
        confirm(1, 12);
        passFinality(12);

        assertEq(orchestrator.settle(ids[0]), EPOCH_PAY, "the first epoch of the agreement alone");
    }

    function test_TheTermsAreThePartOfAnAgreementThatRevisionsAreMeasuredAgainst() external {
        (uint128[] memory ids,) = openTwoOfThree();
        for (uint256 i = 0; i < 2; i++) {
            Agreement memory agreement = orchestrator.agreementOf(ids[1]);
            AgreementTerms memory terms = orchestrator.termsOf(ids[1]);
            assertEq(terms.slaId, agreement.slaId, "SLA");
            assertEq(terms.consumer, consumer, "consumer");
            assertEq(uint256(terms.state), uint256(i == 0 ? AgreementState.Open : AgreementState.Active), "state");
            assertEq(terms.capacityBytes, agreement.capacityBytes, "capacity");
            assertEq(terms.rate, RATE, "rate");
            assertEq(terms.endEpoch, agreement.endEpoch, "end");
            if (i == 0) activate(ids[1]);
        }
        assertEq(orchestrator.termsOf(ids[1] + 77).consumer, address(0), "of an id that nobody opened");
    }

    function test_ASettlementOfManySkipsAndReportsWhatIsNotLive() external {
        (uint128[] memory ids,) = running();
        passEpoch(11);
        confirm(1, 11);
        confirm(2, 11);
        passFinality(11);
        uint128[] memory batch = new uint128[](3);
        (batch[0], batch[1], batch[2]) = (ids[0], 77, ids[1]);

        assertEq(orchestrator.settleMany(batch), 2 * EPOCH_PAY, "the two live ones");
    }

    function test_OneSignatureLocksExactlyThePaymentWhoeverRelaysIt() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        Authorization memory authorization = authorized(sla, totalOf(sla));
        uint256 before = token.balanceOf(consumer);

        vm.prank(stranger);
        bytes32 slaId = orchestrator.openWithAuthorization(sla, offers, authorization);

        assertEq(token.balanceOf(consumer), before - totalOf(sla), "the consumer paid the total");
        assertEq(token.balanceOf(address(orchestrator)), totalOf(sla), "and all of it is locked");
        assertSla(slaId, SlaState.Forming);
    }

    function test_APermitPaysInOneTransactionAlsoWhenSomebodyCarriedItFirst() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        Permit memory permit = permitted(sla, totalOf(sla));
        vm.prank(consumer);
        token.approve(address(orchestrator), 0);
        uint256 undone = vm.snapshotState();
        vm.prank(consumer);
        orchestrator.openWithPermit(sla, offers, permit);
        assertEq(token.balanceOf(address(orchestrator)), totalOf(sla), "locked");
        assertEq(token.allowance(consumer, address(orchestrator)), 0, "no allowance is left");

        assertTrue(vm.revertToState(undone), "reverted");
        vm.prank(stranger);
        token.permit(consumer, address(orchestrator), totalOf(sla), permit.deadline, permit.v, permit.r, permit.s);
        vm.prank(consumer);
        orchestrator.openWithPermit(sla, offers, permit);
        assertEq(token.balanceOf(address(orchestrator)), totalOf(sla), "locked too");
    }

    function test_APermitIsOfNoUseToAnybodyElse() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        Permit memory permit = permitted(sla, totalOf(sla));
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IConsumerOrchestrator.ConsumerMustCall.selector, consumer, stranger));
        orchestrator.openWithPermit(sla, offers, permit);
    }

    function permitted(Sla memory sla, uint256 total) private view returns (Permit memory permit) {
        bytes32 typehash = keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        permit.deadline = sla.startBy;
        bytes32 structHash =
            keccak256(abi.encode(typehash, consumer, address(orchestrator), total, token.nonces(consumer), permit.deadline));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), structHash));
        (permit.v, permit.r, permit.s) = vm.sign(consumerKey, digest);
    }

    function test_AnAuthorisationPaysForNoOtherTerms() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        Authorization memory authorization = authorized(sla, totalOf(sla));
        sla.salt = 2;
        bytes32 slaId = orchestrator.hashSla(sla);

        vm.expectRevert(abi.encodeWithSelector(IERC3009.AuthorizationNotSigned.selector, consumer, slaId));
        orchestrator.openWithAuthorization(sla, offers, authorization);
    }

    function authorized(Sla memory sla, uint256 total) private view returns (Authorization memory authorization) {
        bytes32 structHash = keccak256(
            abi.encode(
                token.RECEIVE_WITH_AUTHORIZATION_TYPEHASH(),
                consumer,
                address(orchestrator),
                total,
                0,
                block.timestamp + 1 hours,
                orchestrator.hashSla(sla)
            )
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), structHash));
        authorization.validBefore = block.timestamp + 1 hours;
        (authorization.v, authorization.r, authorization.s) = vm.sign(consumerKey, digest);
    }
}
