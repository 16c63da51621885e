// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Engagements} from "../../src/Engagements.sol";
import {IEngagements} from "../../src/interfaces/IEngagements.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {Authorization, Permit} from "../../src/interfaces/Types.sol";
import {FeeToken, ReentrantToken} from "../hostile/HostileTokens.sol";
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

    function test_Constructor_RevertWhen_ItsConfigurationIsInvalid() external {
        refusedConfig("arbitration", address(0), address(fund), times());
        refusedConfig("fund", address(1), address(0), times());
        IEngagements.Times memory given = times();
        given.acceptSecondsLeast = 0;
        refusedConfig("acceptSecondsLeast", address(1), address(fund), given);
        given = times();
        given.acceptSecondsMost = given.acceptSecondsLeast - 1;
        refusedConfig("acceptSecondsMost", address(1), address(fund), given);
        given = times();
        given.rulingSecondsMost = 0;
        refusedConfig("rulingSecondsMost", address(1), address(fund), given);
    }

    function refusedConfig(string memory field, address arbitration_, address fund_, IEngagements.Times memory given) private {
        vm.expectRevert(abi.encodeWithSelector(IEngagements.ConfigInvalid.selector, field));
        new Engagements(orchestrator, arbitration_, fund_, given);
    }

    function test_Open_RevertWhen_AnotherThanTheConsumerCalls() external {
        IEngagements.Engagement memory terms = threeMilestones();
        IEngagements.EngagementOffer memory offer = offered(terms);
        vm.startPrank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.ConsumerMustCall.selector, consumer, stranger));
        engagements.open(terms, offer);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.ConsumerMustCall.selector, consumer, stranger));
        engagements.openWithPermit(terms, offer, Permit({deadline: 0, v: 0, r: 0, s: 0}));
    }

    function testFuzz_Open_RevertWhen_TheKindIsNoService(uint8 kind) external {
        vm.assume(kind != 8 && kind != 32 && kind != 64);
        IEngagements.Engagement memory terms = threeMilestones();
        terms.kind = kind;
        refused(terms, abi.encodeWithSelector(IEngagements.KindInvalid.selector, kind));
    }

    function test_Open_RevertWhen_TheProviderIsNotListedUnderThatKind() external {
        IEngagements.Engagement memory terms = threeMilestones();
        terms.kind = 64;
        refused(terms, abi.encodeWithSelector(IEngagements.ProviderNotListed.selector, SERVICE, 64));
        terms.kind = MIGRATION;
        terms.providerId = 1;
        refused(terms, abi.encodeWithSelector(IEngagements.ProviderNotListed.selector, 1, MIGRATION));
        terms.providerId = 99;
        refused(terms, abi.encodeWithSelector(IEngagements.ProviderNotListed.selector, 99, MIGRATION));
        vm.prank(owner);
        registry.exit(SERVICE);
        terms.providerId = SERVICE;
        refused(terms, abi.encodeWithSelector(IEngagements.ProviderNotListed.selector, SERVICE, MIGRATION));
    }

    function test_Open_RevertWhen_TheGuardianPausedOpenings() external {
        registry.setGuardian(address(this));
        uint40 until = registry.pauseOpenings();
        refused(threeMilestones(), abi.encodeWithSelector(IRegistry.OpeningsArePaused.selector, until));
    }

    function test_Open_RevertWhen_TheProvidersOwnerHiresItself() external {
        IEngagements.Engagement memory terms = threeMilestones();
        terms.consumer = owner;
        IEngagements.EngagementOffer memory offer = offered(terms);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.OneParty.selector, owner));
        vm.prank(owner);
        engagements.open(terms, offer);
    }

    function testFuzz_Open_RevertWhen_TheMilestonesAreNoneOrTooMany(uint256 size) external {
        size = bound(size, 0, 40);
        IEngagements.Engagement memory terms = milestones(size);
        if (size == 0 || size > 16) refused(terms, abi.encodeWithSelector(IEngagements.MilestonesInvalid.selector, size, 16));
        else assertEq(engagements.engagementOf(hire(terms)).milestones, size, "milestones");
    }

    function milestones(uint256 size) private view returns (IEngagements.Engagement memory terms) {
        terms = threeMilestones();
        terms.milestones = new IEngagements.Milestone[](size);
        for (uint256 i = 0; i < size; i++) {
            terms.milestones[i] =
                IEngagements.Milestone({amount: 5, deliverBy: uint40(vm.getBlockTimestamp() + 1 + i), acceptSeconds: ACCEPT});
        }
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

    function test_Open_RevertWhen_TheMarketsFeeIsAboveTheCap() external {
        vm.mockCall(
            address(orchestrator),
            abi.encodeWithSelector(orchestrator.marketOf.selector, market),
            abi.encode(address(token), uint16(501), oracle)
        );
        refused(threeMilestones(), abi.encodeWithSelector(IEngagements.FeeAboveCap.selector, 501, 500));
    }

    function test_Open_RevertWhen_TheOfferExpired() external {
        IEngagements.Engagement memory terms = threeMilestones();
        IEngagements.EngagementOffer memory offer = offered(terms);
        vm.warp(uint256(offer.expiry) + 1);
        refusedWith(terms, offer, abi.encodeWithSelector(IEngagements.OfferExpired.selector, engagements.hashOf(terms), offer.expiry));
        vm.warp(offer.expiry);
        vm.prank(consumer);
        engagements.open(terms, offer);
    }

    function test_Open_RevertWhen_TheOfferWasCancelled_ByOwnerOrNodeKey() external {
        IEngagements.Engagement memory terms = threeMilestones();
        IEngagements.EngagementOffer memory offer = offered(terms);
        vm.prank(owner);
        engagements.cancelOffers(SERVICE);
        refusedWith(terms, offer, abi.encodeWithSelector(IEngagements.OfferCancelled.selector, SERVICE, 0, 1));
        offer = offered(terms);
        vm.prank(nodeOf(SERVICE));
        engagements.cancelOffers(SERVICE);
        refusedWith(terms, offer, abi.encodeWithSelector(IEngagements.OfferCancelled.selector, SERVICE, 1, 2));
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NotParty.selector, 0, stranger));
        vm.prank(stranger);
        engagements.cancelOffers(SERVICE);
        hire(terms);
    }

    function testFuzz_Open_RevertWhen_TheOfferIsOfOtherTerms(uint8 which) external {
        IEngagements.Engagement memory terms = threeMilestones();
        IEngagements.EngagementOffer memory offer = offered(terms);
        which = uint8(bound(which, 0, 6));
        if (which == 0) terms.milestones[2].amount -= 1;
        else if (which == 1) terms.milestones[0].deliverBy += 1;
        else if (which == 2) terms.milestones[1].acceptSeconds += 1;
        else if (which == 3) terms.statementHash = 0;
        else if (which == 4) terms.salt = 2;
        else if (which == 5) terms.kind = ANALYTICS;
        else offer.expiry += 1;
        unsigned(terms, offer);
    }

    function test_Open_RevertWhen_TheOfferIsOfAnotherContractOrChain_OrNotTheNodeKeys() external {
        IEngagements.Engagement memory terms = threeMilestones();
        IEngagements.EngagementOffer memory offer = offered(terms);
        Engagements mine = engagements;
        engagements = new Engagements(orchestrator, address(1), address(fund), times());
        unsigned(terms, offer);
        engagements = mine;
        offer.signature = sign(consumerKey, engagements.hashOffer(engagements.hashOf(terms), offer.expiry, offer.nonce));
        unsigned(terms, offer);
        offer.signature = "";
        unsigned(terms, offer);
        offer = offered(terms);
        vm.chainId(77);
        unsigned(terms, offer);
    }

    /// Whoever the signature recovers to, the provider is not bound by it.
    function unsigned(IEngagements.Engagement memory terms, IEngagements.EngagementOffer memory offer) private {
        vm.prank(consumer);
        (bool done, bytes memory refusal) = address(engagements).call(abi.encodeCall(IEngagements.open, (terms, offer)));
        assertFalse(done, "opened");
        assertEq(bytes32(bytes4(refusal)), bytes32(IEngagements.OfferSignatureInvalid.selector), "refusal");
    }

    function test_Open_RevertWhen_TheEngagementWasOpenedBefore() external {
        IEngagements.Engagement memory terms = threeMilestones();
        uint64 id = hire(terms);
        refused(terms, abi.encodeWithSelector(IEngagements.EngagementExists.selector, engagements.hashOf(terms), id));
        vm.prank(consumer);
        engagements.cancel(id, true);
        vm.prank(owner);
        engagements.cancel(id, true);
        refused(terms, abi.encodeWithSelector(IEngagements.EngagementExists.selector, engagements.hashOf(terms), id));
    }

    function test_Open_RevertWhen_TheTokenKeepsAPart() external {
        FeeToken hostile = new FeeToken();
        IEngagements.Engagement memory terms = inMarketOf(address(hostile));
        hostile.transfer(consumer, 10 * TOTAL);
        vm.prank(consumer);
        hostile.approve(address(engagements), type(uint256).max);
        uint256 kept = TOTAL / 100;
        refused(terms, abi.encodeWithSelector(IEngagements.TokenShortReceived.selector, TOTAL, TOTAL - kept));
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
        vm.prank(consumer);
        engagements.open(terms, offer);
    }
}
