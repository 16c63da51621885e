// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IFiatDesk} from "../../src/interfaces/IFiatDesk.sol";
import {AgreementState, SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {DeskTest} from "./DeskTest.sol";

/// @dev Branches: FiatDesk.claim.tree
contract FiatDeskClaimTest is DeskTest {
    function test_Keys_RevertWhen_AnotherThanTheBeneficiaryCalls() external {
        (, uint128[] memory ids,) = openDesk();
        bytes memory refusal = abi.encodeWithSelector(IFiatDesk.NotBeneficiary.selector, RECEIPT, operator);
        vm.startPrank(operator);
        vm.expectRevert(refusal);
        desk.grantKey(RECEIPT, operator, 8, type(uint32).max, 1, 0);
        vm.expectRevert(refusal);
        desk.revokeKey(RECEIPT, 1);
        vm.expectRevert(refusal);
        desk.giveNotice(RECEIPT, ids[0]);
    }

    function test_Keys_TheBeneficiaryActsAsTheConsumer() external {
        (bytes32 slaId, uint128[] memory ids,) = openDesk();
        address account = desk.accountOf(RECEIPT);
        activate(ids[0]);
        vm.startPrank(beneficiary);
        uint64 grantId = desk.grantKey(RECEIPT, stranger, 8, type(uint32).max, 1, 0);
        assertTrue(grants.allows(account, slaId, stranger, 8), "granted");
        desk.revokeKey(RECEIPT, grantId);
        assertFalse(grants.allows(account, slaId, stranger, 8), "revoked");
        desk.giveNotice(RECEIPT, ids[0]);
        vm.stopPrank();
        assertState(ids[0], AgreementState.Notice);
    }

    function test_Keys_AfterAChargebackTheOperatorMayEndWhatItPaid() external {
        (, uint128[] memory ids,) = openDesk();
        activate(ids[0]);
        vm.prank(beneficiary);
        uint64 grantId = desk.grantKey(RECEIPT, stranger, 8, type(uint32).max, 1, 0);
        chargingBack();
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.WrongOrderState.selector, RECEIPT, IFiatDesk.OrderState.ChargedBack));
        vm.prank(beneficiary);
        desk.grantKey(RECEIPT, stranger, 8, type(uint32).max, 1, 0);
        vm.startPrank(operator);
        desk.revokeKey(RECEIPT, grantId);
        desk.giveNotice(RECEIPT, ids[0]);
        vm.stopPrank();
        assertState(ids[0], AgreementState.Notice);
    }

    function test_Collect_RevertWhen_TheReceiptIsUnknown() external {
        bytes memory refusal = abi.encodeWithSelector(IFiatDesk.ReceiptUnknown.selector, bytes32("none"));
        vm.expectRevert(refusal);
        desk.collect("none");
        vm.expectRevert(refusal);
        desk.claim("none");
        vm.expectRevert(refusal);
        desk.orderOf("none");
    }

    function test_Collect_HoldsWhatCameBackForTheBeneficiary() external {
        uint256 total = voided();
        assertEq(desk.orderOf(RECEIPT).held, total, "held");
        assertEq(desk.heldOf(address(token)), total, "in all");
        assertEq(desk.floatOf(address(token)), FLOAT - total, "not float");
        assertEq(desk.collect(RECEIPT), 0, "once");
        assertBooks();
    }

    function test_Collect_BringsSlashSharesToo() external {
        (, uint128[] memory ids,) = openDesk();
        activate(ids[0]);
        uint32 missed = currentEpoch() + 1;
        passEpoch(missed);
        passFinality(missed);
        uint256 slashed = orchestrator.penaliseMiss(ids[0], missed);
        uint256 share = slashOf(desk.accountOf(RECEIPT));
        assertTrue(slashed > 0 && share > 0, "slashed");
        // Whoever claims for the account first, it comes to the same receipt.
        stakes.claim(desk.accountOf(RECEIPT), address(token));
        assertEq(desk.collect(RECEIPT), share, "collected");
        assertBooks();
    }

    function testFuzz_Claim_RevertWhen_TheHoldRuns(uint256 passed) external {
        uint256 until = vm.getBlockTimestamp() + HOLD;
        voided();
        vm.warp(bound(passed, vm.getBlockTimestamp(), until - 1));
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.StillHeld.selector, until));
        desk.claim(RECEIPT);
    }

    function test_Claim_PaysTheBeneficiary_WhoeverCalls_Once() external {
        uint256 total = voided();
        vm.warp(vm.getBlockTimestamp() + HOLD);
        vm.prank(stranger);
        assertEq(desk.claim(RECEIPT), total, "claimed");
        assertEq(token.balanceOf(beneficiary), total, "beneficiary");
        assertBooks();
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.NothingHeld.selector, RECEIPT));
        desk.claim(RECEIPT);
    }

    function test_Repaid_RevertWhen_AnotherThanTheOperatorCalls() external {
        voided();
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.NotOperator.selector, beneficiary));
        vm.prank(beneficiary);
        desk.repaidInFiat(RECEIPT, 1, "");
    }

    function testFuzz_Repaid_RevertWhen_ItIsNothingOrMoreThanIsHeld(uint256 amount) external {
        uint256 total = voided();
        if (amount > 0) amount = bound(amount, total + 1, type(uint256).max);
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.HeldShort.selector, amount, total));
        vm.prank(operator);
        desk.repaidInFiat(RECEIPT, amount, "");
    }

    function testFuzz_Repaid_TurnsWhatIsHeldIntoFloat_OnceForEachSignature(uint256 amount) external {
        uint256 total = voided();
        amount = bound(amount, 1, total / 2);
        bytes memory signature = sign(beneficiaryKey, desk.hashRefund(RECEIPT, total, amount));
        vm.startPrank(operator);
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.OrderNotSigned.selector, RECEIPT, beneficiary));
        desk.repaidInFiat(RECEIPT, amount + 1, signature);
        desk.repaidInFiat(RECEIPT, amount, signature);
        assertEq(desk.orderOf(RECEIPT).held, total - amount, "held");
        assertEq(desk.floatOf(address(token)), FLOAT - total + amount, "float");
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.OrderNotSigned.selector, RECEIPT, beneficiary));
        desk.repaidInFiat(RECEIPT, amount, signature);
        vm.stopPrank();
        assertBooks();
    }

    function test_ChargeBack_RevertWhen_AnotherThanTheOperatorCalls() external {
        openDesk();
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.NotOperator.selector, address(this)));
        desk.chargeBack(RECEIPT, 0);
    }

    function test_ChargeBack_RevertWhen_ItWasDone_OrTheHoldIsOver() external {
        openDesk();
        uint256 until = vm.getBlockTimestamp() + HOLD;
        uint256 before = vm.snapshotState();
        chargingBack();
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.WrongOrderState.selector, RECEIPT, IFiatDesk.OrderState.ChargedBack));
        chargingBack();
        vm.revertToState(before);
        vm.warp(until);
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.HoldOver.selector, until));
        chargingBack();
    }

    function test_ChargeBack_TurnsWhatIsHeldAndWhatComesBackIntoFloat() external {
        (, uint128[] memory ids, uint256 total) = openDesk();
        vm.warp(vm.getBlockTimestamp() + 2 days);
        orchestrator.void_(ids[0]);
        desk.collect(RECEIPT);
        uint256 held = desk.heldOf(address(token));
        chargingBack();
        assertEq(desk.heldOf(address(token)), 0, "no longer held");
        assertEq(desk.floatOf(address(token)), FLOAT - total + held, "float");
        orchestrator.void_(ids[1]);
        orchestrator.void_(ids[2]);
        desk.collect(RECEIPT);
        assertEq(desk.floatOf(address(token)), FLOAT, "all of it");
        vm.warp(vm.getBlockTimestamp() + HOLD);
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.NothingHeld.selector, RECEIPT));
        desk.claim(RECEIPT);
        assertBooks();
    }

    function test_ChargeBack_DoesNotReachAnotherReceipt() external {
        uint256 total = voided();
        bytes32 second = keccak256("payment 2");
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(second);
        opening(second, sla, offers);
        vm.prank(operator);
        desk.chargeBack(second, 0);
        assertEq(desk.orderOf(RECEIPT).held, total, "the first is held as before");
        vm.warp(vm.getBlockTimestamp() + HOLD);
        assertEq(desk.claim(RECEIPT), total, "and paid");
    }
}
