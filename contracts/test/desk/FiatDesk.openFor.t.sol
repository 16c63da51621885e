// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {FiatAccount} from "../../src/FiatAccount.sol";
import {IFiatDesk} from "../../src/interfaces/IFiatDesk.sol";
import {SignedOffer, Sla, SlaState} from "../../src/interfaces/Types.sol";
import {FeeToken} from "../hostile/HostileTokens.sol";
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

    function test_TakeFloat_RevertWhen_AnotherThanTheOperatorCalls() external {
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.NotOperator.selector, address(this)));
        desk.takeFloat(address(token), 1);
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

    function test_SetDailyCap_RevertWhen_AnotherThanTheGovernorCalls() external {
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.NotGovernor.selector, operator));
        vm.prank(operator);
        desk.setDailyCap(address(token), 1);
    }

    function test_RevertWhen_AnotherThanTheOperatorOpens() external {
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(RECEIPT);
        bytes memory signature = signedOrder(RECEIPT, sla, noKey());
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.NotOperator.selector, beneficiary));
        vm.prank(beneficiary);
        desk.openFor(RECEIPT, beneficiary, sla, offers, noKey(), signature);
    }

    function test_RevertWhen_ThereIsNoBeneficiary() external {
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(RECEIPT);
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.BeneficiaryInvalid.selector, address(0)));
        vm.prank(operator);
        desk.openFor(RECEIPT, address(0), sla, offers, noKey(), "");
    }

    function test_RevertWhen_TheBeneficiarySignedSomethingElse() external {
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(RECEIPT);
        IFiatDesk.SessionKey memory key = IFiatDesk.SessionKey(stranger, 8, type(uint32).max, 100);
        refused(sla, offers, noKey(), "");
        refused(sla, offers, noKey(), signedOrder(keccak256("another"), sla, noKey()));
        refused(sla, offers, key, signedOrder(RECEIPT, sla, noKey()));
        bytes memory cheaper = signedOrder(RECEIPT, sla, noKey());
        sla.reserve += 1;
        refused(sla, offers, noKey(), cheaper);
    }

    function refused(Sla memory sla, SignedOffer[] memory offers, IFiatDesk.SessionKey memory key, bytes memory signature) private {
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.OrderNotSigned.selector, RECEIPT, beneficiary));
        vm.prank(operator);
        desk.openFor(RECEIPT, beneficiary, sla, offers, key, signature);
    }

    function test_RevertWhen_TheConsumerIsAnother() external {
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(keccak256("another"));
        bytes memory signature = signedOrder(RECEIPT, sla, noKey());
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.ConsumerNotAccount.selector, sla.consumer, desk.accountOf(RECEIPT)));
        vm.prank(operator);
        desk.openFor(RECEIPT, beneficiary, sla, offers, noKey(), signature);
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

    function test_RevertWhen_TheFloatIsTooSmall() external {
        vm.prank(operator);
        desk.takeFloat(address(token), FLOAT - 1);
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(RECEIPT);
        bytes memory signature = signedOrder(RECEIPT, sla, noKey());
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.FloatShort.selector, address(token), totalOf(sla), 1));
        vm.prank(operator);
        desk.openFor(RECEIPT, beneficiary, sla, offers, noKey(), signature);
    }

    function test_RevertWhen_TheReceiptOpenedAnotherSla() external {
        (bytes32 slaId,,) = openDesk();
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(RECEIPT);
        sla.salt = 2;
        bytes memory signature = signedOrder(RECEIPT, sla, noKey());
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.ReceiptUsed.selector, RECEIPT, slaId));
        vm.prank(operator);
        desk.openFor(RECEIPT, beneficiary, sla, offers, noKey(), signature);
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

    function test_TheAccountObeysItsDeskOnly() external {
        openDesk();
        FiatAccount account = FiatAccount(desk.accountOf(RECEIPT));
        bytes memory refusal = abi.encodeWithSelector(FiatAccount.NotDesk.selector, operator);
        vm.startPrank(operator);
        vm.expectRevert(refusal);
        account.collect(IERC20(address(token)));
        vm.expectRevert(refusal);
        account.grant(operator, 0, 8, type(uint32).max, 1, 0);
        vm.expectRevert(refusal);
        account.revoke(1);
        vm.expectRevert(refusal);
        account.giveNotice(1);
    }
}
