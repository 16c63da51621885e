// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessGrants} from "../../src/AccessGrants.sol";
import {Amendments} from "../../src/Amendments.sol";
import {CommunityFund} from "../../src/CommunityFund.sol";
import {ConsumerOrchestrator} from "../../src/ConsumerOrchestrator.sol";
import {LedgerRecords} from "../../src/LedgerRecords.sol";
import {Lens} from "../../src/Lens.sol";
import {Orchestrator} from "../../src/Orchestrator.sol";
import {Registry} from "../../src/Registry.sol";
import {Replacements} from "../../src/Replacements.sol";
import {StakeManager} from "../../src/StakeManager.sol";
import {ILedger, IOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {
    Agreement,
    AgreementState,
    Authorization,
    Leg,
    Offer,
    RateChange,
    Renewal,
    RenewalMandate,
    SignedOffer,
    Sla,
    SlaState
} from "../../src/interfaces/Types.sol";
import {TestDollar} from "../../src/token/TestDollar.sol";
import {Test} from "../Test.sol";
import {FakeBeacon, FakeVerifier} from "./Ports.sol";

/// @title Base of the orchestrator's tests: five listed providers, one market, one consumer, and the words to tell a story with
abstract contract OrchestratorTest is Test {
    uint32 internal constant GENESIS = 1_700_000_000;
    uint32 internal constant EPOCH = 86_400;
    uint32 internal constant WINDOW = 21_600;
    uint64 internal constant GIB = 1 << 30;
    uint64 internal constant PROVIDERS = 5;
    /// Two token units a second: 172,800 an epoch.
    uint96 internal constant RATE = 2 << 32;
    uint256 internal constant EPOCH_PAY = 172_800;
    uint256 internal constant STAKE = 1_000_000_000;
    uint16 internal constant FEE_BPS = 200;

    TestDollar internal token;
    Registry internal registry;
    StakeManager internal stakes;
    AccessGrants internal grants;
    CommunityFund internal fund;
    FakeBeacon internal beacon;
    FakeVerifier internal verifier;
    IOrchestrator internal orchestrator;
    Lens internal lens;
    address internal oracle;
    /// Whom the orchestrator obeys as its arbitration: the first contract that this one creates after it.
    address internal arbitrationAt;
    address internal consumer;
    uint256 internal consumerKey;
    address internal stranger;
    uint16 internal market;
    mapping(bytes32 slaId => bytes) private _terms;

    function setUp() public virtual {
        vm.warp(GENESIS + 10 * uint256(EPOCH) + 100);
        (consumer, consumerKey) = actor("consumer");
        (oracle,) = actor("oracle");
        (stranger,) = actor("stranger");
        token = new TestDollar();
        beacon = new FakeBeacon();
        verifier = new FakeVerifier();
        grants = new AccessGrants();
        fund = new CommunityFund(address(0xdead));
        deploy(address(token));
        market = orchestrator.createMarket(address(token), FEE_BPS, oracle);
        for (uint64 id = 1; id <= PROVIDERS; id++) {
            enlist(id);
        }
        token.mint(consumer, 1_000_000_000_000);
        vm.prank(consumer);
        token.approve(address(orchestrator), type(uint256).max);
    }

    /// The registry, the stake and the orchestrator know each other: their addresses follow from this contract's nonce.
    function deploy(address stakeToken) internal {
        address[] memory tokens = new address[](1);
        uint256[] memory thresholds = new uint256[](1);
        (tokens[0], thresholds[0]) = (stakeToken, 100);
        uint64 nonce = vm.getNonce(address(this));
        address stakesAt = vm.computeCreateAddress(address(this), nonce + 1);
        address orchestratorAt = vm.computeCreateAddress(address(this), nonce + 6);
        arbitrationAt = vm.computeCreateAddress(address(this), nonce + 8);
        registry = new Registry(address(this), stakesAt, tokens, thresholds);
        stakes = new StakeManager(address(registry), orchestratorAt, oracle, address(fund), 30 days);
        ConsumerOrchestrator consumerSide = new ConsumerOrchestrator(config());
        LedgerRecords records = new LedgerRecords(config());
        Replacements replacements = new Replacements(config());
        Amendments amendments = new Amendments(config());
        orchestrator = IOrchestrator(
            address(new Orchestrator(config(), address(consumerSide), address(records), address(replacements), address(amendments)))
        );
        assertEq(address(orchestrator), orchestratorAt, "precomputed address");
        lens = new Lens(address(orchestrator), address(registry), address(stakes), address(fund));
    }

    function config() internal view returns (ILedger.Config memory) {
        return ILedger.Config({
            genesis: GENESIS,
            epochSeconds: EPOCH,
            auditWindowSeconds: WINDOW,
            qualityWindowSeconds: WINDOW,
            finalitySeconds: WINDOW,
            startSeconds: EPOCH,
            noticeSeconds: 7 days,
            offerLifeSeconds: 1 days,
            registry: address(registry),
            stakeManager: address(stakes),
            verifier: address(verifier),
            beacon: address(beacon),
            grants: address(grants),
            fund: address(fund),
            governor: address(this),
            arbitration: arbitrationAt
        });
    }

    function enlist(uint64 id) internal {
        (address owner,) = actor(named("owner", id));
        vm.prank(owner);
        registry.register(1, payoutOf(id), nodeOf(id), 0, "https://node.example");
        token.mint(address(this), STAKE);
        token.approve(address(stakes), STAKE);
        stakes.stake(id, address(token), STAKE);
    }

    // ---- who

    function named(string memory role, uint64 id) internal pure returns (string memory) {
        return string.concat(role, vm.toString(id));
    }

    function ownerOf(uint64 id) internal returns (address account) {
        (account,) = actor(named("owner", id));
    }

    function payoutOf(uint64 id) internal returns (address account) {
        (account,) = actor(named("payout", id));
    }

    function nodeOf(uint64 id) internal returns (address account) {
        (account,) = actor(named("node", id));
    }

    // ---- terms

    function offerOf(uint64 providerId) internal view returns (Offer memory) {
        return Offer({
            providerId: providerId,
            market: market,
            ratePerGib: RATE,
            egressPerGib: 1000,
            capacityBytes: 10 * GIB,
            minimumBytes: GIB,
            minimumSeconds: 1 days,
            maximumSeconds: 365 days,
            collateralSeconds: 30 days,
            class: 1,
            region: "eu-de",
            qualityHash: 0,
            expiry: uint32(block.timestamp + 1 hours),
            nonce: orchestrator.offerNonceOf(providerId),
            salt: providerId
        });
    }

    function signed(Offer memory offer) internal returns (SignedOffer memory) {
        (, uint256 key) = actor(named("node", offer.providerId));
        SignedOffer memory blank = SignedOffer({offer: offer, signature: ""});
        blank.signature = sign(key, orchestrator.hashOffer(blank));
        return blank;
    }

    function sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function digestOf(bytes32 structHash) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Flashback"),
                keccak256("1"),
                block.chainid,
                address(orchestrator)
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function voucher(uint256 key, uint128 agreementId, uint88 cumulative, uint64 served) internal view returns (bytes memory) {
        bytes32 typehash = keccak256("Voucher(uint128 agreementId,uint88 cumulative,uint64 servedBytes)");
        return sign(key, digestOf(keccak256(abi.encode(typehash, agreementId, cumulative, served))));
    }

    /// The consumer's word that `payer` may pay for the SLA.
    function sponsorship(uint256 key, bytes32 slaId, address payer, bool refundsPayer) internal view returns (bytes memory) {
        bytes32 typehash = keccak256("Sponsorship(bytes32 slaId,address payer,bool refundsPayer)");
        return sign(key, digestOf(keccak256(abi.encode(typehash, slaId, payer, refundsPayer))));
    }

    /// The next change of the agreement's rate.
    function changeTo(uint128 agreementId, uint96 rate, uint32 fromEpoch) internal view returns (RateChange memory) {
        (,,, uint32 number) = orchestrator.rateChangeOf(agreementId);
        return RateChange({agreementId: agreementId, rate: rate, fromEpoch: fromEpoch, number: number + 1});
    }

    function hashOf(RateChange memory wanted) internal view returns (bytes32) {
        bytes32 typehash = keccak256("RateChange(uint128 agreementId,uint96 rate,uint32 fromEpoch,uint32 number)");
        return digestOf(keccak256(abi.encode(typehash, wanted.agreementId, wanted.rate, wanted.fromEpoch, wanted.number)));
    }

    /// Signed by both sides, and carried by a stranger.
    function change(Sla memory sla, RateChange memory wanted) internal {
        (, uint256 node) = actor(named("node", uint64(wanted.agreementId >> 64)));
        bytes32 digest = hashOf(wanted);
        (bytes memory consumers, bytes memory providers) = (sign(consumerKey, digest), sign(node, digest));
        vm.prank(stranger);
        orchestrator.changeRate(sla, wanted, consumers, providers);
    }

    /// The same, for what may be refused.
    function tryChange(Sla memory sla, RateChange memory wanted) internal returns (bool done) {
        (, uint256 node) = actor(named("node", uint64(wanted.agreementId >> 64)));
        bytes32 digest = hashOf(wanted);
        vm.prank(stranger);
        try orchestrator.changeRate(sla, wanted, sign(consumerKey, digest), sign(node, digest)) {
            return true;
        } catch {}
    }

    /// Of an SLA that `open` opened.
    function termsOf(uint128 agreementId) internal view returns (Sla memory) {
        return abi.decode(_terms[orchestrator.agreementOf(agreementId).slaId], (Sla));
    }

    function change(Sla memory sla, uint128 agreementId, uint96 rate, uint32 fromEpoch) internal {
        change(sla, changeTo(agreementId, rate, fromEpoch));
    }

    /// The consumer lets the agreement go on for twenty epochs more than it has now, five at a time, at twice its rate at most.
    function mandateFor(uint128 agreementId) internal view returns (RenewalMandate memory) {
        return RenewalMandate({
            agreementId: agreementId,
            payer: consumer,
            maximumRate: 2 * RATE,
            stepEpochs: 5,
            windowEpochs: 8,
            latestEnd: orchestrator.agreementOf(agreementId).endEpoch + 20,
            budget: 8_000_000,
            collateral: 0,
            consumerNonce: orchestrator.mandateNonceOf(agreementId, consumer),
            payerNonce: orchestrator.mandateNonceOf(agreementId, consumer)
        });
    }

    /// So many epochs more, at this rate.
    function renewalOf(uint128 agreementId, uint32 epochs, uint96 rate) internal view returns (Renewal memory) {
        uint32 end = orchestrator.agreementOf(agreementId).endEpoch;
        return Renewal({
            fromEpoch: end,
            endEpoch: end + epochs,
            rate: rate,
            expiry: uint32(block.timestamp + 1 hours),
            offerNonce: orchestrator.offerNonceOf(uint64(agreementId >> 64))
        });
    }

    function hashOf(RenewalMandate memory mandate) internal view returns (bytes32) {
        bytes32 typehash = keccak256(
            "RenewalMandate(uint128 agreementId,address payer,uint96 maximumRate,uint32 stepEpochs,uint32 windowEpochs,uint32 latestEnd,uint80 budget,uint80 collateral,uint32 consumerNonce,uint32 payerNonce)"
        );
        return digestOf(keccak256(abi.encode(typehash, mandate)));
    }

    function hashOf(RenewalMandate memory mandate, Renewal memory renewal) internal view returns (bytes32) {
        bytes32 typehash =
            keccak256("Renewal(bytes32 mandate,uint32 fromEpoch,uint32 endEpoch,uint96 rate,uint32 expiry,uint32 offerNonce)");
        return digestOf(keccak256(abi.encode(typehash, hashOf(mandate), renewal)));
    }

    /// Of the node key of the agreement's provider.
    function signedByNode(RenewalMandate memory mandate, Renewal memory renewal) internal returns (bytes memory) {
        (, uint256 key) = actor(named("node", uint64(mandate.agreementId >> 64)));
        return sign(key, hashOf(mandate, renewal));
    }

    /// Signed by both sides, paid by the consumer or by the stranger, who signs too, and carried by anybody.
    function renew(RenewalMandate memory mandate, Renewal memory renewal) internal {
        bytes memory providers = signedByNode(mandate, renewal);
        (, uint256 strangersKey) = actor("stranger");
        bytes32 digest = hashOf(mandate);
        bytes memory payers = mandate.payer == stranger ? sign(strangersKey, digest) : bytes("");
        orchestrator.renew(mandate, renewal, sign(consumerKey, digest), payers, providers);
    }

    /// The same, for what may be refused.
    function tryRenew(RenewalMandate memory mandate, Renewal memory renewal) internal returns (bool done) {
        bytes memory providers = signedByNode(mandate, renewal);
        (, uint256 strangersKey) = actor("stranger");
        bytes32 digest = hashOf(mandate);
        try orchestrator.renew(mandate, renewal, sign(consumerKey, digest), sign(strangersKey, digest), providers) {
            return true;
        } catch {}
    }

    function addTo(uint128 agreementId, uint88 deposit) internal {
        vm.prank(consumer);
        orchestrator.topUp(agreementId, deposit, 0);
    }

    /// A leg of one GiB that fills the provider's standing offer, funded for `secondsLong`.
    function legOf(SignedOffer memory offer, uint256 secondsLong) internal view returns (Leg memory) {
        return Leg({
            providerId: offer.offer.providerId,
            offerHash: orchestrator.hashOffer(offer),
            capacityBytes: GIB,
            rate: RATE,
            deposit: uint88(2 * secondsLong),
            egressEscrow: 5000,
            collateral: uint88(2 * uint256(30 days))
        });
    }

    /// Two of three at providers 1 to 3, from now to the end of ten epochs, with a reserve.
    function twoOfThree() internal returns (Sla memory sla, SignedOffer[] memory offers) {
        offers = new SignedOffer[](3);
        sla.consumer = consumer;
        sla.market = market;
        (sla.dataShards, sla.totalShards) = (2, 3);
        sla.startBy = uint32(block.timestamp + 1 hours);
        sla.endsAt = startOf(currentEpoch() + 11);
        sla.maximumRate = 2 * RATE;
        sla.coolDownSeconds = 1 hours;
        sla.reserve = 500_000;
        sla.regions = new bytes32[](1);
        sla.regions[0] = "eu-de";
        sla.legs = new Leg[](3);
        for (uint64 i = 0; i < 3; i++) {
            offers[i] = signed(offerOf(i + 1));
            sla.legs[i] = legOf(offers[i], sla.endsAt - block.timestamp);
        }
        sla.wishesHash = keccak256("wishes");
        sla.salt = 1;
    }

    function totalOf(Sla memory sla) internal pure returns (uint256 total) {
        total = sla.reserve;
        for (uint256 i = 0; i < sla.legs.length; i++) {
            total += uint256(sla.legs[i].deposit) + sla.legs[i].egressEscrow;
        }
    }

    function open(Sla memory sla, SignedOffer[] memory offers) internal returns (uint128[] memory ids) {
        vm.prank(consumer);
        bytes32 slaId = orchestrator.open(sla, offers);
        _terms[slaId] = abi.encode(sla);
        (,,,,,, ids) = orchestrator.slaOf(slaId);
    }

    function openTwoOfThree() internal returns (uint128[] memory ids, Sla memory sla) {
        SignedOffer[] memory offers;
        (sla, offers) = twoOfThree();
        ids = open(sla, offers);
    }

    /// Opened and activated: pay runs from the next epoch on.
    function running() internal returns (uint128[] memory ids, Sla memory sla) {
        (ids, sla) = openTwoOfThree();
        for (uint256 i = 0; i < ids.length; i++) {
            activate(ids[i]);
        }
    }

    // ---- time

    function currentEpoch() internal view returns (uint32) {
        return uint32((vm.getBlockTimestamp() - GENESIS) / EPOCH);
    }

    function startOf(uint32 epoch) internal pure returns (uint32) {
        return GENESIS + epoch * EPOCH;
    }

    /// One second after `epoch` ended.
    function passEpoch(uint32 epoch) internal {
        vm.warp(uint256(startOf(epoch + 1)) + 1);
        beacon.seed(epoch);
    }

    /// `epoch` is over, its proofs and its quality too.
    function passFinality(uint32 epoch) internal {
        vm.warp(uint256(startOf(epoch + 1)) + 2 * uint256(WINDOW) + 2);
    }

    // ---- modules

    function activate(uint128 agreementId) internal {
        vm.prank(address(verifier));
        orchestrator.activate(agreementId);
    }

    function confirm(uint64 providerId, uint32 epoch) internal {
        vm.prank(address(verifier));
        orchestrator.confirm(providerId, epoch);
    }

    function postRoot(uint32 epoch) internal {
        vm.prank(oracle);
        orchestrator.rootPosted(epoch);
    }

    function credit(uint128 agreementId, uint32 epoch, uint16 bps) internal returns (uint256) {
        vm.prank(oracle);
        return orchestrator.credit(agreementId, epoch, bps);
    }

    function freeze(uint256 disputeId, uint128 agreementId, bool againstProvider, uint256 amount) internal returns (uint256) {
        vm.prank(arbitrationAt);
        return orchestrator.freeze(disputeId, agreementId, againstProvider, amount);
    }

    function release(uint256 disputeId, bool forClaimant) internal returns (uint256) {
        vm.prank(arbitrationAt);
        return orchestrator.release(disputeId, forClaimant);
    }

    // ---- reading

    function stateOf(uint128 agreementId) internal view returns (AgreementState) {
        return orchestrator.agreementOf(agreementId).state;
    }

    function assertState(uint128 agreementId, AgreementState wanted) internal view {
        assertEq(uint256(stateOf(agreementId)), uint256(wanted), "agreement state");
    }

    function assertSla(bytes32 slaId, SlaState wanted) internal view {
        (SlaState state,,,,,,) = orchestrator.slaOf(slaId);
        assertEq(uint256(state), uint256(wanted), "SLA state");
    }

    function assertFrozen(uint256 disputeId, uint128 id, uint256 fromCollateral, uint256 fromDeposit, uint256 fromEscrow) internal view {
        (uint128 agreementId, uint256 collateral, uint256 deposit, uint256 escrow) = orchestrator.frozenOf(disputeId);
        assertEq(agreementId, id, "whose");
        assertEq(collateral, fromCollateral, "from the collateral");
        assertEq(deposit, fromDeposit, "from the deposit");
        assertEq(escrow, fromEscrow, "from the escrow");
    }

    function earningsOf(uint64 providerId) internal view returns (uint256) {
        return orchestrator.earningsOf(providerId, market);
    }

    function refundOf(address account) internal view returns (uint256) {
        return orchestrator.refundOf(account, address(token));
    }

    function slashOf(address account) internal view returns (uint256) {
        return stakes.claimableOf(account, address(token));
    }
}
