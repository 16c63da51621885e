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

    function testFuzz_Constructor_RevertWhen_TheFeeIsAboveItsCap(uint16 feeBps, address fund, uint40 redeemSeconds) external {
        feeBps = uint16(bound(feeBps, 501, type(uint16).max));
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.FeeAboveCap.selector, feeBps, 500));
        new CloudCredits(registry, grants, fund, feeBps, redeemSeconds);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.FeeAboveCap.selector, 501, 500));
        new CloudCredits(registry, grants, fund, 501, redeemSeconds);
        assertEq(new CloudCredits(registry, grants, fund, 500, redeemSeconds).feeBps(), 500, "the cap itself");
    }

    function testFuzz_CreateSeries_RevertWhen_AnotherThanTheProvidersOwnerCalls(address caller, uint96 price, uint256 life) external {
        vm.assume(caller != OWNER);
        price = uint96(bound(price, 1, type(uint96).max));
        uint40 expiresAt = uint40(vm.getBlockTimestamp() + bound(life, 1, 731 days));
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NotProviderOwner.selector, cloud, caller));
        vm.prank(caller);
        credits.createSeries(cloud, address(dollar), price, expiresAt, 0);
        assertEq(credits.seriesCount(), 1, "none");
        vm.prank(OWNER);
        assertEq(credits.createSeries(cloud, address(dollar), price, expiresAt, 0), 2, "the owner's");
    }

    function testFuzz_CreateSeries_RevertWhen_TheProviderIsNotCloudOrNotListed(uint8 random, uint256 bonded) external {
        uint8[15] memory kinds = [1, 4, 5, 16, 8, 32, 40, 64, 72, 96, 104, 2, 3, 6, 7];
        uint256 which = random % 15;
        uint64 provider = registering(kinds[which], address(0xdd));
        uint40 expiresAt = uint40(vm.getBlockTimestamp() + 1);
        book.put(provider, address(dollar), bound(bonded, 0, THRESHOLD - 1), 0);
        vm.startPrank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NotListedCloud.selector, provider));
        credits.createSeries(provider, address(dollar), PRICE, expiresAt, 0);
        book.put(provider, address(dollar), THRESHOLD, 0);
        // The last four are CLOUD, alone or besides others.
        if (which < 11) vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NotListedCloud.selector, provider));
        credits.createSeries(provider, address(dollar), PRICE, expiresAt, 0);
        assertEq(credits.seriesCount(), which < 11 ? 1 : 2, "series");
    }

    function testFuzz_CreateSeries_RevertWhen_ItsTermsAreInvalid(uint40 expiresAt) external {
        uint40 time = uint40(vm.getBlockTimestamp());
        vm.startPrank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.SeriesInvalid.selector, "token"));
        credits.createSeries(cloud, address(0), PRICE, time + 1, 0);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.SeriesInvalid.selector, "price"));
        credits.createSeries(cloud, address(dollar), 0, time + 1, 0);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.SeriesInvalid.selector, "expiresAt"));
        credits.createSeries(cloud, address(dollar), PRICE, time, 0);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.SeriesInvalid.selector, "expiresAt"));
        credits.createSeries(cloud, address(dollar), PRICE, time + 731 days + 1, 0);
        credits.createSeries(cloud, address(dollar), 1, time + 1, 0);
        credits.createSeries(cloud, address(dollar), type(uint96).max, time + 731 days, 0);
        if (expiresAt <= time || expiresAt > time + 731 days) {
            vm.expectRevert(abi.encodeWithSelector(ICloudCredits.SeriesInvalid.selector, "expiresAt"));
        }
        credits.createSeries(cloud, address(dollar), PRICE, expiresAt, 0);
    }

    function testFuzz_RevertWhen_TheSeriesIsUnknown(uint256 absent, address caller, uint128 amount) external {
        if (absent != 0) absent = bound(absent, series + 1, type(uint256).max);
        bytes memory refusal = abi.encodeWithSelector(ICloudCredits.UnknownSeries.selector, absent);
        vm.startPrank(caller);
        vm.expectRevert(refusal);
        credits.buy(absent, holder, amount, type(uint256).max);
        vm.expectRevert(refusal);
        credits.redeem(absent, holder, amount, 0, "");
        vm.expectRevert(refusal);
        credits.askRefund(absent);
        vm.expectRevert(refusal);
        credits.refund(absent, holder);
        vm.expectRevert(refusal);
        credits.withdraw(absent);
        vm.expectRevert(refusal);
        credits.seriesOf(absent);
        vm.expectRevert(refusal);
        credits.refundableFrom(absent, holder);
        vm.stopPrank();
        assertEq(credits.seriesOf(series).price, PRICE, "a known one");
        assertEq(selling(address(dollar)), series + 1, "the next one");
        credits.seriesOf(series + 1);
    }

    function testFuzz_Buy_RevertWhen_TheSeriesIsOver(uint256 life, uint256 late, uint128 amount) external {
        amount = uint128(bound(amount, 1, 1e8));
        uint40 expiresAt = uint40(vm.getBlockTimestamp() + bound(life, 1, 731 days));
        vm.prank(OWNER);
        series = credits.createSeries(cloud, address(dollar), PRICE, expiresAt, 0);
        vm.warp(expiresAt + bound(late, 0, 3650 days));
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.SaleOver.selector, series, expiresAt));
        credits.buy(series, holder, amount, type(uint256).max);
        vm.warp(expiresAt);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.SaleOver.selector, series, expiresAt));
        credits.buy(series, holder, amount, type(uint256).max);
        vm.warp(expiresAt - 1);
        buying(amount);
        assertEq(balance(), amount, "in the last second");
    }

    function testFuzz_Buy_RevertWhen_NothingIsWanted_OrNobodyHoldsIt(address to, uint128 amount, uint256 maximum) external {
        vm.assume(to != address(0));
        amount = uint128(bound(amount, 1, 1e8));
        uint256 before = dollar.balanceOf(address(this));
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.CreditsInvalid.selector, 0));
        credits.buy(series, to, 0, maximum);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.HolderInvalid.selector, address(0)));
        credits.buy(series, address(0), amount, type(uint256).max);
        assertEq(dollar.balanceOf(address(this)), before, "nothing is paid");
        assertEq(credits.outstandingOf(series), 0, "nothing is sold");
        credits.buy(series, to, amount, uint256(amount) * PRICE);
        assertEq(credits.balanceOf(to, series), amount, "anybody's");
    }

    /// What was metered counts like what is held.
    function testFuzz_Buy_RevertWhen_MoreIsWantedThanCanBeMetered(uint128 bought, uint128 used, uint128 wanted) external {
        dollar.mint(address(this), type(uint192).max);
        bought = uint128(bound(bought, 1, type(uint128).max - 1));
        used = uint128(bound(used, 0, bought));
        buying(bought);
        if (used > 0) redeeming(used);
        uint128 most = type(uint128).max - bought;
        wanted = uint128(bound(wanted, uint256(most) + 1, type(uint128).max));
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.CreditsInvalid.selector, wanted));
        credits.buy(series, holder, wanted, type(uint256).max);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.CreditsInvalid.selector, most + 1));
        credits.buy(series, holder, most + 1, type(uint256).max);
        buying(most);
        assertEq(balance(), type(uint128).max - used, "all that can be metered");
    }

    function testFuzz_Buy_RevertWhen_ItCostsMoreThanTheMaximum(uint128 amount) external {
        amount = uint128(bound(amount, 1, 1e8));
        uint256 price = uint256(amount) * PRICE;
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.PriceAboveMaximum.selector, price, price - 1));
        credits.buy(series, holder, amount, price - 1);
    }

    /// The token keeps a hundredth, rounded down: nothing of less than a hundred units.
    function testFuzz_Buy_RevertWhen_TheTokenKeepsAFee(uint96 price, uint128 amount, bool small) external {
        FeeToken token = new FeeToken();
        token.approve(address(credits), type(uint256).max);
        price = uint96(bound(price, 1, small ? 15 : 1e15));
        amount = uint128(bound(amount, 1, small ? 15 : 1e9));
        vm.prank(OWNER);
        series = credits.createSeries(cloud, address(token), price, uint40(vm.getBlockTimestamp() + 1), 0);
        uint256 cost = uint256(amount) * price;
        bool short = cost >= 100;
        if (short) vm.expectRevert(abi.encodeWithSelector(ICloudCredits.TokenShortReceived.selector, cost, cost - cost / 100));
        credits.buy(series, holder, amount, cost);
        assertEq(balance(), short ? 0 : amount, "credits");
        assertEq(token.balanceOf(address(credits)), short ? 0 : cost, "backing");
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
        signature = signedBy(holderKey, last);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.MeteringNotHigher.selector, last, last));
        credits.redeem(series, holder, last, "records", signature);
        buying(1);
        redeeming(last + 1);
    }

    function testFuzz_Redeem_RevertWhen_TheHolderHasLess(uint128 wanted) external {
        buying(100);
        redeeming(40);
        wanted = uint128(bound(wanted, 101, type(uint128).max));
        bytes memory signature = signedBy(holderKey, wanted);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.CreditsShort.selector, wanted - 40, 60));
        credits.redeem(series, holder, wanted, "records", signature);
        signature = signedBy(holderKey, 101);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.CreditsShort.selector, 61, 60));
        credits.redeem(series, holder, 101, "records", signature);
        redeeming(100);
    }

    /// Whoever else signs, also with every other right of the holder's; with the right VOUCHER it may.
    function testFuzz_Redeem_RevertWhen_NeitherTheHolderNorItsKeySigned(uint256 key, uint8 rights, uint128 used) external {
        address signer = vm.addr(bound(key, 1, type(uint128).max));
        vm.assume(signer != holder);
        buying(100);
        used = uint128(bound(used, 1, 100));
        bytes memory signature = signedBy(bound(key, 1, type(uint128).max), used);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.SignerUnknown.selector, signer));
        credits.redeem(series, holder, used, "records", signature);
        rights &= 23;
        granting(signer, rights == 0 ? 23 : rights, type(uint88).max);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.SignerUnknown.selector, signer));
        credits.redeem(series, holder, used, "records", signature);
        granting(signer, 8 | rights, type(uint88).max);
        uint256 before = vm.snapshotState();
        later(1 days + 1);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.SignerUnknown.selector, signer));
        credits.redeem(series, holder, used, "records", signature);
        assertEq(balance(), 100, "nothing is redeemed");
        vm.revertToState(before);
        credits.redeem(series, holder, used, "records", signature);
    }

    function testFuzz_Redeem_RevertWhen_TheSignatureIsNone(bytes calldata signature, uint128 used) external {
        vm.assume(signature.length != 65);
        buying(100);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.SignerUnknown.selector, address(0)));
        credits.redeem(series, holder, uint128(bound(used, 1, 100)), "records", signature);
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

    /// All that was ever used counts, to the last unit.
    function testFuzz_Redeem_ByAKeyOfTheHolder_AsFarAsItsCap(uint128 first, uint128 second, uint88 cap) external {
        first = uint128(bound(first, 0, 50));
        second = uint128(bound(second, first + 1, 100));
        buying(100);
        if (first > 0) redeeming(first);
        (address session, uint256 key) = actor("session");
        bytes memory signature = signedBy(key, second);
        uint256 price = uint256(second) * PRICE;
        cap = uint88(bound(cap, 0, price - 1));
        granting(session, 8, cap);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.MeteringAboveCap.selector, session, price, cap));
        credits.redeem(series, holder, second, "records", signature);
        granting(session, 8, uint88(price - 1));
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.MeteringAboveCap.selector, session, price, price - 1));
        credits.redeem(series, holder, second, "records", signature);
        assertEq(credits.meteredOf(series, holder), first, "nothing more");
        granting(session, 8, uint88(price));
        credits.redeem(series, holder, second, "records", signature);
        assertEq(balance(), 100 - second, "left");
    }

    function granting(address key, uint8 rights, uint88 cap) private {
        vm.prank(holder);
        grants.grant(key, bytes32(series), rights, uint32(vm.getBlockTimestamp() + 1 days), cap, 0);
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

    function testFuzz_Refund_RevertWhen_NothingIsLeft(address other, uint128 bought, uint256 late) external {
        vm.assume(other != holder && other != address(0));
        bought = uint128(bound(bought, 1, 1e8));
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NothingToRefund.selector, holder));
        asking();
        buying(bought);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NothingToRefund.selector, other));
        vm.prank(other);
        credits.askRefund(series);
        if (bought > 1) redeeming(bought - 1);
        later(bound(late, 107 days, 3650 days));
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NothingToRefund.selector, other));
        credits.refund(series, other);
        assertEq(credits.refund(series, holder), PRICE, "the last one");
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
        vm.warp(earliest - 1);
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

    function testFuzz_Withdraw_PaysThePayoutWalletOfNow_AndTheFund(uint128 used, address caller, address payout, address token) external {
        vm.assume(payout != address(0) && payout != FUND && payout != address(credits) && payout != address(this));
        used = uint128(bound(used, 1, 1e8));
        uint256 fee = uint256(used) * PRICE / 50;
        withdrawsNothing(caller, PAYOUT, address(dollar));
        buying(used);
        redeeming(used);
        vm.prank(OWNER);
        registry.update(cloud, payout, address(0xc1), 0, "http://cloud");
        vm.startPrank(caller);
        assertEq(credits.withdraw(series), uint256(used) * PRICE - fee, "net of two percent");
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NothingToWithdraw.selector, payout));
        credits.withdraw(series);
        assertEq(credits.sweepFees(address(dollar)), fee, "fee");
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NothingToWithdraw.selector, FUND));
        credits.sweepFees(token);
        vm.stopPrank();
        assertEq(dollar.balanceOf(payout), uint256(used) * PRICE - fee, "payout");
        assertEq(dollar.balanceOf(FUND), fee, "fund");
        assertEq(dollar.balanceOf(address(credits)), 0, "nothing left");
    }

    function withdrawsNothing(address caller, address payout, address token) private {
        vm.startPrank(caller);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NothingToWithdraw.selector, payout));
        credits.withdraw(series);
        vm.expectRevert(abi.encodeWithSelector(ICloudCredits.NothingToWithdraw.selector, FUND));
        credits.sweepFees(token);
        vm.stopPrank();
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
