// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IConsumerOrchestrator, ILedger} from "../../src/interfaces/IOrchestrator.sol";
import {IStakeManager} from "../../src/interfaces/IStakeManager.sol";
import {AgreementState, Offer, SignedOffer, Sla, SlaState} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";

contract OpenTest is OrchestratorTest {
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

    function test_OnlyTheConsumerOpensFromItsAllowance() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();

        vm.expectRevert(abi.encodeWithSelector(IConsumerOrchestrator.ConsumerMustCall.selector, consumer, address(this)));
        orchestrator.open(sla, offers);
    }

    function test_TheSameTermsOpenOnce() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        open(sla, offers);
        refused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.SlaExists.selector, orchestrator.hashSla(sla)));
    }

    function test_LegsShardsAndOffersMustMatch() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.totalShards = 4;
        refused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.LegCountWrong.selector, 3, 4, 3));
        (sla.totalShards, sla.dataShards) = (3, 4);
        refused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.ShardsInvalid.selector, 4, 3));
        sla.dataShards = 0;
        refused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.ShardsInvalid.selector, 0, 3));
    }

    function test_TheStartMustLieInTheStartWindowAndBeforeTheEnd() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        uint32[3] memory starts = [uint32(block.timestamp), uint32(block.timestamp) + EPOCH + 1, sla.endsAt];
        for (uint256 i = 0; i < 3; i++) {
            sla.startBy = starts[i];
            refused(
                sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.TimesInvalid.selector, starts[i], sla.endsAt, block.timestamp)
            );
        }
    }

    function test_AnUnknownMarketOpensNothing() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.market = 9;
        refused(sla, offers, abi.encodeWithSelector(ILedger.MarketUnknown.selector, 9));
    }

    function test_ATamperedOfferIsRefused() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        offers[0].offer.ratePerGib -= 1;
        bytes32 tampered = orchestrator.hashOffer(offers[0]);
        refused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.OfferHashMismatch.selector, 0, sla.legs[0].offerHash, tampered));
        // Even a consumer that signs for the changed offer does not get it.
        sla.legs[0].offerHash = tampered;
        refusedBy(sla, offers, IConsumerOrchestrator.OfferSignatureInvalid.selector);
    }

    function test_AnOfferSignedByAnotherKeyIsRefused() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        offers[0].signature = sign(consumerKey, sla.legs[0].offerHash);
        refused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.OfferSignatureInvalid.selector, 1, consumer, nodeOf(1)));
        offers[0].signature = "garbage";
        refusedBy(sla, offers, IConsumerOrchestrator.OfferSignatureInvalid.selector);
    }

    function test_AnExpiredOrTooLongLivedOfferIsRefused() external {
        Offer memory offer = offerOf(1);
        offer.expiry = uint32(block.timestamp - 1);
        refusedOffer(offer, IConsumerOrchestrator.OfferExpired.selector);
        offer.expiry = uint32(block.timestamp + 1 days + 1);
        refusedOffer(offer, IConsumerOrchestrator.OfferLivesTooLong.selector);
    }

    function test_OneCallCancelsAllOffers() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotAuthorised.selector, address(this), ownerOf(1)));
        orchestrator.cancelOffers(1);

        vm.prank(ownerOf(1));
        orchestrator.cancelOffers(1);
        refused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.OfferCancelled.selector, 1, 0, 1));
    }

    function test_AnOfferOfAnotherProviderOrMarketIsRefused() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.legs[0].providerId = 4;
        refused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.OfferNotForLeg.selector, 4, market, 1, market));
        orchestrator.createMarket(address(token), 50, oracle);
        Offer memory offer = offerOf(1);
        offer.market = market + 1;
        refusedOffer(offer, IConsumerOrchestrator.OfferNotForLeg.selector);
    }

    function test_AnOfferIsFilledPartByPartAndNeverOver() external {
        Offer memory offer = offerOf(1);
        offer.capacityBytes = 2 * GIB - 1;
        (Sla memory sla, SignedOffer[] memory offers) = with(offer);
        open(sla, offers);
        sla.salt = 2;
        refused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.OfferOverfilled.selector, sla.legs[0].offerHash, GIB, GIB - 1));
    }

    /// No two offers of a provider sell the same byte twice, and what an agreement held is sold again when it ends.
    function test_AllOffersOfAProviderShareItsCapacity() external {
        Offer memory offer = offerOf(1);
        offer.capacityBytes = GIB;
        (Sla memory sla, SignedOffer[] memory offers) = with(offer);
        uint128[] memory ids = open(sla, offers);
        offer.salt = 99;
        (Sla memory second, SignedOffer[] memory others) = with(offer);
        second.salt = 2;
        refused(second, others, abi.encodeWithSelector(IConsumerOrchestrator.OfferOverfilled.selector, second.legs[0].offerHash, GIB, 0));

        vm.warp(uint256(sla.startBy) + 1);
        orchestrator.void_(ids[0]);
        assertEq(orchestrator.reservedOf(1), 0, "given back");
        assertEq(orchestrator.reservedOf(2), GIB, "the others hold theirs");
        offer.expiry = uint32(block.timestamp + 1 hours);
        (second, others) = with(offer);
        second.salt = 2;
        second.startBy = uint32(block.timestamp + 1 hours);
        open(second, others);
    }

    function test_AmountsThatTheLedgerCannotHoldAreRefused() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        bytes memory refusal = abi.encodeWithSelector(IConsumerOrchestrator.LegTooLarge.selector, 1);
        uint88 over = uint88(type(uint80).max) + 1;
        uint88 deposit = sla.legs[1].deposit;
        sla.legs[1].deposit = over;
        refused(sla, offers, refusal);
        (sla.legs[1].deposit, sla.legs[1].egressEscrow) = (deposit, over);
        refused(sla, offers, refusal);
        (sla.legs[1].egressEscrow, sla.legs[1].collateral) = (0, over);
        refused(sla, offers, refusal);
        (sla.legs[1].collateral, sla.legs[1].rate) = (0, uint96(type(uint88).max) + 1);
        refused(sla, offers, refusal);
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
    function test_AnSlaWhoseKeyIsTakenIsRefusedAndUnknown() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        open(sla, offers);
        bytes32 slaId = orchestrator.hashSla(sla);
        bytes32 second = bytes32(uint256(keccak256(abi.encode(uint256(uint40(uint256(slaId))), 8))) + 1);
        uint256 held = uint256(vm.load(address(orchestrator), second));
        assertEq(held, (1 << 216) | uint256(slaId) >> 40, "first provider and the rest of the hash");
        vm.store(address(orchestrator), second, bytes32(held ^ 1));

        refused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.SlaKeyTaken.selector, slaId));
        assertSla(slaId, SlaState.None);
        vm.expectRevert(abi.encodeWithSelector(IConsumerOrchestrator.SlaUnknown.selector, slaId));
        orchestrator.endSla(slaId);
    }

    function test_ALegBelowTheOffersTermsIsRefused() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.legs[0].rate = RATE - 1;
        refused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.RateBelowOffer.selector, 1, RATE - 1, RATE));
        sla.legs[0].rate = RATE;
        sla.legs[0].collateral -= 1;
        refusedBy(sla, offers, IConsumerOrchestrator.CollateralBelowOffer.selector);
        sla.legs[0].collateral += 1;
        sla.legs[0].deposit = uint88(2 * uint256(sla.endsAt - sla.startBy)) - 1;
        refusedBy(sla, offers, IConsumerOrchestrator.DepositBelowDuration.selector);
        sla.legs[0].deposit += 1;
        sla.legs[0].capacityBytes = GIB - 1;
        refused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.CapacityBelowMinimum.selector, 1, GIB - 1, GIB));
        sla.legs[0].capacityBytes = GIB;
        sla.regions[0] = "us-va";
        refusedBy(sla, offers, IConsumerOrchestrator.RegionNotAllowed.selector);
        sla.regions[0] = "eu-de";
        open(sla, offers);
    }

    function test_TheRateOfAPartOfAGibRoundsUp() external {
        Offer memory offer = offerOf(1);
        offer.minimumBytes = 1;
        (Sla memory sla, SignedOffer[] memory offers) = with(offer);
        sla.legs[0].capacityBytes = 1;
        sla.legs[0].rate = RATE / uint96(GIB);
        assertEq(uint256(sla.legs[0].rate), 8, "2 * 2^32 / 2^30");
        open(sla, offers);
        sla.legs[0].capacityBytes = GIB - 1;
        sla.legs[0].rate = RATE - 8;
        sla.salt = 3;
        open(sla, offers);
        sla.legs[0].rate -= 1;
        sla.salt = 4;
        refusedBy(sla, offers, IConsumerOrchestrator.RateBelowOffer.selector);
    }

    function test_AnAgreementOutsideTheOffersDurationsIsRefused() external {
        Offer memory offer = offerOf(1);
        offer.maximumSeconds = 2 days;
        refusedOffer(offer, IConsumerOrchestrator.DurationOutsideOffer.selector);
        (offer.minimumSeconds, offer.maximumSeconds) = (300 days, 365 days);
        refusedOffer(offer, IConsumerOrchestrator.DurationOutsideOffer.selector);
    }

    function test_AProviderHoldsOneLegOfAnSla() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        (sla.legs[1], offers[1]) = (sla.legs[0], offers[0]);
        refused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.ProviderTwice.selector, 1));
    }

    function test_AProviderBelowTheThresholdIsNotListed() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        vm.prank(ownerOf(1));
        stakes.requestUnstake(1, address(token), STAKE - 99);
        refused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.ProviderNotListed.selector, 1));
    }

    function test_StakeIsPromisedOnce() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        vm.prank(ownerOf(1));
        stakes.requestUnstake(1, address(token), STAKE - 1000);
        refused(sla, offers, abi.encodeWithSelector(IStakeManager.StakeShort.selector, 1, address(token), sla.legs[0].collateral, 1000));
    }

    function with(Offer memory offer) private returns (Sla memory sla, SignedOffer[] memory offers) {
        (sla, offers) = twoOfThree();
        offers[0] = signed(offer);
        sla.legs[0].offerHash = orchestrator.hashOffer(offers[0]);
    }

    function refusedOffer(Offer memory offer, bytes4 selector) private {
        (Sla memory sla, SignedOffer[] memory offers) = with(offer);
        refusedBy(sla, offers, selector);
    }

    function refused(Sla memory sla, SignedOffer[] memory offers, bytes memory reason) private {
        vm.prank(consumer);
        vm.expectRevert(reason);
        orchestrator.open(sla, offers);
    }

    function refusedBy(Sla memory sla, SignedOffer[] memory offers, bytes4 selector) private {
        vm.prank(consumer);
        try orchestrator.open(sla, offers) {
            revert Untrue({what: "the SLA should have been refused"});
        } catch (bytes memory reason) {
            assertEq(bytes32(bytes4(reason)), bytes32(selector), "reason");
        }
    }
}
