// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ILedger, ISettlement} from "../../src/interfaces/IOrchestrator.sol";
import {AgreementState} from "../../src/interfaces/Types.sol";
import {Vm} from "../Vm.sol";
import {RefusalTest} from "./RefusalTest.sol";

/// @dev Branches: Orchestrator.settleAndWithdraw.tree
contract SettleAndWithdrawTest is RefusalTest {
    uint256 private constant FEE = EPOCH_PAY * FEE_BPS / 10_000;

    uint128[] private _ids;

    function setUp() public override {
        super.setUp();
        (_ids,) = running();
        proves(11);
    }

    function test_ItPaysWhatIsDueAndWhatWaited() external {
        orchestrator.settle(_ids[0]);
        proves(12);

        uint256 net = orchestrator.settleAndWithdraw(only(_ids[0]));

        assertEq(net, 2 * (EPOCH_PAY - FEE), "both epochs, less the fee");
        assertEq(token.balanceOf(payoutOf(1)), net, "at the payout wallet");
        assertEq(earningsOf(1), 0, "nothing waits");
        assertEq(orchestrator.feesOf(market), 2 * FEE, "fees");
        assertEq(orchestrator.agreementOf(_ids[0]).clock, 2 * EPOCH, "both are settled");
    }

    function test_SettlingAndWithdrawingApartPaysTheSame() external {
        uint256 undone = vm.snapshotState();
        uint256 together = orchestrator.settleAndWithdraw(only(_ids[0]));
        assertTrue(vm.revertToState(undone), "reverted");
        orchestrator.settle(_ids[0]);
        assertEq(orchestrator.withdrawEarnings(1, market), together, "net");
        assertEq(orchestrator.feesOf(market), FEE, "fees");
    }

    /// Whoever asks, for whomever.
    function testFuzz_NothingDueIsRefused(address caller, uint256 of_) external {
        uint64 provider = uint64(bound(of_, 1, PROVIDERS));
        address payout = payoutOf(provider);
        bytes memory refusal = abi.encodeWithSelector(ISettlement.NothingToWithdraw.selector, payout);
        if (provider <= 3) orchestrator.settleAndWithdraw(only(_ids[provider - 1]));
        vm.startPrank(caller);
        if (provider <= 3) {
            vm.expectRevert(refusal);
            orchestrator.settleAndWithdraw(only(_ids[provider - 1]));
        }
        vm.expectRevert(refusal);
        orchestrator.withdrawEarnings(provider, market);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NothingToWithdraw.selector, caller));
        orchestrator.settleAndWithdraw(new uint128[](0));
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NothingToWithdraw.selector, caller));
        orchestrator.withdrawRefund(caller, address(token));
        if (provider <= 3) orchestrator.sweepFees(market);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NothingToWithdraw.selector, fund));
        orchestrator.sweepFees(market);
    }

    /// Wherever among them the one stands that is of another provider or market, opened or not.
    function testFuzz_AgreementsOfTwoProvidersOrMarketsAreRefused(uint256 length, uint256 place, uint128 odd, uint256 which) external {
        uint128[] memory ids = new uint128[](bound(length, 2, 6));
        which %= 3;
        for (uint256 i = 0; i < ids.length; i++) {
            ids[i] = _ids[0];
        }
        place = bound(place, 1, ids.length - 1);
        if (which == 0) odd = _ids[1 + odd % 2];
        if (which == 1) odd = _ids[0] ^ uint128(1) << (48 + odd % 80);
        if (odd >> 48 == _ids[0] >> 48) odd = ~odd;
        ids[place] = odd;
        vm.expectRevert(abi.encodeWithSelector(ISettlement.EarningsMixed.selector, odd, 1, market));
        orchestrator.settleAndWithdraw(ids);
        assertEq(orchestrator.agreementOf(_ids[0]).clock, 0, "nothing is settled");

        ids[place] = _ids[0] ^ uint128(which);
        assertEq(orchestrator.settleAndWithdraw(ids), EPOCH_PAY - FEE, "of one provider and market");
    }

    function test_OneThatIsNotLiveIsSkippedAndReported() external {
        uint128[] memory ids = new uint128[](2);
        (ids[0], ids[1]) = (_ids[0] + 77, _ids[0]);
        vm.expectEmit(address(orchestrator));
        emit ISettlement.SettleSkipped(ids[0], abi.encodeWithSelector(ILedger.WrongState.selector, ids[0], uint8(AgreementState.None)));
        assertEq(orchestrator.settleAndWithdraw(ids), EPOCH_PAY - FEE, "the live one");
    }

    /// The words of the event say what a settlement alone would say.
    function test_AWordThatIsNoIdRevertsTheBatchWhereverItStands() external {
        for (uint256 at = 0; at < 2; at++) {
            // Two words, one of which is the id of the first agreement with a bit above its 128.
            uint256 dirty = uint256(1) << 128 | _ids[0];
            bytes memory input =
                abi.encodePacked(ISettlement.settleMany.selector, uint256(32), uint256(2), at == 0 ? dirty : _ids[0], dirty);
            (bool done,) = address(orchestrator).call(input);
            assertFalse(done, "refused");
            assertEq(earningsOf(1), 0, "nothing is settled");
        }
    }

    function test_ABatchReportsEachSettlementInOneWord() external {
        vm.recordLogs();
        orchestrator.settleMany(_ids);
        Vm.Log[] memory logs = vm.getRecordedLogs();

        assertEq(logs.length, 3, "one for each provider");
        for (uint64 i = 0; i < 3; i++) {
            assertEq(logs[i].topics[0], ISettlement.SettledMany.selector, "event");
            assertEq(uint256(logs[i].topics[1]), i + 1, "provider");
            assertEq(uint256(logs[i].topics[2]), market, "market");
            uint256[] memory words = abi.decode(logs[i].data, (uint256[]));
            assertEq(words.length, 1, "one agreement each");
            assertEq(words[0] >> 192, uint256(uint48(_ids[i])), "index");
            assertEq(uint256(uint80(words[0] >> 112)), EPOCH_PAY, "paid");
            assertEq(uint256(uint80(words[0] >> 32)), 0, "credited");
            assertEq(uint256(uint32(words[0])), EPOCH, "clock");
        }
    }

    function test_ABatchReportsWhatWasCredited() external {
        passEpoch(12);
        confirm(1, 12);
        postRoot(12);
        credit(_ids[0], 12, 1000);
        passFinality(12);
        vm.recordLogs();
        orchestrator.settleMany(only(_ids[0]));
        uint256[] memory words = abi.decode(vm.getRecordedLogs()[0].data, (uint256[]));

        assertEq(uint256(uint80(words[0] >> 112)), 2 * EPOCH_PAY - EPOCH_PAY / 10, "paid");
        assertEq(uint256(uint80(words[0] >> 32)), EPOCH_PAY / 10, "credited");
        assertEq(uint256(uint32(words[0])), 2 * EPOCH, "clock");
        assertEq(refundOf(consumer), EPOCH_PAY / 10, "to the consumer");
    }

    function proves(uint32 epoch) private {
        passEpoch(epoch);
        for (uint64 provider = 1; provider <= 3; provider++) {
            confirm(provider, epoch);
        }
        passFinality(epoch);
    }

    function only(uint128 id) private pure returns (uint128[] memory ids) {
        ids = new uint128[](1);
        ids[0] = id;
    }
}
