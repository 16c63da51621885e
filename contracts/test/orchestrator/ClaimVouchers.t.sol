// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ILedger, IProviderOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {AgreementState, SignedOffer, SignedVoucher, Sla} from "../../src/interfaces/Types.sol";
import {Vm} from "../Vm.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";

/// @dev Branches: Orchestrator.claimVouchers.tree
contract ClaimVouchersTest is OrchestratorTest {
    uint128[] private _ids;

    function setUp() public override {
        super.setUp();
        (_ids,) = running();
    }

    function test_EachPaysTheDifferenceToItsLastClaim() external {
        orchestrator.claimVoucher(_ids[1], 700, 1, voucher(consumerKey, _ids[1], 700, 1));
        SignedVoucher[] memory vouchers = new SignedVoucher[](3);
        vouchers[0] = good(_ids[0], 1000);
        vouchers[1] = good(_ids[1], 900);
        vouchers[2] = good(_ids[2], 5000);

        assertEq(orchestrator.claimVouchers(vouchers), 1000 + 200 + 5000, "paid");
        assertEq(earningsOf(1), 1000, "first provider");
        assertEq(earningsOf(2), 900, "second provider");
        assertEq(earningsOf(3), 5000, "third provider");
    }

    function test_ABadOneIsSkippedAndReported_TheOthersArePaid() external {
        SignedVoucher[] memory vouchers = new SignedVoucher[](6);
        vouchers[0] = good(_ids[0], 5001);
        vouchers[1] = good(_ids[0], 1000);
        vouchers[2] = good(_ids[0], 1000);
        vouchers[3] = SignedVoucher(_ids[1], 10, 1, voucher(consumerKey, _ids[1], 11, 1));
        vouchers[4] = good(_ids[2] + 77, 10);
        vouchers[5] = SignedVoucher(_ids[2], 10, 1, "");
        vm.recordLogs();
        assertEq(orchestrator.claimVouchers(vouchers), 1000, "the good one");

        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 6, "one for the good one, five for the others");
        skipped(logs[0], _ids[0], abi.encodeWithSelector(IProviderOrchestrator.VoucherAboveEscrow.selector, 5001, 5000));
        skipped(logs[1], _ids[0], abi.encodeWithSelector(IProviderOrchestrator.VoucherNotHigher.selector, 1000, 1000));
        assertEq(logs[2].topics[0], IProviderOrchestrator.VouchersClaimed.selector, "claimed");
        skippedFor(logs[3], _ids[1], IProviderOrchestrator.VoucherSignerUnknown.selector);
        skipped(logs[4], _ids[2] + 77, abi.encodeWithSelector(ILedger.WrongState.selector, _ids[2] + 77, AgreementState.None));
        skippedFor(logs[5], _ids[2], IProviderOrchestrator.VoucherSignerUnknown.selector);
        assertEq(earningsOf(1), 1000, "paid once");
        assertEq(earningsOf(2) + earningsOf(3), 0, "and nothing else");
    }

    function test_OneWordSaysWhatAVoucherAloneWould() external {
        orchestrator.claimVoucher(_ids[0], 700, 1, voucher(consumerKey, _ids[0], 700, 1));
        SignedVoucher[] memory vouchers = new SignedVoucher[](1);
        vouchers[0] = good(_ids[0], 1000);
        vm.recordLogs();
        orchestrator.claimVouchers(vouchers);

        Vm.Log memory log = vm.getRecordedLogs()[0];
        assertEq(uint256(log.topics[1]), 1, "provider");
        assertEq(uint256(log.topics[2]), market, "market");
        uint256[] memory words = abi.decode(log.data, (uint256[]));
        assertEq(words.length, 1, "one word");
        assertEq(words[0] >> 192, uint256(uint48(_ids[0])), "index");
        assertEq(uint256(uint80(words[0] >> 112)), 1000, "cumulative");
        assertEq(uint256(uint80(words[0] >> 32)), 300, "paid");
        assertEq(uint256(uint32(words[0])), 0, "nothing else");
    }

    /// Several SLAs at one provider: one event, one payment into its earnings.
    function test_ThoseOfOneProviderAreOneEvent() external {
        uint128 other = another(2);
        SignedVoucher[] memory vouchers = new SignedVoucher[](2);
        (vouchers[0], vouchers[1]) = (good(_ids[0], 1000), good(other, 10));
        vm.recordLogs();
        assertEq(orchestrator.claimVouchers(vouchers), 1010, "paid");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1, "one event");
        assertEq(abi.decode(logs[0].data, (uint256[])).length, 2, "of two words");
        assertEq(earningsOf(1), 1010, "earned");
    }

    function test_NoVouchersPayNothing() external {
        assertEq(orchestrator.claimVouchers(new SignedVoucher[](0)), 0, "nothing");
    }

    /// P7: a batch pays what its elements would pay one after the other, the good ones.
    function testFuzz_ABatchPaysWhatItsElementsAlonePay(uint16[6] calldata cumulatives, uint256 which) external {
        SignedVoucher[] memory vouchers = new SignedVoucher[](6);
        for (uint256 i = 0; i < 6; i++) {
            vouchers[i] = good(_ids[(which >> (8 * i)) % 3], uint88(bound(cumulatives[i], 0, 6000)));
        }
        uint256 undone = vm.snapshotState();
        uint256 paid = 0;
        for (uint256 i = 0; i < 6; i++) {
            SignedVoucher memory each = vouchers[i];
            try orchestrator.claimVoucher(each.agreementId, each.cumulative, 1, each.signature) returns (uint256 more) {
                paid += more;
            } catch {}
        }
        uint256[3] memory earned = [earningsOf(1), earningsOf(2), earningsOf(3)];
        assertTrue(vm.revertToState(undone), "reverted");

        assertEq(orchestrator.claimVouchers(vouchers), paid, "paid");
        for (uint64 i = 0; i < 3; i++) {
            assertEq(earningsOf(i + 1), earned[i], "earned");
        }
    }

    /// A second SLA of one leg, at provider 1.
    function another(uint256 salt) private returns (uint128) {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.salt = salt;
        uint128[] memory ids = open(sla, offers);
        activate(ids[0]);
        return ids[0];
    }

    function good(uint128 id, uint88 cumulative) private view returns (SignedVoucher memory) {
        return SignedVoucher(id, cumulative, 1, voucher(consumerKey, id, cumulative, 1));
    }

    function skipped(Vm.Log memory log, uint128 id, bytes memory reason) private pure {
        skippedFor(log, id, bytes4(reason));
        (, bytes memory told) = abi.decode(log.data, (uint88, bytes));
        assertEq(told, reason, "reason");
    }

    function skippedFor(Vm.Log memory log, uint128 id, bytes4 error) private pure {
        assertEq(log.topics[0], IProviderOrchestrator.VoucherSkipped.selector, "skipped");
        assertEq(uint256(log.topics[1]), id, "which");
        (, bytes memory told) = abi.decode(log.data, (uint88, bytes));
        assertEq(bytes32(bytes4(told)), bytes32(error), "error");
    }
}
