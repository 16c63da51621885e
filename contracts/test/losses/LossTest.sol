// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {PossessionVerifier} from "../../src/PossessionVerifier.sol";
import {TargetedChallenges} from "../../src/TargetedChallenges.sol";
import {IAccessGrants} from "../../src/interfaces/IAccessGrants.sol";
import {IRandomBeacon} from "../../src/interfaces/IRandomBeacon.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {PossessionProof, Revision, SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "../orchestrator/OrchestratorTest.sol";
import {FakeBeacon, FakeVerifier} from "../orchestrator/Ports.sol";
import {PackedProofs} from "../possession/PackedProofs.sol";
import {SeedBook} from "../possession/PossessionTest.sol";
import {ReferenceUnit} from "../possession/ReferenceUnit.sol";

/// @title Ground of the tests of lost bytes: two SLAs with the same three providers, which can prove all of it
/// @dev All parts are the deployed ones, but for the beacon, which says what the test wants.
abstract contract LossTest is OrchestratorTest {
    uint256 internal constant COLLATERAL = 2 * uint256(30 days);
    uint64 internal constant LEAVES = 17;

    PossessionVerifier internal audits;
    TargetedChallenges internal targeted;
    SeedBook internal seedBook;
    /// Legs of the first SLA and of the second, at providers 1 to 3; pay runs from epoch 11 on.
    uint128[] internal ids;
    uint128[] internal others;
    bytes32 internal slaId;

    mapping(bytes32 root => ReferenceUnit) private _units;

    function setUp() public virtual override {
        super.setUp();
        seedBook = new SeedBook();
        beacon = FakeBeacon(address(seedBook));
        // Registry, stakes, the five pieces of the Orchestrator and the lens come first.
        uint64 nonce = vm.getNonce(address(this)) + 8;
        verifier = FakeVerifier(vm.computeCreateAddress(address(this), nonce));
        deploy(address(token));
        audits = new PossessionVerifier(
            orchestrator,
            IRegistry(address(registry)),
            IAccessGrants(address(grants)),
            IRandomBeacon(address(seedBook)),
            5,
            vm.computeCreateAddress(address(this), nonce + 1)
        );
        targeted = new TargetedChallenges(orchestrator);
        assertEq(address(audits), address(verifier), "verifier");
        assertEq(address(targeted), audits.targeted(), "targeted challenges");
        market = orchestrator.createMarket(address(token), FEE_BPS, oracle);
        for (uint64 id = 1; id <= PROVIDERS; id++) {
            enlist(id);
        }
        vm.startPrank(consumer);
        token.approve(address(orchestrator), type(uint256).max);
        token.approve(address(targeted), type(uint256).max);
        vm.stopPrank();
        opensBoth();
    }

    function opensBoth() private {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        slaId = orchestrator.hashSla(sla);
        ids = open(sla, offers);
        sla.salt = 2;
        others = open(sla, offers);
        uint64[] memory sizes = new uint64[](3);
        (sizes[0], sizes[2]) = (5, 12);
        ReferenceUnit unit = new ReferenceUnit(sizes);
        sizes = new uint64[](1);
        sizes[0] = 9;
        ReferenceUnit other = new ReferenceUnit(sizes);
        for (uint64 i = 0; i < 3; i++) {
            commits(ids[i], unit, 1);
            commits(others[i], other, 1);
        }
    }

    function commits(uint128 id, ReferenceUnit unit, uint64 sequence) internal {
        (bytes32 root, uint64 leaves) = unit.root();
        _units[root] = unit;
        Revision memory revision = Revision(id, root, leaves, sequence, 0);
        bytes32 digest = audits.hashRevision(revision);
        (, uint256 nodeKey) = actor(named("node", uint64(id >> 64)));
        audits.commit(revision, sign(consumerKey, digest), sign(nodeKey, digest));
    }

    function inEpoch(uint32 epoch) internal {
        vm.warp(uint256(startOf(epoch)) + 1000);
    }

    function seeds(uint32 epoch) internal {
        vm.warp(uint256(startOf(epoch + 1)) + 1);
        seedBook.post(epoch, keccak256(abi.encode("seed", epoch)));
    }

    function proves(uint64 provider, uint32 epoch) internal {
        (uint128[] memory drawn, uint64[] memory indexes) = audits.challengesOf(provider, epoch);
        PossessionProof[] memory proofs = new PossessionProof[](drawn.length);
        for (uint256 j = 0; j < drawn.length; j++) {
            (bytes32 root,,) = audits.auditedRevisionOf(drawn[j], epoch);
            proofs[j] = _units[root].proofOf(indexes[j]);
        }
        audits.audit(provider, epoch, proofs);
    }

    /// What shows leaf `index` of the revision that `epoch` audits.
    function shows(uint128 id, uint32 epoch, uint64 index) internal view returns (bytes memory) {
        (bytes32 root,,) = audits.auditedRevisionOf(id, epoch);
        return PackedProofs.pack(_units[root].proofOf(index));
    }

    /// A seed of `epoch` with which `failures` of the five challenges hit the first agreement.
    function seedsWith(uint32 epoch, uint256 failures) internal {
        seedsWith(epoch, failures, 0);
    }

    /// The first such seed from `salt` on.
    function seedsWith(uint32 epoch, uint256 failures, uint256 salt) internal {
        for (;; salt++) {
            vm.warp(uint256(startOf(epoch + 1)) + 1);
            seedBook.post(epoch, keccak256(abi.encode(salt)));
            (uint128[] memory drawn,) = audits.challengesOf(1, epoch);
            uint256 hits = 0;
            for (uint256 j = 0; j < drawn.length; j++) {
                if (drawn[j] == ids[0]) hits++;
            }
            if (hits == failures) return;
        }
    }

    function answersTo(uint32 epoch, uint128 lost) internal view returns (bytes memory answers) {
        (uint128[] memory drawn, uint64[] memory indexes) = audits.challengesOf(1, epoch);
        for (uint256 j = 0; j < drawn.length; j++) {
            answers = bytes.concat(answers, drawn[j] == lost ? bytes(hex"ff") : shows(drawn[j], epoch, indexes[j]));
        }
    }

    function admits(uint32 epoch) internal {
        bytes memory answers = answersTo(epoch, ids[0]);
        vm.prank(nodeOf(1));
        audits.auditCompact(1, epoch, answers);
    }

    function declares(uint128 id) internal returns (uint256 slashed) {
        uint32 epoch = currentEpoch();
        vm.prank(ownerOf(uint64(id >> 64)));
        return audits.declareFault(id, epoch);
    }

    function asks(uint128 id, uint64 index) internal returns (uint32 due) {
        vm.prank(consumer);
        return targeted.open(id, index);
    }

    /// What the provider's stake still has, free or committed.
    function stakeLeft(uint64 provider) internal view returns (uint256) {
        (uint256 free, uint256 committed,,) = stakes.stakeOf(provider, address(token));
        return free + committed;
    }
}
