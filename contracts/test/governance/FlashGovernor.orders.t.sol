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

    /// Neither by an order, in whichever place of a batch, nor by whoever executes it.
    function testFuzz_CoinsOfTheChainAreNotSent(uint256 value, uint256 place, uint256 sent) external {
        Proposal memory batch = batchOf(3);
        value = bound(value, 1, type(uint256).max);
        place = bound(place, 0, 2);
        batch.values[place] = value;
        vm.expectRevert(abi.encodeWithSelector(FlashGovernor.ValueForbidden.selector, value));
        propose(batch);

        batch.values[place] = 0;
        uint256 id = passVote(batch);
        queue(batch);
        vm.warp(governor.proposalEta(id));
        sent = bound(sent, 1, 1e27);
        vm.deal(address(this), sent);
        vm.expectRevert(abi.encodeWithSelector(FlashGovernor.ValueForbidden.selector, sent));
        governor.execute{value: sent}(batch.targets, batch.values, batch.calls, keccak256(bytes(batch.text)));
        assertEq(token.balanceOf(bob), 0, "not executed");
        execute(batch);
        assertEq(token.balanceOf(bob), 3, "without coins");
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

    function testFuzz_Propose_RevertWhen_OneOfABatchIsForbidden(uint256 place) external {
        Proposal memory proposal = batchOf(3);
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

    function testFuzz_SettingsOutsideTheLimitsAreNotExecuted(uint256 which, bool above, uint256 value) external {
        Limit memory limit = limitOf(which % 4, 1 days);
        value = outside(limit, above, value);
        Proposal memory proposal = ordering(address(governor), abi.encodeWithSelector(limit.setter, value));
        uint256 id = passVote(proposal);
        queue(proposal);
        vm.warp(governor.proposalEta(id));
        vm.expectRevert(abi.encodeWithSelector(GovernorLimits.OutsideLimits.selector, limit.setting, value, limit.minimum, limit.maximum));
        execute(proposal);
        carry(ordering(address(governor), abi.encodeWithSelector(limit.setter, above ? limit.maximum : limit.minimum)));
    }

    /// One unit beyond either end of each.
    function testFuzz_SettingsOneUnitOutsideTheLimitsAreNotExecuted(uint256 which, bool above) external {
        Limit memory limit = limitOf(which % 4, 1 days);
        uint256 value = above ? limit.maximum + 1 : limit.minimum - 1;
        Proposal memory proposal = ordering(address(governor), abi.encodeWithSelector(limit.setter, value));
        uint256 id = passVote(proposal);
        queue(proposal);
        vm.warp(governor.proposalEta(id));
        vm.expectRevert(abi.encodeWithSelector(GovernorLimits.OutsideLimits.selector, limit.setting, value, limit.minimum, limit.maximum));
        execute(proposal);
    }

    /// Of a day of any length, up to a true one.
    function testFuzz_Constructor_RefusesSettingsOutsideTheLimits(uint256 which, bool above, uint256 value, uint32 day) external {
        day = uint32(bound(day, 1, 1 days));
        uint256[4] memory values;
        for (uint256 i = 0; i < 4; i++) {
            values[i] = above ? limitOf(i, day).maximum : limitOf(i, day).minimum;
        }
        constructing(values, day);
        Limit memory limit = limitOf(which % 4, day);
        values[which % 4] = outside(limit, above, value);
        vm.expectRevert(
            abi.encodeWithSelector(GovernorLimits.OutsideLimits.selector, limit.setting, values[which % 4], limit.minimum, limit.maximum)
        );
        constructing(values, day);
    }

    function testFuzz_Constructor_RefusesDaysOfNoSecondsAndLongerOnesThanThereAre(uint32 day) external {
        if (day != 0) day = uint32(bound(day, 1 days + 1, type(uint32).max));
        vm.expectRevert(abi.encodeWithSelector(GovernorLimits.OutsideLimits.selector, "daySeconds", day, 1, 1 days));
        new FlashGovernor(votes, timelock, orders(), settings(), day);
        vm.expectRevert(abi.encodeWithSelector(GovernorLimits.OutsideLimits.selector, "daySeconds", 1 days + 1, 1, 1 days));
        new FlashGovernor(votes, timelock, orders(), settings(), 1 days + 1);
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

    /// What votes may set one of the four settings to, and the largest number that its setter takes.
    struct Limit {
        string setting;
        bytes4 setter;
        uint256 minimum;
        uint256 maximum;
        uint256 largest;
    }

    function limitOf(uint256 which, uint256 day) private view returns (Limit memory) {
        if (which == 0) return Limit("votingDelay", governor.setVotingDelay.selector, day, 14 * day, type(uint48).max);
        if (which == 1) return Limit("votingPeriod", governor.setVotingPeriod.selector, 3 * day, 30 * day, type(uint32).max);
        if (which == 2) {
            return Limit("proposalThreshold", governor.setProposalThreshold.selector, 1000e18, 10_000_000e18, type(uint256).max);
        }
        return Limit("quorumPercent", governor.updateQuorumNumerator.selector, 2, 20, type(uint256).max);
    }

    function outside(Limit memory limit, bool above, uint256 value) private pure returns (uint256) {
        return above ? bound(value, limit.maximum + 1, limit.largest) : bound(value, 0, limit.minimum - 1);
    }

    function constructing(uint256[4] memory values, uint32 day) private {
        new FlashGovernor(
            votes,
            timelock,
            orders(),
            FlashGovernor.Settings({
                votingDelay: uint48(values[0]), votingPeriod: uint32(values[1]), proposalThreshold: values[2], quorumPercent: values[3]
            }),
            day
        );
    }

    /// The same small payment so many times.
    function batchOf(uint256 count) private view returns (Proposal memory batch) {
        batch.targets = new address[](count);
        batch.values = new uint256[](count);
        batch.calls = new bytes[](count);
        for (uint256 i = 0; i < count; i++) {
            (batch.targets[i], batch.calls[i]) = (address(fund), spending(1).calls[0]);
        }
        batch.text = "because";
    }
}
