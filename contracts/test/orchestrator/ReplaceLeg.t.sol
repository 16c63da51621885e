// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IConsumerOrchestrator, ILedger} from "../../src/interfaces/IOrchestrator.sol";
import {AgreementState, Leg, SignedOffer, Sla, SlaState} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";

contract ReplaceLegTest is OrchestratorTest {
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

    function test_ADearerLegTakesTheDifferenceFromTheReserve() external {
        Sla memory sla = started();
        missed(_ids[0], 11);
        (Leg memory leg, SignedOffer memory offer) = replacement(sla);
        uint256 rest = uint256(sla.legs[0].deposit) + sla.legs[0].egressEscrow;
        leg.deposit = uint88(rest + 1000);

        vm.prank(consumer);
        orchestrator.replaceLeg(sla, _ids[0], leg, offer);

        (,,,,, uint88 reserve,) = orchestrator.slaOf(_slaId);
        assertEq(reserve, sla.reserve - 1000 - leg.egressEscrow, "the difference");
        assertEq(refundOf(consumer), 0, "nothing is over");
    }

    function test_ABreachedLegIsReplacedFromTheReserveAndWhatTheBreachRefunded() external {
        Sla memory sla = started();
        for (uint32 epoch = 11; epoch <= 14; epoch++) {
            missed(_ids[0], epoch);
        }
        uint256 refunded = refundOf(consumer);
        assertSla(_slaId, SlaState.Degraded);
        (Leg memory leg, SignedOffer memory offer) = replacement(sla);
        uint256 wanted = uint256(leg.deposit) + leg.egressEscrow;
        assertTrue(wanted > sla.reserve, "more than the reserve");

        vm.prank(consumer);
        orchestrator.replaceLeg(sla, _ids[0], leg, offer);

        assertEq(refundOf(consumer), refunded - (wanted - sla.reserve), "the reserve first");
        assertSla(_slaId, SlaState.Running);
        vm.warp(block.timestamp + 2 hours);
        notDue(sla, _ids[0]);
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
        leg.deposit = uint88(uint256(sla.legs[0].deposit) + sla.legs[0].egressEscrow + sla.reserve);
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
