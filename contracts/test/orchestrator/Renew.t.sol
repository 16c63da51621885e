// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IConsumerOrchestrator, ILedger, IRateChanges, IRenewals} from "../../src/interfaces/IOrchestrator.sol";
import {AgreementState, Leg, Renewal, RenewalMandate, SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {FeeToken, ReentrantToken} from "../hostile/HostileTokens.sol";
import {PromiseTest} from "../promises/PromiseTest.sol";
import {OneKeyWallet} from "./Wallets.sol";

/// @dev Branches: Orchestrator.renew.tree. What a mandate and a step are bounded by: Renew.bounds.t.sol. The agreements pay for the epochs 11 to 20.
contract RenewTest is PromiseTest {
    // ---------------------------------------------------------------- who agreed

    function test_OnlyActiveAgreements() external {
        (uint128[] memory ids,) = openTwoOfThree();
        vm.warp(startOf(10) + 200);
        refused(mandateFor(ids[0]), abi.encodeWithSelector(ILedger.WrongState.selector, ids[0], AgreementState.Open));
        for (uint256 i = 0; i < 3; i++) {
            activate(ids[i]);
        }
        vm.warp(startOf(15));
        vm.prank(consumer);
        orchestrator.giveNotice(ids[0]);
        refused(mandateFor(ids[0]), abi.encodeWithSelector(ILedger.WrongState.selector, ids[0], AgreementState.Notice));
        tryBreach(ids[1], 15);
        refused(mandateFor(ids[1]), abi.encodeWithSelector(ILedger.WrongState.selector, ids[1], AgreementState.Closed));
        vm.warp(uint256(startOf(21)) + 9 days);
        orchestrator.end(ids[2]);
        refused(mandateFor(ids[2]), abi.encodeWithSelector(ILedger.WrongState.selector, ids[2], AgreementState.Closed));
    }

    /// Not even a key with every right may sign for the consumer.
    function test_TheConsumerSignsItself() external {
        (uint128[] memory ids, Sla memory sla) = runningLate();
        (address session, uint256 sessionKey) = actor("session");
        bytes32 slaId = orchestrator.hashSla(sla);
        vm.prank(consumer);
        grants.grant(session, slaId, 31, uint32(block.timestamp + 100 days), type(uint88).max, 0);
        (RenewalMandate memory mandate, Renewal memory renewal) = usual(ids[0]);
        bytes memory providers = signedByNode(mandate, renewal);
        bytes memory sessions = sign(sessionKey, hashOf(mandate));
        vm.expectRevert(abi.encodeWithSelector(IRenewals.MandateSignatureInvalid.selector, ids[0], session, consumer));
        orchestrator.renew(mandate, renewal, sessions, "", providers);
    }

    /// Nor the owner for the provider's node key.
    function test_TheNodeKeySignsForTheProvider() external {
        (uint128[] memory ids,) = runningLate();
        (RenewalMandate memory mandate, Renewal memory renewal) = usual(ids[0]);
        (address owner, uint256 ownerKey) = actor("owner1");
        bytes memory owners = sign(ownerKey, hashOf(mandate, renewal));
        bytes memory consumers = sign(consumerKey, hashOf(mandate));
        vm.expectRevert(abi.encodeWithSelector(IRenewals.RenewalSignatureInvalid.selector, ids[0], owner, nodeOf(1)));
        orchestrator.renew(mandate, renewal, consumers, "", owners);
    }

    /// What was signed is for these terms and this step, and for nothing else.
    function testFuzz_WhatIsNotWhatBothSignedIsRefused(uint256 which) external {
        (uint128[] memory ids,) = runningLate();
        (RenewalMandate memory mandate, Renewal memory renewal) = usual(ids[0]);
        bytes memory consumers = sign(consumerKey, hashOf(mandate));
        bytes memory providers = signedByNode(mandate, renewal);
        which %= 13;
        if (which == 0) mandate.agreementId = ids[1];
        alter(mandate, renewal, which);
        if (which == 12) consumers = signedByNode(mandate, renewal);
        uint256 before = token.balanceOf(consumer);
        try orchestrator.renew(mandate, renewal, consumers, consumers, providers) {
            revert Untrue({what: "refused"});
        } catch (bytes memory reason) {
            bool forIt = bytes4(reason) == IRenewals.MandateSignatureInvalid.selector
                || bytes4(reason) == IRenewals.RenewalSignatureInvalid.selector;
            assertTrue(forIt, "for its signature");
        }
        assertEq(token.balanceOf(consumer), before, "and nothing was taken");
    }

    function alter(RenewalMandate memory mandate, Renewal memory renewal, uint256 which) private {
        if (which == 1) mandate.payer = stranger;
        if (which == 2) mandate.maximumRate++;
        if (which == 3) mandate.stepEpochs++;
        if (which == 4) mandate.windowEpochs++;
        if (which == 5) mandate.latestEnd++;
        if (which == 6) mandate.budget++;
        if (which == 7) mandate.collateral++;
        if (which == 8) renewal.endEpoch--;
        if (which == 9) renewal.rate++;
        if (which == 10) renewal.expiry++;
        if (which == 11) vm.chainId(block.chainid + 1);
    }

    /// The Orchestrator's address and the chain are in what is signed.
    function test_AMandateForAnotherOrchestratorIsNone() external {
        (uint128[] memory ids,) = runningLate();
        (RenewalMandate memory mandate, Renewal memory renewal) = usual(ids[0]);
        address ours = address(orchestrator);
        deploy(address(token));
        (bytes memory consumers, bytes memory providers) = (sign(consumerKey, hashOf(mandate)), signedByNode(mandate, renewal));
        assertTrue(ours != address(orchestrator), "another one");
        vm.expectRevert();
        IRenewals(ours).renew(mandate, renewal, consumers, "", providers);
    }

    function test_APayerWhoIsNotTheConsumerSignsToo() external {
        (uint128[] memory ids,) = runningLate();
        (RenewalMandate memory mandate, Renewal memory renewal) = usual(ids[0]);
        mandate.payer = stranger;
        token.mint(stranger, 8_000_000);
        vm.prank(stranger);
        token.approve(address(orchestrator), 8_000_000);
        bytes memory providers = signedByNode(mandate, renewal);
        bytes memory consumers = sign(consumerKey, hashOf(mandate));
        vm.expectRevert(abi.encodeWithSelector(IRenewals.MandateSignatureInvalid.selector, ids[0], consumer, stranger));
        orchestrator.renew(mandate, renewal, consumers, consumers, providers);
        renew(mandate, renewal);
        assertEq(token.balanceOf(stranger), 8_000_000 - 5 * EPOCH_PAY, "it paid");
    }

    function test_WalletsSignForConsumerAndPayer() external {
        OneKeyWallet wallet = new OneKeyWallet(consumer);
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.consumer = address(wallet);
        bytes32 slaId = orchestrator.hashSla(sla);
        bytes memory word = sponsorship(consumerKey, slaId, consumer, false);
        vm.prank(consumer);
        orchestrator.openFor(sla, offers, false, word);
        (,,,,,, uint128[] memory ids) = orchestrator.slaOf(slaId);
        activate(ids[0]);
        vm.warp(startOf(15));
        (RenewalMandate memory mandate, Renewal memory renewal) = usual(ids[0]);
        mandate.payer = address(wallet);
        token.mint(address(wallet), 8_000_000);
        vm.prank(address(wallet));
        token.approve(address(orchestrator), 8_000_000);
        renew(mandate, renewal);
        assertEq(orchestrator.agreementOf(ids[0]).endEpoch, 26, "it goes on");
    }

    function test_AProviderThatIsNotListedRenewsNothing() external {
        (uint128[] memory ids,) = runningLate();
        vm.prank(ownerOf(1));
        registry.exit(1);
        refused(mandateFor(ids[0]), abi.encodeWithSelector(IConsumerOrchestrator.ProviderNotListed.selector, 1));
    }

    // ---------------------------------------------------------------- what is taken, and paid

    /// The consumer's own money that missed epochs left is used before more is taken.
    function test_OfTheConsumerWhatTheDepositLacks() external {
        (uint128[] memory ids,) = running();
        deliver(1, 11, 12);
        passEpoch(13);
        passEpoch(14);
        deliver(1, 15, 15);
        uint256 surplus = orchestrator.agreementOf(ids[0]).deposit - 10 * EPOCH_PAY;
        uint256 before = token.balanceOf(consumer);
        renew(mandateFor(ids[0]), renewalOf(ids[0], 5, RATE));
        assertEq(before - token.balanceOf(consumer), 3 * EPOCH_PAY - surplus, "two epochs were missed for good");
        deliver(1, 16, 25);
        orchestrator.end(ids[0]);
        assertEq(earningsOf(1), 13 * EPOCH_PAY, "every proven epoch is paid");
        assertEq(refundOf(consumer), 5000, "and nothing of the deposit was too much");
    }

    /// What is left is another's: it goes back to that one.
    function test_OfAnotherPayerThePriceOfWhatIsAdded() external {
        (uint128[] memory ids, Sla memory sla) = running();
        deliver(1, 11, 11);
        passEpoch(12);
        deliver(1, 13, 15);
        RenewalMandate memory mandate = mandateFor(ids[0]);
        mandate.payer = stranger;
        token.mint(stranger, 8_000_000);
        vm.prank(stranger);
        token.approve(address(orchestrator), 8_000_000);
        renew(mandate, renewalOf(ids[0], 5, RATE));
        assertEq(token.balanceOf(stranger), 8_000_000 - 5 * EPOCH_PAY, "five epochs");
        deliver(1, 16, 25);
        orchestrator.end(ids[0]);
        assertEq(earningsOf(1), 14 * EPOCH_PAY, "paid");
        assertEq(refundOf(consumer), sla.legs[0].deposit - 9 * EPOCH_PAY + 5000, "the consumer's rest is the consumer's");
    }

    function test_ANewRateBeginsWithTheAddedEpochs() external {
        (uint128[] memory ids,) = runningLate();
        renew(mandateFor(ids[0]), renewalOf(ids[0], 5, RATE + RATE / 2));
        (bool waits, uint96 rate, uint32 fromEpoch, uint32 number) = orchestrator.rateChangeOf(ids[0]);
        assertTrue(waits && rate == RATE + RATE / 2 && fromEpoch == 21 && number == 1, "the one change that waits");
        deliver(1, 15, 25);
        orchestrator.end(ids[0]);
        assertEq(earningsOf(1), 10 * EPOCH_PAY + 5 * (EPOCH_PAY + EPOCH_PAY / 2), "each epoch at its own");
    }

    /// One at most waits: so a renewal at the last epoch's rate goes on, another one does not.
    function test_AnotherRateWaitsForTheChangeBeforeIt() external {
        (uint128[] memory ids, Sla memory sla) = runningLate();
        change(sla, ids[0], RATE / 2, 17);
        refused(mandateFor(ids[0]), abi.encodeWithSelector(IRateChanges.ChangeWaits.selector, ids[0], 17));
        renew(mandateFor(ids[0]), renewalOf(ids[0], 5, RATE / 2));
        deliver(1, 15, 18);
        renew(mandateFor(ids[0]), renewalOf(ids[0], 5, RATE));
        deliver(1, 19, 30);
        orchestrator.end(ids[0]);
        assertEq(earningsOf(1), 6 * EPOCH_PAY + 9 * (EPOCH_PAY / 2) + 5 * EPOCH_PAY, "each epoch at its own");
    }

    /// One bit for each epoch that was proven, from the 11th on; when the agreement was renewed, at which rate, and its last epoch then.
    struct Tale {
        uint24 proven;
        uint32 when;
        uint96 rate;
        uint32 last;
    }

    /// P2: the same is taken and paid in the end, however it was settled, proven and renewed.
    /// forge-config: default.fuzz.runs = 64
    /// forge-config: deep.fuzz.runs = 1000
    function testFuzz_P2_ARenewalTakesAndPaysTheSame_HoweverItIsSettled(Tale memory tale, uint24 settled) external {
        (uint128[] memory ids,) = running();
        tale.rate = uint96(bound(tale.rate, 1, 2 * RATE));
        tale.when = 13 + tale.when % 8;
        tale.last = 21 + tale.last % 5;
        uint256 start = vm.snapshotState();
        (uint256 left, uint256 earned) = told(ids[0], tale, settled);
        vm.revertToState(start);
        (uint256 leftToo, uint256 earnedToo) = told(ids[0], tale, 0);
        assertEq(left, leftToo, "left");
        assertEq(earned, earnedToo, "earned");
        uint256 wanted = 0;
        for (uint32 epoch = 11; epoch <= tale.last; epoch++) {
            if (tale.proven >> (epoch - 11) & 1 == 1) wanted += uint256(epoch < 21 ? RATE : tale.rate) * EPOCH;
        }
        assertEq(earned, wanted >> 32, "every proven epoch at its rate, to the unit");
    }

    /// @return left in the consumer's hands, with its refund
    function told(uint128 id, Tale memory tale, uint24 settled) private returns (uint256 left, uint256 earned) {
        for (uint32 epoch = 11; epoch <= tale.last; epoch++) {
            if (epoch == tale.when) renew(mandateFor(id), renewalOf(id, tale.last - 20, tale.rate));
            passEpoch(epoch);
            if (tale.proven >> (epoch - 11) & 1 == 1) confirm(1, epoch);
            passFinality(epoch);
            if (settled >> (epoch - 11) & 1 == 1) orchestrator.settle(id);
        }
        vm.warp(block.timestamp + 9 days);
        orchestrator.end(id);
        return (token.balanceOf(consumer) + refundOf(consumer), earningsOf(1));
    }

    // ---------------------------------------------------------------- everything else goes on

    function test_NoticeAfterARenewalEndsItAsEver() external {
        (uint128[] memory ids,) = runningLate();
        renew(mandateFor(ids[0]), renewalOf(ids[0], 5, RATE));
        vm.prank(ownerOf(1));
        orchestrator.giveNotice(ids[0]);
        assertEq(orchestrator.agreementOf(ids[0]).endEpoch, 23, "a notice, not the new end");
        refused(mandateFor(ids[0]), abi.encodeWithSelector(ILedger.WrongState.selector, ids[0], AgreementState.Notice));
        deliver(1, 15, 22);
        orchestrator.end(ids[0]);
        assertEq(earningsOf(1), 12 * EPOCH_PAY, "to its end");
    }

    function test_ABreachAfterARenewalRefundsWhatWasAdded() external {
        (uint128[] memory ids,) = runningLate();
        uint256 before = token.balanceOf(consumer);
        uint256 deposit = orchestrator.agreementOf(ids[0]).deposit;
        renew(mandateFor(ids[0]), renewalOf(ids[0], 5, RATE));
        uint256 added = before - token.balanceOf(consumer);
        tryBreach(ids[0], 14);
        assertState(ids[0], AgreementState.Closed);
        assertEq(earningsOf(1), 4 * EPOCH_PAY, "what was proven is billed");
        assertEq(refundOf(consumer), deposit + added + 5000 - 4 * EPOCH_PAY, "all the rest");
    }

    function test_ARenewedLegIsReplacedWithinTheSlasOwnTime() external {
        (uint128[] memory ids, Sla memory sla) = runningLate();
        renew(mandateFor(ids[0]), renewalOf(ids[0], 5, RATE));
        passEpoch(15);
        vm.warp(uint256(startOf(16)) + WINDOW + 2);
        orchestrator.penaliseMiss(ids[0], 15);
        SignedOffer memory offer = signed(offerOf(4));
        Leg memory leg = legOf(offer, sla.endsAt - block.timestamp);
        vm.prank(consumer);
        uint128 fresh = orchestrator.replaceLeg(sla, ids[0], leg, offer);
        assertEq(orchestrator.agreementOf(fresh).endEpoch, 21, "the SLA's end");
        assertState(ids[0], AgreementState.Closed);
    }

    /// Of a deposit only what no epoch can earn, of those that were added too.
    function test_AFreezeLeavesWhatTheAddedEpochsNeed() external {
        (uint128[] memory ids,) = runningLate();
        addTo(ids[0], 300_000);
        renew(mandateFor(ids[0]), renewalOf(ids[0], 5, RATE));
        freeze(1, ids[0], false, 3 * EPOCH_PAY);
        assertFrozen(1, ids[0], 0, 0, 5000);
    }

    function test_TheVerifierMustFollow() external {
        (uint128[] memory ids,) = runningLate();
        renew(mandateFor(ids[0]), renewalOf(ids[0], 1, RATE));
        assertEq(verifier.followed(ids[0]), 1, "told");
        verifier.breakDown();
        refused(mandateFor(ids[0]), renewalOf(ids[0], 1, RATE), abi.encodeWithSignature("Error(string)", "broken"));
        assertEq(orchestrator.agreementOf(ids[0]).endEpoch, 22, "as it was");
    }

    // ---------------------------------------------------------------- tokens

    function test_WithoutAnAllowanceNothingHappens() external {
        (uint128[] memory ids,) = runningLate();
        vm.prank(consumer);
        token.approve(address(orchestrator), 5);
        assertFalse(tryRenew(mandateFor(ids[0]), renewalOf(ids[0], 5, RATE)), "refused");
        assertEq(orchestrator.agreementOf(ids[0]).endEpoch, 21, "as it was");
        assertEq(orchestrator.mandateSpentOf(hashOf(mandateFor(ids[0]))), 0, "and nothing is counted");
    }

    function test_ATokenThatKeepsAFeeCannotRenew() external {
        marketIn(address(new ReentrantToken()));
        (uint128[] memory ids,) = runningUncollateralised();
        (address hostile,,) = orchestrator.marketOf(market);
        vm.warp(startOf(15));
        // From now on it keeps one percent.
        vm.etch(hostile, address(new FeeToken()).code);
        uint256 wanted = 5 * EPOCH_PAY - (orchestrator.agreementOf(ids[0]).deposit - 10 * EPOCH_PAY);
        bytes memory reason = abi.encodeWithSelector(ILedger.TokenShortReceived.selector, wanted, wanted - wanted / 100);
        refused(mandateFor(ids[0]), renewalOf(ids[0], 5, RATE), reason);
    }

    function test_ATokenThatCallsBackCannotRenewTwiceForOnePayment() external {
        ReentrantToken re = new ReentrantToken();
        marketIn(address(re));
        (uint128[] memory ids,) = runningUncollateralised();
        vm.warp(startOf(15));
        (RenewalMandate memory other, Renewal memory step) = usual(ids[1]);
        bytes memory again =
            abi.encodeCall(orchestrator.renew, (other, step, sign(consumerKey, hashOf(other)), "", signedByNode(other, step)));
        re.arm(address(orchestrator), again);
        (RenewalMandate memory mandate, Renewal memory renewal) = usual(ids[0]);
        renew(mandate, renewal);
        assertFalse(re.reentered(), "the second call was refused");
        assertEq(orchestrator.agreementOf(ids[1]).endEpoch, 21, "nothing was renewed there");
        assertEq(orchestrator.agreementOf(ids[0]).endEpoch, 26, "but here");
    }

    /// P10: neither what is taken nor what is searched grows.
    function test_P10_TheTwentiethRenewalCostsWhatTheSecondDoes() external {
        (uint128[] memory ids,) = runningLate();
        RenewalMandate memory mandate = mandateFor(ids[0]);
        (mandate.latestEnd, mandate.budget) = (90, type(uint80).max);
        gasOf(mandate);
        uint256 second = gasOf(mandate);
        for (uint256 i = 0; i < 17; i++) {
            gasOf(mandate);
        }
        uint256 twentieth = gasOf(mandate);
        assertLe(twentieth > second ? twentieth - second : second - twentieth, 3000, "the same");
    }

    function gasOf(RenewalMandate memory mandate) private returns (uint256 gas) {
        vm.warp(startOf(orchestrator.agreementOf(mandate.agreementId).endEpoch - 2));
        Renewal memory renewal = renewalOf(mandate.agreementId, 2, RATE);
        (bytes memory consumers, bytes memory providers) = (sign(consumerKey, hashOf(mandate)), signedByNode(mandate, renewal));
        gas = gasleft();
        orchestrator.renew(mandate, renewal, consumers, "", providers);
        gas -= gasleft();
    }

    // ---------------------------------------------------------------- words

    /// Running, and within the window of the usual mandate: four epochs are proven, none is settled.
    function runningLate() private returns (uint128[] memory ids, Sla memory sla) {
        (ids, sla) = running();
        deliver(1, 11, 14);
    }

    function usual(uint128 id) private view returns (RenewalMandate memory, Renewal memory) {
        return (mandateFor(id), renewalOf(id, 5, RATE));
    }

    function refused(RenewalMandate memory mandate, bytes memory reason) private {
        refused(mandate, renewalOf(mandate.agreementId, 5, RATE), reason);
    }

    function refused(RenewalMandate memory mandate, Renewal memory renewal, bytes memory reason) private {
        bytes memory providers = signedByNode(mandate, renewal);
        bytes memory consumers = sign(consumerKey, hashOf(mandate));
        vm.expectRevert(reason);
        orchestrator.renew(mandate, renewal, consumers, "", providers);
    }

    /// The provider proves these epochs, and the last of them is final.
    function deliver(uint64 providerId, uint32 from, uint32 through) private {
        for (uint32 epoch = from; epoch <= through; epoch++) {
            passEpoch(epoch);
            confirm(providerId, epoch);
        }
        passFinality(through);
    }
}
