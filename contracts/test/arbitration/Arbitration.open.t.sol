// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

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

    /// Of three epochs that are over one side has disputed the first one or two; the other side's disputes do not matter.
    function testFuzz_Open_RevertWhen_AnEpochIsDisputedAlready(bool byConsumer, bool two, uint32 from, uint32 to) external {
        passEpoch(epoch + 1);
        passEpoch(epoch + 2);
        (address claimant, address other) = byConsumer ? (consumer, owner) : (owner, consumer);
        uint32 next = epoch + (two ? 2 : 1);
        vm.prank(claimant);
        arbitration.open(agreementId, epoch, next - 1, 1, EVIDENCE);
        from = uint32(bound(from, epoch, next - 1));
        to = uint32(bound(to, from, epoch + 2));
        vm.expectRevert(abi.encodeWithSelector(IArbitration.EpochsDisputedAlready.selector, agreementId, from, next));
        vm.prank(claimant);
        arbitration.open(agreementId, from, to, 1, EVIDENCE);
        assertEq(arbitration.count(), 1, "no other dispute");

        vm.prank(other);
        arbitration.open(agreementId, from, to, 1, EVIDENCE);
        vm.prank(claimant);
        arbitration.open(agreementId, next, epoch + 2, 1, EVIDENCE);
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

    /// Whoever calls, about whatever.
    function testFuzz_Open_RevertWhen_ThereIsNoEvidence(address caller, uint128 id, uint32 from, uint128 amount, bytes32 evidence)
        external
    {
        vm.assume(evidence != 0);
        vm.expectRevert(IArbitration.EvidenceMissing.selector);
        vm.prank(caller);
        arbitration.open(id, from, from, amount, 0);
        vm.expectRevert(IArbitration.EvidenceMissing.selector);
        vm.prank(consumer);
        arbitration.open(agreementId, epoch, epoch, 1, 0);
        assertEq(arbitration.count(), 0, "no dispute");
        vm.prank(consumer);
        arbitration.open(agreementId, epoch, epoch, 1, evidence);
    }

    function testFuzz_Open_RevertWhen_AStrangerCalls(address caller) external {
        vm.assume(caller != consumer && caller != owner);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotParty.selector, caller));
        vm.prank(caller);
        arbitration.open(agreementId, epoch, epoch, 1, EVIDENCE);
    }

    function testFuzz_Open_RevertWhen_BothSidesAreOneAccount(address caller, uint128 amount) external {
        vm.mockCall(address(registry), abi.encodeCall(IRegistry.ownerOf, (1)), abi.encode(consumer));
        for (uint256 i = 0; i < 2; i++) {
            vm.expectRevert(abi.encodeWithSelector(IArbitration.OneParty.selector, consumer));
            vm.prank(i == 0 ? caller : consumer);
            arbitration.open(agreementId, epoch, epoch, amount, EVIDENCE);
        }
        vm.clearMockedCalls();
        opened();
    }

    function testFuzz_Open_RevertWhen_TheAgreementIsUnknownOrNeverStarted(uint48 index, uint64 provider, uint32 from, uint32 to) external {
        // Nobody is the consumer of an agreement that is none; the provider's owner is one side of it all the same.
        index = uint48(bound(index, 100, type(uint48).max));
        uint128 unknown = uint128(1) << 64 | uint128(market) << 48 | index;
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.salt = 2;
        uint128 notStarted = open(sla, offers)[0];
        vm.expectRevert(abi.encodeWithSelector(IArbitration.EpochsNotDisputable.selector, from, to));
        vm.prank(owner);
        arbitration.open(unknown, from, to, 1, EVIDENCE);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.EpochsNotDisputable.selector, from, to));
        vm.prank(consumer);
        arbitration.open(notStarted, from, to, 1, EVIDENCE);

        refused(unknown, epoch, epoch, owner);
        refused(notStarted, epoch, epoch, consumer);

        provider = uint64(bound(provider, PROVIDERS + 1, type(uint64).max));
        vm.expectRevert(abi.encodeWithSelector(IRegistry.UnknownId.selector, provider));
        vm.prank(consumer);
        arbitration.open(uint128(provider) << 64 | index, from, to, 1, EVIDENCE);
    }

    /// The first one or two are over: from before them, backwards, and beyond what is over.
    function testFuzz_Open_RevertWhen_TheEpochsAreNotTheAgreements_OrNotOver(bool two, uint32 from, uint32 to, bool byConsumer) external {
        if (two) passEpoch(epoch + 1);
        address claimant = byConsumer ? consumer : owner;
        uint32 last = two ? epoch + 1 : epoch;
        refused(agreementId, uint32(bound(from, 0, epoch - 1)), uint32(bound(to, 0, type(uint32).max)), claimant);
        uint32 ours = uint32(bound(from, epoch, last));
        vm.expectRevert(abi.encodeWithSelector(IArbitration.EpochsNotDisputable.selector, ours, bound(to, 0, ours - 1)));
        vm.prank(claimant);
        arbitration.open(agreementId, ours, uint32(bound(to, 0, ours - 1)), 1, EVIDENCE);
        refused(agreementId, ours, uint32(bound(to, last + 1, type(uint32).max)), claimant);
        refused(agreementId, ours, last + 1, claimant);
        assertEq(arbitration.count(), 0, "no dispute");
        vm.prank(claimant);
        arbitration.open(agreementId, ours, last, 1, EVIDENCE);
    }

    function testFuzz_Open_RevertWhen_TheEpochsReachBeyondTheAgreementsEnd(uint32 from, uint32 to, uint256 passed) external {
        uint32 endEpoch = orchestrator.agreementOf(agreementId).endEpoch;
        vm.warp(bound(passed, startOf(endEpoch + 1), uint256(startOf(endEpoch + 2)) + 1 days));
        from = uint32(bound(from, endEpoch - 1, endEpoch + 9));
        to = uint32(bound(to, from > endEpoch ? from : endEpoch, type(uint32).max));
        vm.expectRevert(abi.encodeWithSelector(IArbitration.EpochsNotDisputable.selector, from, to));
        vm.prank(consumer);
        arbitration.open(agreementId, from, to, 1, EVIDENCE);
        refused(agreementId, endEpoch - 1, endEpoch, consumer);
        vm.prank(consumer);
        arbitration.open(agreementId, endEpoch - 1, endEpoch - 1, 1, EVIDENCE);
    }

    function testFuzz_Open_RevertWhen_TheWindowOfTheFirstEpochIsOver(uint256 late, bool byConsumer) external {
        address claimant = byConsumer ? consumer : owner;
        uint256 last = uint256(startOf(epoch + 1)) + DAYS3;
        vm.warp(last + bound(late, 1, 3650 days));
        vm.expectRevert(abi.encodeWithSelector(IArbitration.EpochsNotDisputable.selector, epoch, epoch + 1));
        vm.prank(claimant);
        arbitration.open(agreementId, epoch, epoch + 1, 1, EVIDENCE);
        vm.warp(last + 1);
        refused(agreementId, epoch, epoch + 1, claimant);
        vm.warp(last);
        vm.prank(claimant);
        arbitration.open(agreementId, epoch, epoch + 1, 1, EVIDENCE);
    }

    function testFuzz_Open_RevertWhen_TheAmountIsNotWithinThePayOfTheEpochs(uint128 amount) external {
        passEpoch(epoch + 1);
        uint256 maximum = 2 * EPOCH_PAY;
        if (amount > 0) amount = uint128(bound(amount, maximum + 1, type(uint128).max));
        vm.expectRevert(abi.encodeWithSelector(IArbitration.AmountOutsideEpochs.selector, amount, maximum));
        vm.prank(consumer);
        arbitration.open(agreementId, epoch, epoch + 1, amount, EVIDENCE);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.AmountOutsideEpochs.selector, maximum + 1, maximum));
        vm.prank(consumer);
        arbitration.open(agreementId, epoch, epoch + 1, uint128(maximum + 1), EVIDENCE);
        vm.prank(consumer);
        arbitration.open(agreementId, epoch, epoch + 1, uint128(maximum), EVIDENCE);
    }

    function testFuzz_Open_RevertWhen_TooFewArbitratorsAreNoParty(uint256 eligible, bool consumerSits, bool ownerSits) external {
        eligible = bound(eligible, 0, 2);
        address[] memory all = arbitration.arbitrators();
        vm.startPrank(governance);
        for (uint256 i = eligible; i < ARBITRATORS; i++) {
            arbitration.dismiss(all[i]);
        }
        if (consumerSits) arbitration.appoint(consumer);
        if (ownerSits) arbitration.appoint(owner);
        vm.warp(block.timestamp + 1);
        // Those who are named in this very second do not count yet.
        for (uint256 i = eligible; i < 3; i++) {
            arbitration.appoint(all[i]);
        }
        vm.stopPrank();
        uint256 before = token.balanceOf(consumer);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitratorsShort.selector, eligible, 3));
        vm.prank(consumer);
        arbitration.open(agreementId, epoch, epoch, 1, EVIDENCE);
        assertEq(token.balanceOf(consumer), before, "no bond is taken");
        vm.warp(block.timestamp + 1);
        vm.prank(consumer);
        arbitration.open(agreementId, epoch, epoch, 1, EVIDENCE);
    }

    /// The token keeps a hundredth, rounded down: nothing of less than a hundred units.
    function testFuzz_Open_RevertWhen_TheTokenKeepsAFee(uint256 bond, bool small) external {
        FeeToken fee = new FeeToken();
        bond = bound(bond, 1, small ? 200 : 100_000e18);
        arbitration = arbitrationOver(fee, bond, bond + 1);
        fee.transfer(consumer, 500_000e18);
        uint256 before = fee.balanceOf(consumer);
        vm.prank(consumer);
        fee.approve(address(arbitration), type(uint256).max);
        vm.warp(block.timestamp + 1);
        if (bond >= 100) vm.expectRevert(abi.encodeWithSelector(IArbitration.BondShortReceived.selector, bond, bond - bond / 100));
        vm.prank(consumer);
        arbitration.open(agreementId, epoch, epoch, 1, EVIDENCE);
        assertEq(arbitration.count(), bond >= 100 ? 0 : 1, "disputes");
        assertEq(before - fee.balanceOf(consumer), bond >= 100 ? 0 : bond, "what it cost");
    }

    function refused(uint128 id, uint32 fromEpoch, uint32 toEpoch, address caller) private {
        vm.expectRevert(abi.encodeWithSelector(IArbitration.EpochsNotDisputable.selector, fromEpoch, toEpoch));
        vm.prank(caller);
        arbitration.open(id, fromEpoch, toEpoch, 1, EVIDENCE);
    }
}
