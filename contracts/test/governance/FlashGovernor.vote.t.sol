// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {VoteLock} from "../../src/governance/VoteLock.sol";
import {FlashToken} from "../../src/token/FlashToken.sol";
import {GovernanceTest} from "./GovernanceTest.sol";

/// @title A vote as it must not be: it counts what the voter holds while it votes
contract NaiveVote {
    IERC20 private immutable _flash;
    uint256 public counted;

    constructor(IERC20 flash) {
        _flash = flash;
    }

    function castVote(uint256, uint8) external {
        counted += _flash.balanceOf(msg.sender);
    }
}

/// @title Half of all FLASH for one transaction
contract Borrower {
    FlashToken private immutable _flash;
    VoteLock private immutable _votes;

    constructor(FlashToken flash, VoteLock votes) {
        (_flash, _votes) = (flash, votes);
    }

    function borrowAndVote(address lender, uint256 amount, address ballot, uint256 id) external {
        _flash.transferFrom(lender, address(this), amount);
        (bool voted,) = ballot.call(abi.encodeCall(IGovernor.castVote, (id, 1)));
        require(voted, "no vote");
        _flash.transfer(lender, amount);
    }

    function borrowLockAndVote(address lender, uint256 amount, address ballot, uint256 id) external {
        _flash.transferFrom(lender, address(this), amount);
        _flash.approve(address(_votes), amount);
        _votes.lock(amount);
        IGovernor(ballot).castVote(id, 1);
        _votes.requestUnlock(amount);
        _votes.unlock(address(this));
        _flash.transfer(lender, amount);
    }
}

