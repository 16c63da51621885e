// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IEngagements} from "../../src/interfaces/IEngagements.sol";
import {BlacklistingToken} from "../hostile/HostileTokens.sol";
import {EngagementsTest} from "./EngagementsTest.sol";

/// @dev Branches: Engagements.withdraw.tree
contract EngagementsWithdrawTest is EngagementsTest {
    event EngagementRated(
        uint64 indexed engagementId, address indexed consumer, uint64 indexed providerId, uint8 stars, bytes32 commentHash
    );

    /// Before, after, and beside what is owed.
    function testFuzz_Withdraw_RevertWhen_NothingIsOwed(uint64 provider, uint16 anyMarket, address account, address anyToken) external {
        provider = uint64(bound(provider, 1, SERVICE));
        vm.assume(provider != SERVICE || anyMarket != market);
        vm.assume(anyToken != address(token));
        uint64 id = delivered();
        nothingFor(provider, anyMarket, account, anyToken);
        nothingFor(SERVICE, market, consumer, address(token));
        accept(id, 0);
        later(40 days);
        engagements.lapse(id);
        nothingFor(provider, anyMarket, account, anyToken);
        assertEq(engagements.withdraw(SERVICE, market), FIRST - engagements.feesOf(address(token)), "net");
        assertEq(engagements.withdrawRefund(consumer, address(token)), uint256(SECOND) + THIRD, "refund");
        engagements.sweepFees(address(token));
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NothingToWithdraw.selector, payout));
        engagements.withdraw(SERVICE, market);
        nothingFor(SERVICE, market, consumer, address(token));
        assertHeld(0);
    }

    function nothingFor(uint64 provider, uint16 anyMarket, address account, address anyToken) private {
        address wallet = payoutOf(provider);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NothingToWithdraw.selector, wallet));
        engagements.withdraw(provider, anyMarket);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NothingToWithdraw.selector, account));
        engagements.withdrawRefund(account, anyToken);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NothingToWithdraw.selector, address(fund)));
        engagements.sweepFees(anyToken);
    }

    function test_Withdraw_PaysThePayoutWalletOfNow_AndTheFund() external {
        uint64 id = delivered();
        accept(id, 0);
        vm.prank(owner);
        registry.update(SERVICE, address(0x99), nodeOf(99), 0, "");
        uint256 fee = uint256(FIRST) * FEE_BPS / 10_000;
        vm.prank(stranger);
        assertEq(engagements.withdraw(SERVICE, market), FIRST - fee, "net");
        assertEq(token.balanceOf(address(0x99)), FIRST - fee, "payout");
        assertEq(engagements.sweepFees(address(token)), fee, "swept");
        assertEq(token.balanceOf(address(fund)), fee, "fund");
        assertHeld(uint256(SECOND) + THIRD);
    }

    function testFuzz_Withdraw_HoweverItIsCutTheFeeIsTheSame(uint96 a, uint96 b, uint96 c, bool afterFirst, bool afterSecond) external {
        IEngagements.Engagement memory terms = threeMilestones();
        terms.milestones[0].amount = uint96(bound(a, 1, 1e9));
        terms.milestones[1].amount = uint96(bound(b, 1, 1e9));
        terms.milestones[2].amount = uint96(bound(c, 1, 1e9));
        uint256 total = uint256(terms.milestones[0].amount) + terms.milestones[1].amount + terms.milestones[2].amount;
        uint64 id = hire(terms);
        for (uint8 i = 0; i < 3; i++) {
            deliver(id, i);
            accept(id, i);
            if (i == 2 || (i == 0 && afterFirst) || (i == 1 && afterSecond)) engagements.withdraw(SERVICE, market);
        }
        assertEq(engagements.feesOf(address(token)), total * FEE_BPS / 10_000, "fee");
        assertEq(token.balanceOf(payout), total - total * FEE_BPS / 10_000, "net");
    }

    function test_Withdraw_AWalletThatTheTokenRefusesHoldsUpNobodyElse() external {
        BlacklistingToken hostile = new BlacklistingToken();
        IEngagements.Engagement memory terms = threeMilestones();
        terms.market = orchestrator.createMarket(address(hostile), FEE_BPS, oracle);
        hostile.transfer(consumer, TOTAL);
        vm.prank(consumer);
        hostile.approve(address(engagements), TOTAL);
        uint64 id = hire(terms);
        deliver(id, 0);
        hostile.list(consumer, true);
        accept(id, 0);
        later(40 days);
        engagements.lapse(id);
        vm.expectRevert(abi.encodeWithSelector(BlacklistingToken.Blacklisted.selector, consumer));
        engagements.withdrawRefund(consumer, address(hostile));
        engagements.withdraw(SERVICE, terms.market);
        engagements.sweepFees(address(hostile));
        assertEq(hostile.balanceOf(payout) + hostile.balanceOf(address(fund)), FIRST, "the provider's");
        hostile.list(consumer, false);
        engagements.withdrawRefund(consumer, address(hostile));
        assertEq(hostile.balanceOf(address(engagements)), 0, "left");
    }

    /// Everything but token and registry is gone: whatever the modules were asked before, no way out asks them.
    function test_Exit_WithEveryModuleFailing() external {
        (uint64 id,) = disputed(FIRST);
        deliver(id, 1);
        registry.setGuardian(address(this));
        registry.pauseOpenings();
        address[4] memory modules = [address(orchestrator), address(beacon), address(grants), address(arbitration)];
        for (uint256 i = 0; i < 4; i++) {
            vm.etch(modules[i], hex"60006000fd");
        }
        later(60 days + 1);
        engagements.settle(id, 0);
        engagements.settle(id, 1);
        engagements.lapse(id);
        engagements.withdraw(SERVICE, market);
        engagements.withdrawRefund(consumer, address(token));
        engagements.sweepFees(address(token));
        assertHeld(0);
        assertEq(token.balanceOf(payout) + token.balanceOf(address(fund)), FIRST - FIRST / 2 + SECOND, "the provider's");
    }

    /// Not hired for it alone, nor by a ruling that refunds all; one unit is enough.
    function testFuzz_Rate_RevertWhen_NothingWasPaid(uint256 stars, bytes32 comment, uint256 paid, bool over) external {
        uint8 given = uint8(bound(stars, 1, 5));
        paid = bound(paid, 1, FIRST);
        (uint64 id, uint256 disputeId) = disputed(FIRST);
        if (over) ruled(disputeId, true);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NothingPaid.selector, id));
        vm.prank(consumer);
        engagements.rate(id, given, comment);
        assertFalse(engagements.engagementOf(id).rated, "rated");

        IEngagements.Engagement memory terms = threeMilestones();
        terms.salt = 2;
        id = hire(terms);
        deliver(id, 0);
        if (paid == FIRST) accept(id, 0);
        else dispute(id, 0, uint128(FIRST - paid));
        vm.prank(consumer);
        engagements.rate(id, given, comment);
        assertTrue(engagements.engagementOf(id).rated, "rated");
    }

    function testFuzz_Rate_RevertWhen_AnotherThanTheConsumerCalls(address caller, uint8 stars, bytes32 comment) external {
        vm.assume(caller != consumer);
        uint64 id = delivered();
        accept(id, 0);
        vm.expectRevert(abi.encodeWithSelector(IEngagements.NotParty.selector, id, caller));
        vm.prank(caller);
        engagements.rate(id, stars, comment);
        assertFalse(engagements.engagementOf(id).rated, "rated");
    }

    function testFuzz_Rate_RevertWhen_TheStarsAreNoneOrTooMany(uint256 above, uint256 within, bytes32 comment, bool paid) external {
        uint64 id = delivered();
        if (paid) accept(id, 0);
        uint8[3] memory outside = [0, 6, uint8(bound(above, 6, type(uint8).max))];
        vm.startPrank(consumer);
        for (uint256 i = 0; i < 3; i++) {
            vm.expectRevert(abi.encodeWithSelector(IEngagements.StarsInvalid.selector, outside[i], 5));
            engagements.rate(id, outside[i], comment);
        }
        if (!paid) engagements.accept(id, 0);
        uint8 stars = uint8(bound(within, 1, 5));
        vm.expectEmit(true, true, true, true, address(engagements));
        emit EngagementRated(id, consumer, SERVICE, stars, comment);
        engagements.rate(id, stars, comment);
    }

    /// Also when more was paid since, and long after.
    function testFuzz_Rate_RevertWhen_ItWasRatedAlready(uint256 first, uint256 second, bytes32 comment, bool more, uint256 passed)
        external
    {
        uint64 id = delivered();
        accept(id, 0);
        vm.prank(consumer);
        engagements.rate(id, uint8(bound(first, 1, 5)), EVIDENCE);
        if (more) {
            deliver(id, 1);
            accept(id, 1);
        }
        later(bound(passed, 0, 1000 days));
        vm.expectRevert(abi.encodeWithSelector(IEngagements.RatedAlready.selector, id));
        vm.prank(consumer);
        engagements.rate(id, uint8(bound(second, 1, 5)), comment);
    }
}
