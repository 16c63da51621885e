// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IConsumerOrchestrator, ILedger} from "../../src/interfaces/IOrchestrator.sol";
import {IStakeManager} from "../../src/interfaces/IStakeManager.sol";
import {AgreementState, Leg, SignedOffer, Sla, SlaState} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";

contract ReplaceLegTest is OrchestratorTest {
    /// Of a first miss, to the consumer.
    uint256 private constant SHARE = EPOCH_PAY * 60 / 100;

    uint128[] private _ids;
    bytes32 private _slaId;

    function test_AMissedLegIsReplacedFromItsRestAndTheOldProviderIsPaid() external {
        Sla memory sla = started();
        passEpoch(11);
        confirm(1, 11);
        missed(_ids[0], 12);
        (Leg memory leg, SignedOffer memory offer) = replacement(sla);

        vm.prank(consumer);
        uint128 fresh = orchestrator.replaceLeg(sla, _ids[0], leg, offer);

        assertEq(earningsOf(1), EPOCH_PAY, "epoch 11 is paid, final or not");
        uint256 rest = uint256(sla.legs[0].deposit) + sla.legs[0].egressEscrow - EPOCH_PAY;
        assertEq(refundOf(consumer), rest - leg.deposit - leg.egressEscrow, "what is over is refunded");
        assertState(_ids[0], AgreementState.Closed);
        assertState(fresh, AgreementState.Open);
        assertEq(orchestrator.agreementOf(fresh).endEpoch, 21, "the SLA's end");
        assertTrue(verifier.retired(_ids[0]), "retired");
        assertEq(uint256(orchestrator.agreementOf(_ids[0]).collateral), 0, "released");
        (,,,, uint8 legsAlive, uint88 reserve, uint128[] memory ids) = orchestrator.slaOf(_slaId);
        assertEq(legsAlive, 3, "three again");
        assertEq(reserve, sla.reserve, "untouched");
        assertEq(ids.length, 4, "all that ever were");
        assertSla(_slaId, SlaState.Running);
    }

    function test_ADearerLegTakesTheDifferenceFromTheSlashShare_AndOnlyThenFromTheReserve() external {
        Sla memory sla = started();
        missed(_ids[0], 11);
        assertEq(slashOf(consumer), SHARE, "60 % of an epoch's pay");
        (Leg memory leg, SignedOffer memory offer) = replacement(sla);
        uint256 rest = uint256(sla.legs[0].deposit) + sla.legs[0].egressEscrow;
        leg.deposit = uint88(rest + SHARE + 1000 - leg.egressEscrow);
        uint256 held = token.balanceOf(address(orchestrator));

        vm.expectEmit(address(orchestrator));
        emit IConsumerOrchestrator.SlashShareReused(_slaId, consumer, address(token), SHARE);
        vm.expectEmit(address(stakes));
        emit IStakeManager.Reused(consumer, address(token), _ids[0], SHARE);
        vm.prank(consumer);
        orchestrator.replaceLeg(sla, _ids[0], leg, offer);

        assertEq(reserveLeft(), sla.reserve - 1000, "what the share did not cover");
        assertEq(slashOf(consumer), 0, "used");
        assertEq(token.balanceOf(address(orchestrator)), held + SHARE, "it is here");
        assertEq(refundOf(consumer), 0, "nothing is over");
    }

    function test_ABreachedLegIsReplacedFromWhatTheBreachRefunded_ThenTheSlashShare_ThenTheReserve() external {
        Sla memory sla = started();
        breached(_ids[0]);
        uint256 refunded = refundOf(consumer);
        uint256 share = slashOf(consumer);
        assertSla(_slaId, SlaState.Degraded);
        (Leg memory leg, SignedOffer memory offer) = replacement(sla);
        leg.deposit = uint88(refunded + share + 700 - leg.egressEscrow);

        vm.expectEmit(address(orchestrator));
        emit IConsumerOrchestrator.RefundReused(_slaId, consumer, address(token), refunded);
        vm.prank(consumer);
        orchestrator.replaceLeg(sla, _ids[0], leg, offer);

        assertEq(refundOf(consumer), 0, "the refund first");
        assertEq(slashOf(consumer), 0, "then the share");
        assertEq(reserveLeft(), sla.reserve - 700, "then the reserve");
        assertSla(_slaId, SlaState.Running);
        vm.warp(block.timestamp + 2 hours);
        notDue(sla, _ids[0]);
    }

    /// Whatever is wanted and whatever was withdrawn before: each source in its turn, and no unit more than is wanted.
    function testFuzz_EachSourcePaysInItsTurn(uint256 extra, bool isBreach, bool withoutRefund, bool withoutShare) external {
        Sla memory sla = started();
        if (isBreach) breached(_ids[0]);
        else missed(_ids[0], 11);
        if (withoutShare) stakes.claim(consumer, address(token));
        if (withoutRefund && isBreach) orchestrator.withdrawRefund(consumer, address(token));
        uint256 rest = isBreach ? refundOf(consumer) : uint256(sla.legs[0].deposit) + sla.legs[0].egressEscrow;
        (uint256 share, uint256 held) = (slashOf(consumer), token.balanceOf(address(orchestrator)));
        (Leg memory leg, SignedOffer memory offer) = replacement(sla);
        uint256 least = uint256(leg.deposit) + leg.egressEscrow;
        uint256 wanted = bound(extra, least, rest + share + sla.reserve + 1 < least ? least : rest + share + sla.reserve + 1);
        leg.deposit = uint88(wanted - leg.egressEscrow);
        if (wanted > rest + share + sla.reserve) {
            return refused(sla, _ids[0], leg, offer, IConsumerOrchestrator.FundsShort.selector);
        }
        vm.prank(consumer);
        orchestrator.replaceLeg(sla, _ids[0], leg, offer);

        uint256 fromRest = wanted < rest ? wanted : rest;
        uint256 fromShare = wanted - fromRest < share ? wanted - fromRest : share;
        assertEq(refundOf(consumer), rest - fromRest, "rest");
        assertEq(slashOf(consumer), share - fromShare, "share");
        assertEq(reserveLeft(), sla.reserve - (wanted - fromRest - fromShare), "reserve");
        assertEq(token.balanceOf(address(orchestrator)), held + fromShare, "here");
    }

    function test_TheShareOfAnotherLegStaysWithTheConsumer() external {
        Sla memory sla = started();
        passEpoch(11);
        vm.warp(uint256(startOf(12)) + WINDOW + 2);
        vm.startPrank(stranger);
        orchestrator.penaliseMiss(_ids[0], 11);
        orchestrator.penaliseMiss(_ids[1], 11);
        vm.stopPrank();
        assertEq(slashOf(consumer), 2 * SHARE, "of two legs");
        (Leg memory leg, SignedOffer memory offer) = replacement(sla);
        uint256 rest = uint256(sla.legs[0].deposit) + sla.legs[0].egressEscrow;
        leg.deposit = uint88(rest + SHARE + 1000 - leg.egressEscrow);
        vm.prank(consumer);
        orchestrator.replaceLeg(sla, _ids[0], leg, offer);

        assertEq(slashOf(consumer), SHARE, "the other leg's");
        assertEq(reserveLeft(), sla.reserve - 1000, "not from it");
    }

    function test_AShareThatWasClaimedPaysNothing() external {
        Sla memory sla = started();
        missed(_ids[0], 11);
        stakes.claim(consumer, address(token));
        (Leg memory leg, SignedOffer memory offer) = replacement(sla);
        uint256 rest = uint256(sla.legs[0].deposit) + sla.legs[0].egressEscrow;
        leg.deposit = uint88(rest + 1000 - leg.egressEscrow);
        vm.prank(consumer);
        orchestrator.replaceLeg(sla, _ids[0], leg, offer);

        assertEq(reserveLeft(), sla.reserve - 1000, "the reserve");
    }

    function test_AReplacementsOwnShareReplacesItInTurn() external {
        Sla memory sla = started();
        missed(_ids[0], 11);
        (Leg memory leg, SignedOffer memory offer) = replacement(sla);
        vm.prank(consumer);
        uint128 second = orchestrator.replaceLeg(sla, _ids[0], leg, offer);
        activate(second);
        missed(second, 13);
        assertEq(slashOf(consumer), 2 * SHARE, "of both");
        SignedOffer memory fifth = signed(offerOf(5));
        Leg memory third = legOf(fifth, sla.endsAt - block.timestamp);
        third.deposit = uint88(uint256(leg.deposit) + leg.egressEscrow + 2 * SHARE - third.egressEscrow);
        vm.prank(consumer);
        orchestrator.replaceLeg(sla, second, third, fifth);

        assertEq(slashOf(consumer), SHARE, "the first one's stays");
        assertEq(reserveLeft(), sla.reserve - SHARE, "the rest");
    }

    function test_ALegThatKeepsItsTermsIsNotReplaced() external {
        Sla memory sla = started();
        passEpoch(11);
        notDue(sla, _ids[0]);
        missed(_ids[0], 11);
        passEpoch(12);
        confirm(1, 12);
        notDue(sla, _ids[0]);
    }

    function test_OnlyTheConsumerOrAKeyWithTheRightReplaces() external {
        Sla memory sla = started();
        missed(_ids[0], 11);
        (Leg memory leg, SignedOffer memory offer) = replacement(sla);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotAuthorised.selector, stranger, consumer));
        orchestrator.replaceLeg(sla, _ids[0], leg, offer);

        vm.prank(consumer);
        grants.grant(stranger, _slaId, 16, uint32(block.timestamp + 1 days), 0, 0);
        vm.prank(stranger);
        orchestrator.replaceLeg(sla, _ids[0], leg, offer);
    }

    function test_TheMandateBoundsTheReplacement() external {
        Sla memory sla = started();
        missed(_ids[0], 11);
        (Leg memory leg, SignedOffer memory offer) = replacement(sla);
        leg.rate = 2 * RATE + 1;
        refused(sla, _ids[0], leg, offer, IConsumerOrchestrator.RateAboveMandate.selector);
        leg.rate = RATE;
        leg.deposit = uint88(uint256(sla.legs[0].deposit) + sla.legs[0].egressEscrow + SHARE + sla.reserve);
        refused(sla, _ids[0], leg, offer, IConsumerOrchestrator.FundsShort.selector);
        leg.deposit = sla.legs[0].deposit;
        sla.salt = 2;
        refused(sla, _ids[0], leg, offer, IConsumerOrchestrator.SlaUnknown.selector);
        sla.salt = 1;
        SignedOffer memory second = signed(offerOf(2));
        refused(sla, _ids[0], legOf(second, sla.endsAt - block.timestamp), second, IConsumerOrchestrator.ProviderTwice.selector);
    }

    function test_ReplacementsKeepTheCoolDown() external {
        Sla memory sla = started();
        passEpoch(11);
        missed(_ids[0], 11);
        vm.prank(stranger);
        orchestrator.penaliseMiss(_ids[1], 11);
        (Leg memory leg, SignedOffer memory offer) = replacement(sla);
        vm.prank(consumer);
        orchestrator.replaceLeg(sla, _ids[0], leg, offer);
        SignedOffer memory fifth = signed(offerOf(5));
        leg = legOf(fifth, sla.endsAt - block.timestamp);
        refused(sla, _ids[1], leg, fifth, IConsumerOrchestrator.CoolDownRunning.selector);

        vm.warp(block.timestamp + 1 hours);
        fifth = signed(offerOf(5));
        leg = legOf(fifth, sla.endsAt - block.timestamp);
        vm.prank(consumer);
        orchestrator.replaceLeg(sla, _ids[1], leg, fifth);
    }

    function test_AReplacementThatNeverStartsIsVoided() external {
        Sla memory sla = started();
        missed(_ids[0], 11);
        (Leg memory leg, SignedOffer memory offer) = replacement(sla);
        vm.prank(consumer);
        uint128 fresh = orchestrator.replaceLeg(sla, _ids[0], leg, offer);
        vm.warp(block.timestamp + EPOCH + 1);

        orchestrator.void_(fresh);

        assertState(fresh, AgreementState.Void);
        assertSla(_slaId, SlaState.Degraded);
    }

    function started() private returns (Sla memory sla) {
        (_ids, sla) = running();
        _slaId = orchestrator.hashSla(sla);
    }

    function missed(uint128 agreementId, uint32 epoch) private {
        passEpoch(epoch);
        vm.warp(uint256(startOf(epoch + 1)) + WINDOW + 2);
        vm.prank(stranger);
        orchestrator.penaliseMiss(agreementId, epoch);
    }

    function breached(uint128 agreementId) private {
        for (uint32 epoch = 11; epoch <= 14; epoch++) {
            missed(agreementId, epoch);
        }
    }

    function reserveLeft() private view returns (uint256 reserve) {
        (,,,,, reserve,) = orchestrator.slaOf(_slaId);
    }

    function replacement(Sla memory sla) private returns (Leg memory leg, SignedOffer memory offer) {
        offer = signed(offerOf(4));
        leg = legOf(offer, sla.endsAt - block.timestamp);
    }

    function notDue(Sla memory sla, uint128 agreementId) private {
        (Leg memory leg, SignedOffer memory offer) = replacement(sla);
        refused(sla, agreementId, leg, offer, IConsumerOrchestrator.ReplaceNotDue.selector);
    }

    function refused(Sla memory sla, uint128 agreementId, Leg memory leg, SignedOffer memory offer, bytes4 selector) private {
        vm.prank(consumer);
        try orchestrator.replaceLeg(sla, agreementId, leg, offer) {
            revert Untrue({what: "the replacement should have been refused"});
        } catch (bytes memory reason) {
            assertEq(bytes32(bytes4(reason)), bytes32(selector), "reason");
        }
    }
}
