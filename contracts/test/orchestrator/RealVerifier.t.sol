// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {PossessionVerifier} from "../../src/PossessionVerifier.sol";
import {IAccessGrants} from "../../src/interfaces/IAccessGrants.sol";
import {IRandomBeacon} from "../../src/interfaces/IRandomBeacon.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {AgreementState, PossessionProof, Revision, SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";
import {FakeVerifier, SeededBeacon} from "./Ports.sol";

/// @dev The orchestrator with the real PossessionVerifier: revisions start agreements, audits confirm epochs, ends pay.
contract RealVerifierTest is OrchestratorTest {
    PossessionVerifier private _verifier;
    SeededBeacon private _beacon;

    function setUp() public override {
        super.setUp();
        _beacon = new SeededBeacon();
        // Registry, stakes, both sides of the Orchestrator and the lens come first.
        verifier = FakeVerifier(vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 8));
        deploy(address(token));
        _verifier = new PossessionVerifier(
            orchestrator, IRegistry(address(registry)), IAccessGrants(address(grants)), IRandomBeacon(address(_beacon)), 5, address(0)
        );
        assertEq(address(_verifier), address(verifier), "precomputed");
        market = orchestrator.createMarket(address(token), FEE_BPS, oracle);
        for (uint64 id = 1; id <= PROVIDERS; id++) {
            enlist(id);
        }
        vm.prank(consumer);
        token.approve(address(orchestrator), type(uint256).max);
    }

    function test_RevisionsStartAgreementsAuditsConfirmEpochsAndEndsPay() external {
        (uint128[] memory ids,) = openTwoOfThree();
        for (uint64 provider = 1; provider <= 3; provider++) {
            startEmpty(provider, ids[provider - 1]);
            assertState(ids[provider - 1], AgreementState.Active);
        }
        for (uint32 epoch = 11; epoch <= 20; epoch++) {
            vm.warp(uint256(startOf(epoch + 1)) + 1);
            _beacon.seed(epoch);
            for (uint64 provider = 1; provider <= 3; provider++) {
                _verifier.audit(provider, epoch, new PossessionProof[](0));
            }
        }
        passFinality(20);
        for (uint256 i = 0; i < 3; i++) {
            orchestrator.end(ids[i]);
            assertEq(earningsOf(uint64(i + 1)), 10 * EPOCH_PAY, "ten epochs");
        }
    }

    /// The verifier asks the Orchestrator for the rate, and the Orchestrator tells it when that changes.
    function test_AChangeOfTheRateMovesTheUnitInTheLine() external {
        (uint128[] memory ids, Sla memory sla) = openTwoOfThree();
        (Sla memory other, SignedOffer[] memory offers) = twoOfThree();
        other.salt = 2;
        uint128[] memory others = open(other, offers);
        startEmpty(1, ids[0]);
        startEmpty(1, others[0]);
        assertEq(_verifier.unitsOf(1)[0], ids[0], "in the order of their coming");
        change(sla, ids[0], RATE / 2, 13);
        _verifier.follow(ids[0]);
        assertEq(_verifier.unitsOf(1)[0], ids[0], "not before it is time");
        change(other, others[0], RATE / 2, 11);
        _verifier.follow(others[0]);
        assertEq(_verifier.unitsOf(1)[1], others[0], "at the end of the line, once");
        vm.warp(uint256(startOf(12)) + 1);
        _verifier.follow(ids[0]);
        uint128[] memory units = _verifier.unitsOf(1);
        assertEq(units.length, 2, "each once");
        assertTrue(units[0] == others[0] && units[1] == ids[0], "behind the other one");
    }

    /// Without that, the provider would be paid for epochs whose audits pass the unit over.
    function test_ARenewedUnitIsAuditedToItsNewEnd() external {
        (uint128[] memory ids,) = openTwoOfThree();
        startEmpty(1, ids[0]);
        for (uint32 epoch = 11; epoch <= 25; epoch++) {
            if (epoch == 19) renew(mandateFor(ids[0]), renewalOf(ids[0], 5, RATE));
            vm.warp(uint256(startOf(epoch + 1)) + 1);
            _beacon.seed(epoch);
            uint128[] memory units = _verifier.unitsOf(1);
            assertEq(units.length, 1, "it stands in the line once");
            assertEq(units[0], ids[0], "until its new end");
            _verifier.audit(1, epoch, new PossessionProof[](0));
        }
        passFinality(25);
        orchestrator.end(ids[0]);
        assertEq(earningsOf(1), 15 * EPOCH_PAY, "and is paid for all of them");
    }

    function startEmpty(uint64 provider, uint128 agreementId) private {
        Revision memory revision = Revision({agreementId: agreementId, root: 0, leaves: 0, sequence: 1, treeHash: 0});
        bytes32 digest = _verifier.hashRevision(revision);
        (, uint256 nodeKey) = actor(named("node", provider));
        _verifier.commit(revision, sign(consumerKey, digest), sign(nodeKey, digest));
    }
}
