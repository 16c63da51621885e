// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ILedger} from "../../src/interfaces/IOrchestrator.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";

/// @dev Branches: Orchestrator.holding.tree
contract HoldingTest is OrchestratorTest {
    uint32 private constant HELD_EPOCHS = 5;
    uint16 private _plain;

    function setUp() public override {
        super.setUp();
        _plain = market;
        market = orchestrator.createHoldingMarket(address(token), FEE_BPS, oracle);
    }

    function test_ItsIdSaysThatItHolds() external view {
        assertEq(uint256(market), uint256(1 << 9 | 2), "the second market");
        (address coin, uint16 feeBps, address judge) = orchestrator.marketOf(market);
        assertEq(coin, address(token), "token");
        assertEq(uint256(feeBps), uint256(FEE_BPS), "fee");
        assertEq(judge, oracle, "oracle");
    }

    function test_RevertWhen_AnotherThanTheGovernorCreatesIt() external {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotAuthorised.selector, stranger, address(this)));
        orchestrator.createHoldingMarket(address(token), FEE_BPS, oracle);
    }

    function test_RevertWhen_ItsFeeIsAboveTheCap() external {
        vm.expectRevert(abi.encodeWithSelector(ILedger.FeeAboveCap.selector, 501, 500));
        orchestrator.createHoldingMarket(address(token), 501, oracle);
    }

    function test_PayWaitsForTheRootAndItsFinality() external {
        (uint128[] memory ids,) = running();
        passEpoch(11);
        confirm(1, 11);
        passFinality(11);
        assertEq(orchestrator.settle(ids[0]), 0, "silence is not enough");
        vm.warp(uint256(startOf(12)) + WINDOW);
        postRoot(11);
        vm.warp(block.timestamp + WINDOW - 1);
        assertEq(orchestrator.settle(ids[0]), 0, "not final yet");
        vm.warp(block.timestamp + 1);
        assertEq(orchestrator.settle(ids[0]), EPOCH_PAY, "final");
    }

    function test_ALaterRootSpeaksForTheEpochsBefore() external {
        (uint128[] memory ids,) = running();
        for (uint32 epoch = 11; epoch <= 13; epoch++) {
            passEpoch(epoch);
            confirm(1, epoch);
        }
        postRoot(13);
        passFinality(13);
        assertEq(orchestrator.settle(ids[0]), 3 * EPOCH_PAY, "all three");
    }

    /// The last second in which it waits, and the first in which it does not.
    function test_WithoutAnyRootPayWaitsFiveEpochsLonger() external {
        (uint128[] memory ids,) = running();
        passEpoch(11);
        confirm(1, 11);
        uint256 held = uint256(startOf(12 + HELD_EPOCHS)) + 2 * WINDOW;
        vm.warp(held - 1);
        assertEq(orchestrator.settle(ids[0]), 0, "held");
        (bool any, uint32 last) = orchestrator.finalEpoch(market);
        assertTrue(any && last == 10, "the epoch before");
        vm.warp(held);
        assertEq(orchestrator.settle(ids[0]), EPOCH_PAY, "no longer");
        (, last) = orchestrator.finalEpoch(market);
        assertEq(uint256(last), 11, "final");
    }

    function test_WhatIsFinalStaysFinalWhileTheNextRootWaits() external {
        for (uint32 epoch = 11; epoch <= 16; epoch++) {
            passEpoch(epoch);
            postRoot(epoch);
            (bool any, uint32 last) = orchestrator.finalEpoch(market);
            assertTrue(any, "some");
            if (epoch > 11) assertEq(uint256(last), epoch - 1, "the root before");
            vm.warp(block.timestamp + WINDOW);
            (, last) = orchestrator.finalEpoch(market);
            assertEq(uint256(last), epoch, "this one");
        }
    }

    /// P11: with an oracle that says nothing for ever.
    function test_AfterANoticeEverythingIsPaidOutWithinFourteenDays() external {
        (uint128[] memory ids,) = running();
        passEpoch(11);
        confirm(1, 11);
        uint256 noticed = block.timestamp;
        vm.prank(consumer);
        orchestrator.giveNotice(ids[0]);
        for (uint32 epoch = 12; epoch < 26; epoch++) {
            passEpoch(epoch);
        }
        vm.warp(noticed + 14 days);
        orchestrator.end(ids[0]);
        assertEq(earningsOf(1), EPOCH_PAY, "what was proven");
    }

    function test_AnotherMarketOfTheSameOracleDoesNotHold() external {
        market = _plain;
        (uint128[] memory ids,) = running();
        passEpoch(11);
        confirm(1, 11);
        passFinality(11);
        assertEq(orchestrator.settle(ids[0]), EPOCH_PAY, "silence is enough");
    }
}
