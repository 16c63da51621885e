// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IRenewals} from "../../src/interfaces/IOrchestrator.sol";
import {Renewal, RenewalMandate} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";

/// @dev Branches: Orchestrator.revokeMandates.tree.
contract RevokeMandatesTest is OrchestratorTest {
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

    /// A mandate of a nonce to come is no way around it.
    function test_ANonceThatIsNotYetThereIsNone() external {
        (uint128[] memory ids,) = running();
        vm.warp(startOf(15));
        RenewalMandate memory mandate = mandateFor(ids[0]);
        (mandate.consumerNonce, mandate.payerNonce) = (1, 1);
        refusedWith(mandate, abi.encodeWithSelector(IRenewals.MandateRevoked.selector, ids[0], consumer, 1, 0));
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
