// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CloudCredits} from "../../src/CloudCredits.sol";
import {ICloudCredits} from "../../src/interfaces/ICloudCredits.sol";
import {FeeToken, ReentrantToken} from "../hostile/HostileTokens.sol";
import {CreditsTest} from "./CreditsTest.sol";

/// @dev Branches: CloudCredits.tree
contract CloudCreditsTest is CreditsTest {
    event Bought(uint256 indexed seriesId, address indexed holder, address indexed payer, uint128 credits, uint256 paid);
    event Refunded(uint256 indexed seriesId, address indexed holder, uint128 burnt, uint256 amount);

    function test_Constructor_RevertWhen_TheFeeIsAboveItsCap() external {
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.FeeAboveCap.selector, 501, 500));
        new CloudCredits(registry, grants, FUND, 501, REDEEM);
    }

    function test_CreateSeries_RevertWhen_AnotherThanTheProvidersOwnerCalls() external {
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NotProviderOwner.selector, cloud, address(this)));
        credits.createSeries(cloud, address(dollar), PRICE, uint40(vm.getBlockTimestamp() + 1), 0);
    }

    function test_CreateSeries_RevertWhen_TheProviderIsNotCloudOrNotListed() external {
        staked();
        vm.startPrank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NotListedCloud.selector, id));
        credits.createSeries(id, address(dollar), PRICE, uint40(vm.getBlockTimestamp() + 1), 0);
        book.put(cloud, address(dollar), THRESHOLD - 1, 0);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NotListedCloud.selector, cloud));
        credits.createSeries(cloud, address(dollar), PRICE, uint40(vm.getBlockTimestamp() + 1), 0);
    }

    function testFuzz_CreateSeries_RevertWhen_ItsTermsAreInvalid(uint40 expiresAt) external {
        uint40 time = uint40(vm.getBlockTimestamp());
        vm.startPrank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.SeriesInvalid.selector, "token"));
        credits.createSeries(cloud, address(0), PRICE, time + 1, 0);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.SeriesInvalid.selector, "price"));
        credits.createSeries(cloud, address(dollar), 0, time + 1, 0);
        if (expiresAt <= time || expiresAt > time + 731 days) {
            vm.expectRevert(abi.encodeWithSelector(ICloudCredits.SeriesInvalid.selector, "expiresAt"));
        }
        credits.createSeries(cloud, address(dollar), PRICE, expiresAt, 0);
    }

    function test_Buy_RevertWhen_TheSeriesIsUnknownOrOver() external {
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.UnknownSeries.selector, 9));
        credits.buy(9, holder, 1, PRICE);
        later(100 days - 1);
        buying(1);
        later(1);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.SaleOver.selector, series, vm.getBlockTimestamp()));
        credits.buy(series, holder, 1, PRICE);
    }

    function test_Buy_RevertWhen_NothingIsWanted_OrNobodyHoldsIt() external {
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.CreditsInvalid.selector, 0));
        credits.buy(series, holder, 0, PRICE);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.HolderInvalid.selector, address(0)));
        credits.buy(series, address(0), 1, PRICE);
    }

    function test_Buy_RevertWhen_MoreIsWantedThanCanBeMetered() external {
        buying(1);
        redeeming(1);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.CreditsInvalid.selector, type(uint128).max));
        credits.buy(series, holder, type(uint128).max, type(uint256).max);
    }

    function testFuzz_Buy_RevertWhen_ItCostsMoreThanTheMaximum(uint128 amount) external {
        amount = uint128(bound(amount, 1, 1e9));
        uint256 price = uint256(amount) * PRICE;
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.PriceAboveMaximum.selector, price, price - 1));
        credits.buy(series, holder, amount, price - 1);
    }

    function test_Buy_RevertWhen_TheTokenKeepsAFee() external {
        FeeToken token = new FeeToken();
        token.approve(address(credits), 1e18);
        series = selling(address(token));
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.TokenShortReceived.selector, 100 * PRICE, 99 * PRICE));
        buying(100);
    }

    function test_Buy_AReentrantTokenBacksNothingTwice() external {
        ReentrantToken token = new ReentrantToken();
        token.approve(address(credits), 1e18);
        series = selling(address(token));
        token.arm(address(credits), abi.encodeCall(ICloudCredits.buy, (series, holder, 5, type(uint256).max)));
        buying(5);
        assertFalse(token.reentered(), "re-entered");
        assertEq(balance(), 5, "credits");
    }

    function testFuzz_Buy_MintsToTheHolder_WhoeverPays(uint128 amount) external {
        amount = uint128(bound(amount, 1, 1e8));
        vm.expectEmit(true, true, true, true, address(credits));
        emit Bought(series, holder, address(this), amount, uint256(amount) * PRICE);
        buying(amount);
        assertEq(balance(), amount, "balance");
        assertEq(credits.outstandingOf(series), amount, "outstanding");
        assertEq(dollar.balanceOf(address(credits)), uint256(amount) * PRICE, "backing");
    }

    function testFuzz_Redeem_RevertWhen_ItIsNotHigherThanTheLast(uint128 last, uint128 next) external {
        last = uint128(bound(last, 1, 100));
        next = uint128(bound(next, 0, last));
        buying(100);
        redeeming(last);
        bytes memory signature = signedBy(holderKey, next);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.MeteringNotHigher.selector, next, last));
        credits.redeem(series, holder, next, "records", signature);
    }

    function testFuzz_Redeem_RevertWhen_TheHolderHasLess(uint128 wanted) external {
        buying(100);
        redeeming(40);
        wanted = uint128(bound(wanted, 101, type(uint128).max));
        bytes memory signature = signedBy(holderKey, wanted);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.CreditsShort.selector, wanted - 40, 60));
        credits.redeem(series, holder, wanted, "records", signature);
    }

    function test_Redeem_RevertWhen_NeitherTheHolderNorItsKeySigned() external {
        buying(100);
        (address stranger, uint256 key) = actor("stranger");
        bytes memory signature = signedBy(key, 10);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.SignerUnknown.selector, stranger));
        credits.redeem(series, holder, 10, "records", signature);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.SignerUnknown.selector, address(0)));
        credits.redeem(series, holder, 10, "records", "");
    }

    function test_Redeem_RevertWhen_TheSignatureIsOfAnotherSeries_OrContract_OrChain() external {
        buying(100);
        bytes memory signature = signedBy(holderKey, 10);
        uint256 first = series;
        series = selling(address(dollar));
        buying(100);
        unknown(credits, series, signature);

        CloudCredits other = new CloudCredits(registry, grants, FUND, FEE_BPS, REDEEM);
        dollar.approve(address(other), type(uint256).max);
        vm.prank(OWNER);
        other.createSeries(cloud, address(dollar), PRICE, uint40(vm.getBlockTimestamp() + 1 days), 0);
        other.buy(1, holder, 100, type(uint256).max);
        unknown(other, 1, signature);

        vm.chainId(77);
        unknown(credits, first, signature);
    }

    /// The same signature speaks for nobody there.
    function unknown(CloudCredits where, uint256 seriesId, bytes memory signature) private {
        (bool done, bytes memory answer) =
            address(where).call(abi.encodeCall(ICloudCredits.redeem, (seriesId, holder, 10, "records", signature)));
        assertFalse(done, "replayed");
        assertEq(bytes32(bytes4(answer)), bytes32(ICloudCredits.SignerUnknown.selector), "refusal");
    }

    function test_Redeem_ByAKeyOfTheHolder_AsFarAsItsCap() external {
        buying(100);
        (address session, uint256 key) = actor("session");
        vm.prank(holder);
        grants.grant(session, bytes32(series), 8, uint32(vm.getBlockTimestamp() + 1 days), uint88(50 * PRICE), 0);
        credits.redeem(series, holder, 50, "records", signedBy(key, 50));
        bytes memory signature = signedBy(key, 51);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.MeteringAboveCap.selector, session, 51 * PRICE, 50 * PRICE));
        credits.redeem(series, holder, 51, "records", signature);
        later(2 days);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.SignerUnknown.selector, session));
        credits.redeem(series, holder, 51, "records", signature);
    }

    function testFuzz_Redeem_BurnsWhatWasUsedAndOwesItsPrice(uint128 first, uint128 second) external {
        first = uint128(bound(first, 1, 500));
        second = uint128(bound(second, 1, 500));
        buying(1000);
        redeeming(first);
        uint256 net = redeeming(first + second);
        uint256 fee = uint256(second) * PRICE * FEE_BPS / 10_000;
        assertEq(net, uint256(second) * PRICE - fee, "net");
        assertEq(balance(), 1000 - first - second, "left");
        assertEq(credits.meteredOf(series, holder), first + second, "metered");
        assertEq(
            credits.owedOf(series) + credits.feesOf(address(dollar)) + balance() * PRICE, dollar.balanceOf(address(credits)), "backing"
        );
    }

    function test_Refund_RevertWhen_NothingIsLeft() external {
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NothingToRefund.selector, holder));
        asking();
        buying(5);
        redeeming(5);
        later(200 days);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NothingToRefund.selector, holder));
        credits.refund(series, holder);
    }

    function testFuzz_Refund_RevertWhen_TheTimeToRedeemRuns(uint256 passed, bool asked) external {
        buying(5);
        uint256 earliest = vm.getBlockTimestamp() + 107 days;
        if (asked) {
            earliest = vm.getBlockTimestamp() + 7 days;
            asking();
        }
        passed = bound(passed, 0, earliest - vm.getBlockTimestamp() - 1);
        later(passed);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.RefundTooEarly.selector, earliest));
        credits.refund(series, holder);
        vm.warp(earliest);
        credits.refund(series, holder);
        assertEq(dollar.balanceOf(holder), 5 * PRICE, "refunded");
    }

    function test_Refund_AskingAgainPostponesNothing() external {
        buying(5);
        asking();
        later(6 days);
        asking();
        later(1 days);
        credits.refund(series, holder);
    }

    function test_Refund_AnOldWishDoesNotReachWhatIsBoughtAnew() external {
        buying(5);
        asking();
        redeeming(5);
        later(8 days);
        buying(5);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.RefundTooEarly.selector, credits.refundableFrom(series, holder)));
        credits.refund(series, holder);
        assertGe(credits.refundableFrom(series, holder), vm.getBlockTimestamp() + 90 days, "at expiry");
    }

    function test_Refund_PaysSignedMeteringFirst_AndTheRestOnce() external {
        buying(100);
        asking();
        bytes memory signature = signedBy(holderKey, 30);
        later(7 days - 1);
        credits.redeem(series, holder, 30, "records", signature);
        later(1);
        vm.expectEmit(true, true, true, true, address(credits));
        emit Refunded(series, holder, 70, 70 * PRICE);
        credits.refund(series, holder);
        assertEq(dollar.balanceOf(holder), 70 * PRICE, "refunded");
        assertEq(credits.outstandingOf(series), 0, "outstanding");
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NothingToRefund.selector, holder));
        vm.warp(vm.getBlockTimestamp() + 200 days);
        credits.refund(series, holder);
    }

    function test_Withdraw_PaysThePayoutWalletOfNow_AndTheFund() external {
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NothingToWithdraw.selector, PAYOUT));
        credits.withdraw(series);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NothingToWithdraw.selector, FUND));
        credits.sweepFees(address(dollar));
        buying(100);
        redeeming(100);
        vm.prank(OWNER);
        registry.update(cloud, address(0x99), address(0xc1), 0, "http://cloud");
        assertEq(credits.withdraw(series), 294e6, "net of two percent");
        assertEq(dollar.balanceOf(address(0x99)), 294e6, "payout");
        assertEq(credits.sweepFees(address(dollar)), 6e6, "fee");
        assertEq(dollar.balanceOf(FUND), 6e6, "fund");
        assertEq(dollar.balanceOf(address(credits)), 0, "nothing left");
    }

    function testFuzz_Transfer_RevertWhen_ACreditWouldChangeHands(address to) external {
        vm.assume(to != address(0) && to.code.length == 0);
        buying(5);
        vm.startPrank(holder);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NotTransferable.selector, series));
        credits.safeTransferFrom(holder, to, series, 1, "");
        uint256[] memory ids = new uint256[](1);
        uint256[] memory values = new uint256[](1);
        (ids[0], values[0]) = (series, 2);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NotTransferable.selector, series));
        credits.safeBatchTransferFrom(holder, to, ids, values, "");
    }
}
