// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {FiatAccount} from "../../src/FiatAccount.sol";
import {IFiatDesk} from "../../src/interfaces/IFiatDesk.sol";
import {SignedOffer, Sla, SlaState} from "../../src/interfaces/Types.sol";
import {FeeToken, SurchargingToken} from "../hostile/HostileTokens.sol";
import {DeskTest} from "./DeskTest.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @dev Branches: FiatDesk.openFor.tree
contract FiatDeskOpenForTest is DeskTest {
    event OrderOpened(
        bytes32 indexed receiptId, bytes32 indexed slaId, address indexed beneficiary, address account, address token, uint256 amount
    );

    function test_AddFloat_CountsWhatArrives() external {
        FeeToken fee = new FeeToken();
        fee.approve(address(desk), 100e18);
        assertEq(desk.addFloat(address(fee), 100e18), 99e18, "received");
        assertEq(desk.floatOf(address(fee)), 99e18, "float");
    }

    function testFuzz_TakeFloat_RevertWhen_AnotherThanTheOperatorCalls(address caller, uint256 amount) external {
        vm.assume(caller != operator);
        amount = bound(amount, 0, FLOAT);
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.NotOperator.selector, caller));
        vm.prank(caller);
        desk.takeFloat(address(token), amount);
        assertEq(desk.floatOf(address(token)), FLOAT, "as before");
        vm.prank(operator);
        desk.takeFloat(address(token), amount);
        assertEq(token.balanceOf(operator), amount, "the operator's");
    }

    function testFuzz_TakeFloat_ReachesTheFloatOnly(uint256 amount) external {
        voided();
        uint256 left = desk.floatOf(address(token));
        amount = bound(amount, 0, 2 * FLOAT);
        vm.prank(operator);
        if (amount > left) vm.expectRevert(abi.encodeWithSelector(IFiatDesk.FloatShort.selector, address(token), amount, left));
        desk.takeFloat(address(token), amount);
        assertBooks();
    }

    function testFuzz_SetDailyCap_RevertWhen_AnotherThanTheGovernorCalls(address caller, uint256 cap) external {
        vm.assume(caller != address(this));
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.NotGovernor.selector, caller));
        vm.prank(caller);
        desk.setDailyCap(address(token), cap);
        assertEq(desk.dailyCapOf(address(token)), CAP, "as before");
        desk.setDailyCap(address(token), cap);
        assertEq(desk.dailyCapOf(address(token)), cap, "the governor's");
    }

    function testFuzz_RevertWhen_AnotherThanTheOperatorOpens(address caller, bytes32 receiptId) external {
        vm.assume(caller != operator);
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(receiptId);
        bytes memory signature = signedOrder(receiptId, sla, noKey());
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.NotOperator.selector, caller));
        vm.prank(caller);
        desk.openFor(receiptId, beneficiary, sla, offers, noKey(), signature);
        assertEq(desk.floatOf(address(token)), FLOAT, "as before");
        opening(receiptId, sla, offers);
    }

    function testFuzz_RevertWhen_ThereIsNoBeneficiary(bytes32 receiptId, bytes calldata signature) external {
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(receiptId);
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.BeneficiaryInvalid.selector, address(0)));
        vm.prank(operator);
        desk.openFor(receiptId, address(0), sla, offers, noKey(), signature);
        assertEq(desk.floatOf(address(token)), FLOAT, "as before");
        opening(receiptId, sla, offers);
    }

    /// Another receipt, another key or other rights of it, other terms, or another who signs.
    function testFuzz_RevertWhen_TheBeneficiarySignedSomethingElse(
        bytes32 another,
        IFiatDesk.SessionKey memory key,
        uint256 signer,
        uint96 more
    ) external {
        vm.assume(another != RECEIPT && (key.key != address(0) || key.rights != 0 || key.expiry != 0 || key.voucherCap != 0));
        signer = bound(signer, 1, type(uint128).max);
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(RECEIPT);
        bytes memory signature = signedOrder(RECEIPT, sla, noKey());
        refused(sla, offers, noKey(), signedOrder(another, sla, noKey()));
        refused(sla, offers, noKey(), signedOrder(RECEIPT, sla, key));
        refused(sla, offers, noKey(), sign(signer, desk.hashOrder(RECEIPT, orchestrator.hashSla(sla), noKey())));
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.OrderNotSigned.selector, RECEIPT, beneficiary));
        vm.prank(operator);
        desk.openFor(RECEIPT, beneficiary, sla, offers, key, signature);
        uint256 reserve = sla.reserve;
        sla.reserve += uint88(bound(more, 1, type(uint64).max));
        refused(sla, offers, noKey(), signature);
        refused(sla, offers, noKey(), "");
        sla.reserve = uint88(reserve);
        assertEq(desk.floatOf(address(token)), FLOAT, "as before");
        opening(RECEIPT, sla, offers);
    }

    function refused(Sla memory sla, SignedOffer[] memory offers, IFiatDesk.SessionKey memory key, bytes memory signature) private {
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.OrderNotSigned.selector, RECEIPT, beneficiary));
        vm.prank(operator);
        desk.openFor(RECEIPT, beneficiary, sla, offers, key, signature);
    }

    function testFuzz_RevertWhen_TheConsumerIsAnother(bytes32 receiptId, bytes32 another, address somebody, bool ofAnother) external {
        vm.assume(another != receiptId && somebody != desk.accountOf(receiptId));
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(another);
        if (!ofAnother) sla.consumer = somebody;
        bytes memory signature = signedOrder(receiptId, sla, noKey());
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.ConsumerNotAccount.selector, sla.consumer, desk.accountOf(receiptId)));
        vm.prank(operator);
        desk.openFor(receiptId, beneficiary, sla, offers, noKey(), signature);
        assertEq(desk.floatOf(address(token)), FLOAT, "as before");
        sla.consumer = desk.accountOf(receiptId);
        opening(receiptId, sla, offers);
    }

    function testFuzz_RevertWhen_TheDaysCapWouldBePassed(uint256 cap) external {
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(RECEIPT);
        uint256 total = totalOf(sla);
        cap = bound(cap, 0, 2 * total - 1);
        desk.setDailyCap(address(token), cap);
        bytes memory signature = signedOrder(RECEIPT, sla, noKey());
        if (cap < total) vm.expectRevert(abi.encodeWithSelector(IFiatDesk.DailyCapReached.selector, address(token), total, cap));
        vm.prank(operator);
        desk.openFor(RECEIPT, beneficiary, sla, offers, noKey(), signature);
        if (cap < total) return;

        bytes32 second = keccak256("payment 2");
        (sla, offers) = orderOf(second);
        signature = signedOrder(second, sla, noKey());
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.DailyCapReached.selector, address(token), total, cap - total));
        vm.prank(operator);
        desk.openFor(second, beneficiary, sla, offers, noKey(), signature);
    }

    function test_TheCapIsADays() external {
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(RECEIPT);
        desk.setDailyCap(address(token), totalOf(sla));
        opening(RECEIPT, sla, offers);
        vm.warp(vm.getBlockTimestamp() + 1 days);
        bytes32 second = keccak256("payment 2");
        (sla, offers) = orderOf(second);
        desk.setDailyCap(address(token), totalOf(sla));
        opening(second, sla, offers);
        assertEq(desk.openedOn(address(token), vm.getBlockTimestamp() / 1 days), totalOf(sla), "today");
    }

    function testFuzz_RevertWhen_TheFloatIsTooSmall(uint256 left) external {
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(RECEIPT);
        uint256 total = totalOf(sla);
        left = bound(left, 0, total - 1);
        vm.prank(operator);
        desk.takeFloat(address(token), FLOAT - left);
        bytes memory signature = signedOrder(RECEIPT, sla, noKey());
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.FloatShort.selector, address(token), total, left));
        vm.prank(operator);
        desk.openFor(RECEIPT, beneficiary, sla, offers, noKey(), signature);
        vm.startPrank(operator);
        token.approve(address(desk), FLOAT);
        desk.addFloat(address(token), total - 1 - left);
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.FloatShort.selector, address(token), total, total - 1));
        desk.openFor(RECEIPT, beneficiary, sla, offers, noKey(), signature);
        desk.addFloat(address(token), 1);
        desk.openFor(RECEIPT, beneficiary, sla, offers, noKey(), signature);
        assertEq(desk.floatOf(address(token)), 0, "the last unit");
    }

    /// Of other terms, or for another beneficiary.
    function testFuzz_RevertWhen_TheReceiptOpenedAnotherSla(bytes32 receiptId, uint256 salt, address another, uint256 passed) external {
        vm.assume(salt != 1 && another != beneficiary);
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(receiptId);
        bytes32 slaId = opening(receiptId, sla, offers);
        uint256 left = desk.floatOf(address(token));
        vm.warp(vm.getBlockTimestamp() + bound(passed, 0, 3650 days));
        bytes memory refusal = abi.encodeWithSelector(IFiatDesk.ReceiptUsed.selector, receiptId, slaId);
        vm.expectRevert(refusal);
        vm.prank(operator);
        desk.openFor(receiptId, another, sla, offers, noKey(), "");
        assertEq(opening(receiptId, sla, offers), slaId, "the same again");
        sla.salt = salt;
        bytes memory signature = signedOrder(receiptId, sla, noKey());
        vm.expectRevert(refusal);
        vm.prank(operator);
        desk.openFor(receiptId, beneficiary, sla, offers, noKey(), signature);
        assertEq(desk.floatOf(address(token)), left, "nothing more is paid");
    }

    /// The rest would be paid by other receipts.
    function testFuzz_RevertWhen_TheTokenTakesMoreThanItMoves(uint256 extra) external {
        SurchargingToken costly = new SurchargingToken();
        market = orchestrator.createMarket(address(costly), FEE_BPS, oracle);
        costly.approve(address(stakes), type(uint256).max);
        for (uint64 id = 1; id <= 3; id++) {
            stakes.stake(id, address(costly), STAKE);
        }
        costly.approve(address(desk), FLOAT);
        desk.addFloat(address(costly), FLOAT);
        desk.setDailyCap(address(costly), CAP);
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(RECEIPT);
        uint256 total = totalOf(sla);
        extra = bound(extra, 1, FLOAT - total);
        costly.surcharge(address(desk), extra);
        bytes memory signature = signedOrder(RECEIPT, sla, noKey());
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.PaidMore.selector, total + extra, total));
        vm.prank(operator);
        desk.openFor(RECEIPT, beneficiary, sla, offers, noKey(), signature);
        costly.surcharge(address(desk), 1);
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.PaidMore.selector, total + 1, total));
        vm.prank(operator);
        desk.openFor(RECEIPT, beneficiary, sla, offers, noKey(), signature);
        assertEq(costly.balanceOf(address(desk)), FLOAT, "nothing is paid");

        costly.surcharge(address(desk), 0);
        opening(RECEIPT, sla, offers);
        assertEq(costly.balanceOf(address(desk)), FLOAT - total, "exactly what it costs");
    }

    function test_TheSameAgainChangesNothing() external {
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(RECEIPT);
        bytes32 slaId = opening(RECEIPT, sla, offers);
        uint256 left = desk.floatOf(address(token));
        assertEq(opening(RECEIPT, sla, offers), slaId, "the same answer");
        assertEq(desk.floatOf(address(token)), left, "paid once");
    }

    function test_OpensFromTheFloat() external {
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(RECEIPT);
        uint256 total = totalOf(sla);
        bytes32 slaId = orchestrator.hashSla(sla);
        vm.expectEmit(true, true, true, true, address(desk));
        emit OrderOpened(RECEIPT, slaId, beneficiary, sla.consumer, address(token), total);
        assertEq(opening(RECEIPT, sla, offers), slaId, "SLA");

        assertSla(slaId, SlaState.Forming);
        assertEq(desk.floatOf(address(token)), FLOAT - total, "float");
        assertEq(token.balanceOf(address(orchestrator)), total, "escrow");
        assertEq(token.balanceOf(sla.consumer), 0, "the account keeps nothing");
        assertEq(token.allowance(sla.consumer, address(orchestrator)), 0, "and allows nothing");
        IFiatDesk.Order memory order = desk.orderOf(RECEIPT);
        assertEq(order.beneficiary, beneficiary, "beneficiary");
        assertEq(order.amount, total, "amount");
        assertBooks();
    }

    function test_GrantsTheSignedKey() external {
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(RECEIPT);
        IFiatDesk.SessionKey memory key = IFiatDesk.SessionKey(stranger, 15, type(uint32).max, 100);
        bytes memory signature = signedOrder(RECEIPT, sla, key);
        vm.prank(operator);
        bytes32 slaId = desk.openFor(RECEIPT, beneficiary, sla, offers, key, signature);
        assertTrue(grants.allows(sla.consumer, slaId, stranger, 15), "granted");
        assertEq(grants.voucherCapOf(sla.consumer, slaId, stranger), 100, "cap");
    }

    function testFuzz_TheAccountObeysItsDeskOnly(address caller, address key, uint8 rights, uint256 amount) external {
        vm.assume(caller != address(desk));
        (, uint128[] memory ids,) = openDesk();
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(RECEIPT);
        FiatAccount account = FiatAccount(desk.accountOf(RECEIPT));
        bytes memory refusal = abi.encodeWithSelector(FiatAccount.NotDesk.selector, caller);
        vm.startPrank(caller);
        vm.expectRevert(refusal);
        account.open(sla, offers, IERC20(address(token)), amount);
        vm.expectRevert(refusal);
        account.collect(IERC20(address(token)));
        vm.expectRevert(refusal);
        account.grant(key, 0, rights, type(uint32).max, 1, 0);
        vm.expectRevert(refusal);
        account.revoke(1);
        vm.expectRevert(refusal);
        account.giveNotice(ids[0]);
        vm.stopPrank();
        activate(ids[0]);
        vm.prank(address(desk));
        account.giveNotice(ids[0]);
    }
}
