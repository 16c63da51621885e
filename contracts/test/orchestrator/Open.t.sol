// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ConsumerOrchestrator} from "../../src/ConsumerOrchestrator.sol";
import {IConsumerOrchestrator, ILedger} from "../../src/interfaces/IOrchestrator.sol";
import {AgreementState, Permit, SignedOffer, Sla, SlaState} from "../../src/interfaces/Types.sol";
import {RefusalTest} from "./RefusalTest.sol";

/// @dev Branches: Orchestrator.open.tree. What a leg and its offer must be like: Open.legs.t.sol.
contract OpenTest is RefusalTest {
    function test_OpeningLocksThePaymentAndCommitsTheCollateral() external {
        (uint128[] memory ids, Sla memory sla) = openTwoOfThree();

        assertEq(token.balanceOf(address(orchestrator)), totalOf(sla), "locked");
        for (uint64 i = 0; i < 3; i++) {
            assertEq(uint256(ids[i] >> 64), i + 1, "the id carries the provider");
            assertEq(uint256(uint16(ids[i] >> 48)), market, "and the market");
            assertEq(uint256(orchestrator.agreementOf(ids[i]).collateral), sla.legs[i].collateral, "committed");
            assertEq(orchestrator.reservedOf(i + 1), GIB, "reserved");
            assertState(ids[i], AgreementState.Open);
        }
        assertSla(orchestrator.hashSla(sla), SlaState.Forming);
    }

    function testFuzz_OnlyTheConsumerOpensFromItsAllowance(address caller, uint256 salt) external {
        vm.assume(caller != consumer);
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.salt = salt;
        bytes memory refusal = abi.encodeWithSelector(IConsumerOrchestrator.ConsumerMustCall.selector, consumer, caller);
        vm.startPrank(caller);
        vm.expectRevert(refusal);
        orchestrator.open(sla, offers);
        vm.expectRevert(refusal);
        orchestrator.openWithPermit(sla, offers, Permit({deadline: block.timestamp, v: 27, r: "r", s: "s"}));
        vm.stopPrank();
        open(sla, offers);
    }

    /// Whatever became of them.
    function testFuzz_TheSameTermsOpenOnce(uint256 salt, uint256 time, uint8 started) external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.salt = salt;
        uint128[] memory ids = open(sla, offers);
        vm.warp(bound(time, block.timestamp, uint256(sla.startBy) + 1 hours));
        for (uint256 i = 0; i < 3; i++) {
            if (started >> i & 1 == 1) activate(ids[i]);
            else if (vm.getBlockTimestamp() > sla.startBy) orchestrator.void_(ids[i]);
        }
        openingRefused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.SlaExists.selector, orchestrator.hashSla(sla)));

        sla.salt = ~salt;
        if (vm.getBlockTimestamp() < sla.startBy) open(sla, offers);
    }

    function testFuzz_LegsShardsAndOffersMustMatch(uint256 legs, uint256 bids, uint256 total) external {
        (legs, bids) = (bound(legs, 0, PROVIDERS), bound(bids, 0, PROVIDERS));
        total = bound(total, 0, total % 2 == 0 ? PROVIDERS : type(uint8).max);
        if (legs == bids && bids == total) total++;
        (Sla memory sla,) = oneOf(legs);
        (, SignedOffer[] memory offers) = oneOf(bids);
        sla.totalShards = uint8(total);
        openingRefused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.LegCountWrong.selector, legs, total, bids));

        (sla, offers) = oneOf(bound(total, 1, PROVIDERS));
        open(sla, offers);
    }

    function testFuzz_OneShardToAllOfThemMakeTheWhole(uint256 total, uint256 data) external {
        total = bound(total, 0, PROVIDERS);
        (Sla memory sla, SignedOffer[] memory offers) = oneOf(total);
        sla.dataShards = data % 3 == 0 ? 0 : uint8(above(data, total, type(uint8).max));
        bytes memory refusal = abi.encodeWithSelector(IConsumerOrchestrator.ShardsInvalid.selector, sla.dataShards, total);
        openingRefused(sla, offers, refusal);

        if (total == 0) return;
        sla.dataShards = uint8(data % 2 == 0 ? total : bound(data, 1, total));
        open(sla, offers);
    }

    function testFuzz_TheStartMustLieInTheStartWindowAndBeforeTheEnd(uint256 which, uint256 seed, uint256 start) external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        for (uint256 i = 0; i < 3; i++) {
            offers[i].offer.minimumSeconds = 0;
            reoffer(sla, offers, i);
        }
        uint256 time = block.timestamp;
        (uint256 agreed, uint256 latest) = (sla.endsAt, type(uint32).max);
        which %= 3;
        sla.startBy = uint32(bound(start, time + 1, time + EPOCH));
        if (which == 0) sla.startBy = uint32(below(seed, time + 1, 0));
        if (which == 1) (sla.startBy, sla.endsAt) = (uint32(above(seed, time + EPOCH, latest - 1)), uint32(latest));
        if (which == 2) sla.endsAt = uint32(below(seed, uint256(sla.startBy) + 1, 0));
        openingRefused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.TimesInvalid.selector, sla.startBy, sla.endsAt, time));

        if (which < 2) (sla.startBy, sla.endsAt) = (uint32(which == 0 ? time + 1 : time + EPOCH), uint32(agreed));
        else sla.endsAt = sla.startBy + 1;
        open(sla, offers);
    }

    /// Epochs have 24 bits: where they are short, seconds reach behind the last of them.
    function testFuzz_AnEndBehindAllEpochsIsRefused(uint256 long, uint256 seed) external {
        ILedger.Config memory settings = config();
        long = bound(long, 1, 150);
        (settings.epochSeconds, settings.qualityWindowSeconds, settings.finalitySeconds) = (uint32(long), 0, 0);
        ConsumerOrchestrator alone = new ConsumerOrchestrator(settings);
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        uint256 latest = GENESIS + long * type(uint24).max;
        sla.endsAt = uint32(above(seed, latest, type(uint32).max));
        vm.startPrank(consumer);
        vm.expectRevert(abi.encodeWithSelector(IConsumerOrchestrator.TimesInvalid.selector, sla.startBy, sla.endsAt, block.timestamp));
        alone.open(sla, offers);

        // By itself it has no market, which is looked for behind the times.
        sla.endsAt = uint32(latest);
        vm.expectRevert(abi.encodeWithSelector(ILedger.MarketUnknown.selector, market));
        alone.open(sla, offers);
    }

    function testFuzz_AnUnknownMarketOpensNothing(uint16 unknown) external {
        vm.assume(unknown != market);
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        bytes memory refusal = abi.encodeWithSelector(ILedger.MarketUnknown.selector, unknown);
        sla.market = unknown;
        openingRefused(sla, offers, refusal);
        vm.expectRevert(refusal);
        orchestrator.marketOf(unknown);
        vm.expectRevert(refusal);
        orchestrator.finalEpoch(unknown);
        vm.expectRevert(refusal);
        orchestrator.withdrawEarnings(1, unknown);
        vm.expectRevert(refusal);
        orchestrator.sweepFees(unknown);

        sla.market = market;
        open(sla, offers);
    }

    /// Ids of agreements follow from the SLA's: both sides know them before the opening.
    function test_TheIdsOfTheAgreementsFollowFromTheTerms() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        uint256 slaKey = uint40(uint256(orchestrator.hashSla(sla)));
        uint128[] memory ids = open(sla, offers);
        for (uint256 i = 0; i < 3; i++) {
            assertEq(uint256(ids[i]), (i + 1) << 64 | uint256(market) << 48 | slaKey << 8 | i, "id");
            assertEq(orchestrator.agreementOf(ids[i]).slaId, orchestrator.hashSla(sla), "leads to its SLA");
        }
    }

    /// The chance is one in 2^40 for each SLA that ever was. The record's second slot holds the rest of the hash: `_slas` is slot 8.
    function testFuzz_AnSlaWhoseKeyIsTakenIsRefusedAndUnknown(uint216 others, uint256 salt) external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.salt = salt;
        open(sla, offers);
        bytes32 slaId = orchestrator.hashSla(sla);
        vm.assume(others != uint256(slaId) >> 40);
        bytes32 second = bytes32(uint256(keccak256(abi.encode(uint256(uint40(uint256(slaId))), 8))) + 1);
        uint256 held = uint256(vm.load(address(orchestrator), second));
        assertEq(held, (1 << 216) | uint256(slaId) >> 40, "first provider and the rest of the hash");
        vm.store(address(orchestrator), second, bytes32(uint256(1) << 216 | others));

        openingRefused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.SlaKeyTaken.selector, slaId));
        assertSla(slaId, SlaState.None);
        vm.expectRevert(abi.encodeWithSelector(IConsumerOrchestrator.SlaUnknown.selector, slaId));
        orchestrator.endSla(slaId);
        vm.store(address(orchestrator), second, bytes32(held));
        assertSla(slaId, SlaState.Forming);
    }
}
