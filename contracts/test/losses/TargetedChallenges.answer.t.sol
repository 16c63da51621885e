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

    function test_RevertWhen_NothingIsAsked() external {
        bytes memory proof = shows(ids[0], 11, 3);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.NoChallenge.selector, ids[0]));
        targeted.answer(ids[0], proof);
        asks(ids[0], 3);
        targeted.answer(ids[0], proof);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.NoChallenge.selector, ids[0]));
        targeted.answer(ids[0], proof);
    }

    function test_RevertWhen_ItComesTooLate() external {
        bytes memory proof = shows(ids[0], 11, 3);
        uint32 due = asks(ids[0], 3);
        vm.warp(uint256(due) + 1);
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.AnswerTooLate.selector, ids[0], due));
        targeted.answer(ids[0], proof);
        vm.warp(due);
        targeted.answer(ids[0], proof);
    }

    function test_RevertWhen_AnotherLeafIsShown() external {
        asks(ids[0], 3);
        for (uint64 index = 0; index < LEAVES; index++) {
            if (index != 3) refused(shows(ids[0], 11, index));
        }
        refused(shows(others[0], 11, 3));
        refused("");
        bytes memory proof = shows(ids[0], 11, 3);
        refused(bytes.concat(proof, hex"00"));
        refused(bytes.concat(proof, proof));
    }

    function testFuzz_RevertWhen_AnyBitIsFlipped(uint256 bit) external {
        asks(ids[0], 3);
        bytes memory proof = shows(ids[0], 11, 3);
        bit = bound(bit, 0, 8 * proof.length - 1);
        bytes memory changed = bytes.concat(proof);
        changed[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        // Sides above the height of the unit say nothing.
        (bool done,) = address(targeted).call(abi.encodeCall(ITargetedChallenges.answer, (ids[0], changed)));
        bool unread = bit / 8 >= 12 && bit / 8 < 17 && !isRead(bit);
        assertEq(done, unread, "refused");
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

    function refused(bytes memory proof) private {
        vm.expectRevert(abi.encodeWithSelector(ITargetedChallenges.AnswerWrong.selector, ids[0], 3));
        targeted.answer(ids[0], proof);
    }
}
