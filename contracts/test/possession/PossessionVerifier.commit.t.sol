// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {PossessionVerifier} from "../../src/PossessionVerifier.sol";
import {IPossessionVerifier} from "../../src/interfaces/IPossessionVerifier.sol";
import {Agreement, AgreementState, Revision} from "../../src/interfaces/Types.sol";
import {OneKeyWallet} from "../orchestrator/Wallets.sol";
import {PossessionTest} from "./PossessionTest.sol";

/// @dev Branches: PossessionVerifier.commit.tree
contract PossessionVerifierCommitTest is PossessionTest {
    uint256 private constant SECP256K1_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    uint128 private _id;

    event RevisionCommitted(uint128 indexed agreementId, bytes32 root, uint64 leaves, uint64 sequence, uint32 effectiveEpoch);

    function setUp() public override {
        super.setUp();
        _id = opens(1, 1 << 32, LONG);
    }

    function testFuzz_RevertWhen_TheAgreementIsNotLive(uint256 state, bytes32 root, uint64 leaves, uint64 sequence, uint8 kind) external {
        AgreementState[4] memory dead = [AgreementState.None, AgreementState.Breached, AgreementState.Closed, AgreementState.Void];
        orchestrator.move(_id, dead[bound(state, 0, 3)], LONG);
        refuses(Revision(_id, root, leaves, sequence, kind), abi.encodeWithSelector(IPossessionVerifier.AgreementNotLive.selector, _id));
        assertEq(verifier.unitsOf(PROVIDER).length, 0, "units");
        AgreementState[3] memory live = [AgreementState.Open, AgreementState.Active, AgreementState.Notice];
        orchestrator.move(_id, live[bound(state, 0, 2)], LONG);
        commitsRoot(_id, keccak256("root"), 1);
    }

    function testFuzz_RevertWhen_TheLeavesExceedTheCapacity(uint64 capacity, uint64 excess, bytes32 root) external {
        capacity = uint64(bound(capacity, 0, (1 << 48) - 1));
        refusesMoreThan(IPossessionVerifier.LeavesAboveCapacity.selector, capacity / 256, capacity, excess, root);
    }

    function testFuzz_RevertWhen_TheLeavesExceedWhatAUnitHolds(uint64 capacity, uint64 excess, bytes32 root) external {
        capacity = uint64(bound(capacity, 1 << 48, type(uint64).max));
        refusesMoreThan(IPossessionVerifier.LeavesAboveCapacity.selector, (1 << 40) - 1, capacity, excess, root);
    }

    /// One leaf more is refused, as many as there may be are accepted.
    function refusesMoreThan(bytes4 refusal, uint64 most, uint64 capacity, uint64 excess, bytes32 root) private {
        Agreement memory agreement = orchestrator.agreementOf(_id);
        agreement.capacityBytes = capacity;
        orchestrator.put(_id, agreement);
        uint64 leaves = most + uint64(bound(excess, 1, type(uint64).max - most));
        refuses(Revision(_id, root, leaves, 1, 0), abi.encodeWithSelector(refusal, leaves, most));
        commitsRoot(_id, most == 0 ? bytes32(0) : keccak256("root"), most);
        (, leaves,,) = verifier.revisionOf(_id);
        assertEq(leaves, most, "leaves");
    }

    function testFuzz_RevertWhen_RootAndLeavesDisagree(bytes32 root, uint64 leaves, uint64 sequence, bool empty) external {
        if (root == 0) root = keccak256("root");
        (leaves, sequence) = (uint64(bound(leaves, 1, CAPACITY / 256)), uint64(bound(sequence, 1, type(uint64).max)));
        refuses(
            Revision(_id, 0, leaves, sequence, 0), abi.encodeWithSelector(IPossessionVerifier.RootInconsistent.selector, bytes32(0), leaves)
        );
        refuses(Revision(_id, root, 0, sequence, 0), abi.encodeWithSelector(IPossessionVerifier.RootInconsistent.selector, root, 0));
        if (empty) (root, leaves) = (bytes32(0), 0);
        accepts(Revision(_id, root, leaves, sequence, 0));
    }

    function testFuzz_RevertWhen_TheSequenceIsNotHigher(uint64 current, uint64 less, bytes32 root, uint32 epochs) external {
        current = uint64(bound(current, 1, type(uint64).max - 1));
        if (root == 0) root = keccak256("b");
        refuses(Revision(_id, root, 1, 0, 0), abi.encodeWithSelector(IPossessionVerifier.SequenceNotHigher.selector, 0, 0));
        accepts(Revision(_id, keccak256("a"), 1, current, 0));
        inEpoch(10 + uint32(bound(epochs, 0, 900)));
        uint64 sequence = current - uint64(bound(less, 0, current));
        refuses(
            Revision(_id, root, 1, sequence, 0), abi.encodeWithSelector(IPossessionVerifier.SequenceNotHigher.selector, sequence, current)
        );
        (bytes32 newest,,,) = verifier.revisionOf(_id);
        assertEq(newest, keccak256("a"), "the one before stands");
        accepts(Revision(_id, root, 1, current + 1, 0));
    }

    function testFuzz_RevertWhen_NoTreeIsHashedLikeThat(uint8 kind, bool empty, bool second) external {
        (bytes32 root, uint64 leaves) = empty ? (bytes32(0), 0) : (keccak256("root"), 1);
        if (second) accepts(Revision(_id, 0, 0, 1, kind % 2));
        kind = uint8(bound(kind, 2, 255));
        refuses(Revision(_id, root, leaves, 2, kind), abi.encodeWithSelector(IPossessionVerifier.TreeHashUnknown.selector, kind));
        accepts(Revision(_id, root, leaves, 2, second ? verifier.treeHashOf(_id) : kind % 2));
    }

    /// The first revision, empty as it mostly is, fixes it, for revisions of the same epoch and of later ones.
    function testFuzz_RevertWhen_ALaterRevisionIsHashedOtherwise(uint8 kind, bool empty, uint32 epochs, uint64 leaves) external {
        kind %= 2;
        (bytes32 root, uint64 first) = empty ? (bytes32(0), 0) : (keccak256("a"), 7);
        accepts(Revision(_id, root, first, 1, kind));
        inEpoch(10 + uint32(bound(epochs, 0, 900)));
        leaves = uint64(bound(leaves, 1, CAPACITY / 256));
        refuses(
            Revision(_id, keccak256("b"), leaves, 2, 1 - kind),
            abi.encodeWithSelector(IPossessionVerifier.TreeHashFixed.selector, _id, 1 - kind, kind)
        );
        accepts(Revision(_id, keccak256("b"), leaves, 2, kind));
        assertEq(verifier.treeHashOf(_id), kind, "still");
        uint128 other = opens(2, 1 << 32, LONG);
        accepts(Revision(other, root, first, 1, 1 - kind));
    }

    function test_BothSidesSignHowThePiecesAreHashed() external view {
        bytes32 plain = verifier.hashRevision(Revision(_id, keccak256("root"), 1, 1, 0));
        assertTrue(plain != verifier.hashRevision(Revision(_id, keccak256("root"), 1, 1, 1)), "digest");
    }

    /// Another key, bytes that are none, and the node's signature in its second encoding.
    function testFuzz_RevertWhen_TheProviderDidNotSign(uint256 key, bytes calldata ruined) external {
        key = bound(key, 1, 1 << 255);
        vm.assume(key != nodeKey && ruined.length != 65);
        Revision memory revision = Revision(_id, keccak256("root"), 1, 1, 0);
        bytes4 refusal = IPossessionVerifier.ProviderSignatureInvalid.selector;
        refusesProvider(abi.encodeWithSelector(refusal, vm.addr(key), node), revision, signed(revision, key));
        refusesProvider(abi.encodeWithSelector(refusal, address(0), node), revision, ruined);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(nodeKey, verifier.hashRevision(revision));
        bytes memory second = abi.encodePacked(r, bytes32(SECP256K1_ORDER - uint256(s)), 55 - v);
        refusesProvider(abi.encodeWithSelector(refusal, address(0), node), revision, second);
        accepts(revision);
    }

    function testFuzz_RevertWhen_TheProviderSignedAnotherRevision(uint128 id, bytes32 root, uint64 leaves, uint64 sequence, uint8 kind)
        external
    {
        Revision memory revision = Revision(_id, keccak256("root"), 1, 1, 0);
        if (id == _id && root == revision.root && leaves == 1 && sequence == 1 && kind == 0) kind = 1;
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(nodeKey, verifier.hashRevision(Revision(id, root, leaves, sequence, kind)));
        address recovered = ecrecover(verifier.hashRevision(revision), v, r, s);
        bytes memory refusal = abi.encodeWithSelector(IPossessionVerifier.ProviderSignatureInvalid.selector, recovered, node);
        refusesProvider(refusal, revision, abi.encodePacked(r, s, v));
        accepts(revision);
    }

    function refusesProvider(bytes memory refusal, Revision memory revision, bytes memory byProvider) private {
        bytes memory byConsumer = signed(revision, consumerKey);
        vm.expectRevert(refusal);
        verifier.commit(revision, byConsumer, byProvider);
    }

    /// Nobody's signature is that of a provider without a key.
    function testFuzz_RevertWhen_TheProviderHasNoKey(uint256 key, bytes32 r, bytes32 s, uint8 v) external {
        key = bound(key, 1, 1 << 255);
        if (v == 27 || v == 28) v = 29;
        keys.name(PROVIDER, address(0));
        Revision memory revision = Revision(_id, keccak256("root"), 1, 1, 0);
        bytes4 refusal = IPossessionVerifier.ProviderSignatureInvalid.selector;
        refusesProvider(abi.encodeWithSelector(refusal, vm.addr(key), address(0)), revision, signed(revision, key));
        refusesProvider(abi.encodeWithSelector(refusal, address(0), address(0)), revision, abi.encodePacked(r, s, v));
        keys.name(PROVIDER, vm.addr(key));
        verifier.commit(revision, signed(revision, consumerKey), signed(revision, key));
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

    /// Another key, whatever else it may do and for whatever else it may do this, and bytes that are no signature.
    function testFuzz_RevertWhen_TheConsumerDidNotSign(uint256 key, bytes calldata ruined, uint8 rights, bytes32 sla, address other)
        external
    {
        key = bound(key, 1, 1 << 255);
        vm.assume(key != consumerKey && ruined.length != 65);
        address signer = vm.addr(key);
        keys.grant(consumer, SLA, signer, rights == 4 ? 8 : rights);
        keys.grant(consumer, sla == SLA ? bytes32(0) : sla, signer, 4);
        keys.grant(other == consumer ? address(0) : other, SLA, signer, 4);
        Revision memory revision = Revision(_id, keccak256("root"), 1, 1, 0);
        bytes memory byNode = signed(revision, nodeKey);
        bytes memory bySigner = signed(revision, key);

        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ConsumerSignatureInvalid.selector, signer));
        verifier.commit(revision, bySigner, byNode);
        vm.expectRevert(abi.encodeWithSelector(IPossessionVerifier.ConsumerSignatureInvalid.selector, address(0)));
        verifier.commit(revision, ruined, byNode);
        assertEq(orchestrator.activations(), 0, "not activated");

        keys.grant(consumer, SLA, signer, 4);
        verifier.commit(revision, bySigner, byNode);
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

/// @dev Branches: PossessionVerifier.commit.tree, in epoch 265, after one revision in each of 255 epochs that all wait for their seeds.
contract PossessionVerifierFullTest is PossessionTest {
    uint128 private _id;

    function setUp() public override {
        super.setUp();
        _id = opens(1, 1 << 32, LONG);
        for (uint32 epoch = 10; epoch < 265; epoch++) {
            inEpoch(epoch);
            commitsRoot(_id, bytes32(uint256(epoch)), 1);
        }
        inEpoch(265);
    }

    /// However long nobody posts a seed; one that is posted makes room once its window has passed, and no second before.
    function testFuzz_RevertWhen_TheRevisionsOfOpenEpochsAreTooMany(
        bytes32 root,
        uint64 leaves,
        uint64 sequence,
        uint32 wait,
        uint256 early
    ) external {
        leaves = uint64(bound(leaves, 0, CAPACITY / 256));
        if (leaves == 0 || root == 0) (root, leaves) = (bytes32(0), 0);
        Revision memory revision = Revision(_id, root, leaves, uint64(bound(sequence, 256, type(uint64).max)), 0);
        (bytes memory byConsumer, bytes memory byNode) = (signed(revision, consumerKey), signed(revision, nodeKey));
        bytes memory refusal = abi.encodeWithSelector(PossessionVerifier.RevisionsFull.selector, _id, 11);
        // Seeds come in times of 32 bits.
        vm.warp(vm.getBlockTimestamp() + bound(wait, 0, 2e9));
        vm.expectRevert(refusal);
        verifier.commit(revision, byConsumer, byNode);

        beacon.post(11, "late");
        uint256 closes = vm.getBlockTimestamp() + 21_600;
        vm.warp(closes - bound(early, 0, 21_600));
        vm.expectRevert(refusal);
        verifier.commit(revision, byConsumer, byNode);
        assertOldestKept();
        vm.warp(closes + 1);
        verifier.commit(revision, byConsumer, byNode);
        (bytes32 newest,,,) = verifier.revisionOf(_id);
        assertEq(newest, revision.root, "a seed makes room");
    }

    function assertOldestKept() private view {
        (bytes32 oldest,,) = verifier.auditedRevisionOf(_id, 11);
        assertEq(oldest, bytes32(uint256(10)), "the oldest is kept");
    }
}
