// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {FlashGovernor} from "../../src/governance/FlashGovernor.sol";
import {GovernorLimits} from "../../src/governance/GovernorLimits.sol";
import {IArbitration} from "../../src/interfaces/IArbitration.sol";
import {ICommunityFund} from "../../src/interfaces/ICommunityFund.sol";
import {ILedger, ISettlement} from "../../src/interfaces/IOrchestrator.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {IStakeManager} from "../../src/interfaces/IStakeManager.sol";
import {GovernanceTest} from "./GovernanceTest.sol";

contract FlashGovernorOrdersTest is GovernanceTest {
    function setUp() public override {
        super.setUp();
        locking(bob, QUORUM);
        token.mint(address(fund), 100e6);
        vm.warp(block.timestamp + 1);
    }

    // ---- from a vote to the fund's money

    function test_TheFundIsSpentByVote_EndToEnd() external {
        Proposal memory proposal = spending(40e6);
        uint256 id = propose(proposal);
        assertState(id, IGovernor.ProposalState.Pending);
        openVote(id);
        assertState(id, IGovernor.ProposalState.Active);
        vote(id, bob, FOR);
        closeVote(id);
        assertState(id, IGovernor.ProposalState.Succeeded);
        queue(proposal);
        assertState(id, IGovernor.ProposalState.Queued);

        uint256 due = governor.proposalEta(id);
        assertEq(due, block.timestamp + TIMELOCK, "the timelock's delay");
        vm.warp(due - 1);
        vm.expectRevert();
        execute(proposal);
        assertEq(token.balanceOf(bob), 0, "not a second earlier");
        vm.warp(due);
        vm.prank(stranger);
        execute(proposal);

        assertState(id, IGovernor.ProposalState.Executed);
        assertEq(token.balanceOf(bob), 40e6, "paid");
        assertEq(token.balanceOf(address(fund)), 60e6, "left");
        vm.expectRevert();
        execute(proposal);
    }

    function test_WhatIsNotVotedThroughIsNotExecuted() external {
        Proposal memory proposal = spending(1);
        uint256 id = propose(proposal);
        vm.expectRevert();
        queue(proposal);
        openVote(id);
        vote(id, bob, AGAINST);
        vm.expectRevert();
        execute(proposal);
        closeVote(id);
        vm.expectRevert();
        queue(proposal);
    }

    function test_MarketsThresholdsAndArbitratorsAreSetByVote() external {
        carry(ordering(address(orchestrator), abi.encodeCall(ILedger.createMarket, (address(token), 500, oracle))));
        (address known,,) = orchestrator.marketOf(1);
        assertEq(known, address(token), "market");
        carry(ordering(address(registry), abi.encodeCall(IRegistry.setStakeThreshold, (address(token), 77))));
        assertEq(registry.stakeThresholdOf(address(token)), 77, "threshold");
        carry(ordering(address(arbitration), abi.encodeCall(IArbitration.appoint, (stranger))));
        assertEq(arbitration.arbitrators()[0], stranger, "arbitrator");
    }

    function test_AFeeAboveTheCapIsNotExecuted() external {
        Proposal memory proposal = ordering(address(orchestrator), abi.encodeCall(ILedger.createMarket, (address(token), 501, oracle)));
        uint256 id = passVote(proposal);
        queue(proposal);
        vm.warp(governor.proposalEta(id));
        vm.expectRevert(abi.encodeWithSelector(ILedger.FeeAboveCap.selector, 501, 500));
        execute(proposal);
    }

    // ---- only through the vote

    function test_NobodyElseSchedulesExecutesOrCancelsAtTheTimelock() external {
        Proposal memory proposal = spending(1);
        uint256 id = passVote(proposal);
        queue(proposal);
        vm.warp(governor.proposalEta(id));
        bytes32 salt = bytes20(address(governor)) ^ keccak256(bytes(proposal.text));
        bytes32 operation = timelock.hashOperationBatch(proposal.targets, proposal.values, proposal.calls, 0, salt);
        assertTrue(timelock.isOperationReady(operation), "ready");
        vm.expectRevert();
        timelock.executeBatch(proposal.targets, proposal.values, proposal.calls, 0, salt);
        vm.expectRevert();
        timelock.cancel(operation);
        vm.expectRevert();
        timelock.schedule(address(fund), 0, proposal.calls[0], 0, 0, TIMELOCK);
        assertFalse(timelock.hasRole(timelock.DEFAULT_ADMIN_ROLE(), address(this)), "the deployer has no role");
        assertFalse(timelock.hasRole(timelock.DEFAULT_ADMIN_ROLE(), address(governor)), "nor has the vote");
        execute(proposal);
    }

    function test_CoinsOfTheChainAreNotSent() external {
        Proposal memory proposal = spending(1);
        proposal.values[0] = 1;
        vm.expectRevert(abi.encodeWithSelector(FlashGovernor.ValueForbidden.selector, 1));
        propose(proposal);

        proposal.values[0] = 0;
        uint256 id = passVote(proposal);
        queue(proposal);
        vm.warp(governor.proposalEta(id));
        vm.deal(address(this), 1);
        vm.expectRevert(abi.encodeWithSelector(FlashGovernor.ValueForbidden.selector, 1));
        governor.execute{value: 1}(proposal.targets, proposal.values, proposal.calls, keccak256(bytes(proposal.text)));
    }

    // ---- expired, cancelled

    function test_Expired_WhenNotQueuedWithinFourteenDays() external {
        Proposal memory proposal = spending(1);
        uint256 id = passVote(proposal);
        vm.warp(governor.proposalDeadline(id) + 14 days + 1);
        assertState(id, IGovernor.ProposalState.Expired);
        vm.expectRevert();
        queue(proposal);
        vm.warp(governor.proposalDeadline(id) + 14 days);
        queue(proposal);
    }

    function test_Expired_WhenNotExecutedWithinFourteenDays() external {
        Proposal memory proposal = spending(1);
        uint256 id = passVote(proposal);
        queue(proposal);
        uint256 due = governor.proposalEta(id);
        vm.warp(due + 14 days + 1);
        assertState(id, IGovernor.ProposalState.Expired);
        vm.expectRevert();
        execute(proposal);
        vm.warp(due + 14 days);
        execute(proposal);
        vm.warp(due + 60 days);
        assertState(id, IGovernor.ProposalState.Executed);
    }

    function test_Cancel_IsForItsProposerWhilePending() external {
        Proposal memory proposal = spending(1);
        uint256 id = propose(proposal);
        vm.expectRevert();
        cancel(proposal);
        vm.prank(alice);
        cancel(proposal);
        assertState(id, IGovernor.ProposalState.Canceled);
        openVote(id);
        vm.expectRevert();
        vote(id, bob, FOR);

        Proposal memory other = spending(2);
        openVote(propose(other));
        vm.expectRevert();
        vm.prank(alice);
        cancel(other);
    }

    // ---- what no proposal may order

    function test_Propose_RevertWhen_AnythingElseIsOrdered(address target, bytes4 selector, uint256 argument) external {
        if (governor.mayOrder(target, selector)) return;
        forbidden(target, abi.encodeWithSelector(selector, argument));
    }

    function test_Propose_RevertWhen_ItReachesForTheTimelockTheMoneyOrItself() external {
        bytes32 role = timelock.PROPOSER_ROLE();
        forbidden(address(timelock), abi.encodeCall(timelock.grantRole, (role, alice)));
        forbidden(address(timelock), abi.encodeCall(timelock.revokeRole, (role, address(governor))));
        forbidden(address(timelock), abi.encodeCall(timelock.updateDelay, (0)));
        forbidden(address(governor), abi.encodeCall(governor.updateTimelock, (TimelockController(payable(alice)))));
        forbidden(address(governor), abi.encodeCall(governor.relay, (address(fund), 0, "")));
        forbidden(address(token), abi.encodeCall(IERC20.transferFrom, (address(orchestrator), alice, 1)));
        forbidden(address(stakes), abi.encodeCall(IStakeManager.slash, (1, address(token), 1, 1, alice, alice)));
        forbidden(address(orchestrator), abi.encodeCall(ISettlement.withdrawRefund, (consumer, address(token))));
        forbidden(address(fund), "");
        forbidden(address(fund), hex"5b");
    }

    function test_Propose_RevertWhen_OneOfABatchIsForbidden(uint256 place) external {
        Proposal memory proposal;
        proposal.targets = new address[](3);
        proposal.values = new uint256[](3);
        proposal.calls = new bytes[](3);
        for (uint256 i = 0; i < 3; i++) {
            (proposal.targets[i], proposal.calls[i]) = (address(fund), spending(1).calls[0]);
        }
        place = bound(place, 0, 2);
        proposal.targets[place] = address(stakes);
        vm.expectRevert(
            abi.encodeWithSelector(FlashGovernor.OrderForbidden.selector, place, address(stakes), ICommunityFund.spend.selector)
        );
        propose(proposal);
    }

    function test_Constructor_RefusesReservedTargets() external {
        address[4] memory reserved = [address(timelock), address(votes), address(flash), address(0)];
        // This contract's next one.
        reserved[3] = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 3);
        for (uint256 i = 0; i < reserved.length; i++) {
            FlashGovernor.Order[] memory list = new FlashGovernor.Order[](1);
            list[0] = FlashGovernor.Order(reserved[i], 0x12345678);
            vm.expectRevert(abi.encodeWithSelector(FlashGovernor.OrderForbidden.selector, 0, reserved[i], bytes4(0x12345678)));
            new FlashGovernor(votes, timelock, list, settings(), 1 days);
        }
    }

    // ---- settings

    function test_SettingsChangeByVoteWithinTheLimits() external {
        carry(ordering(address(governor), abi.encodeCall(governor.setVotingDelay, (1 days))));
        carry(ordering(address(governor), abi.encodeCall(governor.setVotingPeriod, (30 days))));
        carry(ordering(address(governor), abi.encodeCall(governor.setProposalThreshold, (1000e18))));
        carry(ordering(address(governor), abi.encodeCall(governor.updateQuorumNumerator, (3))));
        assertEq(governor.votingDelay(), 1 days, "delay");
        assertEq(governor.votingPeriod(), 30 days, "period");
        assertEq(governor.proposalThreshold(), 1000e18, "threshold");
        vm.warp(block.timestamp + 1);
        assertEq(governor.quorum(block.timestamp - 1), 30_000_000e18, "quorum");
    }

    function test_SettingsOutsideTheLimitsAreNotExecuted() external {
        outside(abi.encodeCall(governor.setVotingDelay, (1 days - 1)), "votingDelay", 1 days - 1, 1 days, 14 days);
        outside(abi.encodeCall(governor.setVotingDelay, (14 days + 1)), "votingDelay", 14 days + 1, 1 days, 14 days);
        outside(abi.encodeCall(governor.setVotingPeriod, (3 days - 1)), "votingPeriod", 3 days - 1, 3 days, 30 days);
        outside(abi.encodeCall(governor.setVotingPeriod, (30 days + 1)), "votingPeriod", 30 days + 1, 3 days, 30 days);
        outside(abi.encodeCall(governor.updateQuorumNumerator, (1)), "quorumPercent", 1, 2, 20);
        outside(abi.encodeCall(governor.updateQuorumNumerator, (21)), "quorumPercent", 21, 2, 20);
        uint256 least = 1000e18;
        uint256 most = 10_000_000e18;
        outside(abi.encodeCall(governor.setProposalThreshold, (least - 1)), "proposalThreshold", least - 1, least, most);
        outside(abi.encodeCall(governor.setProposalThreshold, (most + 1)), "proposalThreshold", most + 1, least, most);
    }

    function test_Constructor_RefusesSettingsOutsideTheLimits() external {
        FlashGovernor.Settings memory wrong = settings();
        wrong.quorumPercent = 1;
        vm.expectRevert(abi.encodeWithSelector(GovernorLimits.OutsideLimits.selector, "quorumPercent", 1, 2, 20));
        new FlashGovernor(votes, timelock, orders(), wrong, 1 days);
        vm.expectRevert(abi.encodeWithSelector(GovernorLimits.OutsideLimits.selector, "daySeconds", 0, 1, 1 days));
        new FlashGovernor(votes, timelock, orders(), settings(), 0);
        vm.expectRevert(abi.encodeWithSelector(GovernorLimits.OutsideLimits.selector, "votingDelay", 2 days, 30, 420));
        new FlashGovernor(votes, timelock, orders(), settings(), 30);
    }

    function test_SettingsAreNotForTheirCallers() external {
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, address(this)));
        governor.setVotingDelay(1 days);
        // The timelock's word without a proposal behind it does not do either.
        vm.expectRevert();
        vm.prank(address(timelock));
        governor.setVotingDelay(1 days);
    }

    function forbidden(address target, bytes memory call) private {
        bytes4 selector = call.length < 4 ? bytes4(0) : bytes4(call);
        Proposal memory proposal = ordering(target, call);
        vm.expectRevert(abi.encodeWithSelector(FlashGovernor.OrderForbidden.selector, 0, target, selector));
        propose(proposal);
    }

    function outside(bytes memory call, string memory setting, uint256 value, uint256 minimum, uint256 maximum) private {
        Proposal memory proposal = ordering(address(governor), call);
        uint256 id = passVote(proposal);
        queue(proposal);
        vm.warp(governor.proposalEta(id));
        vm.expectRevert(abi.encodeWithSelector(GovernorLimits.OutsideLimits.selector, setting, value, minimum, maximum));
        execute(proposal);
    }
}
