// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {AccessGrants} from "../../src/AccessGrants.sol";
import {Amendments} from "../../src/Amendments.sol";
import {Arbitration} from "../../src/Arbitration.sol";
import {CommunityFund} from "../../src/CommunityFund.sol";
import {ConsumerOrchestrator} from "../../src/ConsumerOrchestrator.sol";
import {LedgerRecords} from "../../src/LedgerRecords.sol";
import {Orchestrator} from "../../src/Orchestrator.sol";
import {Registry} from "../../src/Registry.sol";
import {Replacements} from "../../src/Replacements.sol";
import {StakeManager} from "../../src/StakeManager.sol";
import {FlashGovernor} from "../../src/governance/FlashGovernor.sol";
import {Timelock} from "../../src/governance/Timelock.sol";
import {VoteLock} from "../../src/governance/VoteLock.sol";
import {IArbitration} from "../../src/interfaces/IArbitration.sol";
import {ICommunityFund} from "../../src/interfaces/ICommunityFund.sol";
import {ILedger, IOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {FlashToken} from "../../src/token/FlashToken.sol";
import {TestDollar} from "../../src/token/TestDollar.sol";
import {OrchestratorTest} from "../orchestrator/OrchestratorTest.sol";
import {FakeBeacon, FakeVerifier} from "../orchestrator/Ports.sol";

/// @title Base of the governance's tests: a whole deployment whose governor is the timelock behind the vote, three voters and a rich stranger
abstract contract GovernanceTest is OrchestratorTest {
    uint256 internal constant SUPPLY = 1_000_000_000e18;
    /// Four percent of all FLASH.
    uint256 internal constant QUORUM = 40_000_000e18;
    uint256 internal constant THRESHOLD = 100_000e18;
    uint48 internal constant DELAY = 2 days;
    uint32 internal constant PERIOD = 7 days;
    uint256 internal constant TIMELOCK = 2 days;
    uint8 internal constant AGAINST = 0;
    uint8 internal constant FOR = 1;
    uint8 internal constant ABSTAIN = 2;

    FlashToken internal flash;
    VoteLock internal votes;
    Timelock internal timelock;
    FlashGovernor internal governor;
    Arbitration internal arbitration;
    address internal alice;
    address internal bob;
    address internal rich;

    /// One order of a proposal, as OpenZeppelin's Governor wants it.
    struct Proposal {
        address[] targets;
        uint256[] values;
        bytes[] calls;
        string text;
    }

    function setUp() public virtual override {
        vm.warp(GENESIS + 10 * uint256(EPOCH) + 100);
        (consumer, consumerKey) = actor("consumer");
        (oracle,) = actor("oracle");
        (stranger,) = actor("stranger");
        (alice,) = actor("alice");
        (bob,) = actor("bob");
        (rich,) = actor("rich");
        token = new TestDollar();
        beacon = new FakeBeacon();
        verifier = new FakeVerifier();
        grants = new AccessGrants();
        flash = new FlashToken(address(this));
        votes = new VoteLock(address(flash), 14 days);
        deployGoverned();
        flash.transfer(rich, SUPPLY / 2);
        locking(alice, THRESHOLD);
        vm.warp(block.timestamp + 1);
    }

    /// The governor proposes to a timelock that knows it only, and the market knows the timelock only.
    function deployGoverned() private {
        uint64 nonce = vm.getNonce(address(this));
        address governorAt = vm.computeCreateAddress(address(this), nonce + 10);
        address stakesAt = vm.computeCreateAddress(address(this), nonce + 3);
        address orchestratorAt = vm.computeCreateAddress(address(this), nonce + 8);
        timelock = new Timelock(TIMELOCK, governorAt, new Timelock.Founding[](0));
        fund = new CommunityFund(address(timelock));
        address[] memory tokens = new address[](1);
        uint256[] memory thresholds = new uint256[](1);
        (tokens[0], thresholds[0]) = (address(token), 100);
        registry = new Registry(address(timelock), stakesAt, tokens, thresholds);
        stakes = new StakeManager(address(registry), orchestratorAt, oracle, address(fund), 30 days);
        ILedger.Config memory governed = config();
        governed.governor = address(timelock);
        governed.arbitration = vm.computeCreateAddress(address(this), nonce + 9);
        ConsumerOrchestrator consumerSide = new ConsumerOrchestrator(governed);
        LedgerRecords records = new LedgerRecords(governed);
        Replacements replacements = new Replacements(governed);
        Amendments amendments = new Amendments(governed);
        orchestrator = IOrchestrator(
            address(new Orchestrator(governed, address(consumerSide), address(records), address(replacements), address(amendments)))
        );
        arbitration = deployArbitration();
        governor = new FlashGovernor(votes, timelock, orders(), settings(), 1 days);
        assertEq(address(governor), governorAt, "precomputed address");
    }

    function deployArbitration() private returns (Arbitration) {
        IArbitration.Times memory times = IArbitration.Times(3 days, 3 days, 3 days, 3 days);
        return new Arbitration(orchestrator, address(timelock), IERC20(address(token)), 100, 300, times, new address[](0));
    }

    function orders() internal view returns (FlashGovernor.Order[] memory list) {
        list = new FlashGovernor.Order[](6);
        list[0] = FlashGovernor.Order(address(fund), ICommunityFund.spend.selector);
        list[1] = FlashGovernor.Order(address(orchestrator), ILedger.createMarket.selector);
        list[2] = FlashGovernor.Order(address(registry), IRegistry.setStakeThreshold.selector);
        list[3] = FlashGovernor.Order(address(arbitration), IArbitration.appoint.selector);
        list[4] = FlashGovernor.Order(address(arbitration), IArbitration.dismiss.selector);
        list[5] = FlashGovernor.Order(address(registry), IRegistry.setGuardian.selector);
    }

    function settings() internal pure returns (FlashGovernor.Settings memory) {
        return FlashGovernor.Settings({votingDelay: DELAY, votingPeriod: PERIOD, proposalThreshold: THRESHOLD, quorumPercent: 4});
    }

    // ---- the steps

    function locking(address account, uint256 amount) internal {
        flash.transfer(account, amount);
        vm.startPrank(account);
        flash.approve(address(votes), amount);
        votes.lock(amount);
        vm.stopPrank();
    }

    function ordering(address target, bytes memory call) internal pure returns (Proposal memory proposal) {
        proposal.targets = new address[](1);
        proposal.values = new uint256[](1);
        proposal.calls = new bytes[](1);
        (proposal.targets[0], proposal.calls[0]) = (target, call);
        proposal.text = "because";
    }

    function spending(uint256 amount) internal view returns (Proposal memory) {
        return ordering(address(fund), abi.encodeCall(ICommunityFund.spend, (address(token), bob, amount)));
    }

    function propose(Proposal memory proposal) internal returns (uint256 id) {
        vm.prank(alice);
        return governor.propose(proposal.targets, proposal.values, proposal.calls, proposal.text);
    }

    function queue(Proposal memory proposal) internal {
        governor.queue(proposal.targets, proposal.values, proposal.calls, keccak256(bytes(proposal.text)));
    }

    function execute(Proposal memory proposal) internal {
        governor.execute(proposal.targets, proposal.values, proposal.calls, keccak256(bytes(proposal.text)));
    }

    function cancel(Proposal memory proposal) internal {
        governor.cancel(proposal.targets, proposal.values, proposal.calls, keccak256(bytes(proposal.text)));
    }

    function vote(uint256 id, address voter, uint8 support) internal returns (uint256 weight) {
        vm.prank(voter);
        return governor.castVote(id, support);
    }

    function openVote(uint256 id) internal {
        vm.warp(governor.proposalSnapshot(id) + 1);
    }

    function closeVote(uint256 id) internal {
        vm.warp(governor.proposalDeadline(id) + 1);
    }

    /// From a proposal to its execution, with the votes of bob, who has enough.
    function carry(Proposal memory proposal) internal returns (uint256 id) {
        id = passVote(proposal);
        queue(proposal);
        vm.warp(governor.proposalEta(id));
        execute(proposal);
    }

    function passVote(Proposal memory proposal) internal returns (uint256 id) {
        id = propose(proposal);
        openVote(id);
        vote(id, bob, FOR);
        closeVote(id);
    }

    function assertState(uint256 id, IGovernor.ProposalState wanted) internal view {
        assertEq(uint256(governor.state(id)), uint256(wanted), "proposal state");
    }
}
