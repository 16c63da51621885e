// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IPossessionVerifier} from "../../src/interfaces/IPossessionVerifier.sol";
import {AgreementState, PossessionProof} from "../../src/interfaces/Types.sol";
import {PossessionTest} from "./PossessionTest.sol";

/// @dev Branches: PossessionVerifier.declareFault.tree. What a fault costs: test/losses/DeclareFault.t.sol.
contract PossessionVerifierDeclareFaultTest is PossessionTest {
    event FaultDeclared(uint128 indexed agreementId, uint32 indexed epoch, uint256 slashed);

    function testFuzz_RevertWhen_TheCallerIsNotTheProvidersOwner(address caller, address owner, uint32 epoch, bool byNode) external {
        if (byNode) caller = node;
        vm.assume(caller != owner);
        keys.own(PROVIDER, owner);
        uint128 id = stores(1, 1, pieces(4));
        vm.startPrank(caller);
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.NotOwner.selector, PROVIDER, owner, caller));
        verifier.declareFault(id, epoch);
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.NotOwner.selector, PROVIDER, owner, caller));
        verifier.declareFault(id, 10);
        vm.stopPrank();
        vm.prank(owner);
        assertEq(verifier.declareFault(id, 10), 1000, "slashed");
    }

    /// The seed of an ended epoch may be known, and nobody can tell who waited for it.
    function testFuzz_RevertWhen_TheEpochIsNotTheRunningOne(uint32 running, uint256 time, uint32 epoch) external {
        uint128 id = stores(1, 1, pieces(4));
        running = uint32(bound(running, 11, LONG - 1));
        if (epoch == running) epoch = running - 1;
        vm.warp(startOf(running) + bound(time, 0, 86_399));
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.FaultNotOfRunningEpoch.selector, epoch, running));
        verifier.declareFault(id, epoch);
        vm.warp(startOf(running) - 1);
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.FaultNotOfRunningEpoch.selector, running, running - 1));
        verifier.declareFault(id, running);
        vm.warp(startOf(running + 1));
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.FaultNotOfRunningEpoch.selector, running, running + 1));
        verifier.declareFault(id, running);
        vm.warp(startOf(running + 1) - 1);
        vm.expectEmit(true, true, true, true, address(verifier));
        emit FaultDeclared(id, running, 1000);
        assertEq(verifier.declareFault(id, running), 1000, "slashed");
    }

    function testFuzz_RevertWhen_AllEpochsOfTheAgreementAreOver(uint32 end, uint32 late) external {
        end = uint32(bound(end, 11, 20_000));
        uint32 running = end + uint32(bound(late, 0, 20_000));
        uint128 id = opens(1, 1, end);
        commits(id, pieces(4));
        inEpoch(running);
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.FaultTooLate.selector, id, end));
        verifier.declareFault(id, running);
        inEpoch(end - 1);
        assertEq(verifier.declareFault(id, end - 1), 1000, "in its last epoch");
    }

    function testFuzz_RevertWhen_AnotherThanTheTargetedChallengesBreaches(address caller, uint32 epoch, address prover) external {
        vm.assume(caller != targeted);
        uint128 id = stores(1, 1, pieces(4));
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.NotTargeted.selector, caller));
        verifier.breach(id, epoch, prover);
        assertEq(uint256(orchestrator.agreementOf(id).state), uint256(AgreementState.Active), "it goes on");
        vm.prank(targeted);
        assertEq(verifier.breach(id, epoch, prover), 1000, "slashed");
    }

    function test_ABreachPassesTheUnitOverFromTheRunningEpochOn() external {
        stores(1, 1, pieces(4));
        uint128 lost = stores(2, 1, pieces(4));
        inEpoch(13);
        vm.prank(targeted);
        assertEq(verifier.breach(lost, 12, address(this)), 1000, "slashed");
        seeds(13, "seed");
        beacon.post(12, "seed");
        assertTrue(asksFor(lost, 12), "it came out in 13");
        assertFalse(asksFor(lost, 13), "passed over");
    }

    function test_TheRunningEpochAndAllLaterOnesAreProvenWithoutIt() external {
        stores(1, 1, pieces(9));
        uint128 lost = stores(2, 100, pieces(4));
        stores(3, 1, pieces(2, 2));
        inEpoch(11);
        verifier.declareFault(lost, 11);
        for (uint32 epoch = 11; epoch < 14; epoch++) {
            seeds(epoch, keccak256(abi.encode(epoch)));
            assertFalse(asksFor(lost, epoch), "passed over");
            assertEq(challenges(epoch), CHALLENGES, "all challenges are made");
            audits(epoch);
            assertTrue(orchestrator.isConfirmed(PROVIDER, epoch), "confirmed");
        }
    }

    /// Whoever waits for the seed, and declares when it asks for what is lost, has not helped itself.
    function test_AnEpochThatEndedBeforeAsksForItAsEver() external {
        stores(1, 1, pieces(9));
        uint128 lost = stores(2, 100, pieces(4));
        seeds(11, "seed");
        assertTrue(asksFor(lost, 11), "drawn");
        (uint128[] memory before, uint64[] memory indexes) = verifier.challengesOf(PROVIDER, 11);
        verifier.declareFault(lost, 12);
        (uint128[] memory since, uint64[] memory since_) = verifier.challengesOf(PROVIDER, 11);
        assertEq(keccak256(abi.encode(before, indexes)), keccak256(abi.encode(since, since_)), "the same challenges");
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ProofCountWrong.selector, 0, CHALLENGES));
        verifier.audit(PROVIDER, 11, new PossessionProof[](0));
    }

    function test_AnUnitWhosePlaceWasMovedIsPassedOverInBoth() external {
        uint128 lost = stores(1, 100, pieces(4));
        for (uint64 i = 2; i < 12; i++) {
            stores(i, 1, pieces(4));
        }
        orchestrator.retire(verifier, idOf(2));
        inEpoch(12);
        beacon.post(10, "seed");
        beacon.post(11, "seed");
        vm.warp(startOf(12) + 40_000);
        verifier.tidy(PROVIDER, 2);
        uint128[] memory line = verifier.unitsOf(PROVIDER);
        assertEq(line[line.length - 1], lost, "it stands at the end now");
        verifier.declareFault(lost, 12);
        seeds(12, "seed");
        assertFalse(asksFor(lost, 12), "at its old place");
        assertEq(challenges(12), CHALLENGES, "challenges");
        seeds(13, "seed");
        assertFalse(asksFor(lost, 13), "at its new place");
    }

    function test_ARevisionThatWaitsForTheNextEpochDoesNotBringItBack() external {
        stores(1, 1, pieces(9));
        uint128 lost = stores(2, 100, pieces(4));
        inEpoch(12);
        commits(lost, pieces(5));
        verifier.declareFault(lost, 12);
        seeds(12, "seed");
        assertFalse(asksFor(lost, 12), "the older one");
        seeds(13, "seed");
        assertFalse(asksFor(lost, 13), "the newer one");
    }

    /// Who lost a large unit cannot hide it behind the faults of tiny ones of its own: they are passed over, it is asked for all the more.
    function test_ATinyAgreementsFaultSparesNoLargeOne() external {
        uint128 large = stores(1, 1000, pieces(9));
        for (uint64 i = 2; i < 14; i++) {
            stores(i, 100, pieces(1));
        }
        inEpoch(11);
        uint256 snapshot = vm.snapshotState();
        seeds(11, "seed");
        uint256 before = hits(large, 11);
        vm.revertToState(snapshot);
        for (uint64 i = 2; i < 14; i++) {
            verifier.declareFault(idOf(i), 11);
            beacon.post(11, "seed");
            assertGe(hits(large, 11), before, "as often as without it");
        }
        seeds(11, "seed");
        assertEq(hits(large, 11), CHALLENGES, "and alone at last");
    }

    function hits(uint128 id, uint32 epoch) private view returns (uint256 count) {
        (uint128[] memory ids,) = verifier.challengesOf(PROVIDER, epoch);
        for (uint256 i = 0; i < ids.length; i++) {
            if (ids[i] == id) count++;
        }
    }

    function test_WithoutAnyOtherUnitThereIsNothingToProve() external {
        uint128 lost = stores(1, 1, pieces(4));
        inEpoch(12);
        verifier.declareFault(lost, 12);
        seeds(12, "seed");
        assertEq(challenges(12), 0, "challenges");
        verifier.audit(PROVIDER, 12, new PossessionProof[](0));
        assertTrue(orchestrator.isConfirmed(PROVIDER, 12), "confirmed");
    }

    /// However units are declared lost, the others are drawn as if those had never had leaves.
    function testFuzz_DrawsAmongTheOthersAreThoseWithoutTheLostOnes(uint16 losses, bytes32 seed) external {
        vm.assume(seed != 0);
        (uint128[] memory ids, uint64[] memory indexes) = drawnWithout(losses, seed, true);
        setUp();
        (uint128[] memory wanted, uint64[] memory wantedIndexes) = drawnWithout(losses, seed, false);
        assertEq(keccak256(abi.encode(ids, indexes)), keccak256(abi.encode(wanted, wantedIndexes)), "the same draw");
    }

    /// Twelve units, of which those of `losses` are declared lost in the running epoch, or empty from the start.
    function drawnWithout(uint16 losses, bytes32 seed, bool declared) private returns (uint128[] memory, uint64[] memory) {
        for (uint64 i = 0; i < 12; i++) {
            bool lost = losses >> i & 1 == 1;
            uint128 id = opens(i + 1, 1 + uint96(i % 3), LONG);
            if (lost && !declared) commitsRoot(id, 0, 0);
            else commitsRoot(id, keccak256("root"), 5 + i);
        }
        inEpoch(11);
        for (uint64 i = 0; i < 12; i++) {
            if (declared && losses >> i & 1 == 1) verifier.declareFault(idOf(i + 1), 11);
        }
        vm.warp(startOf(12) + 10);
        beacon.post(11, seed);
        return verifier.challengesOf(PROVIDER, 11);
    }

    function asksFor(uint128 id, uint32 epoch) private view returns (bool) {
        return hits(id, epoch) > 0;
    }

    function challenges(uint32 epoch) private view returns (uint256) {
        (uint128[] memory ids,) = verifier.challengesOf(PROVIDER, epoch);
        return ids.length;
    }
}
