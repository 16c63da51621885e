// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IRenewals} from "../../src/interfaces/IOrchestrator.sol";
import {Renewal, RenewalMandate} from "../../src/interfaces/Types.sol";
import {RefusalTest} from "./RefusalTest.sol";

/// @dev Branches: Orchestrator.revokeMandates.tree.
contract RevokeMandatesTest is RefusalTest {
    function test_AConsumerTakesItsWordBack_ForOneAgreement() external {
        (uint128[] memory ids,) = running();
        vm.warp(startOf(15));
        RenewalMandate memory one = mandateFor(ids[0]);
        RenewalMandate memory other = mandateFor(ids[1]);
        renew(one, renewalOf(ids[0], 2, RATE));
        vm.prank(consumer);
        assertEq(orchestrator.revokeMandates(ids[0]), 1, "the next nonce");
        revoked(one, consumer);
        assertEq(orchestrator.agreementOf(ids[0]).endEpoch, 23, "what was renewed stays");
        renew(other, renewalOf(ids[1], 2, RATE));
        one = mandateFor(ids[0]);
        assertEq(one.consumerNonce, 1, "signed anew");
        renew(one, renewalOf(ids[0], 2, RATE));
    }

    function test_APayerTakesItsWordBack_WithoutTheConsumers() external {
        (uint128[] memory ids,) = running();
        vm.warp(startOf(15));
        RenewalMandate memory mandate = mandateFor(ids[0]);
        mandate.payer = stranger;
        token.mint(stranger, 8_000_000);
        vm.startPrank(stranger);
        token.approve(address(orchestrator), 8_000_000);
        orchestrator.revokeMandates(ids[0]);
        vm.stopPrank();
        revoked(mandate, stranger);
        renew(mandateFor(ids[0]), renewalOf(ids[0], 2, RATE));
    }

    function test_AStrangersRevocationIsNobodyElses() external {
        (uint128[] memory ids,) = running();
        vm.warp(startOf(15));
        vm.prank(stranger);
        orchestrator.revokeMandates(ids[0]);
        assertEq(orchestrator.mandateNonceOf(ids[0], consumer), 0, "the consumer's");
        assertEq(orchestrator.mandateNonceOf(ids[0], stranger), 1, "its own");
        renew(mandateFor(ids[0]), renewalOf(ids[0], 2, RATE));
    }

    /// Taken back by the consumer or the payer so many times: no nonce counts but the newest, also none to come.
    function testFuzz_OnlyTheNewestNonceCounts(uint256 times, uint256 nonce, bool byPayer) external {
        (uint128[] memory ids,) = running();
        vm.warp(startOf(15));
        address account = byPayer ? stranger : consumer;
        token.mint(stranger, 8_000_000);
        vm.prank(stranger);
        token.approve(address(orchestrator), 8_000_000);
        times = bound(times, 0, 4);
        vm.startPrank(account);
        for (uint256 i = 0; i < times; i++) {
            orchestrator.revokeMandates(ids[0]);
        }
        vm.stopPrank();
        RenewalMandate memory mandate = mandateFor(ids[0]);
        if (byPayer) mandate.payer = stranger;
        nonce = otherThan(times, nonce, nonce % 2 == 0 ? 5 : type(uint32).max);
        (mandate.consumerNonce, mandate.payerNonce) = (uint32(byPayer ? 0 : nonce), uint32(nonce));
        refusedWith(mandate, abi.encodeWithSelector(IRenewals.MandateRevoked.selector, ids[0], account, nonce, times));
        assertEq(orchestrator.agreementOf(ids[0]).endEpoch, 21, "as it was");

        (mandate.consumerNonce, mandate.payerNonce) = (uint32(byPayer ? 0 : times), uint32(times));
        renew(mandate, renewalOf(ids[0], 2, RATE));
    }

    function revoked(RenewalMandate memory mandate, address account) private {
        refusedWith(mandate, abi.encodeWithSelector(IRenewals.MandateRevoked.selector, mandate.agreementId, account, 0, 1));
    }

    function refusedWith(RenewalMandate memory mandate, bytes memory reason) private {
        Renewal memory renewal = renewalOf(mandate.agreementId, 2, RATE);
        bytes memory providers = signedByNode(mandate, renewal);
        (, uint256 strangersKey) = actor("stranger");
        bytes32 digest = hashOf(mandate);
        (bytes memory consumers, bytes memory payers) = (sign(consumerKey, digest), sign(strangersKey, digest));
        vm.expectRevert(reason);
        orchestrator.renew(mandate, renewal, consumers, payers, providers);
    }
}
