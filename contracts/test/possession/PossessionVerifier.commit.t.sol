// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {PossessionVerifier} from "../../src/PossessionVerifier.sol";
import {IPossessionVerifier} from "../../src/interfaces/IPossessionVerifier.sol";
import {Agreement, AgreementState, Revision} from "../../src/interfaces/Types.sol";
import {OneKeyWallet} from "../orchestrator/Wallets.sol";
import {PossessionTest} from "./PossessionTest.sol";

/// @dev Branches: PossessionVerifier.commit.tree
contract PossessionVerifierCommitTest is PossessionTest {
    uint128 private _id;

    event RevisionCommitted(uint128 indexed agreementId, bytes32 root, uint64 leaves, uint64 sequence, uint32 effectiveEpoch);

    function setUp() public override {
        super.setUp();
        _id = opens(1, 1 << 32, LONG);
    }

    function test_RevertWhen_TheAgreementIsNotLive() external {
        AgreementState[4] memory states = [AgreementState.None, AgreementState.Breached, AgreementState.Closed, AgreementState.Void];
        for (uint256 i = 0; i < 4; i++) {
            orchestrator.move(_id, states[i], LONG);
            refuses(Revision(_id, keccak256("root"), 1, 1, 0), abi.encodeWithSelector(IPossessionVerifier.AgreementNotLive.selector, _id));
        }
    }

    function test_RevertWhen_TheLeavesExceedTheCapacity() external {
        uint64 most = CAPACITY / 256;
        refuses(
            Revision(_id, keccak256("root"), most + 1, 1, 0),
            abi.encodeWithSelector(IPossessionVerifier.LeavesAboveCapacity.selector, most + 1, most)
        );
        commitsRoot(_id, keccak256("root"), most);
    }

    function test_RevertWhen_TheLeavesExceedWhatAUnitHolds() external {
        Agreement memory agreement = orchestrator.agreementOf(_id);
        agreement.capacityBytes = type(uint64).max;
        orchestrator.put(_id, agreement);
        uint64 most = 2 ** 40 - 1;
        refuses(
            Revision(_id, keccak256("root"), most + 1, 1, 0),
            abi.encodeWithSelector(IPossessionVerifier.LeavesAboveCapacity.selector, most + 1, most)
        );
        commitsRoot(_id, keccak256("root"), most);
        (, uint64 leaves,,) = verifier.revisionOf(_id);
        assertEq(leaves, most, "leaves");
    }

    /// 255 epochs without a seed: all of them may still be audited.
    function test_RevertWhen_TheRevisionsOfOpenEpochsAreTooMany() external {
        for (uint32 epoch = 10; epoch < 265; epoch++) {
            inEpoch(epoch);
            commitsRoot(_id, bytes32(uint256(epoch)), 1);
        }
        inEpoch(265);
        refuses(
            Revision(_id, keccak256("root"), 1, 256, 0), abi.encodeWithSelector(PossessionVerifier.RevisionsFull.selector, _id, uint32(11))
        );
        (bytes32 root,,) = verifier.auditedRevisionOf(_id, 11);
        assertEq(root, bytes32(uint256(10)), "the oldest is kept");

        for (uint32 epoch = 11; epoch < 20; epoch++) {
            beacon.post(epoch, "late");
        }
        inEpoch(267);
        commitsRoot(_id, keccak256("root"), 1);
        (root,,,) = verifier.revisionOf(_id);
        assertEq(root, keccak256("root"), "seeds make room");
    }

    function test_RevertWhen_RootAndLeavesDisagree() external {
        refuses(Revision(_id, 0, 1, 1, 0), abi.encodeWithSelector(IPossessionVerifier.RootInconsistent.selector, bytes32(0), 1));
        refuses(
            Revision(_id, keccak256("root"), 0, 1, 0),
            abi.encodeWithSelector(IPossessionVerifier.RootInconsistent.selector, keccak256("root"), 0)
        );
    }

    function test_RevertWhen_TheSequenceIsNotHigher() external {
        refuses(Revision(_id, 0, 0, 0, 0), abi.encodeWithSelector(IPossessionVerifier.SequenceNotHigher.selector, 0, 0));
        accepts(Revision(_id, keccak256("a"), 1, 8, 0));
        refuses(Revision(_id, keccak256("b"), 1, 8, 0), abi.encodeWithSelector(IPossessionVerifier.SequenceNotHigher.selector, 8, 8));
        refuses(Revision(_id, keccak256("b"), 1, 7, 0), abi.encodeWithSelector(IPossessionVerifier.SequenceNotHigher.selector, 7, 8));
        accepts(Revision(_id, keccak256("b"), 1, type(uint64).max, 0));
    }

    function test_RevertWhen_NoTreeIsHashedLikeThat() external {
        refuses(Revision(_id, keccak256("root"), 1, 1, 2), abi.encodeWithSelector(IPossessionVerifier.TreeHashUnknown.selector, 2));
        refuses(Revision(_id, 0, 0, 1, 255), abi.encodeWithSelector(IPossessionVerifier.TreeHashUnknown.selector, 255));
    }

    /// The first revision, empty as it mostly is, fixes it, for revisions of the same epoch and of later ones.
    function test_RevertWhen_ALaterRevisionIsHashedOtherwise() external {
        accepts(Revision(_id, 0, 0, 1, 1));
        assertEq(verifier.treeHashOf(_id), 1, "fixed");
        bytes memory isFixed = abi.encodeWithSelector(IPossessionVerifier.TreeHashFixed.selector, _id, 0, 1);
        refuses(Revision(_id, keccak256("root"), 1, 2, 0), isFixed);
        inEpoch(12);
        refuses(Revision(_id, keccak256("root"), 1, 2, 0), isFixed);
        accepts(Revision(_id, keccak256("root"), 1, 2, 1));
        assertEq(verifier.treeHashOf(_id), 1, "still");

        uint128 other = opens(2, 1 << 32, LONG);
        accepts(Revision(other, 0, 0, 1, 0));
        refuses(
            Revision(other, keccak256("root"), 1, 2, 1), abi.encodeWithSelector(IPossessionVerifier.TreeHashFixed.selector, other, 1, 0)
        );
    }

    function test_BothSidesSignHowThePiecesAreHashed() external view {
        bytes32 plain = verifier.hashRevision(Revision(_id, keccak256("root"), 1, 1, 0));
        assertTrue(plain != verifier.hashRevision(Revision(_id, keccak256("root"), 1, 1, 1)), "digest");
    }

    function test_RevertWhen_TheProviderDidNotSign() external {
        Revision memory revision = Revision(_id, keccak256("root"), 1, 1, 0);
        bytes memory bySigner = signed(revision, consumerKey);

        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ProviderSignatureInvalid.selector, consumer, node));
        verifier.commit(revision, bySigner, bySigner);
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ProviderSignatureInvalid.selector, address(0), node));
        verifier.commit(revision, bySigner, "");
        bytes32 another = verifier.hashRevision(Revision(_id, keccak256("root"), 1, 2, 0));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(nodeKey, another);
        address recovered = ecrecover(verifier.hashRevision(revision), v, r, s);
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ProviderSignatureInvalid.selector, recovered, node));
        verifier.commit(revision, bySigner, abi.encodePacked(r, s, v));
    }

    function test_RevertWhen_TheProviderHasNoKeyAndTheSignatureIsRuined() external {
        keys.name(PROVIDER, address(0));
        Revision memory revision = Revision(_id, keccak256("root"), 1, 1, 0);
        bytes memory byConsumer = signed(revision, consumerKey);

        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ProviderSignatureInvalid.selector, address(0), address(0)));
        verifier.commit(revision, byConsumer, new bytes(65));
    }

    /// Both sides may be contracts: their wallets say whose signature is theirs (ERC-1271).
    function test_AWalletOfEitherSideSigns() external {
        Agreement memory agreement = orchestrator.agreementOf(_id);
        agreement.consumer = address(new OneKeyWallet(consumer));
        orchestrator.put(_id, agreement);
        keys.name(PROVIDER, address(new OneKeyWallet(node)));
        Revision memory revision = Revision(_id, keccak256("root"), 1, 1, 0);
        (bytes memory byConsumer, bytes memory byNode) = (signed(revision, consumerKey), signed(revision, nodeKey));

        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ConsumerSignatureInvalid.selector, node));
        verifier.commit(revision, byNode, byNode);
        address wallet = keys.nodeKeyOf(PROVIDER);
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ProviderSignatureInvalid.selector, consumer, wallet));
        verifier.commit(revision, byConsumer, byConsumer);
        verifier.commit(revision, byConsumer, byNode);
        (bytes32 root,,,) = verifier.revisionOf(_id);
        assertEq(root, revision.root, "committed");
    }

    function test_RevertWhen_TheConsumerDidNotSign() external {
        Revision memory revision = Revision(_id, keccak256("root"), 1, 1, 0);
        (address stranger, uint256 strangerKey) = actor("stranger");
        bytes memory byStranger = signed(revision, strangerKey);
        bytes memory byNode = signed(revision, nodeKey);

        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ConsumerSignatureInvalid.selector, stranger));
        verifier.commit(revision, byStranger, byNode);
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ConsumerSignatureInvalid.selector, address(0)));
        verifier.commit(revision, "", byNode);

        keys.grant(consumer, SLA, stranger, 2);
        keys.grant(consumer, keccak256("another sla"), stranger, 4);
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ConsumerSignatureInvalid.selector, stranger));
        verifier.commit(revision, byStranger, byNode);

        keys.grant(consumer, SLA, stranger, 4);
        verifier.commit(revision, byStranger, byNode);
    }

    function test_TheFirstRevisionActivatesTheAgreementOnce() external {
        commits(_id, pieces(3));
        commits(_id, pieces(4));

        assertEq(orchestrator.activations(), 1, "activations");
        assertEq(orchestrator.activated(0), _id, "agreement");
        assertEq(verifier.unitsOf(PROVIDER).length, 1, "units");
    }

    function test_UnitsStandInTheOrderOfTheirActivation() external {
        uint128 second = opens(2, 1, LONG);
        uint128 third = opens(3, 1, LONG);
        commits(third, pieces(1));
        commits(_id, pieces(1));
        commits(second, pieces(1));

        uint128[] memory ids = verifier.unitsOf(PROVIDER);
        assertEq(ids.length, 3, "units");
        assertEq(ids[0], third, "first");
        assertEq(ids[1], _id, "second");
        assertEq(ids[2], second, "third");
        assertEq(verifier.unitsOf(8).length, 0, "units of another provider");
    }

    function test_ARevisionIsEffectiveFromTheNextEpoch() external {
        vm.expectEmit(true, true, true, true, address(verifier));
        emit RevisionCommitted(_id, keccak256("a"), 3, 1, 11);
        commitsRoot(_id, keccak256("a"), 3);

        (bytes32 root, uint64 leaves, uint64 sequence, uint32 effectiveEpoch) = verifier.revisionOf(_id);
        assertEq(root, keccak256("a"), "root");
        assertEq(leaves, 3, "leaves");
        assertEq(sequence, 1, "sequence");
        assertEq(effectiveEpoch, 11, "effective");
        audited(10, 0);
        audited(11, keccak256("a"));
    }

    function test_ASecondRevisionInOneEpochTakesThePlaceOfTheFirst() external {
        commitsRoot(_id, keccak256("a"), 1);
        inEpoch(11);
        commitsRoot(_id, keccak256("b"), 1);
        commitsRoot(_id, keccak256("c"), 1);

        audited(11, keccak256("a"));
        audited(12, keccak256("c"));
    }

    function test_TheFirstRevisionSaysTheSameBeforeAndAfterTheNextOne() external {
        commitsRoot(_id, keccak256("a"), 1);
        commitsRoot(_id, keccak256("b"), 3);
        assertAudited(11, keccak256("b"), 3, 2);
        assertAudited(10, 0, 0, 0);
        inEpoch(11);
        commitsRoot(_id, keccak256("c"), 5);
        commitsRoot(_id, keccak256("d"), 6);

        assertAudited(10, 0, 0, 0);
        assertAudited(11, keccak256("b"), 3, 2);
        assertAudited(12, keccak256("d"), 6, 4);
    }

    function test_EveryOpenEpochKeepsTheRevisionItBeganWith_HoweverLateItsSeed() external {
        for (uint32 epoch = 10; epoch < 40; epoch++) {
            inEpoch(epoch);
            commitsRoot(_id, bytes32(uint256(epoch) + 1), 1);
        }
        for (uint32 epoch = 11; epoch < 41; epoch++) {
            audited(epoch, bytes32(uint256(epoch)));
        }
    }

    function test_ARevisionInEveryEpochUsesThreePlacesInTurn() external {
        for (uint32 epoch = 10; epoch < 40; epoch++) {
            if (epoch > 10) seeds(epoch - 1, keccak256(abi.encode(epoch)));
            // Within the window of the epoch before: the dearest moment.
            commitsRoot(_id, bytes32(uint256(epoch) + 1), 1);
            audited(epoch + 1, bytes32(uint256(epoch) + 1));
            if (epoch > 11) audited(epoch - 1, bytes32(uint256(epoch) - 1));
        }
        // _units is the first mapping after the two strings of EIP-712; a unit's bits 216 to 223 count its entries.
        assertEq(uint8(uint256(vm.load(address(verifier), keccak256(abi.encode(_id, uint256(2))))) >> 216), 3, "places");
    }

    function testFuzz_AuditedIsTheNewestOneBeforeTheEpoch(uint256 random) external {
        bytes32[64] memory expected;
        bytes32 newest = 0;
        uint32 settled = 11;
        for (uint32 epoch = 10; epoch < 36; epoch++) {
            expected[epoch] = newest;
            inEpoch(epoch);
            random = uint256(keccak256(abi.encode(random)));
            for (uint256 times = random % 3; times > 0; times--) {
                newest = keccak256(abi.encode(epoch, times));
                commitsRoot(_id, newest, 1);
            }
            // Seeds come in order, late by up to five epochs.
            while (settled + random % 6 < epoch) beacon.post(settled++, keccak256(abi.encode(settled)));
            uint32 open = settled > 2 ? settled - 2 : 0;
            for (uint32 e = open > 10 ? open : 10; e <= epoch; e++) {
                if (beacon.seedOf(e) == 0 || block.timestamp <= verifier.auditClosesAt(e)) audited(e, expected[e]);
            }
            audited(epoch + 1, newest);
        }
    }

    function refuses(Revision memory revision, bytes memory failure) private {
        bytes memory byConsumer = signed(revision, consumerKey);
        bytes memory byNode = signed(revision, nodeKey);
        vm.expectRevert(failure);
        verifier.commit(revision, byConsumer, byNode);
    }

    function accepts(Revision memory revision) private {
        verifier.commit(revision, signed(revision, consumerKey), signed(revision, nodeKey));
    }

    function audited(uint32 epoch, bytes32 expected) private view {
        (bytes32 root,,) = verifier.auditedRevisionOf(_id, epoch);
        assertEq(root, expected, "audited revision");
    }

    function assertAudited(uint32 epoch, bytes32 root, uint64 leaves, uint64 sequence) private view {
        (bytes32 foundRoot, uint64 foundLeaves, uint64 foundSequence) = verifier.auditedRevisionOf(_id, epoch);
        assertEq(foundRoot, root, "root");
        assertEq(foundLeaves, leaves, "leaves");
        assertEq(foundSequence, sequence, "sequence");
    }
}
