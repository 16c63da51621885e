// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IConsumerOrchestrator, ILedger, IRateChanges} from "../../src/interfaces/IOrchestrator.sol";
import {AgreementState, RateChange, SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {RefusalTest} from "./RefusalTest.sol";

/// @dev Branches: Orchestrator.changeRate.tree, what is refused. The agreements pay for the epochs 11 to 20.
contract ChangeRateRefusalsTest is RefusalTest {
    uint96 private constant HALF = RATE / 2;
    uint96 private constant MORE = RATE + RATE / 2;

    function testFuzz_OnlyActiveAgreements_AndTheirOwnSla(uint256 salt, uint256 rate, uint256 at) external {
        (uint128[] memory ids, Sla memory sla) = openTwoOfThree();
        vm.assume(salt != sla.salt);
        uint128 id = ids[at % 3];
        rate = bound(rate, 0, RATE - 1);
        RateChange memory wanted = changeTo(id, uint96(rate), 13);
        refused(sla, wanted, abi.encodeWithSelector(ILedger.WrongState.selector, id, AgreementState.Open));
        activate(id);
        uint256 agreed = sla.salt;
        sla.salt = salt;
        refused(sla, wanted, abi.encodeWithSelector(IConsumerOrchestrator.SlaMismatch.selector, orchestrator.hashSla(sla)));
        sla.salt = agreed;
        uint256 undone = vm.snapshotState();
        change(sla, wanted);
        vm.revertToState(undone);
        vm.prank(consumer);
        orchestrator.giveNotice(id);
        refused(sla, wanted, abi.encodeWithSelector(ILedger.WrongState.selector, id, AgreementState.Notice));
    }

    /// The SLA's, as far as the ledger has bits for it; where that is 0, the ledger's bits alone.
    function testFuzz_TheMandateBoundsTheRate(uint256 maximum, uint256 seed) external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        maximum = seed % 3 == 0 ? 0 : bound(maximum, MORE, type(uint96).max);
        sla.maximumRate = uint96(maximum);
        if (maximum == 0 || maximum > type(uint88).max) maximum = type(uint88).max;
        uint128 id = open(sla, offers)[0];
        activate(id);
        token.mint(consumer, 1 << 79);
        addTo(id, 1 << 79);
        uint96 rate = uint96(above(seed, maximum, type(uint96).max));
        refused(sla, changeTo(id, rate, 13), abi.encodeWithSelector(IConsumerOrchestrator.RateAboveMandate.selector, rate, maximum));

        change(sla, id, uint96(maximum), 13);
    }

    /// Not even a key with every right may sign for the consumer, nor the owner for the provider.
    function test_BothSidesSignThemselves() external {
        (uint128[] memory ids, Sla memory sla) = running();
        (address session, uint256 sessionKey) = actor("session");
        bytes32 slaId = orchestrator.hashSla(sla);
        vm.prank(consumer);
        grants.grant(session, slaId, 31, uint32(block.timestamp + 100 days), type(uint88).max, 0);
        (, uint256 node) = actor("node1");
        (address owner, uint256 ownerKey) = actor("owner1");
        RateChange memory wanted = changeTo(ids[0], HALF, 13);
        bytes32 digest = hashOf(wanted);
        vm.expectRevert(abi.encodeWithSelector(IRateChanges.ChangeSignatureInvalid.selector, ids[0], session, consumer));
        orchestrator.changeRate(sla, wanted, sign(sessionKey, digest), sign(node, digest));
        address nodeKey = nodeOf(1);
        vm.expectRevert(abi.encodeWithSelector(IRateChanges.ChangeSignatureInvalid.selector, ids[0], owner, nodeKey));
        orchestrator.changeRate(sla, wanted, sign(consumerKey, digest), sign(ownerKey, digest));
    }

    /// What was signed is for this agreement, rate, epoch and number on this chain, by these keys, and for nothing else.
    function testFuzz_WhatIsNotWhatBothSignedIsRefused(uint256 which, uint256 seed, bool byConsumer) external {
        (uint128[] memory ids, Sla memory sla) = running();
        RateChange memory wanted = changeTo(ids[0], HALF, 13);
        (, uint256 node) = actor("node1");
        bytes memory good = sign(byConsumer ? node : consumerKey, hashOf(wanted));
        bytes memory bad = unsigned(which % 7, seed, wanted, byConsumer ? consumerKey : node);
        address signer = recovered(hashOf(wanted), bad);
        address account = byConsumer ? consumer : nodeOf(1);
        vm.expectRevert(abi.encodeWithSelector(IRateChanges.ChangeSignatureInvalid.selector, ids[0], signer, account));
        orchestrator.changeRate(sla, wanted, byConsumer ? bad : good, byConsumer ? good : bad);
        (bool waiting,,,) = orchestrator.rateChangeOf(ids[0]);
        assertFalse(waiting, "nothing is noted");

        change(sla, wanted);
    }

    function testFuzz_OnlyEpochsToCome_NinetyAheadAndBeforeTheEnd(uint256 time, uint256 seed, bool early) external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.endsAt = startOf(211);
        for (uint256 i = 0; i < 3; i++) {
            sla.legs[i].deposit = 2 * 201 * uint88(EPOCH);
        }
        uint128 id = open(sla, offers)[0];
        activate(id);
        vm.warp(bound(time, block.timestamp, startOf(210) - 1));
        uint256 earliest = currentEpoch() + 1;
        uint256 latest = earliest + 89 < 210 ? earliest + 89 : 210;
        uint256 from = early ? below(seed, earliest, 0) : above(seed, latest, type(uint32).max);
        refused(
            sla,
            changeTo(id, HALF, uint32(from)),
            abi.encodeWithSelector(IRateChanges.ChangeOutsideEpochs.selector, id, from, earliest, latest)
        );

        change(sla, id, HALF, uint32(early ? earliest : latest));
    }

    /// Whatever the second one is of, as long as the first epoch of the first one is not proven and final.
    function testFuzz_OneWaitsAtMost_AndNobodyTakesItBack(uint256 first, uint256 proven, RateChange memory second) external {
        (uint128[] memory ids, Sla memory sla) = running();
        first = bound(first, 12, 18);
        change(sla, ids[0], HALF, uint32(first));
        proven = bound(proven, 10, first - 1);
        deliver(11, uint32(proven));
        second.agreementId = ids[0];
        second.rate = uint96(bound(second.rate, 0, 2 * RATE));
        second.fromEpoch = uint32(bound(second.fromEpoch, currentEpoch() + 1, 20));
        refused(sla, second, abi.encodeWithSelector(IRateChanges.ChangeWaits.selector, ids[0], first));
        (bool waiting, uint96 rate, uint32 fromEpoch, uint32 number) = orchestrator.rateChangeOf(ids[0]);
        assertTrue(waiting && rate == HALF && fromEpoch == first && number == 1, "it waits");

        deliver(uint32(proven) + 1, uint32(first));
        change(sla, ids[0], HALF / 2, currentEpoch() + 1);
    }

    /// P8 of changes: each is carried out once, and none behind one that both sides did not know of.
    function test_NoChangeIsCarriedOutTwice() external {
        (uint128[] memory ids, Sla memory sla) = running();
        RateChange memory down = changeTo(ids[0], HALF, 12);
        RateChange memory late = changeTo(ids[0], RATE / 4, 18);
        change(sla, down);
        deliver(11, 13);
        refused(sla, late, abi.encodeWithSelector(IRateChanges.ChangeNumberWrong.selector, ids[0], 1, 2));
        change(sla, ids[0], RATE, 15);
        assertEq(orchestrator.agreementOf(ids[0]).rate, HALF, "the first one was settled over");
        deliver(14, 16);
        orchestrator.settle(ids[0]);
        assertEq(earningsOf(1), EPOCH_PAY + 3 * (EPOCH_PAY / 2) + 2 * EPOCH_PAY, "one, three at half, two");
    }

    function testFuzz_AChangeHasTheNextNumber(uint256 changes, uint256 number) external {
        (uint128[] memory ids, Sla memory sla) = running();
        changes = bound(changes, 0, 3);
        for (uint256 i = 0; i < changes; i++) {
            uint32 epoch = currentEpoch();
            change(sla, ids[0], i % 2 == 0 ? HALF : RATE, epoch + 1);
            deliver(epoch > 10 ? epoch : 11, epoch + 1);
        }
        RateChange memory wanted = changeTo(ids[0], RATE / 4, currentEpoch() + 1);
        number = otherThan(changes + 1, number, number % 2 == 0 ? 5 : type(uint32).max);
        wanted.number = uint32(number);
        refused(sla, wanted, abi.encodeWithSelector(IRateChanges.ChangeNumberWrong.selector, ids[0], number, changes + 1));

        wanted.number = uint32(changes + 1);
        change(sla, wanted);
    }

    /// Neither that of the beginning nor that of the newest change, whatever it is.
    function testFuzz_TheSameRateIsNoChange(uint256 seed, uint256 from) external {
        (uint128[] memory ids, Sla memory sla) = running();
        from = bound(from, 11, 20);
        refused(sla, changeTo(ids[0], RATE, uint32(from)), abi.encodeWithSelector(IRateChanges.RateUnchanged.selector, ids[0], RATE));
        uint96 rate = uint96(below(seed, RATE, 0));
        change(sla, ids[0], rate, 12);
        deliver(11, 12);
        refused(sla, changeTo(ids[0], rate, 15), abi.encodeWithSelector(IRateChanges.RateUnchanged.selector, ids[0], rate));

        change(sla, ids[0], rate + 1, 15);
    }

    /// Every agreement is funded to its end, whatever its rate will be.
    function test_TheDepositCoversItToTheEnd() external {
        (uint128[] memory ids, Sla memory sla) = running();
        uint256 deposit = orchestrator.agreementOf(ids[0]).deposit;
        uint256 due = 2 * EPOCH_PAY + 8 * (EPOCH_PAY + EPOCH_PAY / 2);
        refused(sla, changeTo(ids[0], MORE, 13), abi.encodeWithSelector(IConsumerOrchestrator.FundsShort.selector, due, deposit));
        addTo(ids[0], uint88(due - deposit - 1));
        refused(sla, changeTo(ids[0], MORE, 13), abi.encodeWithSelector(IConsumerOrchestrator.FundsShort.selector, due, due - 1));
        addTo(ids[0], 1);
        change(sla, ids[0], MORE, 13);
        deliver(11, 20);
        orchestrator.end(ids[0]);
        assertEq(earningsOf(1), due, "all of it");
    }

    /// Consumer and provider could drain whoever pays for them.
    function testFuzz_WhoPaidAndGetsTheRestAgreedToNoMore(uint256 seed, uint256 from) external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        bytes32 slaId = orchestrator.hashSla(sla);
        bytes memory word = sponsorship(consumerKey, slaId, stranger, true);
        token.mint(stranger, totalOf(sla));
        vm.startPrank(stranger);
        token.approve(address(orchestrator), type(uint256).max);
        orchestrator.openFor(sla, offers, true, word);
        vm.stopPrank();
        (,,,,,, uint128[] memory ids) = orchestrator.slaOf(slaId);
        activate(ids[0]);
        addTo(ids[0], 10_000_000);
        from = bound(from, 11, 20);
        uint96 rate = uint96(above(seed, RATE, 2 * RATE));
        refused(
            sla, changeTo(ids[0], rate, uint32(from)), abi.encodeWithSelector(IRateChanges.RateAbovePayers.selector, ids[0], rate, RATE)
        );

        change(sla, ids[0], RATE - 1, uint32(from));
    }

    /// The rate of a missed epoch is remembered until it is penalised: of each of them, in whatever order they come.
    function testFuzz_MissesBeforeTheLastChangeArePenalisedFirst(uint256 first, uint256 misses) external {
        (uint128[] memory ids, Sla memory sla) = running();
        uint32 from = uint32(bound(first, 12, 14));
        misses = bound(misses, 1, (1 << (from - 11)) - 1);
        change(sla, ids[0], HALF, from);
        for (uint32 epoch = 11; epoch <= from; epoch++) {
            passEpoch(epoch);
            if (misses >> (epoch - 11) & 1 == 0) confirm(1, epoch);
        }
        passFinality(from);
        orchestrator.settle(ids[0]);
        uint32 next = 11;
        for (uint32 epoch = 11; epoch < from; epoch++) {
            if (misses >> (epoch - 11) & 1 == 0) continue;
            bytes memory refusal = abi.encodeWithSelector(IRateChanges.MissesWait.selector, ids[0], next, from - 1);
            refused(sla, changeTo(ids[0], RATE, 16), refusal);
            orchestrator.penaliseMiss(ids[0], epoch);
            next = epoch + 1;
        }
        change(sla, ids[0], RATE / 4, 16);
    }

    function test_OnlyTheLedgerSettlesOverAChange() external {
        (uint128[] memory ids, Sla memory sla) = running();
        change(sla, ids[0], HALF, 13);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotAuthorised.selector, stranger, address(orchestrator)));
        orchestrator.settleChanging(ids[0], type(uint32).max);
    }

    // ---------------------------------------------------------------- words

    /// A signature by that key for something else, or by another, or none.
    function unsigned(uint256 which, uint256 seed, RateChange memory wanted, uint256 key) private returns (bytes memory signature) {
        RateChange memory other = RateChange(wanted.agreementId, wanted.rate, wanted.fromEpoch, wanted.number);
        if (which == 0) other.agreementId ^= uint128(1 << (seed % 128));
        if (which == 1) other.rate ^= uint96(1 << (seed % 96));
        if (which == 2) other.fromEpoch ^= uint32(1 << (seed % 32));
        if (which == 3) other.number ^= uint32(1 << (seed % 32));
        if (which == 4) key = anyKey(seed);
        if (which == 5) return abi.encodePacked(bytes32(seed));
        uint256 chain = block.chainid;
        if (which == 6) vm.chainId(chain + 1 + seed % 1e6);
        signature = sign(key, hashOf(other));
        vm.chainId(chain);
    }

    function refused(Sla memory sla, RateChange memory wanted, bytes memory reason) private {
        (, uint256 node) = actor(named("node", uint64(wanted.agreementId >> 64)));
        bytes32 digest = hashOf(wanted);
        (bytes memory consumers, bytes memory providers) = (sign(consumerKey, digest), sign(node, digest));
        vm.expectRevert(reason);
        orchestrator.changeRate(sla, wanted, consumers, providers);
    }

    /// The first provider proves these epochs, and the last of them is final.
    function deliver(uint32 from, uint32 through) private {
        for (uint32 epoch = from; epoch <= through; epoch++) {
            passEpoch(epoch);
            confirm(1, epoch);
        }
        if (through > 10) passFinality(through);
    }
}
