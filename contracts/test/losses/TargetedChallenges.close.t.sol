// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ITargetedChallenges} from "../../src/interfaces/ITargetedChallenges.sol";
import {AgreementState, SlaState} from "../../src/interfaces/Types.sol";
import {LossTest} from "./LossTest.sol";

/// @dev Branches: TargetedChallenges.close.tree
contract TargetedChallengesCloseTest is LossTest {
    event ChallengeClosed(uint128 indexed agreementId, bool breached, uint256 bond);

    function setUp() public override {
        super.setUp();
        inEpoch(11);
    }

    function testFuzz_RevertWhen_ItCanBeAnswered(uint64 index, uint256 early, address caller) external {
        uint32 due = asks(ids[0], uint64(bound(index, 0, LEAVES - 1)));
        vm.warp(due - bound(early, 0, WINDOW));
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.ChallengeNotDue.selector, ids[0], due));
        targeted.close(ids[0]);
        assertState(ids[0], AgreementState.Active);
        vm.warp(uint256(due) + 1);
        vm.prank(caller);
        targeted.close(ids[0]);
        assertState(ids[0], AgreementState.Closed);
    }

    /// Never, of another agreement, or no more, because it was answered or closed.
    function testFuzz_RevertWhen_NothingIsAsked(uint128 id, uint64 index, bool answered, uint256 wait) external {
        index = uint64(bound(index, 0, LEAVES - 1));
        if (id == ids[0]) id = others[0];
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.NoChallenge.selector, ids[0]));
        targeted.close(ids[0]);
        uint32 due = asks(ids[0], index);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.NoChallenge.selector, id));
        targeted.close(id);
        if (answered) {
            targeted.answer(ids[0], shows(ids[0], 11, index));
        } else {
            vm.warp(uint256(due) + 1);
            targeted.close(ids[0]);
        }
        vm.warp(vm.getBlockTimestamp() + bound(wait, 0, 365 days));
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.NoChallenge.selector, ids[0]));
        targeted.close(ids[0]);
        assertState(ids[0], answered ? AgreementState.Active : AgreementState.Closed);
    }

    function test_WhoDoesNotAnswerIsBreached() external {
        uint32 due = asks(ids[0], 3);
        vm.warp(uint256(due) + 1);
        vm.expectEmit(true, true, true, true, address(targeted));
        emit ChallengeClosed(ids[0], true, EPOCH_PAY);
        vm.prank(stranger);
        targeted.close(ids[0]);

        assertState(ids[0], AgreementState.Closed);
        assertSla(slaId, SlaState.Degraded);
        assertEq(slashOf(consumer), COLLATERAL * 60 / 100, "consumer");
        assertEq(slashOf(stranger), COLLATERAL * 10 / 100, "who closed it");
        assertEq(targeted.claimableOf(consumer, address(token)), EPOCH_PAY, "the bond is back");
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.NoChallenge.selector, ids[0]));
        targeted.close(ids[0]);
        assertEq(targeted.openOf(1).length, 0, "none is open");
    }

    /// A challenge reaches one agreement: the epoch is proven with the provider's others, and their collateral is whole.
    function test_AnUnansweredChallengeTouchesNoOtherAgreement() external {
        vm.warp(uint256(asks(ids[0], 3)) + 1);
        targeted.close(ids[0]);
        seeds(11);
        (uint128[] memory drawn,) = audits.challengesOf(1, 11);
        for (uint256 i = 0; i < drawn.length; i++) {
            assertEq(drawn[i], others[0], "the other one alone");
        }
        proves(1, 11);
        assertTrue(orchestrator.isConfirmed(1, 11), "confirmed");
        assertEq(uint256(orchestrator.agreementOf(others[0]).collateral), COLLATERAL, "its collateral");
    }

    function test_AnAgreementThatIsOverOnlySetsTheBondFree() external {
        asks(ids[0], 3);
        declares(ids[0]);
        uint256 slashed = slashOf(consumer);
        vm.expectEmit(true, true, true, true, address(targeted));
        emit ChallengeClosed(ids[0], false, EPOCH_PAY);
        targeted.close(ids[0]);
        assertEq(slashOf(consumer), slashed, "slashed once");
        targeted.claim(consumer, address(token));
        assertEq(token.balanceOf(address(targeted)), 0, "nothing is left");
    }

    /// Whether or not it answers, a provider that hires itself moves its own bond, and loses the fund's part of its collateral.
    function test_WhoIsItsOwnConsumerGainsNothingByAChallenge() external {
        uint256 held = stakeLeft(1) + token.balanceOf(consumer) + token.balanceOf(payoutOf(1));
        asks(others[0], 3);
        targeted.answer(others[0], shows(others[0], 11, 3));
        targeted.claim(payoutOf(1), address(token));
        assertEq(stakeLeft(1) + token.balanceOf(consumer) + token.balanceOf(payoutOf(1)), held, "answered: nothing moved");
        vm.warp(uint256(asks(ids[0], 3)) + 1);
        vm.prank(consumer);
        targeted.close(ids[0]);
        targeted.claim(consumer, address(token));
        stakes.claim(consumer, address(token));
        uint256 left = stakeLeft(1) + token.balanceOf(consumer) + token.balanceOf(payoutOf(1));
        assertEq(held - left, COLLATERAL * 30 / 100, "closed: a part is gone for good");
    }

    /// Bonds are pulled: no token can keep an answer or a closing from being made.
    function test_ATokenThatRefusesAnAccountKeepsNobodyElseWaiting() external {
        asks(ids[0], 3);
        asks(ids[1], 4);
        vm.mockCallRevert(address(token), abi.encodeWithSignature("transfer(address,uint256)", payoutOf(1), EPOCH_PAY), "refused");
        targeted.answer(ids[0], shows(ids[0], 11, 3));
        vm.expectRevert();
        targeted.claim(payoutOf(1), address(token));
        targeted.answer(ids[1], shows(ids[1], 11, 4));
        assertEq(targeted.claim(payoutOf(2), address(token)), EPOCH_PAY, "paid");
        assertEq(targeted.claimableOf(payoutOf(1), address(token)), EPOCH_PAY, "still owed");
    }
}
