// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Engagements} from "../../src/Engagements.sol";
import {IEngagements} from "../../src/interfaces/IEngagements.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {Authorization, Permit} from "../../src/interfaces/Types.sol";
import {KeepingToken, ReentrantToken} from "../hostile/HostileTokens.sol";
import {EngagementsTest} from "./EngagementsTest.sol";

/// @dev Branches: Engagements.open.tree
contract EngagementsOpenTest is EngagementsTest {
    event EngagementOpened(
        uint64 indexed engagementId,
        address indexed consumer,
        uint64 indexed providerId,
        uint8 kind,
        uint16 market,
        uint256 total,
        bytes32 hash,
        bytes32 statementHash
    );

    function testFuzz_Constructor_RevertWhen_ItsConfigurationIsInvalid(
        address arbitration_,
        address fund_,
        uint256 least,
        uint256 most,
        uint256 ruling
    ) external {
        vm.assume(arbitration_ != address(0) && fund_ != address(0));
        IEngagements.Times memory right;
        right.acceptSecondsLeast = uint32(bound(least, 1, type(uint32).max));
        right.acceptSecondsMost = uint32(bound(most, right.acceptSecondsLeast, type(uint32).max));
        right.rulingSecondsMost = uint32(bound(ruling, 1, type(uint32).max));
        bytes4 refusal = IEngagements.ConfigInvalid.selector;
        refusedConfig(abi.encodeWithSelector(refusal, "arbitration"), address(0), fund_, right);
        refusedConfig(abi.encodeWithSelector(refusal, "fund"), arbitration_, address(0), right);
        IEngagements.Times memory wrong = copyOf(right);
        wrong.acceptSecondsLeast = 0;
        refusedConfig(abi.encodeWithSelector(refusal, "acceptSecondsLeast"), arbitration_, fund_, wrong);
        wrong = copyOf(right);
        wrong.acceptSecondsMost = uint32(bound(most, 0, right.acceptSecondsLeast - 1));
        refusedConfig(abi.encodeWithSelector(refusal, "acceptSecondsMost"), arbitration_, fund_, wrong);
        wrong.acceptSecondsMost = right.acceptSecondsLeast - 1;
        refusedConfig(abi.encodeWithSelector(refusal, "acceptSecondsMost"), arbitration_, fund_, wrong);
        wrong = copyOf(right);
        wrong.rulingSecondsMost = 0;
        refusedConfig(abi.encodeWithSelector(refusal, "rulingSecondsMost"), arbitration_, fund_, wrong);

        assertEq(new Engagements(orchestrator, arbitration_, fund_, right).acceptSecondsMost(), right.acceptSecondsMost, "most");
        right.acceptSecondsMost = right.acceptSecondsLeast;
        right.rulingSecondsMost = 1;
        new Engagements(orchestrator, arbitration_, fund_, right);
    }

    function copyOf(IEngagements.Times memory given) private pure returns (IEngagements.Times memory) {
        return abi.decode(abi.encode(given), (IEngagements.Times));
    }

    function refusedConfig(bytes memory refusal, address arbitration_, address fund_, IEngagements.Times memory given) private {
        vm.expectRevert(refusal);
        new Engagements(orchestrator, arbitration_, fund_, given);
    }

    function testFuzz_Open_RevertWhen_AnotherThanTheConsumerCalls(address caller, Permit calldata permit) external {
        vm.assume(caller != consumer);
        IEngagements.Engagement memory terms = threeMilestones();
        IEngagements.EngagementOffer memory offer = offered(terms);
        vm.startPrank(caller);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.ConsumerMustCall.selector, consumer, caller));
        engagements.open(terms, offer);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.ConsumerMustCall.selector, consumer, caller));
        engagements.openWithPermit(terms, offer, permit);
        vm.stopPrank();
        assertHeld(0);

        // The permit is none; the allowance stands.
        vm.prank(consumer);
        engagements.openWithPermit(terms, offer, permit);
        assertHeld(TOTAL);
    }

    function testFuzz_Open_RevertWhen_TheKindIsNoService(uint8 kind) external {
        vm.assume(kind != 8 && kind != 32 && kind != 64);
        IEngagements.Engagement memory terms = threeMilestones();
        terms.kind = kind;
        refused(terms, abi.encodeWithSelector(IEngagements.KindInvalid.selector, kind));
    }

    /// One that nobody registered, a storage provider, and one of any of the services: without enough at stake, with it, and while it leaves.
    function testFuzz_Open_RevertWhen_TheProviderIsNotListedUnderThatKind(uint8 kinds, uint8 which, uint64 unknown) external {
        // Each of the seven sets of services.
        kinds = uint8(bound(kinds, 1, 7));
        kinds = (kinds & 1) * 8 + (kinds & 2) * 16 + (kinds & 4) * 16;
        IEngagements.Engagement memory terms = threeMilestones();
        terms.kind = [MIGRATION, ANALYTICS, 64][which % 3];
        bytes4 refusal = IEngagements.ProviderNotListed.selector;
        terms.providerId = uint64(bound(unknown, SERVICE + 1, type(uint64).max));
        refused(terms, abi.encodeWithSelector(refusal, terms.providerId, terms.kind));
        terms.providerId = uint64(bound(unknown, 0, PROVIDERS));
        refused(terms, abi.encodeWithSelector(refusal, terms.providerId, terms.kind));

        terms.providerId = registered(ownerOf(SERVICE + 1), kinds, 99);
        refused(terms, abi.encodeWithSelector(refusal, terms.providerId, terms.kind));
        stakeFor(terms.providerId, 1);
        bool offersIt = kinds & terms.kind != 0;
        if (offersIt) assertEq(hire(terms), 1, "id");
        else refused(terms, abi.encodeWithSelector(refusal, terms.providerId, terms.kind));
        vm.prank(ownerOf(SERVICE + 1));
        registry.exit(terms.providerId);
        terms.salt = 2;
        refused(terms, abi.encodeWithSelector(refusal, terms.providerId, terms.kind));
        assertEq(engagements.count(), offersIt ? 1 : 0, "engagements");
    }

    /// The next provider, whose threshold is a hundred units.
    function registered(address account, uint8 kinds, uint256 amount) private returns (uint64 id) {
        vm.prank(account);
        id = registry.register(kinds, payoutOf(SERVICE + 1), nodeOf(SERVICE + 1), 0, "");
        assertEq(id, SERVICE + 1, "the next one");
        stakeFor(id, amount);
    }

    function stakeFor(uint64 id, uint256 amount) private {
        token.mint(address(this), amount);
        token.approve(address(stakes), amount);
        stakes.stake(id, address(token), amount);
    }

    function test_Open_RevertWhen_TheGuardianPausedOpenings() external {
        registry.setGuardian(address(this));
        uint40 until = registry.pauseOpenings();
        refused(threeMilestones(), abi.encodeWithSelector(IRegistry.OpeningsArePaused.selector, until));
    }

    /// By itself, and carried by anybody.
    function testFuzz_Open_RevertWhen_TheProvidersOwnerHiresItself(address self, address carrier, Authorization calldata authorization)
        external
    {
        vm.assume(self != address(0) && self != consumer);
        IEngagements.Engagement memory terms = threeMilestones();
        (terms.providerId, terms.consumer) = (registered(self, MIGRATION, 100), self);
        refused(terms, abi.encodeWithSelector(IEngagements.OneParty.selector, self));
        IEngagements.EngagementOffer memory offer = offered(terms);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.OneParty.selector, self));
        vm.prank(carrier);
        engagements.openWithAuthorization(terms, offer, authorization);
        assertEq(engagements.count(), 0, "engagements");

        terms.consumer = consumer;
        hire(terms);
        assertHeld(TOTAL);
    }

    function testFuzz_Open_RevertWhen_TheMilestonesAreNoneOrTooMany(uint256 size) external {
        size = bound(size, 0, 40);
        IEngagements.Engagement memory terms = milestones(size);
        if (size == 0 || size > 16) refused(terms, abi.encodeWithSelector(IEngagements.MilestonesInvalid.selector, size, 16));
        else assertEq(engagements.engagementOf(hire(terms)).milestones, size, "milestones");
    }

    function testFuzz_Open_RevertWhen_AMilestoneIsInvalid(uint256 index, uint40 deliverBy, uint32 acceptSeconds) external {
        index = bound(index, 0, 2);
        IEngagements.Engagement memory terms = threeMilestones();
        terms.milestones[index].amount = 0;
        refused(terms, abi.encodeWithSelector(IEngagements.MilestoneInvalid.selector, index, "amount"));

        terms = threeMilestones();
        uint256 earliest = index == 0 ? vm.getBlockTimestamp() : terms.milestones[index - 1].deliverBy;
        bool inOrder = deliverBy > earliest && deliverBy <= vm.getBlockTimestamp() + 731 days;
        uint256 wrong = inOrder && index < 2 && deliverBy >= terms.milestones[index + 1].deliverBy ? index + 1 : index;
        terms.milestones[index].deliverBy = deliverBy;
        if (!inOrder || wrong != index) {
            refused(terms, abi.encodeWithSelector(IEngagements.MilestoneInvalid.selector, wrong, "deliverBy"));
        }

        terms = threeMilestones();
        terms.milestones[index].acceptSeconds = acceptSeconds;
        if (acceptSeconds < 3 days || acceptSeconds > 30 days) {
            refused(terms, abi.encodeWithSelector(IEngagements.MilestoneInvalid.selector, index, "acceptSeconds"));
        }
        terms.milestones[index].acceptSeconds = uint32(bound(acceptSeconds, 3 days, 30 days));
        hire(terms);
        assertHeld(TOTAL);
    }

    function test_Open_RevertWhen_NobodyMadeTheMarket() external {
        IEngagements.Engagement memory terms = threeMilestones();
        terms.market = 77;
        IEngagements.EngagementOffer memory offer = offered(terms);
        vm.expectRevert();
        vm.prank(consumer);
        engagements.open(terms, offer);
    }

    function testFuzz_Open_RevertWhen_TheMarketsFeeIsAboveTheCap(uint256 above, uint256 within) external {
        uint16[2] memory outside = [501, uint16(bound(above, 501, type(uint16).max))];
        for (uint256 i = 0; i < 2; i++) {
            withFee(outside[i]);
            refused(threeMilestones(), abi.encodeWithSelector(IEngagements.FeeAboveCap.selector, outside[i], 500));
        }
        assertHeld(0);
        uint256 snapshot = vm.snapshotState();
        withFee(500);
        hire(threeMilestones());
        vm.revertToState(snapshot);
        withFee(uint16(bound(within, 0, 500)));
        (, uint16 feeBps) = engagements.marketOf(market);
        assertEq(feeBps, 0, "not taken over");
        hire(threeMilestones());
        (, feeBps) = engagements.marketOf(market);
        assertEq(feeBps, bound(within, 0, 500), "taken over");
    }

    function withFee(uint16 feeBps) private {
        vm.mockCall(
            address(orchestrator),
            abi.encodeWithSelector(orchestrator.marketOf.selector, market),
            abi.encode(address(token), feeBps, oracle)
        );
    }

    function testFuzz_Open_RevertWhen_TheOfferExpired(uint256 life, uint256 passed) external {
        IEngagements.Engagement memory terms = threeMilestones();
        // The first milestone must not be due by then.
        uint256 expiry = vm.getBlockTimestamp() + bound(life, 0, 9 days);
        IEngagements.EngagementOffer memory offer = offered(terms, expiry, 0);
        bytes memory refusal = abi.encodeWithSelector(IEngagements.OfferExpired.selector, engagements.hashOf(terms), expiry);
        vm.warp(expiry + bound(passed, 1, 1000 days));
        refusedWith(terms, offer, refusal);
        vm.warp(expiry + 1);
        refusedWith(terms, offer, refusal);
        vm.warp(expiry);
        vm.prank(consumer);
        engagements.open(terms, offer);
        assertHeld(TOTAL);
    }

    /// After some cancellations: every nonce but the one of now, whether it was or will be.
    function testFuzz_Open_RevertWhen_TheOfferWasCancelled_ByOwnerOrNodeKey(uint256 times_, uint256 who, uint32 nonce, address caller)
        external
    {
        vm.assume(caller != owner && caller != nodeOf(SERVICE));
        uint32 current = uint32(bound(times_, 1, 8));
        vm.assume(nonce != current);
        IEngagements.Engagement memory terms = threeMilestones();
        for (uint256 i = 0; i < current; i++) {
            vm.prank(who >> i & 1 == 0 ? owner : nodeOf(SERVICE));
            engagements.cancelOffers(SERVICE);
        }
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NotParty.selector, 0, caller));
        vm.prank(caller);
        engagements.cancelOffers(SERVICE);

        uint32[3] memory others = [nonce, current - 1, current + 1];
        for (uint256 i = 0; i < 3; i++) {
            IEngagements.EngagementOffer memory offer = offered(terms, vm.getBlockTimestamp(), others[i]);
            refusedWith(terms, offer, abi.encodeWithSelector(IEngagements.OfferCancelled.selector, SERVICE, others[i], current));
        }
        assertHeld(0);
        hire(terms);
        assertHeld(TOTAL);
    }

    /// One field is another by as much as the number says.
    function testFuzz_Open_RevertWhen_TheOfferIsOfOtherTerms(uint256 which, uint256 index, uint32 by) external {
        by = uint32(bound(by, 1, 1e6));
        IEngagements.Engagement memory terms = threeMilestones();
        IEngagements.EngagementOffer memory offer = offered(terms);
        uint256 snapshot = vm.snapshotState();
        vm.prank(consumer);
        engagements.open(terms, offer);
        vm.revertToState(snapshot);

        which %= 9;
        index %= 3;
        if (which == 0) terms.milestones[index].amount -= by;
        else if (which == 1) terms.milestones[index].deliverBy += by;
        else if (which == 2) terms.milestones[index].acceptSeconds += by;
        else if (which == 3) terms.statementHash = bytes32(uint256(by));
        else if (which == 4) terms.salt += by;
        else if (which == 5) terms.kind = ANALYTICS;
        else if (which == 6) terms.market += uint16(by % 1000 + 1);
        else if (which == 7) terms.consumer = address(uint160(by) + 0x10000);
        else offer.expiry += by;
        address recovered = signerOf(terms, offer);
        refusedWith(terms, offer, abi.encodeWithSelector(IEngagements.OfferSignatureInvalid.selector, SERVICE, recovered, nodeOf(SERVICE)));
        assertHeld(0);
    }

    function testFuzz_Open_RevertWhen_TheOfferIsOfAnotherContractOrChain_OrNotTheNodeKeys(uint256 key, uint256 chain, bytes calldata none)
        external
    {
        key = bound(key, 1, type(uint128).max);
        chain = bound(chain, 1, type(uint32).max);
        vm.assume(vm.addr(key) != nodeOf(SERVICE) && chain != 31_337 && none.length != 65);
        IEngagements.Engagement memory terms = threeMilestones();
        IEngagements.EngagementOffer memory offer = offered(terms);
        bytes memory right = offer.signature;
        bytes4 refusal = IEngagements.OfferSignatureInvalid.selector;
        Engagements mine = engagements;
        engagements = new Engagements(orchestrator, address(1), address(fund), times());
        refusedWith(terms, offer, abi.encodeWithSelector(refusal, SERVICE, signerOf(terms, offer), nodeOf(SERVICE)));
        engagements = mine;
        offer.signature = sign(key, engagements.hashOffer(engagements.hashOf(terms), offer.expiry, offer.nonce));
        refusedWith(terms, offer, abi.encodeWithSelector(refusal, SERVICE, vm.addr(key), nodeOf(SERVICE)));
        offer.signature = none;
        refusedWith(terms, offer, abi.encodeWithSelector(refusal, SERVICE, address(0), nodeOf(SERVICE)));
        offer.signature = right;
        vm.chainId(chain);
        refusedWith(terms, offer, abi.encodeWithSelector(refusal, SERVICE, signerOf(terms, offer), nodeOf(SERVICE)));
        assertHeld(0);

        vm.chainId(31_337);
        vm.prank(consumer);
        engagements.open(terms, offer);
        assertHeld(TOTAL);
    }

    /// Whose signature the offer's is, taken for these terms.
    function signerOf(IEngagements.Engagement memory terms, IEngagements.EngagementOffer memory offer) private view returns (address) {
        bytes memory signature = offer.signature;
        bytes32 r;
        bytes32 s;
        assembly ("memory-safe") {
            r := mload(add(signature, 32))
            s := mload(add(signature, 64))
        }
        bytes32 digest = engagements.hashOffer(engagements.hashOf(terms), offer.expiry, offer.nonce);
        return ecrecover(digest, uint8(signature[64]), r, s);
    }

    /// It runs, was cancelled, or lapsed; carried by anybody, with whatever payment.
    function testFuzz_Open_RevertWhen_TheEngagementWasOpenedBefore(
        uint128 salt,
        uint256 ended,
        address carrier,
        Authorization calldata authorization
    ) external {
        IEngagements.Engagement memory terms = threeMilestones();
        terms.salt = salt;
        uint64 id = hire(terms);
        if (ended % 3 == 1) {
            wish(consumer, id, true);
            wish(owner, id, true);
        } else if (ended % 3 == 2) {
            later(11 days);
            engagements.lapse(id);
        }
        bytes memory refusal = abi.encodeWithSelector(IEngagements.EngagementExists.selector, engagements.hashOf(terms), id);
        refused(terms, refusal);
        IEngagements.EngagementOffer memory offer = offered(terms);
        vm.expectRevert(refusal);
        vm.prank(carrier);
        engagements.openWithAuthorization(terms, offer, authorization);
        assertHeld(TOTAL);

        terms = threeMilestones();
        terms.salt = uint256(salt) + 1;
        assertEq(hire(terms), id + 1, "another one");
        assertHeld(2 * TOTAL);
    }

    /// By allowance, and by a permit that the token does not know.
    function testFuzz_Open_RevertWhen_TheTokenKeepsAPart(uint256 kept, bool byPermit) external {
        kept = bound(kept, 1, TOTAL);
        KeepingToken hostile = new KeepingToken();
        IEngagements.Engagement memory terms = inMarketOf(address(hostile));
        hostile.transfer(consumer, 10 * TOTAL);
        vm.prank(consumer);
        hostile.approve(address(engagements), type(uint256).max);
        hostile.keep(kept);
        bytes memory refusal = abi.encodeWithSelector(IEngagements.TokenShortReceived.selector, TOTAL, TOTAL - kept);
        if (byPermit) {
            IEngagements.EngagementOffer memory offer = offered(terms);
            vm.expectRevert(refusal);
            vm.prank(consumer);
            engagements.openWithPermit(terms, offer, Permit({deadline: 0, v: 0, r: 0, s: 0}));
        } else {
            refused(terms, refusal);
        }
        assertEq(hostile.balanceOf(consumer), 10 * TOTAL, "the consumer's");

        hostile.keep(0);
        hire(terms);
        assertEq(hostile.balanceOf(address(engagements)), TOTAL, "held");
    }

    function test_Open_ATokenThatCallsBackOpensNothingTwice() external {
        ReentrantToken hostile = new ReentrantToken();
        IEngagements.Engagement memory terms = inMarketOf(address(hostile));
        hostile.transfer(consumer, 10 * TOTAL);
        vm.prank(consumer);
        hostile.approve(address(engagements), type(uint256).max);
        IEngagements.EngagementOffer memory offer = offered(terms);
        hostile.arm(address(engagements), abi.encodeCall(IEngagements.openWithAuthorization, (terms, offer, payment(terms, TOTAL))));
        vm.prank(consumer);
        engagements.open(terms, offer);
        assertFalse(hostile.reentered(), "re-entered");
        assertEq(engagements.count(), 1, "engagements");
        assertEq(hostile.balanceOf(address(engagements)), TOTAL, "held");
    }

    function inMarketOf(address hostile) private returns (IEngagements.Engagement memory terms) {
        terms = threeMilestones();
        terms.market = orchestrator.createMarket(hostile, FEE_BPS, oracle);
    }

    function test_Open_HoldsExactlyTheTotal() external {
        IEngagements.Engagement memory terms = threeMilestones();
        IEngagements.EngagementOffer memory offer = offered(terms);
        bytes32 hash = engagements.hashOf(terms);
        uint256 before = token.balanceOf(consumer);
        vm.expectEmit(true, true, true, true, address(engagements));
        emit EngagementOpened(1, consumer, SERVICE, MIGRATION, market, TOTAL, hash, terms.statementHash);
        vm.prank(consumer);
        uint64 id = engagements.open(terms, offer);
        assertEq(before - token.balanceOf(consumer), TOTAL, "paid");
        assertHeld(TOTAL);
        assertEq(engagements.idOf(hash), id, "id");
        assertEq(engagements.engagementOf(id).hash, hash, "hash");
        for (uint8 i = 0; i < 3; i++) {
            assertMilestone(id, i, IEngagements.MilestoneState.Funded);
            assertEq(engagements.milestoneOf(id, i).amount, terms.milestones[i].amount, "amount");
        }
        assertEarned(0);
        assertRefund(0);
    }

    function test_OpenWithAuthorization_AStrangerCarriesIt() external {
        IEngagements.Engagement memory terms = threeMilestones();
        IEngagements.EngagementOffer memory offer = offered(terms);
        vm.prank(consumer);
        token.approve(address(engagements), 0);
        vm.prank(stranger);
        uint64 id = engagements.openWithAuthorization(terms, offer, payment(terms, TOTAL));
        assertEq(engagements.engagementOf(id).consumer, consumer, "consumer");
        assertHeld(TOTAL);
    }

    function test_OpenWithAuthorization_RevertWhen_ThePaymentIsForAnotherEngagement() external {
        IEngagements.Engagement memory terms = threeMilestones();
        Authorization memory authorization = payment(terms, TOTAL);
        terms.salt = 2;
        IEngagements.EngagementOffer memory offer = offered(terms);
        vm.expectRevert();
        engagements.openWithAuthorization(terms, offer, authorization);
        assertHeld(0);
    }

    function test_OpenWithPermit_AlsoWhenSomebodyCarriedItFirst() external {
        IEngagements.Engagement memory terms = threeMilestones();
        IEngagements.EngagementOffer memory offer = offered(terms);
        vm.prank(consumer);
        token.approve(address(engagements), 0);
        Permit memory permit = permitting(TOTAL);
        uint256 snapshot = vm.snapshotState();
        vm.prank(consumer);
        engagements.openWithPermit(terms, offer, permit);
        assertHeld(TOTAL);

        vm.revertToState(snapshot);
        vm.prank(stranger);
        token.permit(consumer, address(engagements), TOTAL, permit.deadline, permit.v, permit.r, permit.s);
        vm.prank(consumer);
        engagements.openWithPermit(terms, offer, permit);
        assertHeld(TOTAL);
    }

    function permitting(uint256 value) private view returns (Permit memory permit) {
        permit.deadline = vm.getBlockTimestamp() + 1 hours;
        bytes32 typehash = keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 hash = keccak256(abi.encode(typehash, consumer, address(engagements), value, token.nonces(consumer), permit.deadline));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), hash));
        (permit.v, permit.r, permit.s) = vm.sign(consumerKey, digest);
    }

    function refused(IEngagements.Engagement memory terms, bytes memory refusal) private {
        refusedWith(terms, offered(terms), refusal);
    }

    function refusedWith(IEngagements.Engagement memory terms, IEngagements.EngagementOffer memory offer, bytes memory refusal) private {
        vm.expectRevert(refusal);
        vm.prank(terms.consumer);
        engagements.open(terms, offer);
    }
}
