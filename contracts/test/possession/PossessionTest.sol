// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {PossessionVerifier} from "../../src/PossessionVerifier.sol";
import {IAccessGrants} from "../../src/interfaces/IAccessGrants.sol";
import {IOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {IRandomBeacon} from "../../src/interfaces/IRandomBeacon.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {Agreement, AgreementState, AgreementTerms, PossessionProof, Revision} from "../../src/interfaces/Types.sol";
import {Test} from "../Test.sol";
import {ReferenceUnit, Sha256Unit} from "./ReferenceUnit.sol";

/// @dev The Orchestrator as far as the verifier sees it: a calendar, agreements, and what it was told.
contract AgreementBook {
    error EpochAlreadyConfirmed(uint64 providerId, uint32 epoch);

    uint32 public constant genesis = 1_800_000_000;
    uint32 public constant epochSeconds = 86_400;
    uint32 public constant auditWindowSeconds = 21_600;

    mapping(uint128 agreementId => Agreement) private _agreements;
    mapping(uint64 providerId => mapping(uint32 epoch => bool)) public isConfirmed;
    uint128[] public activated;
    mapping(uint128 agreementId => uint96) private _price;
    mapping(uint128 agreementId => uint32) private _priceFrom;

    function put(uint128 agreementId, Agreement calldata agreement) external {
        _agreements[agreementId] = agreement;
    }

    function move(uint128 agreementId, AgreementState state, uint32 endEpoch) external {
        (_agreements[agreementId].state, _agreements[agreementId].endEpoch) = (state, endEpoch);
    }

    function retire(PossessionVerifier verifier, uint128 agreementId) external {
        verifier.retire(agreementId);
    }

    /// As the Orchestrator does: over at once, and retired.
    function breach(uint128 agreementId, uint32, address) external returns (uint256 slashed) {
        _agreements[agreementId].state = AgreementState.Closed;
        PossessionVerifier(msg.sender).retire(agreementId);
        return 1000;
    }

    function activate(uint128 agreementId) external {
        activated.push(agreementId);
        _agreements[agreementId].state = AgreementState.Active;
    }

    function confirm(uint64 providerId, uint32 epoch) external {
        if (isConfirmed[providerId][epoch]) revert EpochAlreadyConfirmed(providerId, epoch);
        isConfirmed[providerId][epoch] = true;
    }

    function agreementOf(uint128 agreementId) external view returns (Agreement memory) {
        return _agreements[agreementId];
    }

    /// The agreement's, until `price` says otherwise.
    function rateIn(uint128 agreementId, uint32 epoch) external view returns (uint96) {
        return epoch >= _priceFrom[agreementId] && _priceFrom[agreementId] != 0 ? _price[agreementId] : _agreements[agreementId].rate;
    }

    function price(uint128 agreementId, uint96 rate, uint32 fromEpoch) external {
        (_price[agreementId], _priceFrom[agreementId]) = (rate, fromEpoch);
    }

    function termsOf(uint128 agreementId) external view returns (AgreementTerms memory) {
        Agreement storage held = _agreements[agreementId];
        return AgreementTerms({
            slaId: held.slaId,
            consumer: held.consumer,
            state: held.state,
            capacityBytes: held.capacityBytes,
            rate: held.rate,
            endEpoch: held.endEpoch
        });
    }

    function activations() external view returns (uint256) {
        return activated.length;
    }

    function currentEpoch() external view returns (uint32) {
        return uint32((block.timestamp - genesis) / epochSeconds);
    }
}

/// @dev A beacon that says what the test wants.
contract SeedBook {
    mapping(uint32 epoch => bytes32) public seedOf;
    mapping(uint32 epoch => uint32) public seededAtOf;

    function post(uint32 epoch, bytes32 seed) external {
        (seedOf[epoch], seededAtOf[epoch]) = (seed, uint32(block.timestamp));
    }
}

/// @dev Node keys, and keys that may co-sign for a consumer.
contract KeyBook {
    mapping(uint64 id => address) public nodeKeyOf;
    mapping(uint64 id => address) public ownerOf;
    mapping(bytes32 grant => bool) private _granted;

    function name(uint64 id, address key) external {
        nodeKeyOf[id] = key;
    }

    function own(uint64 id, address owner) external {
        ownerOf[id] = owner;
    }

    function grant(address consumer, bytes32 slaId, address key, uint8 rights) external {
        _granted[keccak256(abi.encode(consumer, slaId, key, rights))] = true;
    }

    function allows(address consumer, bytes32 slaId, address key, uint8 rights) external view returns (bool) {
        return _granted[keccak256(abi.encode(consumer, slaId, key, rights))];
    }
}

/// @dev Ground of the verifier's tests: one provider, agreements opened at will, and units it can prove.
abstract contract PossessionTest is Test {
    uint64 internal constant PROVIDER = 7;
    uint8 internal constant CHALLENGES = 5;
    uint64 internal constant CAPACITY = 1 << 30;
    uint32 internal constant LONG = 1000;
    bytes32 internal constant SLA = keccak256("sla");

    AgreementBook internal orchestrator;
    SeedBook internal beacon;
    KeyBook internal keys;
    PossessionVerifier internal verifier;
    address internal constant targeted = address(0x7a26e7);

    address internal consumer;
    uint256 internal consumerKey;
    address internal node;
    uint256 internal nodeKey;

    /// How the pieces of the units are hashed; a test sets it before its first one.
    uint8 internal treeHash;
    mapping(bytes32 root => ReferenceUnit) internal units;

    function setUp() public virtual {
        orchestrator = new AgreementBook();
        beacon = new SeedBook();
        keys = new KeyBook();
        verifier = newVerifier(CHALLENGES);
        (consumer, consumerKey) = actor("consumer");
        (node, nodeKey) = actor("node");
        keys.name(PROVIDER, node);
        keys.own(PROVIDER, address(this));
        inEpoch(10);
    }

    function newVerifier(uint8 challenges) internal returns (PossessionVerifier) {
        return new PossessionVerifier(
            IOrchestrator(address(orchestrator)),
            IRegistry(address(keys)),
            IAccessGrants(address(keys)),
            IRandomBeacon(address(beacon)),
            challenges,
            targeted
        );
    }

    function idOf(uint64 index) internal pure returns (uint128) {
        return uint128(PROVIDER) << 64 | 1 << 48 | index;
    }

    /// Opens agreement `index` of the provider.
    function opens(uint64 index, uint96 rate, uint32 endEpoch) internal returns (uint128 id) {
        id = idOf(index);
        Agreement memory agreement;
        agreement.slaId = SLA;
        agreement.providerId = PROVIDER;
        agreement.consumer = consumer;
        agreement.state = AgreementState.Open;
        agreement.capacityBytes = CAPACITY;
        agreement.rate = rate;
        agreement.endEpoch = endEpoch;
        orchestrator.put(id, agreement);
    }

    /// Opens agreement `index` and commits a unit of pieces of these sizes, in leaves.
    function stores(uint64 index, uint96 rate, uint64[] memory sizes) internal returns (uint128 id) {
        id = opens(index, rate, LONG);
        commits(id, sizes);
    }

    /// Commits a unit of pieces of these sizes as the next revision.
    function commits(uint128 id, uint64[] memory sizes) internal returns (bytes32 root) {
        ReferenceUnit unit = newUnit(sizes);
        uint64 leaves;
        (root, leaves) = unit.root();
        units[root] = unit;
        commitsRoot(id, root, leaves);
    }

    function newUnit(uint64[] memory sizes) internal returns (ReferenceUnit) {
        return treeHash == 0 ? new ReferenceUnit(sizes) : new Sha256Unit(sizes);
    }

    function commitsRoot(uint128 id, bytes32 root, uint64 leaves) internal {
        (,, uint64 sequence,) = verifier.revisionOf(id);
        Revision memory revision = Revision(id, root, leaves, sequence + 1, treeHash);
        verifier.commit(revision, signed(revision, consumerKey), signed(revision, nodeKey));
    }

    function signed(Revision memory revision, uint256 key) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, verifier.hashRevision(revision));
        return abi.encodePacked(r, s, v);
    }

    function pieces(uint64 a) internal pure returns (uint64[] memory sizes) {
        sizes = new uint64[](1);
        sizes[0] = a;
    }

    function pieces(uint64 a, uint64 b) internal pure returns (uint64[] memory sizes) {
        sizes = new uint64[](2);
        (sizes[0], sizes[1]) = (a, b);
    }

    function pieces(uint64 a, uint64 b, uint64 c, uint64 d) internal pure returns (uint64[] memory sizes) {
        sizes = new uint64[](4);
        (sizes[0], sizes[1], sizes[2], sizes[3]) = (a, b, c, d);
    }

    function startOf(uint32 epoch) internal view returns (uint256) {
        return orchestrator.genesis() + uint256(epoch) * orchestrator.epochSeconds();
    }

    function inEpoch(uint32 epoch) internal {
        vm.warp(startOf(epoch) + 1000);
    }

    /// Ten seconds after the end of `epoch` its seed is there.
    function seeds(uint32 epoch, bytes32 seed) internal {
        vm.warp(startOf(epoch + 1) + 10);
        beacon.post(epoch, seed);
    }

    /// What an honest provider sends.
    function proofsOf(uint32 epoch) internal view returns (PossessionProof[] memory proofs) {
        (uint128[] memory ids, uint64[] memory indexes) = verifier.challengesOf(PROVIDER, epoch);
        proofs = new PossessionProof[](ids.length);
        for (uint256 j = 0; j < ids.length; j++) {
            (bytes32 root,,) = verifier.auditedRevisionOf(ids[j], epoch);
            proofs[j] = units[root].proofOf(indexes[j]);
        }
    }

    function audits(uint32 epoch) internal virtual {
        verifier.audit(PROVIDER, epoch, proofsOf(epoch));
    }
}
