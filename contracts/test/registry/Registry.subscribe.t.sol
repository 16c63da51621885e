// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICertification} from "../../src/interfaces/ICertification.sol";
import {IRegistry, MemberStatus} from "../../src/interfaces/IRegistry.sol";
import {TestDollar} from "../../src/token/TestDollar.sol";
import {FeeToken, ReentrantToken} from "../hostile/HostileTokens.sol";
import {RegistryTest} from "./RegistryTest.sol";

/// @dev Branches: Registry.subscribe.tree
contract RegistrySubscribeTest is RegistryTest {
    event Subscribed(uint64 indexed id, address indexed token, address indexed payer, uint256 amount, uint40 paidUntil);

    uint256 private constant PRICE = 5e6;

    function setUp() public override {
        super.setUp();
        pricing(address(dollar), PRICE);
        dollar.mint(address(this), 10_000e6);
        dollar.approve(address(registry), type(uint256).max);
    }

    function testFuzz_SetSubscriptionPrice_RevertWhen_AnotherThanTheGovernorCalls(address caller, address token, uint256 amount) external {
        vm.assume(caller != GOVERNOR && token != address(dollar));
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotGovernor.selector, caller));
        vm.prank(caller);
        registry.setSubscriptionPrice(token, amount);
        assertEq(registry.subscriptionPriceOf(token), 0, "not for sale");
    }

    function testFuzz_SetSubscriptionPrice_RevertWhen_TheTokenIsMissing(uint256 amount) external {
        vm.expectRevert(abi.encodeWithSelector(IRegistry.ZeroAddress.selector, "token"));
        pricing(address(0), amount);
        assertEq(registry.subscriptionPriceOf(address(0)), 0, "not for sale");
    }

    function testFuzz_SetSubscriptionPrice_MovesByAFactorOfTwoInThirtyDays(uint256 first, uint256 next) external {
        first = bound(first, 1, type(uint128).max);
        address token = address(0x77);
        pricing(token, first);
        assertEq(registry.subscriptionPriceOf(token), first, "the first is free");
        later(30 days);
        uint256 least = (first + 1) / 2;
        uint256 most = 2 * first < type(uint128).max ? 2 * first : type(uint128).max;
        next = bound(next, 1, type(uint256).max);
        if (next < least || next > most) {
            vm.expectRevert(abi.encodeWithSelector(IRegistry.PriceOutOfBounds.selector, token, next, least, most));
            pricing(token, next);
        } else {
            pricing(token, next);
            assertEq(registry.subscriptionPriceOf(token), next, "changed");
        }
    }

    function testFuzz_SetSubscriptionPrice_RevertWhen_ItIsOneUnitBeyondTheFactorOfTwo(uint256 first) external {
        first = bound(first, 3, type(uint128).max / 2);
        uint256 least = (first + 1) / 2;
        address token = address(0x77);
        pricing(token, first);
        later(30 days);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.PriceOutOfBounds.selector, token, least - 1, least, 2 * first));
        pricing(token, least - 1);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.PriceOutOfBounds.selector, token, 2 * first + 1, least, 2 * first));
        pricing(token, 2 * first + 1);
        uint256 before = vm.snapshotState();
        pricing(token, least);
        vm.revertToState(before);
        pricing(token, 2 * first);
    }

    function testFuzz_SetSubscriptionPrice_RevertWhen_ItChangedLessThanThirtyDaysAgo(uint256 passed) external {
        later(bound(passed, 0, 30 days - 1));
        pricing(address(dollar), PRICE);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.PriceOutOfBounds.selector, address(dollar), PRICE + 1, PRICE, PRICE));
        pricing(address(dollar), PRICE + 1);
    }

    function test_SetSubscriptionPrice_StoppingTheSaleDoesNotFreeThePrice() external {
        pricing(address(dollar), 0);
        assertEq(registry.subscriptionPriceOf(address(dollar)), 0, "not for sale");
        later(30 days);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.PriceOutOfBounds.selector, address(dollar), 2 * PRICE + 1, PRICE / 2, 2 * PRICE));
        pricing(address(dollar), 2 * PRICE + 1);
    }

    function testFuzz_Subscribe_RevertWhen_TheIdIsUnknown(uint64 unknown, uint256 periods) external {
        if (unknown != 0) unknown = uint64(bound(unknown, id + 1, type(uint64).max));
        vm.expectRevert(abi.encodeWithSelector(IRegistry.UnknownId.selector, unknown));
        registry.subscribe(unknown, address(dollar), bound(periods, 1, 24), type(uint256).max);
        assertEq(dollar.balanceOf(FUND), 0, "nothing is paid");
    }

    function testFuzz_Subscribe_RevertWhen_TheMemberIsLeaving(uint256 random, uint256 passed, uint256 periods) external {
        MemberStatus status = bringingToOther(MemberStatus.Active, random, passed);
        bool leaves = status == MemberStatus.Exiting || status == MemberStatus.Exited;
        periods = bound(periods, 1, 24);
        if (leaves) vm.expectRevert(abi.encodeWithSelector(IRegistry.StatusWrong.selector, id, status));
        registry.subscribe(id, address(dollar), periods, periods * PRICE);
        assertEq(dollar.balanceOf(FUND), leaves ? 0 : periods * PRICE, "what is paid");
    }

    function testFuzz_Subscribe_RevertWhen_TheTokenIsNotForSale(address token, bool stopped, uint256 periods, uint256 maximum) external {
        periods = bound(periods, 1, 24);
        if (stopped) {
            token = address(dollar);
            pricing(token, 0);
        }
        vm.assume(stopped || token != address(dollar));
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotForSale.selector, token));
        registry.subscribe(id, token, periods, maximum);
        assertEq(registry.paidUntilOf(id), 0, "nothing is paid");
        pricing(address(dollar), PRICE);
        registry.subscribe(id, address(dollar), periods, periods * PRICE);
    }

    function testFuzz_Subscribe_RevertWhen_ThePeriodsAreNoneOrTooMany(uint256 paid, uint256 more) external {
        vm.expectRevert(abi.encodeWithSelector(IRegistry.PeriodsInvalid.selector, 0, 24));
        registry.subscribe(id, address(dollar), 0, PRICE);
        paid = bound(paid, 1, 24);
        registry.subscribe(id, address(dollar), paid, type(uint256).max);
        more = bound(more, 25 - paid, type(uint256).max);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.PeriodsInvalid.selector, 25 - paid, 24));
        registry.subscribe(id, address(dollar), 25 - paid, type(uint256).max);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.PeriodsInvalid.selector, more, 24));
        registry.subscribe(id, address(dollar), more, type(uint256).max);
    }

    function testFuzz_Subscribe_RevertWhen_ItCostsMoreThanThePayersMaximum(uint128 price, uint256 periods, uint256 maximum) external {
        TestDollar token = new TestDollar();
        periods = bound(periods, 1, 24);
        uint256 cost = bound(price, 1, type(uint128).max) * periods;
        maximum = bound(maximum, 0, cost - 1);
        pricing(address(token), cost / periods);
        token.mint(address(this), cost);
        token.approve(address(registry), cost);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.PriceAboveMaximum.selector, cost, maximum));
        registry.subscribe(id, address(token), periods, maximum);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.PriceAboveMaximum.selector, cost, cost - 1));
        registry.subscribe(id, address(token), periods, cost - 1);
        assertEq(token.balanceOf(address(this)), cost, "nothing is paid");
        registry.subscribe(id, address(token), periods, cost);
        assertEq(token.balanceOf(FUND), cost, "fund");
    }

    /// The token keeps a hundredth, rounded down: nothing of less than a hundred units.
    function testFuzz_Subscribe_RevertWhen_TheTokenKeepsAFee(uint256 price, uint256 periods, bool small) external {
        FeeToken token = new FeeToken();
        periods = bound(periods, 1, 24);
        uint256 cost = bound(price, 1, small ? 9 : 1e21) * periods;
        pricing(address(token), cost / periods);
        token.approve(address(registry), cost);
        if (cost >= 100) vm.expectRevert(abi.encodeWithSelector(IRegistry.TokenShortReceived.selector, cost, cost - cost / 100));
        registry.subscribe(id, address(token), periods, cost);
        assertEq(token.balanceOf(FUND), cost >= 100 ? 0 : cost, "fund");
        assertEq(registry.paidUntilOf(id) > 0, cost < 100, "paid");
    }

    function test_Subscribe_AReentrantTokenPaysForItselfOnly() external {
        ReentrantToken token = new ReentrantToken();
        pricing(address(token), 100e18);
        token.approve(address(registry), 200e18);
        token.arm(address(registry), abi.encodeCall(IRegistry.subscribe, (id, address(token), 1, 100e18)));
        uint40 until = registry.subscribe(id, address(token), 1, 100e18);
        assertFalse(token.reentered(), "re-entered");
        assertEq(until, vm.getBlockTimestamp() + 30 days, "one period");
    }

    function testFuzz_Subscribe_PaysTheFundAndListsUntilTheEndOfWhatIsPaid(uint256 periods) external {
        periods = bound(periods, 1, 24);
        assertListed(false, "nothing paid");
        uint40 until = uint40(vm.getBlockTimestamp() + periods * 30 days);
        vm.expectEmit(true, true, true, true, address(registry));
        emit Subscribed(id, address(dollar), address(this), periods * PRICE, until);
        assertEq(registry.subscribe(id, address(dollar), periods, periods * PRICE), until, "until");
        assertEq(dollar.balanceOf(FUND), periods * PRICE, "fund");
        assertEq(dollar.balanceOf(address(registry)), 0, "the Registry holds nothing");
        vm.warp(until - 1);
        assertListed(true, "the last paid second");
        vm.warp(until);
        assertListed(false, "lapsed");
        registry.subscribe(id, address(dollar), 1, PRICE);
        assertEq(registry.paidUntilOf(id), until + 30 days, "a lapse is not billed");
    }

    function test_Subscribe_AddsToWhatIsPaid() external {
        registry.subscribe(id, address(dollar), 1, PRICE);
        later(10 days);
        uint40 until = registry.subscribe(id, address(dollar), 2, 2 * PRICE);
        assertEq(until, vm.getBlockTimestamp() + 80 days, "until");
    }

    function pricing(address token, uint256 amount) private {
        vm.prank(GOVERNOR);
        registry.setSubscriptionPrice(token, amount);
    }
}
