// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IConsumerOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {Leg, SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {RefusalTest} from "./RefusalTest.sol";

/// @dev Branches: Orchestrator.replaceLeg.tree. With enough providers for an SLA of all legs that it may ever have.
contract ReplaceLegExhaustedTest is RefusalTest {
    uint64 private constant LEGS_MAX = 255;

    function setUp() public override {
        super.setUp();
        for (uint64 id = PROVIDERS + 1; id <= LEGS_MAX + 1; id++) {
            enlist(id);
        }
    }

    /// Opened with all of them, or with some less, which replacements make up.
    /// forge-config: default.fuzz.runs = 8
    /// forge-config: deep.fuzz.runs = 32
    function testFuzz_AnSlaHasNoMoreThan255LegsInAll(uint256 replaced, uint256 at) external {
        replaced = bound(replaced, 0, 3);
        uint64 last = LEGS_MAX - uint64(replaced);
        (Sla memory sla, SignedOffer[] memory offers) = oneOf(last);
        uint128 id = open(sla, offers)[at % last];
        for (; last < LEGS_MAX; last++) {
            missed(id);
            (Leg memory leg, SignedOffer memory offer) = at_(sla, last + 1);
            vm.prank(consumer);
            id = orchestrator.replaceLeg(sla, id, leg, offer);
        }
        missed(id);
        (Leg memory one, SignedOffer memory more) = at_(sla, LEGS_MAX + 1);
        bytes32 slaId = orchestrator.hashSla(sla);
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(IConsumerOrchestrator.LegsExhausted.selector, slaId));
        orchestrator.replaceLeg(sla, id, one, more);
        (,,,,,, uint128[] memory ids) = orchestrator.slaOf(slaId);
        assertEq(ids.length, LEGS_MAX, "all of them");
    }

    /// It starts, and proves nothing of its first epoch.
    function missed(uint128 id) private {
        activate(id);
        uint32 epoch = currentEpoch() + 1;
        passEpoch(epoch);
        vm.warp(uint256(startOf(epoch + 1)) + WINDOW + 2);
        orchestrator.penaliseMiss(id, epoch);
    }

    function at_(Sla memory sla, uint64 providerId) private returns (Leg memory leg, SignedOffer memory offer) {
        offer = signed(offerOf(providerId));
        leg = legOf(offer, sla.endsAt - vm.getBlockTimestamp());
    }
}
