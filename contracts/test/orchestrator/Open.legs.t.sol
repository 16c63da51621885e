// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IConsumerOrchestrator, ILedger} from "../../src/interfaces/IOrchestrator.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {IStakeManager} from "../../src/interfaces/IStakeManager.sol";
import {Leg, Offer, SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {RefusalTest} from "./RefusalTest.sol";

/// @dev Branches: Orchestrator.open.tree, what is refused of a leg.
contract OpenLegsTest is RefusalTest {
    uint88 private constant AMOUNT_MAX = type(uint80).max;

    // ---------------------------------------------------------------- the offer

    /// One bit of any field: the leg names another offer then, and a consumer that names the changed one has no signature for it.
    function testFuzz_ATamperedOfferIsRefused(uint256 seed, uint256 at) external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        at %= 3;
        Offer memory offer = offers[at].offer;
        flip(offer, seed, false);
        (bytes32 agreed, bytes32 tampered) = (sla.legs[at].offerHash, orchestrator.hashOffer(offers[at]));
        openingRefused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.OfferHashMismatch.selector, at, agreed, tampered));
        flip(offer, seed, false);
        flip(offer, seed, true);
        sla.legs[at].offerHash = tampered = orchestrator.hashOffer(offers[at]);
        openingRefused(
            sla,
            offers,
            abi.encodeWithSelector(
                IConsumerOrchestrator.OfferSignatureInvalid.selector,
                at + 1,
                recovered(tampered, offers[at].signature),
                nodeOf(uint64(at + 1))
            )
        );

        flip(offer, seed, true);
        sla.legs[at].offerHash = agreed;
        open(sla, offers);
    }

    function testFuzz_AnOfferSignedByAnotherKeyIsRefused(uint256 key, bytes memory garbage, uint256 at) external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        at %= 3;
        (key, garbage) = (anyKey(key), garbage.length == 65 ? bytes("") : garbage);
        bytes memory good = offers[at].signature;
        (bytes32 digest, address node) = (sla.legs[at].offerHash, nodeOf(uint64(at + 1)));
        offers[at].signature = sign(key, digest);
        openingRefused(
            sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.OfferSignatureInvalid.selector, at + 1, vm.addr(key), node)
        );
        offers[at].signature = garbage;
        openingRefused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.OfferSignatureInvalid.selector, at + 1, address(0), node));

        offers[at].signature = good;
        open(sla, offers);
    }

    function testFuzz_AnExpiredOrTooLongLivedOfferIsRefused(uint256 seed, uint256 at, bool isOver) external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        at %= 3;
        (uint256 time, uint256 latest) = (block.timestamp, block.timestamp + 1 days);
        uint256 expiry = isOver ? below(seed, time, 0) : above(seed, latest, type(uint32).max);
        offers[at].offer.expiry = uint32(expiry);
        reoffer(sla, offers, at);
        bytes32 digest = sla.legs[at].offerHash;
        openingRefused(
            sla,
            offers,
            isOver
                ? abi.encodeWithSelector(IConsumerOrchestrator.OfferExpired.selector, digest, expiry)
                : abi.encodeWithSelector(IConsumerOrchestrator.OfferLivesTooLong.selector, digest, expiry, latest)
        );

        offers[at].offer.expiry = uint32(isOver ? time : latest);
        reoffer(sla, offers, at);
        open(sla, offers);
    }

    function testFuzz_OneCallCancelsAllOffers(uint256 times, uint256 nonce, address caller) external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        address owner = ownerOf(1);
        if (caller != owner) {
            vm.prank(caller);
            vm.expectRevert(abi.encodeWithSelector(ILedger.NotAuthorised.selector, caller, owner));
            orchestrator.cancelOffers(1);
        }
        times = bound(times, 0, 4);
        for (uint256 i = 0; i < times; i++) {
            vm.prank(owner);
            orchestrator.cancelOffers(1);
        }
        nonce = otherThan(times, nonce, nonce % 2 == 0 ? 5 : type(uint32).max);
        offers[0].offer.nonce = uint32(nonce);
        reoffer(sla, offers, 0);
        openingRefused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.OfferCancelled.selector, 1, nonce, times));

        offers[0].offer.nonce = uint32(times);
        reoffer(sla, offers, 0);
        open(sla, offers);
    }

    function testFuzz_AnOfferOfAnotherProviderOrMarketIsRefused(uint256 provider, uint256 theirs, uint256 at) external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        at %= 3;
        // No provider that has another leg: that is refused before.
        provider = bound(provider, 4, type(uint64).max);
        theirs = otherThan(market, theirs, type(uint16).max);
        sla.legs[at].providerId = uint64(provider);
        openingRefused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.OfferNotForLeg.selector, provider, market, at + 1, market));
        sla.legs[at].providerId = uint64(at + 1);
        offers[at].offer.market = uint16(theirs);
        reoffer(sla, offers, at);
        openingRefused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.OfferNotForLeg.selector, at + 1, market, at + 1, theirs));

        offers[at].offer.market = market;
        reoffer(sla, offers, at);
        open(sla, offers);
    }

    // ---------------------------------------------------------------- the capacity

    /// Whichever offers of the provider are filled, and whatever capacity each of them names.
    function testFuzz_AnOfferIsFilledPartByPartAndNeverOver(uint256 first, uint256 capacity, uint256 seed, bool sameOffer) external {
        (Sla memory sla, SignedOffer[] memory offers) = anySize();
        first = bound(first, 1, 1 << 50);
        capacity = bound(capacity, sameOffer ? first : 0, 1 << 52);
        offers[0].offer.capacityBytes = uint64(sameOffer ? capacity : first);
        reoffer(sla, offers, 0);
        sla.legs[0].capacityBytes = uint64(first);
        open(sla, offers);
        sla.salt = 2;
        offers[0].offer.capacityBytes = uint64(capacity);
        offers[0].offer.salt += sameOffer ? 0 : 1;
        reoffer(sla, offers, 0);
        uint256 free = capacity > first ? capacity - first : 0;
        uint256 wanted = above(seed, free, type(uint56).max);
        sla.legs[0].capacityBytes = uint64(wanted);
        openingRefused(
            sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.OfferOverfilled.selector, sla.legs[0].offerHash, wanted, free)
        );
        assertEq(orchestrator.reservedOf(1), first, "as before");

        if (free == 0) return;
        sla.legs[0].capacityBytes = uint64(free);
        open(sla, offers);
        assertEq(orchestrator.reservedOf(1), capacity, "all of it");
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
        openingRefused(
            second, others, abi.encodeWithSelector(IConsumerOrchestrator.OfferOverfilled.selector, second.legs[0].offerHash, GIB, 0)
        );

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

    // ---------------------------------------------------------------- the leg's terms

    function testFuzz_AmountsThatTheLedgerCannotHoldAreRefused(uint256 which, uint256 seed, uint256 at) external {
        (Sla memory sla, SignedOffer[] memory offers) = largest();
        at %= 3;
        which %= 6;
        Leg memory leg = sla.legs[at];
        if (which == 0) leg.deposit = uint88(above(seed, AMOUNT_MAX, type(uint88).max));
        if (which == 1) leg.egressEscrow = uint88(above(seed, AMOUNT_MAX, type(uint88).max));
        if (which == 2) leg.collateral = uint88(above(seed, AMOUNT_MAX, type(uint88).max));
        if (which == 3) leg.rate = uint96(above(seed, type(uint88).max, type(uint96).max));
        if (which == 4) leg.capacityBytes = uint64(above(seed, type(uint56).max, type(uint64).max));
        if (which == 5) numbered(sla, offers, at, above(seed, type(uint32).max, type(uint64).max));
        openingRefused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.LegTooLarge.selector, at));

        (sla, offers) = largest();
        if (which == 5) numbered(sla, offers, at, type(uint32).max);
        open(sla, offers);
    }

    /// Whole GiB, so that the price is a product; parts of them: test_TheRateOfAPartOfAGibRoundsUp.
    function testFuzz_ARateBelowTheOffersIsRefused(uint256 perGib, uint256 gibs, uint256 seed, uint256 at) external {
        gibs = bound(gibs, 1, 10);
        perGib = bound(perGib, 1, type(uint88).max / gibs);
        at %= 3;
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        (offers[at].offer.ratePerGib, offers[at].offer.collateralSeconds) = (uint96(perGib), 0);
        reoffer(sla, offers, at);
        Leg memory leg = sla.legs[at];
        (leg.capacityBytes, leg.deposit) = (uint64(gibs * GIB), AMOUNT_MAX);
        leg.rate = uint96(below(seed, perGib * gibs, 0));
        token.mint(consumer, AMOUNT_MAX);
        openingRefused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.RateBelowOffer.selector, at + 1, leg.rate, perGib * gibs));

        (leg.rate, leg.collateral) = (uint96(perGib * gibs), 0);
        open(sla, offers);
    }

    /// What no leg can pay is named as the largest rate that a field holds.
    function testFuzz_APriceThatNoRateReachesIsRefused(uint256 perGib, uint256 gibs, uint88 rate) external {
        gibs = bound(gibs, 2, 10);
        perGib = bound(perGib, type(uint96).max / gibs + 1, type(uint96).max);
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        offers[0].offer.ratePerGib = uint96(perGib);
        reoffer(sla, offers, 0);
        (sla.legs[0].capacityBytes, sla.legs[0].rate) = (uint64(gibs * GIB), rate);
        openingRefused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.RateBelowOffer.selector, 1, rate, type(uint96).max));
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
        openingRefused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.RateBelowOffer.selector, 1, RATE - 9, RATE - 8));
    }

    /// Of whole units a second and 2^-32 of one: what collateral a leg needs is rounded down.
    function testFuzz_ACollateralBelowTheOffersIsRefused(uint256 units, uint256 time, uint256 seed, uint256 at) external {
        (units, time) = (bound(units, 2, 1e6), bound(time, 1, type(uint32).max));
        at %= 3;
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        offers[at].offer.collateralSeconds = uint32(time);
        reoffer(sla, offers, at);
        Leg memory leg = sla.legs[at];
        (leg.rate, leg.deposit) = (uint96(units << 32 | 1), uint88(units * (sla.endsAt - block.timestamp) + 1));
        token.mint(consumer, leg.deposit);
        back(uint64(at + 1), units * time);
        leg.collateral = uint88(below(seed, units * time, 0));
        openingRefused(
            sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.CollateralBelowOffer.selector, at + 1, leg.collateral, units * time)
        );

        leg.collateral = uint88(units * time);
        open(sla, offers);
    }

    /// Of whole units a second, or 2^-32 of one more: what a leg must bring is rounded up.
    function testFuzz_ADepositBelowTheAgreementsTimeIsRefused(uint256 units, uint256 start, uint256 seed, uint256 at, bool odd) external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        units = bound(units, 2, 1e6);
        at %= 3;
        sla.startBy = uint32(bound(start, block.timestamp + 1, block.timestamp + EPOCH));
        offers[at].offer.collateralSeconds = 0;
        reoffer(sla, offers, at);
        uint256 needed = units * (sla.endsAt - sla.startBy) + (odd ? 1 : 0);
        Leg memory leg = sla.legs[at];
        (leg.rate, leg.deposit) = (uint96(units << 32 | (odd ? 1 : 0)), uint88(below(seed, needed, 0)));
        token.mint(consumer, needed);
        openingRefused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.DepositBelowDuration.selector, at, leg.deposit, needed));

        leg.deposit = uint88(needed);
        open(sla, offers);
    }

    function testFuzz_ACapacityBelowTheOffersIsRefused(uint256 least, uint256 seed, uint256 at) external {
        at %= 3;
        least = seed % 8 == 0 ? 0 : bound(least, 1, 10 * GIB);
        (Sla memory sla, SignedOffer[] memory offers) = anySize();
        offers[at].offer.minimumBytes = uint64(least);
        reoffer(sla, offers, at);
        // Nothing is too little for every offer.
        sla.legs[at].capacityBytes = uint64(least == 0 ? 0 : below(seed, least, 0));
        openingRefused(
            sla,
            offers,
            abi.encodeWithSelector(IConsumerOrchestrator.CapacityBelowMinimum.selector, at + 1, sla.legs[at].capacityBytes, least)
        );

        sla.legs[at].capacityBytes = uint64(least == 0 ? 1 : least);
        open(sla, offers);
    }

    function testFuzz_AnAgreementOutsideTheOffersDurationsIsRefused(uint256 seed, uint256 time, uint256 at, bool isShort) external {
        at %= 3;
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.endsAt = uint32(bound(time, uint256(sla.startBy) + 1 days, sla.endsAt));
        uint256 long = sla.endsAt - block.timestamp;
        Offer memory offer = offers[at].offer;
        (offer.minimumSeconds, offer.maximumSeconds) = (0, type(uint32).max);
        if (isShort) offer.minimumSeconds = uint32(above(seed, long, type(uint32).max));
        else offer.maximumSeconds = uint32(below(seed, long, 0));
        reoffer(sla, offers, at);
        openingRefused(
            sla,
            offers,
            abi.encodeWithSelector(
                IConsumerOrchestrator.DurationOutsideOffer.selector, at + 1, long, offer.minimumSeconds, offer.maximumSeconds
            )
        );

        if (isShort) offer.minimumSeconds = uint32(long);
        else offer.maximumSeconds = uint32(long);
        reoffer(sla, offers, at);
        open(sla, offers);
    }

    function testFuzz_ALegInNoneOfTheRegionsIsRefused(bytes32[4] memory regions, bytes32 region, uint256 seed, uint256 at) external {
        vm.assume(region != "eu-de");
        at %= 3;
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        offers[at].offer.region = region;
        reoffer(sla, offers, at);
        // Where the other legs lie is among them.
        sla.regions = new bytes32[](bound(seed, 1, 5));
        for (uint256 i = 1; i < sla.regions.length; i++) {
            sla.regions[i] = regions[i - 1] == region ? ~region : regions[i - 1];
        }
        sla.regions[0] = "eu-de";
        openingRefused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.RegionNotAllowed.selector, at + 1, region));

        if (sla.regions.length == 1) sla.regions = new bytes32[](0);
        else sla.regions[1 + seed % (sla.regions.length - 1)] = region;
        open(sla, offers);
    }

    // ---------------------------------------------------------------- the provider

    function testFuzz_AProviderHoldsOneLegOfAnSla(uint256 total, uint256 one, uint256 other, uint256 salt) external {
        total = bound(total, 2, PROVIDERS);
        other = bound(other, 1, total - 1);
        one = bound(one, 0, other - 1);
        (Sla memory sla, SignedOffer[] memory offers) = oneOf(total);
        (offers[other].offer, sla.legs[other].providerId) = (offers[one].offer, uint64(one + 1));
        offers[other].offer.salt = salt;
        reoffer(sla, offers, other);
        offers[one] = offers[other];
        sla.legs[one].offerHash = sla.legs[other].offerHash;
        openingRefused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.ProviderTwice.selector, one + 1));

        (sla, offers) = oneOf(total);
        open(sla, offers);
    }

    /// A hundred units list a provider.
    function testFuzz_AProviderBelowTheThresholdIsNotListed(uint256 left, uint256 at, uint8 manner) external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        at %= 3;
        uint64 id = uint64(at + 1);
        offers[at].offer.collateralSeconds = 0;
        reoffer(sla, offers, at);
        sla.legs[at].collateral = 0;
        uint256 undone = vm.snapshotState();
        if (manner % 3 == 0) {
            vm.prank(ownerOf(id));
            registry.exit(id);
        } else if (manner % 3 == 1) {
            registry.suspend(id, 1 days, "why");
        } else {
            address owner = ownerOf(id);
            vm.prank(owner);
            stakes.requestUnstake(id, address(token), STAKE - below(left, 100, 0));
        }
        openingRefused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.ProviderNotListed.selector, id));

        vm.revertToState(undone);
        address owner_ = ownerOf(id);
        vm.prank(owner_);
        stakes.requestUnstake(id, address(token), STAKE - 100);
        open(sla, offers);
    }

    /// Storage is sold by the kinds 1, 2 and 4, and by nobody else, however much is at stake.
    function testFuzz_WhoSellsNoStorageOrIsUnknownIsNotListed(uint256 services, uint256 kinds, uint64 unknown) external {
        uint8[8] memory others = [8, 32, 64, 40, 72, 96, 104, 16];
        uint64 id = uint64(bound(unknown, PROVIDERS + 1, type(uint32).max));
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        soldBy(sla, offers, id);
        openingRefused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.ProviderNotListed.selector, id));

        id = registered(others[services % 8]);
        soldBy(sla, offers, id);
        openingRefused(sla, offers, abi.encodeWithSelector(IConsumerOrchestrator.ProviderNotListed.selector, id));

        soldBy(sla, offers, registered(uint8(bound(kinds, 1, 7))));
        open(sla, offers);
    }

    function test_StakeIsPromisedOnce() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        vm.prank(ownerOf(1));
        stakes.requestUnstake(1, address(token), STAKE - 1000);
        openingRefused(
            sla, offers, abi.encodeWithSelector(IStakeManager.StakeShort.selector, 1, address(token), sla.legs[0].collateral, 1000)
        );
    }

    // ---------------------------------------------------------------- words

    function with(Offer memory offer) private returns (Sla memory sla, SignedOffer[] memory offers) {
        (sla, offers) = twoOfThree();
        offers[0].offer = offer;
        reoffer(sla, offers, 0);
    }

    /// Of capacity that costs next to nothing.
    function anySize() private returns (Sla memory sla, SignedOffer[] memory offers) {
        (sla, offers) = twoOfThree();
        for (uint256 i = 0; i < 3; i++) {
            (offers[i].offer.ratePerGib, offers[i].offer.minimumBytes) = (1, 0);
            reoffer(sla, offers, i);
        }
    }

    /// All that a leg can be, in every field at once.
    function largest() private returns (Sla memory sla, SignedOffer[] memory offers) {
        (sla, offers) = anySize();
        token.mint(consumer, uint256(AMOUNT_MAX) * 6);
        for (uint256 i = 0; i < 3; i++) {
            (offers[i].offer.capacityBytes, offers[i].offer.collateralSeconds) = (type(uint64).max, 0);
            reoffer(sla, offers, i);
            Leg memory leg = sla.legs[i];
            (leg.deposit, leg.egressEscrow, leg.collateral) = (AMOUNT_MAX, AMOUNT_MAX, AMOUNT_MAX);
            (leg.rate, leg.capacityBytes) = (type(uint88).max, type(uint56).max);
            back(uint64(i + 1), AMOUNT_MAX);
        }
    }

    /// At a provider of this number, which the Registry would have to count up to.
    function numbered(Sla memory sla, SignedOffer[] memory offers, uint256 at, uint256 number) private {
        uint64 id = uint64(number);
        bytes memory question = abi.encodeCall(IRegistry.listingOf, (id));
        vm.mockCall(address(registry), question, abi.encode(nodeOf(id), uint8(1), true));
        (offers[at].offer.providerId, sla.legs[at].providerId) = (id, id);
        sla.legs[at].collateral = 0;
        reoffer(sla, offers, at);
    }

    function registered(uint8 kinds) private returns (uint64 id) {
        id = registry.count() + 1;
        (address owner, address payout, address node) = (ownerOf(id), payoutOf(id), nodeOf(id));
        vm.prank(owner);
        registry.register(kinds, payout, node, 0, "https://node.example");
        back(id, STAKE);
    }

    function soldBy(Sla memory sla, SignedOffer[] memory offers, uint64 id) private {
        (offers[0].offer.providerId, sla.legs[0].providerId) = (id, id);
        reoffer(sla, offers, 0);
    }
}
