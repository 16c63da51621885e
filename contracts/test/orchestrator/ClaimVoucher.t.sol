// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ILedger, IOrchestrator, IProviderOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {AgreementState, Sla} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";

contract ClaimVoucherTest is OrchestratorTest {
    function test_AVoucherPaysTheDifferenceOnly() external {
        (uint128[] memory ids,) = running();
        assertEq(orchestrator.claimVoucher(ids[0], 1000, 1, voucher(consumerKey, ids[0], 1000, 1)), 1000, "first");
        assertEq(orchestrator.claimVoucher(ids[0], 1500, 2, voucher(consumerKey, ids[0], 1500, 2)), 500, "difference");
        assertEq(earningsOf(1), 1500, "earned");
        assertEq(orchestrator.agreementOf(ids[0]).egressClaimed, 1500, "claimed");
    }

    function test_AReplayedVoucherPaysNothing() external {
        (uint128[] memory ids,) = running();
        bytes memory signature = voucher(consumerKey, ids[0], 1000, 1);
        orchestrator.claimVoucher(ids[0], 1000, 1, signature);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.VoucherNotHigher.selector, 1000, 1000));
        orchestrator.claimVoucher(ids[0], 1000, 1, signature);
    }

    function test_AVoucherIsGoodForItsOwnAgreementAndTermsOnly() external {
        (uint128[] memory ids,) = running();
        bytes memory signature = voucher(consumerKey, ids[0], 1000, 1);
        assertUnknown(ids[1], 1000, 1, signature);
        assertUnknown(ids[0], 1001, 1, signature);
        assertUnknown(ids[0], 1000, 2, signature);
        assertUnknown(ids[0], 1000, 1, "garbage");
    }

    function test_NoVoucherPassesTheEscrow() external {
        (uint128[] memory ids,) = running();
        bytes memory signature = voucher(consumerKey, ids[0], 5001, 1);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.VoucherAboveEscrow.selector, 5001, 5000));
        orchestrator.claimVoucher(ids[0], 5001, 1, signature);
    }

    function test_ASessionKeySignsUpToItsCapWhileItsGrantLives() external {
        (uint128[] memory ids, Sla memory sla) = running();
        (address key, uint256 secret) = actor("session");
        assertUnknown(ids[0], 100, 1, voucher(secret, ids[0], 100, 1));
        bytes32 slaId = orchestrator.hashSla(sla);
        vm.prank(consumer);
        uint64 grant = grants.grant(key, slaId, 8, uint32(block.timestamp + 1 days), 300, 0);

        orchestrator.claimVoucher(ids[0], 300, 1, voucher(secret, ids[0], 300, 1));
        bytes memory above = voucher(secret, ids[0], 301, 1);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.VoucherAboveCap.selector, key, 301, 300));
        orchestrator.claimVoucher(ids[0], 301, 1, above);
        bytes memory good = voucher(secret, ids[1], 100, 1);
        uint256 snapshot = vm.snapshotState();
        vm.warp(block.timestamp + 1 days + 1);
        assertUnknown(ids[1], 100, 1, good);
        vm.revertToState(snapshot);
        vm.prank(consumer);
        grants.revoke(grant);
        assertUnknown(ids[1], 100, 1, good);
    }

    function test_AMemberSignsUpToItsCapWhileItsGroupHasItsRoot() external {
        (uint128[] memory ids, Sla memory sla) = running();
        (address key, uint256 secret) = actor("session");
        bytes32 leaf = grants.leafOf(consumer, 1, key, 8, 300);
        bytes32 slaId = orchestrator.hashSla(sla);
        vm.prank(consumer);
        grants.grantGroup(1, slaId, leaf, uint32(block.timestamp + 1 days), 0);
        bytes memory good = voucher(secret, ids[0], 300, 1);
        assertUnknown(ids[0], 300, 1, good);
        vm.prank(key);
        grants.join(consumer, 1, 8, 300, new bytes32[](0));

        uint256 joined = vm.snapshotState();
        orchestrator.claimVoucher(ids[0], 300, 1, good);
        bytes memory above = voucher(secret, ids[0], 301, 1);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.VoucherAboveCap.selector, key, 301, 300));
        orchestrator.claimVoucher(ids[0], 301, 1, above);
        vm.revertToState(joined);
        vm.warp(block.timestamp + 1 days + 1);
        assertUnknown(ids[0], 300, 1, good);
        vm.revertToState(joined);
        vm.prank(consumer);
        grants.regroup(1, leaf);
        assertUnknown(ids[0], 300, 1, good);
        vm.revertToState(joined);
        vm.prank(consumer);
        grants.revokeGroup(1);
        assertUnknown(ids[0], 300, 1, good);
    }

    function test_AnEndedAgreementPaysNoVoucher() external {
        (uint128[] memory ids,) = openTwoOfThree();
        vm.warp(block.timestamp + 1 hours + 1);
        orchestrator.void_(ids[0]);
        bytes memory signature = voucher(consumerKey, ids[0], 1000, 1);
        vm.expectRevert(abi.encodeWithSelector(ILedger.WrongState.selector, ids[0], AgreementState.Void));
        orchestrator.claimVoucher(ids[0], 1000, 1, signature);
    }

    /// What was claimed before stays what it was.
    function test_NoVoucherIsWorthAnythingAfterTheEnd_AlsoNotOneThatWasAboveTheLast() external {
        (uint128[] memory ids,) = running();
        orchestrator.claimVoucher(ids[0], 1000, 1, voucher(consumerKey, ids[0], 1000, 1));
        passFinality(30);
        vm.warp(block.timestamp + 9 days);
        orchestrator.end(ids[0]);
        bytes memory signature = voucher(consumerKey, ids[0], 1500, 1);
        vm.expectRevert(abi.encodeWithSelector(ILedger.WrongState.selector, ids[0], AgreementState.Closed));
        orchestrator.claimVoucher(ids[0], 1500, 1, signature);
        assertEq(orchestrator.agreementOf(ids[0]).egressClaimed, 1000, "claimed");
        assertEq(orchestrator.agreementOf(ids[0]).egressEscrow, 1000, "the rest went back");
    }

    /// P7: monotone, at most what is signed, at most the escrow.
    function testFuzz_ClaimsAreMonotoneAndBounded(uint88[8] calldata cumulatives) external {
        (uint128[] memory ids,) = running();
        uint256 highest = 0;
        for (uint256 i = 0; i < cumulatives.length; i++) {
            uint88 cumulative = uint88(bound(cumulatives[i], 0, 6000));
            bytes memory signature = voucher(consumerKey, ids[0], cumulative, 1);
            try orchestrator.claimVoucher(ids[0], cumulative, 1, signature) returns (uint256 paid) {
                assertEq(paid, cumulative - highest, "the difference");
                highest = cumulative;
            } catch {
                assertTrue(cumulative <= highest || cumulative > 5000, "refused only a replay or too much");
            }
            assertEq(earningsOf(1), highest, "paid the highest, once");
        }
    }

    function assertUnknown(uint128 agreementId, uint88 cumulative, uint64 served, bytes memory signature) private {
        try orchestrator.claimVoucher(agreementId, cumulative, served, signature) {
            revert Untrue({what: "the voucher should have been refused"});
        } catch (bytes memory reason) {
            bytes32 wanted = bytes32(IProviderOrchestrator.VoucherSignerUnknown.selector);
            assertEq(bytes32(bytes4(reason)), wanted, "reason");
        }
    }
}
