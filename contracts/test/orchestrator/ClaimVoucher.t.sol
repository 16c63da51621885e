// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ILedger, IOrchestrator, IProviderOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {AgreementState, Sla} from "../../src/interfaces/Types.sol";
import {RefusalTest} from "./RefusalTest.sol";

contract ClaimVoucherTest is RefusalTest {
    function test_AVoucherPaysTheDifferenceOnly() external {
        (uint128[] memory ids,) = running();
        assertEq(orchestrator.claimVoucher(ids[0], 1000, 1, voucher(consumerKey, ids[0], 1000, 1)), 1000, "first");
        assertEq(orchestrator.claimVoucher(ids[0], 1500, 2, voucher(consumerKey, ids[0], 1500, 2)), 500, "difference");
        assertEq(earningsOf(1), 1500, "earned");
        assertEq(orchestrator.agreementOf(ids[0]).egressClaimed, 1500, "claimed");
    }

    /// Neither the same again, nor a lower one.
    function testFuzz_AReplayedVoucherPaysNothing(uint256 claimed, uint256 seed, uint64 served) external {
        (uint128[] memory ids,) = running();
        claimed = bound(claimed, 0, 4999);
        bytes memory signature = voucher(consumerKey, ids[0], uint88(claimed), served);
        if (claimed > 0) orchestrator.claimVoucher(ids[0], uint88(claimed), served, signature);
        uint88 again = uint88(below(seed, claimed + 1, 0));
        signature = voucher(consumerKey, ids[0], again, served);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.VoucherNotHigher.selector, again, claimed));
        orchestrator.claimVoucher(ids[0], again, served, signature);
        assertEq(earningsOf(1), claimed, "once");

        signature = voucher(consumerKey, ids[0], uint88(claimed + 1), served);
        assertEq(orchestrator.claimVoucher(ids[0], uint88(claimed + 1), served, signature), 1, "one more");
    }

    /// For another agreement, sum or number of bytes, on another chain, by another key, or by none.
    function testFuzz_AVoucherIsGoodForItsOwnAgreementAndTermsOnly(uint256 which, uint256 key, uint256 amount, uint64 served) external {
        (uint128[] memory ids,) = running();
        uint88 cumulative = uint88(bound(amount, 1, 5000));
        bytes memory word = notFor(which % 6, key, ids, cumulative, served);
        address signer = recovered(digestOfVoucher(ids[0], cumulative, served), word);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.VoucherSignerUnknown.selector, signer));
        orchestrator.claimVoucher(ids[0], cumulative, served, word);
        assertEq(earningsOf(1), 0, "nothing");

        word = voucher(consumerKey, ids[0], cumulative, served);
        assertEq(orchestrator.claimVoucher(ids[0], cumulative, served, word), cumulative, "its own");
    }

    function testFuzz_NoVoucherPassesTheEscrow(uint256 added, uint256 seed, uint256 claimed) external {
        (uint128[] memory ids,) = running();
        added = bound(added, 0, 1e12);
        if (added > 0) {
            token.mint(consumer, added);
            vm.prank(consumer);
            orchestrator.topUp(ids[0], 0, uint88(added));
        }
        uint256 escrow = 5000 + added;
        claimed = bound(claimed, 0, escrow - 1);
        bytes memory signature = voucher(consumerKey, ids[0], uint88(claimed), 1);
        if (claimed > 0) orchestrator.claimVoucher(ids[0], uint88(claimed), 1, signature);
        uint256 cumulative = above(seed, escrow, type(uint88).max);
        signature = voucher(consumerKey, ids[0], uint88(cumulative), 1);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.VoucherAboveEscrow.selector, cumulative, escrow));
        orchestrator.claimVoucher(ids[0], uint88(cumulative), 1, signature);
        assertEq(earningsOf(1), claimed, "as before");

        signature = voucher(consumerKey, ids[0], uint88(escrow), 1);
        assertEq(orchestrator.claimVoucher(ids[0], uint88(escrow), 1, signature), escrow - claimed, "all of it");
    }

    /// As its grant, or as its group's leaf says.
    function testFuzz_NoSessionKeyPassesItsCap(uint256 cap, uint256 seed, uint256 key, bool member) external {
        (uint128[] memory ids, Sla memory sla) = running();
        cap = bound(cap, 0, 4999);
        key = anyKey(key);
        address session = vm.addr(key);
        bytes32 slaId = orchestrator.hashSla(sla);
        bytes32 leaf = grants.leafOf(consumer, 1, session, 8, uint88(cap));
        vm.startPrank(consumer);
        if (member) grants.grantGroup(1, slaId, leaf, uint32(block.timestamp + 1 days), 0);
        else grants.grant(session, slaId, 8, uint32(block.timestamp + 1 days), uint88(cap), 0);
        vm.stopPrank();
        if (member) {
            vm.prank(session);
            grants.join(consumer, 1, 8, uint88(cap), new bytes32[](0));
        }
        uint88 cumulative = uint88(above(seed, cap, 5000));
        bytes memory word = voucher(key, ids[0], cumulative, 1);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.VoucherAboveCap.selector, session, cumulative, cap));
        orchestrator.claimVoucher(ids[0], cumulative, 1, word);
        assertEq(earningsOf(1), 0, "nothing");

        if (cap == 0) return;
        word = voucher(key, ids[0], uint88(cap), 1);
        assertEq(orchestrator.claimVoucher(ids[0], uint88(cap), 1, word), cap, "up to it");
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

    /// A voucher, but not of the consumer for the first agreement with these terms on this chain.
    function notFor(uint256 which, uint256 key, uint128[] memory ids, uint88 cumulative, uint64 served)
        private
        returns (bytes memory word)
    {
        if (which == 0) return voucher(consumerKey, ids[1], cumulative, served);
        if (which == 1) return voucher(consumerKey, ids[0], uint88(cumulative ^ 1 << (key % 88)), served);
        if (which == 2) return voucher(consumerKey, ids[0], cumulative, uint64(served ^ 1 << (key % 64)));
        if (which == 3) return voucher(anyKey(key), ids[0], cumulative, served);
        if (which == 4) return abi.encodePacked(bytes32(key));
        uint256 chain = block.chainid;
        vm.chainId(chain + 1 + key % 1e6);
        word = voucher(consumerKey, ids[0], cumulative, served);
        vm.chainId(chain);
    }

    function digestOfVoucher(uint128 id, uint88 cumulative, uint64 served) private view returns (bytes32) {
        bytes32 typehash = keccak256("Voucher(uint128 agreementId,uint88 cumulative,uint64 servedBytes)");
        return digestOf(keccak256(abi.encode(typehash, id, cumulative, served)));
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
