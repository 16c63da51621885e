// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {FiatDesk} from "../../src/FiatDesk.sol";
import {IFiatDesk} from "../../src/interfaces/IFiatDesk.sol";
import {SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "../orchestrator/OrchestratorTest.sol";

/// @dev Ground of the desk's tests: a desk with a float at the real Orchestrator, and a beneficiary who signs orders and holds no token.
abstract contract DeskTest is OrchestratorTest {
    bytes32 internal constant RECEIPT = keccak256("payment 1");
    uint40 internal constant HOLD = 120 days;
    uint256 internal constant FLOAT = 100_000_000;
    uint256 internal constant CAP = 50_000_000;

    FiatDesk internal desk;
    address internal operator;
    address internal beneficiary;
    uint256 internal beneficiaryKey;

    function setUp() public virtual override {
        super.setUp();
        (operator,) = actor("operator");
        (beneficiary, beneficiaryKey) = actor("beneficiary");
        desk = new FiatDesk(orchestrator, operator, address(this), HOLD);
        desk.setDailyCap(address(token), CAP);
        token.mint(operator, FLOAT);
        vm.startPrank(operator);
        token.approve(address(desk), FLOAT);
        desk.addFloat(address(token), FLOAT);
        vm.stopPrank();
    }

    function noKey() internal pure returns (IFiatDesk.SessionKey memory key) {}

    /// The usual SLA, its consumer the receipt's account.
    function orderOf(bytes32 receiptId) internal returns (Sla memory sla, SignedOffer[] memory offers) {
        (sla, offers) = twoOfThree();
        sla.consumer = desk.accountOf(receiptId);
    }

    function signedOrder(bytes32 receiptId, Sla memory sla, IFiatDesk.SessionKey memory key) internal view returns (bytes memory) {
        return sign(beneficiaryKey, desk.hashOrder(receiptId, orchestrator.hashSla(sla), key));
    }

    function opening(bytes32 receiptId, Sla memory sla, SignedOffer[] memory offers) internal returns (bytes32 slaId) {
        bytes memory signature = signedOrder(receiptId, sla, noKey());
        vm.prank(operator);
        slaId = desk.openFor(receiptId, beneficiary, sla, offers, noKey(), signature);
    }

    function openDesk() internal returns (bytes32 slaId, uint128[] memory ids, uint256 total) {
        (Sla memory sla, SignedOffer[] memory offers) = orderOf(RECEIPT);
        total = totalOf(sla);
        slaId = opening(RECEIPT, sla, offers);
        (,,,,,, ids) = orchestrator.slaOf(slaId);
    }

    /// Nothing is ever stored: after the start time all legs are void, and all of the payment comes back.
    function voided() internal returns (uint256 total) {
        uint128[] memory ids;
        (, ids, total) = openDesk();
        vm.warp(vm.getBlockTimestamp() + 2 days);
        for (uint256 i = 0; i < ids.length; i++) {
            orchestrator.void_(ids[i]);
        }
        desk.collect(RECEIPT);
    }

    function chargingBack() internal {
        vm.prank(operator);
        desk.chargeBack(RECEIPT, keccak256("stolen card"));
    }

    function assertBooks() internal view {
        uint256 balance = token.balanceOf(address(desk));
        assertEq(balance, desk.floatOf(address(token)) + desk.heldOf(address(token)), "balance = float + held");
    }
}
