// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IConsumerOrchestrator, ILedger} from "../../src/interfaces/IOrchestrator.sol";
import {IStakeManager} from "../../src/interfaces/IStakeManager.sol";
import {AgreementState, Leg, SignedOffer, Sla, SlaState} from "../../src/interfaces/Types.sol";
import {RefusalTest} from "./RefusalTest.sol";

contract ReplaceLegTest is RefusalTest {
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
        refusedWith(sla, _ids[0], abi.encodeWithSelector(IConsumerOrchestrator.ReplaceNotDue.selector, _ids[0]));
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

    /// Misses that were penalised are made good by one proof.
    function testFuzz_ALegThatKeepsItsTermsIsNotReplaced(uint256 misses, uint256 proofs, uint256 at) external {
        Sla memory sla = started();
        uint128 id = _ids[at % 3];
        uint32 epoch = 11;
        for (misses = bound(misses, 0, 3); misses > 0; misses--) {
            missed(id, epoch++);
        }
        for (proofs = bound(proofs, 1, 3); proofs > 0; proofs--) {
            passEpoch(epoch);
            confirm(uint64(id >> 64), epoch++);
        }
        refusedWith(sla, id, abi.encodeWithSelector(IConsumerOrchestrator.ReplaceNotDue.selector, id));
        assertState(id, AgreementState.Active);

        missed(id, epoch);
        replacedBy(sla, id, 4);
    }

    /// One that has not started, was voided, was replaced, or never was.
    function testFuzz_WhatDoesNotRunIsNotReplaced(uint256 which, uint256 number, uint256 at) external {
        Sla memory sla;
        (_ids, sla) = openTwoOfThree();
        _slaId = orchestrator.hashSla(sla);
        uint128 id = _ids[at % 3];
        which %= 4;
        if (which == 1) {
            vm.warp(uint256(sla.startBy) + 1);
            orchestrator.void_(id);
        } else if (which == 2) {
            id = uint128(bound(number, 0, type(uint64).max)) << 64 | uint64(id) & ~uint128(0xff) | uint128(bound(number, 3, 255));
        } else if (which == 3) {
            activate(id);
            missed(id, 11);
            replacedBy(sla, id, 4);
            vm.warp(vm.getBlockTimestamp() + sla.coolDownSeconds);
        }
        refusedWith(sla, id, abi.encodeWithSelector(IConsumerOrchestrator.ReplaceNotDue.selector, id));
    }

    function testFuzz_AnSlaThatIsOverHasNoLegReplaced(bool isFailed, uint256 at) external {
        Sla memory sla = started();
        (uint128 one, uint128 other) = (_ids[at % 3], _ids[(at % 3 + 1) % 3]);
        if (isFailed) {
            breached(one);
            uint256 undone = vm.snapshotState();
            replacedBy(sla, one, 4);
            vm.revertToState(undone);
            for (uint32 epoch = 11; epoch <= 14; epoch++) {
                orchestrator.penaliseMiss(other, epoch);
            }
        } else {
            vm.warp(uint256(sla.endsAt) + 9 days);
            for (uint256 i = 0; i < 3; i++) {
                orchestrator.end(_ids[i]);
            }
        }
        SlaState state = isFailed ? SlaState.Failed : SlaState.Ended;
        assertSla(_slaId, state);
        refusedWith(sla, one, abi.encodeWithSelector(IConsumerOrchestrator.SlaNotLive.selector, _slaId, state));
    }

    function testFuzz_BehindTheSlasEndNoLegIsReplaced(uint256 time) external {
        Sla memory sla = started();
        missed(_ids[0], 11);
        (Leg memory leg, SignedOffer memory offer) = replacement(sla);
        vm.warp(time % 2 == 0 ? sla.endsAt : bound(time, sla.endsAt, type(uint32).max - 2 days));
        refusedWith(
            sla,
            _ids[0],
            abi.encodeWithSelector(IConsumerOrchestrator.TimesInvalid.selector, sla.startBy, sla.endsAt, vm.getBlockTimestamp())
        );

        vm.warp(sla.endsAt - 1);
        (offer.offer.minimumSeconds, offer.offer.expiry) = (1, sla.endsAt);
        offer = signed(offer.offer);
        leg.offerHash = orchestrator.hashOffer(offer);
        vm.prank(consumer);
        orchestrator.replaceLeg(sla, _ids[0], leg, offer);
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

    function testFuzz_TheMandateBoundsTheRate(uint256 maximum, uint256 seed) external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        maximum = bound(maximum, RATE, 100 * RATE);
        (sla.maximumRate, sla.reserve) = (uint96(maximum), 1e9);
        begin(sla, offers);
        missed(_ids[0], 11);
        (Leg memory leg, SignedOffer memory offer) = replacement(sla);
        leg.rate = uint96(above(seed, maximum, type(uint96).max));
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(IConsumerOrchestrator.RateAboveMandate.selector, leg.rate, maximum));
        orchestrator.replaceLeg(sla, _ids[0], leg, offer);

        leg.rate = uint96(maximum);
        leg.deposit = uint88((maximum * (sla.endsAt - vm.getBlockTimestamp()) >> 32) + 1);
        leg.collateral = uint88(maximum * 30 days >> 32);
        vm.prank(consumer);
        orchestrator.replaceLeg(sla, _ids[0], leg, offer);
    }

    /// Of terms that nobody opened, and, once they are open, of a leg that is another SLA's.
    function testFuzz_TheTermsAreThoseOfTheLegsOwnSla(uint256 salt, uint256 at) external {
        Sla memory sla = started();
        vm.assume(salt != sla.salt);
        uint128 id = _ids[at % 3];
        missed(id, 11);
        (Sla memory second, SignedOffer[] memory offers) = twoOfThree();
        second.salt = salt;
        bytes32 other = orchestrator.hashSla(second);
        refusedWith(second, id, abi.encodeWithSelector(IConsumerOrchestrator.SlaUnknown.selector, other));
        open(second, offers);
        refusedWith(second, id, abi.encodeWithSelector(IConsumerOrchestrator.SlaMismatch.selector, other));

        replacedBy(sla, id, 4);
    }

    /// A provider that holds a leg, open or running; one whose leg is over may have another.
    function testFuzz_LegsOfAnSlaLieAtDifferentProviders(uint256 lost, uint256 other) external {
        Sla memory sla = started();
        (lost, other) = (lost % 3, 1 + other % 2);
        missed(_ids[lost], 11);
        uint64 holder = uint64(_ids[(lost + other) % 3] >> 64);
        SignedOffer memory offer = signed(offerOf(holder));
        Leg memory leg = legOf(offer, sla.endsAt - vm.getBlockTimestamp());
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(IConsumerOrchestrator.ProviderTwice.selector, holder));
        orchestrator.replaceLeg(sla, _ids[lost], leg, offer);

        replacedBy(sla, _ids[lost], uint64(lost + 1));
    }

    function testFuzz_ReplacementsKeepTheCoolDown(uint256 coolDown, uint256 seed, bool endless) external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        uint256 most = type(uint32).max;
        sla.coolDownSeconds = uint32(endless ? bound(coolDown, most - block.timestamp, most) : bound(coolDown, 1, 5 days));
        begin(sla, offers);
        missed(_ids[0], 11);
        orchestrator.penaliseMiss(_ids[1], 11);
        replacedBy(sla, _ids[0], 4);
        uint256 until = endless ? most : vm.getBlockTimestamp() + sla.coolDownSeconds;
        vm.warp(below(seed, endless ? sla.endsAt : until, vm.getBlockTimestamp()));
        refusedWith(sla, _ids[1], abi.encodeWithSelector(IConsumerOrchestrator.CoolDownRunning.selector, _slaId, until));

        if (endless) return;
        vm.warp(until);
        replacedBy(sla, _ids[1], 5);
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

    function begin(Sla memory sla, SignedOffer[] memory offers) private {
        _ids = open(sla, offers);
        _slaId = orchestrator.hashSla(sla);
        for (uint256 i = 0; i < 3; i++) {
            activate(_ids[i]);
        }
    }

    /// By a leg of the usual terms, for the rest of the time.
    function replacedBy(Sla memory sla, uint128 agreementId, uint64 providerId) private {
        SignedOffer memory offer = signed(offerOf(providerId));
        Leg memory leg = legOf(offer, sla.endsAt - vm.getBlockTimestamp());
        vm.prank(consumer);
        orchestrator.replaceLeg(sla, agreementId, leg, offer);
    }

    /// The leg would do.
    function refusedWith(Sla memory sla, uint128 agreementId, bytes memory reason) private {
        SignedOffer memory offer = signed(offerOf(4));
        uint256 time = vm.getBlockTimestamp();
        Leg memory leg = legOf(offer, sla.endsAt > time ? sla.endsAt - time : 1 days);
        (,,,,, uint88 reserve, uint128[] memory legs) = orchestrator.slaOf(orchestrator.hashSla(sla));
        vm.prank(consumer);
        vm.expectRevert(reason);
        orchestrator.replaceLeg(sla, agreementId, leg, offer);
        (,,,,, uint88 left, uint128[] memory after_) = orchestrator.slaOf(orchestrator.hashSla(sla));
        assertTrue(left == reserve && after_.length == legs.length, "as it was");
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
