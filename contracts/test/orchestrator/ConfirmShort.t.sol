// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ILedger, IProviderOrchestrator, IShortEpochs} from "../../src/interfaces/IOrchestrator.sol";
import {Sla} from "../../src/interfaces/Types.sol";
import {RefusalTest} from "./RefusalTest.sol";

/// @dev Branches: Orchestrator.confirmShort.tree
contract ConfirmShortTest is RefusalTest {
    function test_RevertWhen_AnotherThanTheVerifierCalls() external {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotAuthorised.selector, stranger, address(verifier)));
        orchestrator.confirmShort(1, 10, 1);
    }

    function testFuzz_RevertWhen_AnEpochLacksNothingOrAllOfIt(uint256 seed, uint256 provider) external {
        passEpoch(11);
        uint64 id = uint64(bound(provider, 1, PROVIDERS));
        uint256 lacking = seed % 3 == 0 ? 0 : above(seed, EPOCH - 1, type(uint32).max);
        vm.startPrank(address(verifier));
        vm.expectRevert(abi.encodeWithSelector(IShortEpochs.LackingOutOfRange.selector, lacking, EPOCH));
        orchestrator.confirmShort(id, 11, uint32(lacking));
        assertFalse(orchestrator.isConfirmed(id, 11), "not confirmed");
        lacking = lacking == 0 ? 1 : EPOCH - 1;
        orchestrator.confirmShort(id, 11, uint32(lacking));
        assertEq(orchestrator.lackingBefore(id, 12), lacking, "a second at least is paid, or lacks");
    }

    /// It was confirmed, is older than the newest that was, or is not over.
    function testFuzz_RevertWhen_TheEpochCannotBeConfirmed(uint256 newest, uint256 seed, uint256 lacking) external {
        passEpoch(11);
        newest = bound(newest, 1, 11);
        lacking = bound(lacking, 1, EPOCH - 1);
        confirm(1, uint32(newest));
        vm.startPrank(address(verifier));
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.EpochAlreadyConfirmed.selector, 1, newest));
        orchestrator.confirmShort(1, uint32(newest), uint32(lacking));
        uint256 closed = below(seed, newest, 0);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.EpochNotOpenForConfirmation.selector, closed));
        orchestrator.confirmShort(1, uint32(closed), uint32(lacking));
        closed = above(seed, 11, type(uint32).max);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.EpochNotOpenForConfirmation.selector, closed));
        orchestrator.confirmShort(1, uint32(closed), uint32(lacking));
        assertEq(orchestrator.lackingBefore(1, type(uint256).max), 0, "nothing is short");
    }

    /// P2: any split of the time pays what one settlement at the end pays, to the second.
    function testFuzz_EachEpochIsPaidForTheSecondsThatItCountsFor(uint256 when, uint256 luck) external {
        (uint128[] memory ids, Sla memory sla) = running();
        uint256 counted = 0;
        for (uint32 epoch = 11; epoch <= 20; epoch++) {
            passEpoch(epoch);
            counted += proves(1, epoch, luck);
            proves(2, epoch, luck);
            if ((when >> epoch) & 1 == 1) orchestrator.settle(ids[0]);
            passFinality(epoch);
            if ((when >> (32 + epoch)) & 1 == 1) orchestrator.settle(ids[0]);
        }
        orchestrator.end(ids[0]);
        orchestrator.end(ids[1]);
        assertEq(earningsOf(1), counted * RATE >> 32, "the seconds that count");
        assertEq(earningsOf(1), earningsOf(2), "settled often or once");
        uint256 deposited = uint256(sla.legs[0].deposit) + sla.legs[0].egressEscrow;
        assertEq(earningsOf(1) + earningsOf(2) + refundOf(consumer), 2 * deposited, "nothing is lost");
    }

    function testFuzz_AChangeOfTheRateDividesShortEpochsAsWholeOnes(uint256 when, uint256 luck) external {
        (uint128[] memory ids, Sla memory sla) = running();
        uint256 counted = 0;
        change(sla, ids[0], RATE / 2, 15);
        for (uint32 epoch = 11; epoch <= 20; epoch++) {
            passEpoch(epoch);
            uint256 time = proves(1, epoch, luck);
            counted += epoch < 15 ? 2 * time : time;
            passFinality(epoch);
            if ((when >> epoch) & 1 == 1) orchestrator.settle(ids[0]);
        }
        orchestrator.end(ids[0]);
        assertEq(earningsOf(1), counted * (RATE / 2) >> 32, "each second at its epoch's rate");
    }

    function testFuzz_ACreditTakesAtMostWhatTheEpochCountsFor(uint256 lacking, bool settledBefore) external {
        (uint128[] memory ids,) = running();
        passEpoch(11);
        confirm(1, 11);
        passEpoch(12);
        lacking = bound(lacking, 1, EPOCH - 1);
        vm.prank(address(verifier));
        orchestrator.confirmShort(1, 12, uint32(lacking));
        if (settledBefore) orchestrator.settle(ids[0]);
        postRoot(12);
        assertEq(credit(ids[0], 12, 10_000), (EPOCH - lacking) * RATE >> 32, "all of it at most");
        passFinality(12);
        orchestrator.settle(ids[0]);
        assertEq(earningsOf(1), EPOCH_PAY, "the epoch before");
    }

    function testFuzz_WhatIsLackingIsTheSumOfWhatWasBefore(uint256 luck) external {
        uint256[40] memory lacks;
        for (uint32 epoch = 11; epoch < 40; epoch++) {
            passEpoch(epoch);
            uint256 time = proves(1, epoch, uint256(keccak256(abi.encode(luck, epoch))));
            if (time > 0) lacks[epoch] = EPOCH - time;
        }
        uint256 sum = 0;
        for (uint32 bound_ = 0; bound_ < 40; bound_++) {
            assertEq(orchestrator.lackingBefore(1, bound_), sum, "before the epoch");
            sum += lacks[bound_];
        }
        assertEq(orchestrator.lackingBefore(1, type(uint256).max), sum, "all of them");
        assertEq(orchestrator.lackingBefore(2, 40), 0, "of another");
    }

    /// What an agreement lacks is what its own epochs lack.
    function test_AnAgreementBeginsBehindShortEpochs() external {
        for (uint32 epoch = 11; epoch < 14; epoch++) {
            passEpoch(epoch);
            vm.prank(address(verifier));
            orchestrator.confirmShort(1, epoch, 1000 + epoch);
        }
        (uint128[] memory ids,) = running();
        passEpoch(14);
        confirm(1, 14);
        passEpoch(15);
        vm.prank(address(verifier));
        orchestrator.confirmShort(1, 15, 400);
        passFinality(15);
        assertEq(orchestrator.settle(ids[0]), uint256(EPOCH - 400) * 2, "its first epoch");
        (uint32 confirmedSeconds,, uint32 newest) = orchestrator.confirmedOf(1);
        assertEq(uint256(confirmedSeconds), 5 * uint256(EPOCH) - 3036 - 400, "confirmed");
        assertEq(uint256(newest), 15, "newest");
    }

    function test_OffersAndCapacityStayAsTheyWere() external {
        running();
        address owner = ownerOf(1);
        vm.prank(owner);
        orchestrator.cancelOffers(1);
        passEpoch(11);
        vm.prank(address(verifier));
        orchestrator.confirmShort(1, 11, 400);
        assertEq(uint256(orchestrator.offerNonceOf(1)), 1, "nonce");
        assertEq(uint256(orchestrator.reservedOf(1)), GIB, "reserved");
        vm.prank(owner);
        orchestrator.cancelOffers(1);
        assertEq(uint256(orchestrator.offerNonceOf(1)), 2, "nonce");
        assertEq(orchestrator.lackingBefore(1, 12), 400, "lacking");
    }

    /// One of four epochs is missed, half of the others are short.
    /// @return time seconds that the epoch counts for
    function proves(uint64 provider, uint32 epoch, uint256 luck) private returns (uint256 time) {
        uint256 word = uint256(keccak256(abi.encode(luck, epoch)));
        if (word & 3 == 0) return 0;
        if (word & 4 == 0) {
            confirm(provider, epoch);
            return EPOCH;
        }
        uint256 lacking = bound(word >> 8, 1, EPOCH - 1);
        vm.prank(address(verifier));
        orchestrator.confirmShort(provider, epoch, uint32(lacking));
        return EPOCH - lacking;
    }
}
