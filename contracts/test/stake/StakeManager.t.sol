// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Registry} from "../../src/Registry.sol";
import {StakeManager} from "../../src/StakeManager.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {IStakeManager} from "../../src/interfaces/IStakeManager.sol";
import {TestDollar} from "../../src/token/TestDollar.sol";
import {Test} from "../Test.sol";
import {FeeToken, ReentrantToken} from "../hostile/HostileTokens.sol";

/// @dev Branches: StakeManager.tree
contract StakeManagerTest is Test {
    uint32 private constant UNBONDING = 30 days;
    uint128 private constant AGREEMENT = 1 << 64 | 7;

    address private constant ORCHESTRATOR = address(0x0c);
    address private constant ORACLE = address(0x0a);
    address private constant FUND = address(0xf0);
    address private constant CONSUMER = address(0xc0);
    address private constant PROVER = address(0xb0);
    address private constant OWNER = address(0xaa);

    StakeManager private _stakes;
    Registry private _registry;
    TestDollar private _dollar;
    uint64 private _id;

    function setUp() external {
        vm.warp(1_000_000);
        _dollar = new TestDollar();
        address predicted = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        address[] memory tokens = new address[](1);
        uint256[] memory thresholds = new uint256[](1);
        (tokens[0], thresholds[0]) = (address(_dollar), 60e6);
        _registry = new Registry(address(this), predicted, tokens, thresholds);
        _stakes = new StakeManager(address(_registry), ORCHESTRATOR, ORACLE, FUND, UNBONDING);
        assertEq(address(_stakes), predicted, "prediction");

        vm.prank(OWNER);
        _id = _registry.register(1, OWNER, address(0xe1), 0, "http://node-1");
        _dollar.mint(address(this), 1000e6);
        _dollar.approve(address(_stakes), type(uint256).max);
        _stakes.stake(_id, address(_dollar), 100e6);
    }

    function test_Stake_AnybodyMayStakeForAnyId() external view {
        holds(100e6, 0, 0);
        assertEq(_dollar.balanceOf(address(_stakes)), 100e6, "balance");
    }

    function test_Stake_RevertWhen_TheIdIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(IRegistry.UnknownId.selector, 99));
        _stakes.stake(99, address(_dollar), 1);
    }

    function test_Stake_CountsWhatArrived_NotWhatWasAsked() external {
        FeeToken token = new FeeToken();
        token.approve(address(_stakes), 100e18);
        _stakes.stake(_id, address(token), 100e18);

        (uint256 free,,,) = _stakes.stakeOf(_id, address(token));
        assertEq(free, 99e18, "free");
        assertEq(token.balanceOf(address(_stakes)), 99e18, "balance");
    }

    function test_Stake_AReentrantTokenCannotCountOneTransferTwice() external {
        ReentrantToken token = new ReentrantToken();
        token.approve(address(_stakes), 100e18);
        token.arm(address(_stakes), abi.encodeCall(IStakeManager.stake, (_id, address(token), 0)));
        _stakes.stake(_id, address(token), 100e18);

        assertFalse(token.reentered(), "re-entered");
        (uint256 free,,,) = _stakes.stakeOf(_id, address(token));
        assertEq(free, 100e18, "free");
    }

    function testFuzz_RequestUnstake_RevertWhen_AnotherThanTheOwnerCalls(address caller, uint256 amount) external {
        vm.assume(caller != OWNER);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NotOwner.selector, _id, caller));
        _stakes.requestUnstake(_id, address(_dollar), amount);
        holds(100e6, 0, 0);

        amount = bound(amount, 0, 100e6);
        vm.prank(OWNER);
        _stakes.requestUnstake(_id, address(_dollar), amount);
        holds(100e6 - amount, 0, amount);
    }

    function test_RequestUnstake_RevertWhen_TheFreeStakeIsShort() external {
        committing(80e6);

        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.StakeShort.selector, _id, address(_dollar), 20e6 + 1, 20e6));
        _stakes.requestUnstake(_id, address(_dollar), 20e6 + 1);
    }

    function testFuzz_Unstake_PaysTheOwnerAfterTheUnbonding(address caller, uint256 amount, uint256 early) external {
        amount = bound(amount, 1, 100e6);
        vm.prank(OWNER);
        _stakes.requestUnstake(_id, address(_dollar), amount);
        holds(100e6 - amount, 0, amount);

        uint32 readyAt = uint32(vm.getBlockTimestamp()) + UNBONDING;
        vm.warp(readyAt - bound(early, 1, UNBONDING));
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.StillUnbonding.selector, readyAt));
        _stakes.unstake(_id, address(_dollar));
        holds(100e6 - amount, 0, amount);

        vm.warp(readyAt);
        vm.prank(caller);
        assertEq(_stakes.unstake(_id, address(_dollar)), amount, "amount");
        assertEq(_dollar.balanceOf(OWNER), amount, "owner");
        holds(100e6 - amount, 0, 0);
    }

    /// Neither free nor committed stake unbonds, nor does a request for nothing; one unit does.
    function testFuzz_Unstake_RevertWhen_NothingUnbonds(address caller, uint256 committed, uint256 wait) external {
        committing(bound(committed, 0, 100e6 - 1));
        vm.startPrank(OWNER);
        _stakes.requestUnstake(_id, address(_dollar), 0);
        vm.warp(vm.getBlockTimestamp() + bound(wait, 0, 2 * UNBONDING));
        vm.stopPrank();
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NothingStaked.selector, _id));
        _stakes.unstake(_id, address(_dollar));

        vm.prank(OWNER);
        _stakes.requestUnstake(_id, address(_dollar), 1);
        vm.warp(vm.getBlockTimestamp() + UNBONDING);
        assertEq(_stakes.unstake(_id, address(_dollar)), 1, "amount");
    }

    function testFuzz_Unstake_ALaterRequestRestartsTheUnbonding(uint256 wait, uint256 early) external {
        vm.startPrank(OWNER);
        _stakes.requestUnstake(_id, address(_dollar), 30e6);
        vm.warp(vm.getBlockTimestamp() + bound(wait, 1, 2 * UNBONDING));
        _stakes.requestUnstake(_id, address(_dollar), 10e6);
        vm.stopPrank();

        uint32 readyAt = uint32(vm.getBlockTimestamp()) + UNBONDING;
        vm.warp(readyAt - bound(early, 1, UNBONDING));
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.StillUnbonding.selector, readyAt));
        _stakes.unstake(_id, address(_dollar));
        vm.warp(readyAt);
        assertEq(_stakes.unstake(_id, address(_dollar)), 40e6, "both");
    }

    function test_CommitReleaseSlash_RevertWhen_AnotherThanTheOrchestratorCalls() external {
        bytes memory refusal = abi.encodeWithSelector(IStakeManager.NotOrchestrator.selector, address(this));
        vm.expectRevert(refusal);
        _stakes.commit(_id, address(_dollar), AGREEMENT, 1);
        vm.expectRevert(refusal);
        _stakes.release(_id, address(_dollar), AGREEMENT, 1);
        vm.expectRevert(refusal);
        _stakes.slash(_id, address(_dollar), AGREEMENT, 1, CONSUMER, PROVER);
    }

    function test_Commit_RevertWhen_TheSameStakeIsPromisedTwice() external {
        committing(80e6);

        vm.prank(ORCHESTRATOR);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.StakeShort.selector, _id, address(_dollar), 30e6, 20e6));
        _stakes.commit(_id, address(_dollar), AGREEMENT + 1, 30e6);
    }

    function test_Release_FreesWhatWasNotSlashed() external {
        committing(80e6);
        slashing(30e6);
        vm.prank(ORCHESTRATOR);
        _stakes.release(_id, address(_dollar), AGREEMENT, 50e6);

        holds(70e6, 0, 0);
    }

    function test_Slash_SplitsSixtyThirtyTen_TheConsumerTakesTheRounding() external {
        committing(80e6);

        slashing(101);
        assertEq(_stakes.claimableOf(FUND, address(_dollar)), 30, "fund");
        assertEq(_stakes.claimableOf(PROVER, address(_dollar)), 10, "prover");
        assertEq(_stakes.claimableOf(CONSUMER, address(_dollar)), 61, "consumer");
        holds(20e6, 80e6 - 101, 0);
    }

    function testFuzz_ReleaseSlashAward_RevertWhen_MoreThanIsCommittedIsNamed(uint256 committed, uint256 slashed, uint256 excess) external {
        committed = bound(committed, 0, 100e6);
        slashed = bound(slashed, 0, committed);
        committing(committed);
        slashing(slashed);
        uint256 left = committed - slashed;
        uint256 more = left + bound(excess, 1, type(uint256).max - left);
        bytes memory refusal = abi.encodeWithSelector(IStakeManager.CommittedShort.selector, _id, address(_dollar), more, left);
        vm.startPrank(ORCHESTRATOR);
        vm.expectRevert(refusal);
        _stakes.slash(_id, address(_dollar), AGREEMENT, more, CONSUMER, PROVER);
        vm.expectRevert(refusal);
        _stakes.release(_id, address(_dollar), AGREEMENT, more);
        vm.expectRevert(refusal);
        _stakes.award(_id, address(_dollar), AGREEMENT, more, CONSUMER);
        holds(100e6 - committed, left, 0);

        if (excess % 3 == 0) _stakes.slash(_id, address(_dollar), AGREEMENT, left, CONSUMER, PROVER);
        else if (excess % 3 == 1) _stakes.award(_id, address(_dollar), AGREEMENT, left, CONSUMER);
        else _stakes.release(_id, address(_dollar), AGREEMENT, left);
        vm.stopPrank();
        holds(100e6 - (excess % 3 == 2 ? slashed : committed), 0, 0);
    }

    function testFuzz_Slash_SaysWhatTheConsumerGot(uint256 amount) external {
        committing(80e6);
        amount = bound(amount, 0, 80e6);
        vm.prank(ORCHESTRATOR);
        uint256 share = _stakes.slash(_id, address(_dollar), AGREEMENT, amount, CONSUMER, PROVER);
        assertEq(share, _stakes.claimableOf(CONSUMER, address(_dollar)), "the consumer's");
    }

    function testFuzz_Reuse_SendsWhatIsNamedToTheOrchestrator(uint256 amount) external {
        committing(80e6);
        slashing(80e6);
        amount = bound(amount, 0, 48e6);
        vm.expectEmit(address(_stakes));
        emit IStakeManager.Reused(CONSUMER, address(_dollar), AGREEMENT, amount);
        vm.prank(ORCHESTRATOR);
        _stakes.reuse(CONSUMER, address(_dollar), AGREEMENT, amount);

        assertEq(_stakes.claimableOf(CONSUMER, address(_dollar)), 48e6 - amount, "left");
        assertEq(_dollar.balanceOf(ORCHESTRATOR), amount, "sent");
        assertEq(_dollar.balanceOf(address(_stakes)), 100e6 - amount, "conserved");
    }

    function testFuzz_Reuse_RevertWhen_MoreIsNamedThanTheAccountCanClaim(uint256 amount) external {
        committing(80e6);
        slashing(80e6);
        amount = bound(amount, 48e6 + 1, type(uint256).max);
        vm.prank(ORCHESTRATOR);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.ClaimableShort.selector, CONSUMER, address(_dollar), amount, 48e6));
        _stakes.reuse(CONSUMER, address(_dollar), AGREEMENT, amount);
    }

    function testFuzz_Reuse_RevertWhen_AnotherThanTheOrchestratorCalls(address caller) external {
        vm.assume(caller != ORCHESTRATOR);
        committing(80e6);
        slashing(80e6);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NotOrchestrator.selector, caller));
        _stakes.reuse(CONSUMER, address(_dollar), AGREEMENT, 1);
    }

    function testFuzz_SlashReporter_RevertWhen_AnotherThanTheOracleCalls(address caller, uint256 amount, address prover) external {
        vm.assume(caller != ORACLE);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.NotOracle.selector, caller));
        _stakes.slashReporter(_id, address(_dollar), amount, prover);
        holds(100e6, 0, 0);

        amount = bound(amount, 0, 100e6);
        vm.prank(ORACLE);
        assertEq(_stakes.slashReporter(_id, address(_dollar), amount, prover), amount, "slashed");
        holds(100e6 - amount, 0, 0);
    }

    function test_SlashReporter_ReachesStakeThatIsUnbonding() external {
        vm.prank(OWNER);
        _stakes.requestUnstake(_id, address(_dollar), 90e6);

        vm.prank(ORACLE);
        assertEq(_stakes.slashReporter(_id, address(_dollar), 45e6, PROVER), 45e6, "slashed");
        holds(0, 0, 55e6);
        assertEq(_stakes.claimableOf(FUND, address(_dollar)), 22.5e6, "fund");
        assertEq(_stakes.claimableOf(PROVER, address(_dollar)), 22.5e6, "prover");
    }

    function test_Claim_PaysOnceToTheAccountItself() external {
        committing(80e6);
        slashing(80e6);

        _stakes.claim(CONSUMER, address(_dollar));
        assertEq(_stakes.claim(CONSUMER, address(_dollar)), 0, "a second time");
        assertEq(_dollar.balanceOf(CONSUMER), 48e6, "consumer");
        _stakes.claim(FUND, address(_dollar));
        _stakes.claim(PROVER, address(_dollar));
        assertEq(_dollar.balanceOf(address(_stakes)), 20e6, "what is left is the free stake");
    }

    function testFuzz_EverySequenceKeepsTheBalance(uint256 committed, uint256 first, uint256 second, uint256 unbond) external {
        committed = bound(committed, 0, 100e6);
        committing(committed);
        first = bound(first, 0, committed);
        second = bound(second, 0, committed - first);
        slashing(first);
        slashing(second);
        vm.prank(OWNER);
        _stakes.requestUnstake(_id, address(_dollar), bound(unbond, 0, 100e6 - committed));

        (uint256 free, uint256 inCommitment, uint256 unbonding,) = _stakes.stakeOf(_id, address(_dollar));
        uint256 claimable = _stakes.claimableOf(CONSUMER, address(_dollar)) + _stakes.claimableOf(FUND, address(_dollar))
            + _stakes.claimableOf(PROVER, address(_dollar));
        assertEq(free + inCommitment + unbonding + claimable, 100e6, "conserved");
        assertEq(inCommitment, committed - first - second, "committed");
        vm.prank(ORCHESTRATOR);
        _stakes.release(_id, address(_dollar), AGREEMENT, inCommitment);
        (, uint256 left,,) = _stakes.stakeOf(_id, address(_dollar));
        assertEq(left, 0, "released");
    }

    function test_IsListed_FollowsFreeAndCommittedStake() external {
        assertTrue(_registry.isListed(_id), "100 free");
        committing(80e6);
        assertTrue(_registry.isListed(_id), "20 free, 80 committed");
        slashing(40e6);
        assertTrue(_registry.isListed(_id), "20 free, 40 committed");
        slashing(1);
        assertFalse(_registry.isListed(_id), "below the threshold");
        assertFalse(_registry.isListed(99), "an unknown id");
        _registry.setStakeThreshold(address(_dollar), 0);
        assertFalse(_registry.isListed(_id), "the token is no longer accepted");
    }

    function test_IsListed_DoesNotCountUnbondingStake() external {
        vm.prank(OWNER);
        _stakes.requestUnstake(_id, address(_dollar), 40e6 + 1);

        assertFalse(_registry.isListed(_id), "listed");
    }

    function committing(uint256 amount) private {
        vm.prank(ORCHESTRATOR);
        _stakes.commit(_id, address(_dollar), AGREEMENT, amount);
    }

    function slashing(uint256 amount) private {
        vm.prank(ORCHESTRATOR);
        _stakes.slash(_id, address(_dollar), AGREEMENT, amount, CONSUMER, PROVER);
    }

    function holds(uint256 free, uint256 committed, uint256 unbonding) private view {
        (uint256 actualFree, uint256 actualCommitted, uint256 actualUnbonding,) = _stakes.stakeOf(_id, address(_dollar));
        assertEq(actualFree, free, "free");
        assertEq(actualCommitted, committed, "committed");
        assertEq(actualUnbonding, unbonding, "unbonding");
    }
}
