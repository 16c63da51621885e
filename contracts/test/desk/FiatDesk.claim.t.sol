// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IFiatDesk} from "../../src/interfaces/IFiatDesk.sol";
import {AgreementState, SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {DeskTest} from "./DeskTest.sol";

/// @dev Branches: FiatDesk.claim.tree
contract FiatDeskClaimTest is DeskTest {
    /// After a chargeback the operator may revoke and give notice, and grant no more than before.
    function testFuzz_Keys_RevertWhen_AnotherThanTheBeneficiaryCalls(address caller, bool chargedBack, address key, uint8 rights) external {
        vm.assume(caller != beneficiary);
        (, uint128[] memory ids,) = openDesk();
        activate(ids[0]);
        vm.prank(beneficiary);
        uint64 grantId = desk.grantKey(RECEIPT, stranger, 8, type(uint32).max, 1, 0);
        if (chargedBack) chargingBack();
        bytes memory refusal = abi.encodeWithSelector(IFiatDesk.NotBeneficiary.selector, RECEIPT, caller);
        vm.startPrank(caller);
        vm.expectRevert(refusal);
        desk.grantKey(RECEIPT, key, rights, type(uint32).max, 1, 0);
        if (!chargedBack || caller != operator) {
            vm.expectRevert(refusal);
            desk.revokeKey(RECEIPT, grantId);
            vm.expectRevert(refusal);
            desk.giveNotice(RECEIPT, ids[0]);
        }
        vm.stopPrank();
        assertFalse(grants.grantOf(grantId).revoked, "it holds");
        assertState(ids[0], AgreementState.Active);
        vm.startPrank(chargedBack ? operator : beneficiary);
        desk.revokeKey(RECEIPT, grantId);
        desk.giveNotice(RECEIPT, ids[0]);
        vm.stopPrank();
        assertState(ids[0], AgreementState.Notice);
    }

    /// The operator, whose float it is, cannot act before.
    function testFuzz_Keys_RevertWhen_TheOperatorCallsWhileThePaymentStands(uint64 grantId, uint128 agreementId) external {
        openDesk();
        bytes memory refusal = abi.encodeWithSelector(IFiatDesk.NotBeneficiary.selector, RECEIPT, operator);
        vm.startPrank(operator);
        vm.expectRevert(refusal);
        desk.revokeKey(RECEIPT, grantId);
        vm.expectRevert(refusal);
        desk.giveNotice(RECEIPT, agreementId);
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

    function testFuzz_Keys_RevertWhen_TheBeneficiaryGrantsAfterAChargeback(address key, uint8 rights, uint32 expiry, uint256 passed)
        external
    {
        vm.assume(key != address(0));
        (bytes32 slaId,,) = openDesk();
        rights = uint8(bound(rights, 1, 31));
        vm.warp(vm.getBlockTimestamp() + bound(passed, 0, HOLD - 1));
        expiry = uint32(bound(expiry, vm.getBlockTimestamp() + 1, type(uint32).max));
        vm.prank(beneficiary);
        desk.grantKey(RECEIPT, stranger, rights, expiry, 1, 0);
        chargingBack();
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.WrongOrderState.selector, RECEIPT, IFiatDesk.OrderState.ChargedBack));
        vm.prank(beneficiary);
        desk.grantKey(RECEIPT, key, rights, expiry, 1, 0);
        assertEq(grants.allows(desk.accountOf(RECEIPT), slaId, key, rights), key == stranger, "no new key");
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

    function testFuzz_Collect_RevertWhen_TheReceiptIsUnknown(bytes32 unknown, address caller, uint256 amount) external {
        vm.assume(unknown != RECEIPT);
        openDesk();
        bytes memory refusal = abi.encodeWithSelector(IFiatDesk.ReceiptUnknown.selector, unknown);
        bytes[6] memory calls = [
            abi.encodeCall(desk.collect, (unknown)),
            abi.encodeCall(desk.claim, (unknown)),
            abi.encodeCall(desk.orderOf, (unknown)),
            abi.encodeCall(desk.grantKey, (unknown, caller, 8, type(uint32).max, 1, bytes32(0))),
            abi.encodeCall(desk.revokeKey, (unknown, 1)),
            abi.encodeCall(desk.giveNotice, (unknown, 1))
        ];
        for (uint256 i = 0; i < calls.length; i++) {
            vm.prank(caller);
            (bool done, bytes memory answer) = address(desk).call(calls[i]);
            assertFalse(done, "refused");
            assertEq(answer, refusal, "and says why");
        }
        vm.startPrank(operator);
        vm.expectRevert(refusal);
        desk.repaidInFiat(unknown, amount, "");
        vm.expectRevert(refusal);
        desk.chargeBack(unknown, 0);
        vm.stopPrank();
        desk.orderOf(RECEIPT);
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
        vm.warp(until - 1);
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.StillHeld.selector, until));
        desk.claim(RECEIPT);
        vm.warp(until);
        desk.claim(RECEIPT);
    }

    function testFuzz_Claim_PaysTheBeneficiary_WhoeverCalls_Once(address caller, uint256 late) external {
        uint256 until = vm.getBlockTimestamp() + HOLD;
        uint256 total = voided();
        vm.warp(until + bound(late, 0, 3650 days));
        vm.prank(caller);
        assertEq(desk.claim(RECEIPT), total, "claimed");
        assertEq(token.balanceOf(beneficiary), total, "beneficiary");
        assertBooks();
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.NothingHeld.selector, RECEIPT));
        vm.prank(caller);
        desk.claim(RECEIPT);
    }

    /// What came back to the account is not held before it is collected.
    function testFuzz_Claim_RevertWhen_NothingIsHeld(uint256 late, address caller, bool voids) external {
        (, uint128[] memory ids,) = openDesk();
        uint256 until = vm.getBlockTimestamp() + HOLD;
        vm.warp(until + bound(late, 0, 3650 days));
        if (voids) orchestrator.void_(ids[0]);
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.NothingHeld.selector, RECEIPT));
        vm.prank(caller);
        desk.claim(RECEIPT);
        if (!voids) return;
        desk.collect(RECEIPT);
        assertGe(desk.claim(RECEIPT), 1, "once it is");
    }

    function testFuzz_Repaid_RevertWhen_AnotherThanTheOperatorCalls(address caller, uint256 amount) external {
        vm.assume(caller != operator);
        uint256 total = voided();
        amount = bound(amount, 1, total);
        bytes memory signature = sign(beneficiaryKey, desk.hashRefund(RECEIPT, total, amount));
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.NotOperator.selector, caller));
        vm.prank(caller);
        desk.repaidInFiat(RECEIPT, amount, signature);
        assertEq(desk.orderOf(RECEIPT).held, total, "held as before");
        vm.prank(operator);
        desk.repaidInFiat(RECEIPT, amount, signature);
    }

    function testFuzz_Repaid_RevertWhen_ItIsNothingOrMoreThanIsHeld(uint256 amount) external {
        uint256 total = voided();
        if (amount > 0) amount = bound(amount, total + 1, type(uint256).max);
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.HeldShort.selector, amount, total));
        vm.prank(operator);
        desk.repaidInFiat(RECEIPT, amount, "");
        for (uint256 i = 0; i < 2; i++) {
            bytes memory signature = sign(beneficiaryKey, desk.hashRefund(RECEIPT, total, total + 1 - i));
            if (i == 0) vm.expectRevert(abi.encodeWithSelector(IFiatDesk.HeldShort.selector, total + 1, total));
            vm.prank(operator);
            desk.repaidInFiat(RECEIPT, total + 1 - i, signature);
        }
        assertEq(desk.orderOf(RECEIPT).held, 0, "all of it");
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

    function testFuzz_ChargeBack_RevertWhen_AnotherThanTheOperatorCalls(address caller, bytes32 reasonHash) external {
        vm.assume(caller != operator);
        uint256 total = voided();
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.NotOperator.selector, caller));
        vm.prank(caller);
        desk.chargeBack(RECEIPT, reasonHash);
        assertEq(desk.orderOf(RECEIPT).held, total, "held as before");
        vm.prank(operator);
        desk.chargeBack(RECEIPT, reasonHash);
    }

    function testFuzz_ChargeBack_RevertWhen_ItWasDone_OrTheHoldIsOver(uint256 late, uint256 passed, bytes32 reasonHash) external {
        openDesk();
        uint256 until = vm.getBlockTimestamp() + HOLD;
        vm.startPrank(operator);
        vm.warp(until + bound(late, 0, 3650 days));
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.HoldOver.selector, until));
        desk.chargeBack(RECEIPT, reasonHash);
        vm.warp(until);
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.HoldOver.selector, until));
        desk.chargeBack(RECEIPT, reasonHash);
        vm.warp(until - 1);
        desk.chargeBack(RECEIPT, reasonHash);
        vm.warp(until - 1 + bound(passed, 0, 3650 days));
        vm.expectRevert(abi.encodeWithSelector(IFiatDesk.WrongOrderState.selector, RECEIPT, IFiatDesk.OrderState.ChargedBack));
        desk.chargeBack(RECEIPT, reasonHash);
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
