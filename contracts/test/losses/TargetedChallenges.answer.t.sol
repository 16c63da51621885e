// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ITargetedChallenges} from "../../src/interfaces/ITargetedChallenges.sol";
import {Agreement} from "../../src/interfaces/Types.sol";
import {LossTest} from "./LossTest.sol";

/// @dev Branches: TargetedChallenges.answer.tree
contract TargetedChallengesAnswerTest is LossTest {
    function setUp() public override {
        super.setUp();
        inEpoch(11);
    }

    /// Never, of another agreement, or no more.
    function testFuzz_RevertWhen_NothingIsAsked(uint128 id, uint64 index, bytes calldata any, address caller) external {
        index = uint64(bound(index, 0, LEAVES - 1));
        if (id == ids[0]) id = others[0];
        bytes memory proof = shows(ids[0], 11, index);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.NoChallenge.selector, ids[0]));
        targeted.answer(ids[0], proof);
        asks(ids[0], index);
        vm.startPrank(caller);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.NoChallenge.selector, id));
        targeted.answer(id, any);
        targeted.answer(ids[0], proof);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.NoChallenge.selector, ids[0]));
        targeted.answer(ids[0], proof);
        assertEq(targeted.claimableOf(payoutOf(1), address(token)), EPOCH_PAY, "the bond once");
    }

    function testFuzz_RevertWhen_ItComesTooLate(uint64 index, uint256 late, address caller) external {
        index = uint64(bound(index, 0, LEAVES - 1));
        bytes memory proof = shows(ids[0], 11, index);
        uint32 due = asks(ids[0], index);
        vm.warp(due + bound(late, 1, 365 days));
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.AnswerTooLate.selector, ids[0], due));
        targeted.answer(ids[0], proof);
        assertEq(targeted.openOf(1).length, 1, "still open");
        vm.warp(due);
        vm.prank(caller);
        targeted.answer(ids[0], proof);
    }

    /// Of the unit, of another agreement's, or none; and the right one with anything behind it, or cut off.
    function testFuzz_RevertWhen_AnotherLeafIsShown(uint64 asked, uint64 shown, uint64 other, bytes calldata any, uint256 cut) external {
        asked = uint64(bound(asked, 0, LEAVES - 1));
        shown = uint64(bound(shown, 0, LEAVES - 2));
        if (shown >= asked) shown++;
        asks(ids[0], asked);
        bytes memory refusal = abi.encodeWithSelector(ITargetedChallenges.AnswerWrong.selector, ids[0], asked);
        bytes memory proof = shows(ids[0], 11, asked);
        refused(refusal, shows(ids[0], 11, shown));
        refused(refusal, shows(others[0], 11, uint64(bound(other, 0, 8))));
        refused(refusal, any);
        refused(refusal, bytes.concat(proof, hex"00", any));
        bytes memory shorter = new bytes(bound(cut, 0, proof.length - 1));
        for (uint256 i = 0; i < shorter.length; i++) {
            shorter[i] = proof[i];
        }
        refused(refusal, shorter);
        targeted.answer(ids[0], proof);
    }

    function testFuzz_RevertWhen_AnyBitIsFlipped(uint64 index, uint256 bit) external {
        index = uint64(bound(index, 0, LEAVES - 1));
        asks(ids[0], index);
        bytes memory proof = shows(ids[0], 11, index);
        bit = bound(bit, 0, 8 * proof.length - 1);
        bytes memory changed = bytes.concat(proof);
        changed[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        // Sides above the height of the unit say nothing.
        bool unread = bit / 8 >= 12 && bit / 8 < 17 && !isRead(bit);
        if (!unread) vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.AnswerWrong.selector, ids[0], index));
        targeted.answer(ids[0], changed);
    }

    /// Two siblings in the unit: the two lowest bits of the sides are read.
    function isRead(uint256 bit) private pure returns (bool) {
        return bit / 8 == 16 && bit % 8 < 2;
    }

    function test_TheBondIsTheProvidersWhoeverAnswers() external {
        asks(ids[0], 3);
        Agreement memory before = orchestrator.agreementOf(ids[0]);
        bytes memory proof = shows(ids[0], 11, 3);
        vm.prank(stranger);
        targeted.answer(ids[0], proof);
        assertEq(targeted.claimableOf(payoutOf(1), address(token)), EPOCH_PAY, "owed");
        assertEq(targeted.claim(payoutOf(1), address(token)), EPOCH_PAY, "claimed by anybody");
        assertEq(targeted.claim(payoutOf(1), address(token)), 0, "once");
        assertEq(token.balanceOf(payoutOf(1)), EPOCH_PAY, "paid");
        assertEq(token.balanceOf(address(targeted)), 0, "nothing is left");
        assertEq(keccak256(abi.encode(before)), keccak256(abi.encode(orchestrator.agreementOf(ids[0]))), "the agreement is as it was");
        seeds(11);
        proves(1, 11);
        assertTrue(orchestrator.isConfirmed(1, 11), "and the audit is its own");
    }

    function refused(bytes memory refusal, bytes memory proof) private {
        vm.expectRevert(refusal);
        targeted.answer(ids[0], proof);
    }
}
