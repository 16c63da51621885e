// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {PossessionVerifier} from "../../src/PossessionVerifier.sol";
import {QualityOracle} from "../../src/QualityOracle.sol";
import {IAccessGrants} from "../../src/interfaces/IAccessGrants.sol";
import {IProviderOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {IPossessionVerifier} from "../../src/interfaces/IPossessionVerifier.sol";
import {IRandomBeacon} from "../../src/interfaces/IRandomBeacon.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {IStakeManager} from "../../src/interfaces/IStakeManager.sol";
import {AgreementState, PossessionProof, Revision, Sla} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "../orchestrator/OrchestratorTest.sol";
import {FakeBeacon, FakeVerifier} from "../orchestrator/Ports.sol";
import {SeedBook} from "../possession/PossessionTest.sol";
import {ReferenceUnit, Sha256Unit} from "../possession/ReferenceUnit.sol";

/// @dev Branches: Delivery.tree. All parts are the deployed ones, but for the beacon, which says what the test wants.
contract DeliveryTest is OrchestratorTest {
    uint256 private constant REPORTER_STAKE = 1000;
    bytes32 private constant RECORDS = keccak256("records");

    PossessionVerifier private _audits;
    QualityOracle private _quality;
    SeedBook private _seeds;
    ReferenceUnit private _unit;
    uint128[] private _ids;

    function setUp() public override {
        super.setUp();
        deployAll();
        market = orchestrator.createMarket(address(token), FEE_BPS, oracle);
        for (uint64 id = 1; id <= PROVIDERS; id++) {
            enlist(id);
        }
        for (uint64 id = 6; id <= 9; id++) {
            joins(id);
        }
        vm.prank(consumer);
        token.approve(address(orchestrator), type(uint256).max);

        uint64[] memory pieces = new uint64[](3);
        (pieces[0], pieces[2]) = (5, 12);
        _unit = new Sha256Unit(pieces);
        (_ids,) = openTwoOfThree();
        for (uint64 i = 0; i < 3; i++) {
            commits(i);
        }
    }

    function test_ProvenEpochsArePaid() external {
        assertState(_ids[0], AgreementState.Active);
        for (uint32 epoch = 11; epoch <= 20; epoch++) {
            seeds(epoch);
            for (uint64 provider = 1; provider <= 3; provider++) {
                audits(provider, epoch);
            }
            if (epoch == 11) assertEq(orchestrator.settle(_ids[0]), 0, "its quality is not final");
        }
        passFinality(20);
        assertEq(orchestrator.settle(_ids[0]), 10 * EPOCH_PAY, "ten epochs");

        orchestrator.end(_ids[0]);
        assertState(_ids[0], AgreementState.Closed);
        vm.warp(uint256(startOf(22)) + 1);
        _seeds.post(21, keccak256("seed"));
        (uint128[] memory challenged,) = _audits.challengesOf(1, 21);
        assertEq(challenged.length, 0, "it left the audits with its end");
    }

    function test_AnEpochNotProvenInTimeIsPenalisedAndUnpaid() external {
        seeds(11);
        PossessionProof[] memory proofs = proofsOf(1, 11);
        uint256 closes = _audits.auditClosesAt(11);

        vm.warp(closes);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.EpochNotMissed.selector, 1, 11));
        orchestrator.penaliseMiss(_ids[0], 11);
        vm.warp(closes + 1);
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.AuditWindowClosed.selector, 11, closes));
        _audits.audit(1, 11, proofs);
        assertEq(orchestrator.penaliseMiss(_ids[0], 11), EPOCH_PAY, "one epoch's pay of the collateral");

        passFinality(11);
        assertEq(orchestrator.settle(_ids[0]), 0, "nothing was proven");
    }

    function test_AReportedBreachCostsItsPartOfTheEpoch() external {
        seeds(11);
        audits(1, 11);
        bytes32 root = leafOf(11, _ids[0], 2500);
        _quality.post(11, root, RECORDS, signatures(11, root));
        _quality.executeBreach(11, _ids[0], 2500, new bytes32[](0));
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.CreditOutsideWindow.selector, _ids[0], 11));
        _quality.executeBreach(11, _ids[0], 2500, new bytes32[](0));

        (,, uint32 postedAt) = _quality.rootOf(11);
        vm.warp(uint256(postedAt) + WINDOW);
        vm.expectRevert();
        _quality.executeBreach(11, _ids[0], 2500, new bytes32[](0));
        assertEq(orchestrator.settle(_ids[0]), EPOCH_PAY * 3 / 4, "three quarters");
    }

    function test_ANoticeEndsTheAuditsOnceTheVerifierKnows() external {
        vm.prank(consumer);
        orchestrator.giveNotice(_ids[0]);
        uint32 end = orchestrator.agreementOf(_ids[0]).endEpoch;
        _audits.shorten(_ids[0]);
        vm.warp(uint256(startOf(end + 1)) + 1);
        _seeds.post(end - 1, keccak256("seed"));
        _seeds.post(end, keccak256("seed"));
        (uint128[] memory last,) = _audits.challengesOf(1, end - 1);
        (uint128[] memory after_,) = _audits.challengesOf(1, end);
        assertEq(last.length, 5, "its last epoch");
        assertEq(after_.length, 0, "the epoch after");
    }

    function test_TwoRootsOfOneReporterCostItsStake() external {
        vm.warp(uint256(startOf(12)) + 1);
        bytes memory a = signature(6, 11, keccak256("a"));
        bytes memory b = signature(6, 11, keccak256("b"));
        vm.prank(stranger);
        _quality.proveEquivocation(11, keccak256("a"), RECORDS, a, keccak256("b"), RECORDS, b);

        (uint256 free,,,) = stakes.stakeOf(6, address(token));
        assertEq(free, STAKE - REPORTER_STAKE, "stake");
        assertEq(slashOf(stranger), REPORTER_STAKE / 2, "prover");
        assertEq(slashOf(address(fund)), REPORTER_STAKE / 2, "fund");
    }

    /// All parts know each other: their addresses follow from this contract's nonce.
    function deployAll() private {
        _seeds = new SeedBook();
        beacon = FakeBeacon(address(_seeds));
        // Registry, stakes, both sides of the Orchestrator and the lens come first.
        uint64 nonce = vm.getNonce(address(this)) + 8;
        verifier = FakeVerifier(vm.computeCreateAddress(address(this), nonce));
        oracle = vm.computeCreateAddress(address(this), nonce + 1);
        deploy(address(token));
        _audits = new PossessionVerifier(
            orchestrator, IRegistry(address(registry)), IAccessGrants(address(grants)), IRandomBeacon(address(_seeds)), 5, address(0)
        );
        _quality =
            new QualityOracle(IRegistry(address(registry)), IStakeManager(address(stakes)), orchestrator, address(token), REPORTER_STAKE);
        assertEq(address(_audits), address(verifier), "verifier");
        assertEq(address(_quality), oracle, "oracle");
    }

    function joins(uint64 id) private {
        (address owner,) = actor(named("owner", id));
        vm.prank(owner);
        registry.register(16, payoutOf(id), nodeOf(id), 0, "https://reporter.example");
        token.mint(address(this), STAKE);
        token.approve(address(stakes), STAKE);
        stakes.stake(id, address(token), STAKE);
        vm.prank(owner);
        _quality.join(id);
    }

    function commits(uint64 leg) private {
        (bytes32 root, uint64 leaves) = _unit.root();
        Revision memory revision = Revision(_ids[leg], root, leaves, 1, 1);
        bytes32 digest = _audits.hashRevision(revision);
        (, uint256 nodeKey) = actor(named("node", leg + 1));
        _audits.commit(revision, sign(consumerKey, digest), sign(nodeKey, digest));
    }

    function seeds(uint32 epoch) private {
        vm.warp(uint256(startOf(epoch + 1)) + 1);
        _seeds.post(epoch, keccak256(abi.encode("seed", epoch)));
    }

    function audits(uint64 provider, uint32 epoch) private {
        _audits.audit(provider, epoch, proofsOf(provider, epoch));
    }

    function proofsOf(uint64 provider, uint32 epoch) private view returns (PossessionProof[] memory proofs) {
        (, uint64[] memory indexes) = _audits.challengesOf(provider, epoch);
        proofs = new PossessionProof[](indexes.length);
        for (uint256 j = 0; j < indexes.length; j++) {
            proofs[j] = _unit.proofOf(indexes[j]);
        }
    }

    function leafOf(uint32 epoch, uint128 agreementId, uint16 bps) private pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(epoch, agreementId, bps))));
    }

    function signature(uint64 id, uint32 epoch, bytes32 root) private returns (bytes memory) {
        (, uint256 key) = actor(named("node", id));
        return sign(key, _quality.hashRoot(epoch, root, RECORDS));
    }

    /// Of all four reporters, by ascending address.
    function signatures(uint32 epoch, bytes32 root) private returns (bytes memory all) {
        uint64[4] memory order = [uint64(6), 7, 8, 9];
        for (uint256 i = 0; i < 4; i++) {
            for (uint256 j = i; j > 0 && nodeOf(order[j - 1]) > nodeOf(order[j]); j--) {
                (order[j - 1], order[j]) = (order[j], order[j - 1]);
            }
        }
        for (uint256 i = 0; i < 4; i++) {
            all = bytes.concat(all, signature(order[i], epoch, root));
        }
    }
}