contract FlashGovernorVoteTest is GovernanceTest {
    // ---- weight

    function test_Vote_WeighsTheLessOfBeforeAndAtTheSnapshot(uint256 before, uint256 at) external {
        before = bound(before, 1, 1_000_000e18);
        at = bound(at, 1, 1_000_000e18);
        locking(bob, before);
        vm.warp(block.timestamp + 1);
        uint256 id = propose(spending(1));
        vm.warp(block.timestamp + 1);
        if (at > before) {
            locking(bob, at - before);
        } else if (at < before) {
            vm.prank(bob);
            votes.requestUnlock(before - at);
        }
        openVote(id);
        locking(bob, 5e18);
        assertEq(vote(id, bob, FOR), before < at ? before : at, "weight");
    }

    function test_Vote_BoughtAfterTheProposal_OrInItsSecond_WeighsNothing() external {
        uint256 id = propose(spending(1));
        locking(bob, QUORUM);
        vm.warp(block.timestamp + 1);
        locking(stranger, QUORUM);
        openVote(id);
        assertEq(vote(id, bob, FOR), 0, "in its second");
        assertEq(vote(id, stranger, FOR), 0, "later");
        closeVote(id);
        assertState(id, IGovernor.ProposalState.Defeated);
    }

    /// The attack takes a naive count over and leaves this one as it was.
    function test_Vote_BorrowedForATransaction_WeighsNothing() external {
        NaiveVote naive = new NaiveVote(IERC20(address(flash)));
        Borrower borrower = new Borrower(flash, votes);
        uint256 id = propose(spending(1));
        openVote(id);
        vm.prank(rich);
        flash.approve(address(borrower), type(uint256).max);

        borrower.borrowAndVote(rich, SUPPLY / 2, address(naive), id);
        assertEq(naive.counted(), SUPPLY / 2, "a naive count is taken over");
        borrower.borrowAndVote(rich, SUPPLY / 2, address(governor), id);
        (, uint256 inFavour,) = governor.proposalVotes(id);
        assertEq(inFavour, 0, "not borrowed, not locked");
        Borrower second = new Borrower(flash, votes);
        vm.prank(rich);
        flash.approve(address(second), type(uint256).max);
        vm.expectRevert();
        second.borrowLockAndVote(rich, SUPPLY / 2, address(governor), id);
    }

    function test_Vote_LentByDelegation_WeighsOnce() external {
        locking(bob, QUORUM);
        vm.warp(block.timestamp + 1);
        uint256 id = propose(spending(1));
        vm.warp(block.timestamp + 1);
        vm.prank(bob);
        votes.delegate(stranger);
        openVote(id);
        assertEq(vote(id, bob, FOR) + vote(id, stranger, FOR), 0, "changed in between: on the next proposal");
        uint256 next = propose(spending(2));
        openVote(next);
        assertEq(vote(next, bob, FOR), 0, "the holder");
        assertEq(vote(next, stranger, FOR), QUORUM, "the delegate");
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, stranger));
        vote(next, stranger, FOR);
    }

    // ---- quorum and majority, one unit either side

    function test_Quorum_OneUnitBelowIsDefeated_ExactlyIsEnough() external {
        locking(bob, QUORUM - 1);
        locking(stranger, QUORUM);
        vm.warp(block.timestamp + 1);
        uint256 below = propose(spending(1));
        uint256 exact = propose(spending(2));
        openVote(exact);
        vote(below, bob, FOR);
        vote(exact, stranger, FOR);
        closeVote(exact);
        assertEq(governor.quorum(governor.proposalSnapshot(exact)), QUORUM, "quorum");
        assertState(below, IGovernor.ProposalState.Defeated);
        assertState(exact, IGovernor.ProposalState.Succeeded);
    }

    function test_Quorum_CountsAbstentions_ButNotVotesAgainst() external {
        locking(bob, QUORUM - 1);
        locking(stranger, 2);
        vm.warp(block.timestamp + 1);
        uint256 abstained = propose(spending(1));
        uint256 opposed = propose(spending(2));
        openVote(opposed);
        vote(abstained, bob, ABSTAIN);
        vote(abstained, stranger, FOR);
        vote(opposed, bob, FOR);
        vote(opposed, stranger, AGAINST);
        closeVote(opposed);
        assertState(abstained, IGovernor.ProposalState.Succeeded);
        assertState(opposed, IGovernor.ProposalState.Defeated);
    }

    function test_Majority_ATieOrOneUnitLessIsDefeated_OneMoreWins(uint256 more) external {
        more = bound(more, 0, 2);
        locking(bob, QUORUM + more);
        locking(stranger, QUORUM + 1);
        vm.warp(block.timestamp + 1);
        uint256 id = propose(spending(1));
        openVote(id);
        vote(id, bob, FOR);
        vote(id, stranger, AGAINST);
        closeVote(id);
        assertState(id, more == 2 ? IGovernor.ProposalState.Succeeded : IGovernor.ProposalState.Defeated);
    }

    /// A share of what is locked would let the only one who locks decide alone.
    function test_Quorum_DoesNotFallWhenLittleIsLocked() external {
        uint256 id = propose(spending(1));
        openVote(id);
        assertEq(vote(id, alice, FOR), votes.totalLocked(), "everybody who locked");
        closeVote(id);
        assertState(id, IGovernor.ProposalState.Defeated);
    }

    function test_Vote_RevertWhen_ItIsTooEarlyOrTooLate() external {
        uint256 id = propose(spending(1));
        vm.warp(governor.proposalSnapshot(id));
        vm.expectRevert();
        vote(id, alice, FOR);
        closeVote(id);
        vm.expectRevert();
        vote(id, alice, FOR);
    }

    function test_Propose_RevertWhen_OneVoteBelowTheThreshold() external {
        vm.prank(alice);
        votes.requestUnlock(1);
        vm.warp(block.timestamp + 1);
        Proposal memory proposal = spending(1);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInsufficientProposerVotes.selector, alice, THRESHOLD - 1, THRESHOLD));
        propose(proposal);
        locking(alice, 1);
        vm.warp(block.timestamp + 1);
        propose(proposal);
    }

    function test_KnownFrom_IsTheSecondBeforeTheProposal() external {
        uint256 id = propose(spending(1));
        assertEq(governor.knownFrom(id), block.timestamp - 1, "known from");
        assertEq(governor.proposalSnapshot(id), block.timestamp + DELAY, "snapshot");
        assertEq(governor.proposalDeadline(id), block.timestamp + DELAY + PERIOD, "deadline");
        assertTrue(governor.mayOrder(address(governor), governor.setVotingDelay.selector), "its own settings");
    }
}
