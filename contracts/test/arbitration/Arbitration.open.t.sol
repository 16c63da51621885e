// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Arbitration} from "../../src/Arbitration.sol";
import {IArbitration} from "../../src/interfaces/IArbitration.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {FeeToken} from "../hostile/HostileTokens.sol";
import {ArbitrationTest} from "./ArbitrationTest.sol";

contract ArbitrationOpenTest is ArbitrationTest {
    function test_Open_LocksTheBondAndWaitsForTheAnswer() external {
        uint256 before = token.balanceOf(consumer);
        uint256 id = opened();

        IArbitration.Dispute memory dispute = arbitration.disputeOf(id);
        assertEq(id, 1, "ids count from 1");
        assertEq(arbitration.count(), 1, "count");
        assertState(id, IArbitration.State.Opened);
        assertEq(dispute.claimant, consumer, "claimant");
        assertEq(dispute.defendant, owner, "defendant");
        assertEq(dispute.deadline, block.timestamp + DAYS3, "deadline");
        assertEq(dispute.amount, EPOCH_PAY, "amount");
        assertEq(before - token.balanceOf(consumer), BOND, "paid");
        assertEq(arbitration.bondsOf(id), BOND, "held");
        assertOutcome(id, IArbitration.Outcome.None);
    }

    function test_Open_IsForEitherSide_EachOnceForAnEpoch() external {
        opened();
        vm.prank(owner);
        uint256 id = arbitration.open(agreementId, epoch, epoch, 1, EVIDENCE);
        assertEq(arbitration.disputeOf(id).defendant, consumer, "the other way round");

        vm.expectRevert(abi.encodeWithSelector(IArbitration.EpochsDisputedAlready.selector, agreementId, epoch, epoch + 1));
        vm.prank(consumer);
        arbitration.open(agreementId, epoch, epoch, 1, EVIDENCE);
        passEpoch(epoch + 1);
        vm.prank(consumer);
        arbitration.open(agreementId, epoch + 1, epoch + 1, 1, EVIDENCE);
    }

    function test_Open_FreezesOfTheOtherSideWhatIsClaimed() external {
        assertFrozen(opened(), agreementId, EPOCH_PAY, 0, 0);
        vm.prank(owner);
        uint256 id = arbitration.open(agreementId, epoch, epoch, 1, EVIDENCE);
        assertFrozen(id, agreementId, 0, 1, 0);
    }

    function test_Open_OfAnAgreementThatIsOver_IsAboutTheBondsAlone() external {
        uint32 endEpoch = orchestrator.agreementOf(agreementId).endEpoch;
        passEpoch(endEpoch - 1);
        vm.warp(block.timestamp + 2 * uint256(WINDOW) + 1);
        orchestrator.end(agreementId);
        vm.prank(consumer);
        uint256 id = arbitration.open(agreementId, endEpoch - 1, endEpoch - 1, 1, EVIDENCE);
        assertFrozen(id, agreementId, 0, 0, 0);
        passDeadline(id);
        arbitration.lapse(id);
        assertEq(slashOf(consumer), 0, "nothing was there");
        assertEq(arbitration.claimableOf(consumer), BOND, "but the bond");
    }

    function test_Open_RevertWhen_ThereIsNoEvidence() external {
        vm.expectRevert(IArbitration.EvidenceMissing.selector);
        vm.prank(consumer);
        arbitration.open(agreementId, epoch, epoch, 1, 0);
    }

    function test_Open_RevertWhen_AStrangerCalls(address caller) external {
        vm.assume(caller != consumer && caller != owner);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotParty.selector, caller));
        vm.prank(caller);
        arbitration.open(agreementId, epoch, epoch, 1, EVIDENCE);
    }

    function test_Open_RevertWhen_BothSidesAreOneAccount() external {
        vm.mockCall(address(registry), abi.encodeCall(IRegistry.ownerOf, (1)), abi.encode(consumer));
        vm.expectRevert(abi.encodeWithSelector(IArbitration.OneParty.selector, consumer));
        vm.prank(consumer);
        arbitration.open(agreementId, epoch, epoch, 1, EVIDENCE);
    }

    function test_Open_RevertWhen_TheAgreementIsUnknownOrNeverStarted() external {
        // Nobody is the consumer of an agreement that is none; the provider's owner is one side of it all the same.
        refused(uint128(1) << 64 | uint128(market) << 48 | 999, epoch, epoch, owner);
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.salt = 2;
        uint128 notStarted = open(sla, offers)[0];
        refused(notStarted, epoch, epoch, consumer);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.UnknownId.selector, 99));
        vm.prank(consumer);
        arbitration.open(uint128(99) << 64, epoch, epoch, 1, EVIDENCE);
    }

    function test_Open_RevertWhen_TheEpochsAreNotTheAgreements_OrNotOver() external {
        refused(agreementId, epoch - 1, epoch, consumer);
        refused(agreementId, epoch, epoch - 1, consumer);
        refused(agreementId, epoch, epoch + 1, consumer);
        uint32 endEpoch = orchestrator.agreementOf(agreementId).endEpoch;
        vm.warp(startOf(endEpoch + 2));
        refused(agreementId, endEpoch - 1, endEpoch, consumer);
        vm.prank(consumer);
        arbitration.open(agreementId, endEpoch - 1, endEpoch - 1, 1, EVIDENCE);
    }

    function test_Open_RevertWhen_TheWindowOfTheFirstEpochIsOver() external {
        vm.warp(uint256(startOf(epoch + 1)) + DAYS3 + 1);
        refused(agreementId, epoch, epoch + 1, consumer);
        vm.warp(uint256(startOf(epoch + 1)) + DAYS3);
        vm.prank(consumer);
        arbitration.open(agreementId, epoch, epoch + 1, 1, EVIDENCE);
    }

    function test_Open_RevertWhen_TheAmountIsNotWithinThePayOfTheEpochs(uint128 amount) external {
        passEpoch(epoch + 1);
        uint256 maximum = 2 * EPOCH_PAY;
        if (amount > 0 && amount <= maximum) amount = uint128(maximum + amount);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.AmountOutsideEpochs.selector, amount, maximum));
        vm.prank(consumer);
        arbitration.open(agreementId, epoch, epoch + 1, amount, EVIDENCE);
        vm.prank(consumer);
        arbitration.open(agreementId, epoch, epoch + 1, uint128(maximum), EVIDENCE);
    }

    function test_Open_RevertWhen_TooFewArbitratorsAreNoParty() external {
        address[] memory few = new address[](4);
        (few[0], few[1], few[2], few[3]) = (consumer, owner, address(0xa1), address(0xa2));
        arbitration = new Arbitration(orchestrator, governance, IERC20(address(token)), BOND, APPEAL_BOND, times(), few);
        vm.warp(block.timestamp + 1);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitratorsShort.selector, 2, 3));
        vm.prank(consumer);
        arbitration.open(agreementId, epoch, epoch, 1, EVIDENCE);
    }

    function test_Open_RevertWhen_TheTokenKeepsAFee() external {
        FeeToken fee = new FeeToken();
        arbitration = arbitrationOver(fee);
        fee.transfer(consumer, 1000e18);
        vm.prank(consumer);
        fee.approve(address(arbitration), type(uint256).max);
        vm.warp(block.timestamp + 1);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.BondShortReceived.selector, BOND, BOND - BOND / 100));
        vm.prank(consumer);
        arbitration.open(agreementId, epoch, epoch, 1, EVIDENCE);
    }

    function refused(uint128 id, uint32 fromEpoch, uint32 toEpoch, address caller) private {
        vm.expectRevert(abi.encodeWithSelector(IArbitration.EpochsNotDisputable.selector, fromEpoch, toEpoch));
        vm.prank(caller);
        arbitration.open(id, fromEpoch, toEpoch, 1, EVIDENCE);
    }
}
