// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IProviderOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {AgreementState, SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {PromiseTest} from "./PromiseTest.sol";

/// @title Rules: P7 vouchers, P8 one penalty, P9 edges, P10 gas, P11 exit
contract PromisesOfRulesTest is PromiseTest {
    mapping(uint128 id => AgreementState) private _states;

    function testFuzz_P7_VouchersOnlyGrow_UpToWhatIsSignedAndEscrowed(uint88[6] calldata amounts, uint8 signers) external {
        (uint128[] memory ids,) = running();
        (, uint256 strangersKey) = actor("stranger");
        uint256 highest = 0;
        for (uint256 i = 0; i < amounts.length; i++) {
            uint88 cumulative = uint88(bound(amounts[i], 0, 7000));
            bool genuine = signers >> i & 1 == 0;
            bytes memory signature = voucher(genuine ? consumerKey : strangersKey, ids[0], cumulative);
            try orchestrator.claimVoucher(ids[0], cumulative, 1, signature) returns (uint256 paid) {
                assertTrue(genuine, "signed");
                assertEq(highest + paid, cumulative, "the difference only");
                assertTrue(paid > 0 && cumulative <= 5000, "grows, within the escrow");
                highest = cumulative;
            } catch {
                assertTrue(!genuine || cumulative <= highest || cumulative > 5000, "a good voucher is paid");
            }
            assertEq(earningsOf(1), highest, "paid in all");
        }
    }

    function voucher(uint256 key, uint128 agreementId, uint88 cumulative) private view returns (bytes memory) {
        bytes32 structHash = keccak256(
            abi.encode(keccak256("Voucher(uint128 agreementId,uint88 cumulative,uint64 servedBytes)"), agreementId, cumulative, 1)
        );
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Flashback"),
                keccak256("1"),
                block.chainid,
                address(orchestrator)
            )
        );
        return sign(key, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
    }

    function test_P8_OnePenaltyForAnAgreementAnEpochAndAKind() external {
        (uint128[] memory ids,) = running();
        uint32 epoch = currentEpoch() + 1;
        passEpoch(epoch);
        confirm(2, epoch);
        postRoot(epoch);
        assertTrue(credit(ids[1], epoch, 1000) > 0, "a credit");
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.CreditOutsideWindow.selector, ids[1], epoch));
        credit(ids[1], epoch, 1);

        passFinality(epoch);
        assertTrue(orchestrator.penaliseMiss(ids[0], epoch) > 0, "a slash");
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.PenalisedAlready.selector, ids[0], epoch));
        orchestrator.penaliseMiss(ids[0], epoch);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.EpochNotMissed.selector, 2, epoch));
        orchestrator.penaliseMiss(ids[1], epoch);
        assertTrue(orchestrator.penaliseMiss(ids[2], epoch) > 0, "another agreement's is its own");
    }

    /// forge-config: default.fuzz.runs = 64
    /// forge-config: deep.fuzz.runs = 1000
    function testFuzz_P9_OnlyListedEdges(uint256 random) external {
        (uint128[] memory ids,) = openTwoOfThree();
        for (uint256 i = 0; i < 3; i++) {
            _states[ids[i]] = AgreementState.Open;
        }
        if (random >> 250 & 1 == 1) activate(ids[0]);
        checked(ids);
        for (uint256 i = 1; i < 3; i++) {
            activate(ids[i]);
        }
        checked(ids);
        if (random >> 251 & 1 == 1) {
            vm.prank(consumer);
            orchestrator.giveNotice(ids[1]);
        }
        checked(ids);
        history(random, ids, true);
        passEnds(ids);
        for (uint256 i = 0; i < 6; i++) {
            try orchestrator.void_(ids[i % 3]) {} catch {}
            try orchestrator.end(ids[i % 3]) {} catch {}
            vm.prank(consumer);
            try orchestrator.giveNotice(ids[i % 3]) {} catch {}
            checked(ids);
        }
        for (uint256 i = 0; i < 3; i++) {
            AgreementState state = stateOf(ids[i]);
            assertTrue(state == AgreementState.Closed || state == AgreementState.Void, "over in the end");
        }
    }

    function checked(uint128[] memory ids) internal override {
        for (uint256 i = 0; i < ids.length; i++) {
            AgreementState now_ = stateOf(ids[i]);
            AgreementState before = _states[ids[i]];
            if (before != AgreementState.None && now_ != before) assertTrue(isEdge(before, now_), "P9: a listed edge");
            _states[ids[i]] = now_;
        }
    }

    function isEdge(AgreementState from, AgreementState to) private pure returns (bool) {
        if (from == AgreementState.Open) return to == AgreementState.Active || to == AgreementState.Void;
        // A breach closes within its own transaction.
        if (from == AgreementState.Active) return to == AgreementState.Notice || to == AgreementState.Closed;
        return from == AgreementState.Notice && to == AgreementState.Closed;
    }

    function test_P10_SettlingCostsTheSame_HoweverLongTheHistoryAndHoweverManyTheAgreements() external {
        (uint128[] memory ids,) = running();
        uint32 first = currentEpoch() + 1;
        for (uint32 i = 0; i < 2; i++) {
            passEpoch(first + i);
            confirm(1, first + i);
        }
        passFinality(first + 1);
        orchestrator.settle(ids[0]);
        uint256 short = gasOfSettling(ids[0], first + 2, 1);
        uint256 long = gasOfSettling(ids[0], first + 3, 6);
        assertNear(short, long, "six epochs at once");

        for (uint256 i = 0; i < 8; i++) {
            (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
            sla.salt = 100 + i;
            open(sla, offers);
        }
        assertNear(short, gasOfSettling(ids[0], first + 9, 1), "with 27 agreements there");
    }

    function gasOfSettling(uint128 id, uint32 from, uint32 epochs) private returns (uint256 gas) {
        for (uint32 i = 0; i < epochs; i++) {
            passEpoch(from + i);
            confirm(1, from + i);
        }
        passFinality(from + epochs - 1);
        gas = gasleft();
        assertEq(orchestrator.settle(id), epochs * EPOCH_PAY, "paid");
        gas -= gasleft();
    }

    /// Counting the bits of a word takes a few hundred gas more or less, a slot more would take thousands.
    function assertNear(uint256 one, uint256 other, string memory what) private pure {
        assertLe(one > other ? one - other : other - one, 1500, what);
    }

    function test_P11_WithEveryModuleFailing_EverybodyIsPaidWithinFourteenDaysOfTheEnd() external {
        (uint128[] memory ids, Sla memory sla) = running();
        uint32 first = currentEpoch() + 1;
        for (uint32 i = 0; i < 4; i++) {
            passEpoch(first + i);
            confirm(1, first + i);
        }
        failing();
        vm.warp(uint256(sla.endsAt) + 14 days);
        for (uint256 i = 0; i < 3; i++) {
            orchestrator.end(ids[i]);
        }
        orchestrator.endSla(orchestrator.hashSla(sla));
        Purse memory purse = takeAll();
        assertEq(purse.payouts[1], 4 * EPOCH_PAY * 98 / 100, "what was proven, less the fee");
        assertEq(purse.consumer, 1_000_000_000_000 - 4 * EPOCH_PAY, "the rest");
        assertEq(token.balanceOf(address(orchestrator)), 0, "nothing is trapped");
        for (uint64 id = 1; id <= 3; id++) {
            (uint256 free,,,) = stakes.stakeOf(id, address(token));
            assertEq(free, STAKE, "and the collateral is free");
        }
    }

    /// The guardian pauses as often as it can, from before the first proof to the end: nobody waits for it.
    function test_P11_WithAGuardianThatPausesForEver_EverybodyIsPaidWithinFourteenDaysOfTheEnd() external {
        (uint128[] memory ids, Sla memory sla) = running();
        registry.setGuardian(stranger);
        pauses();
        uint32 first = currentEpoch() + 1;
        for (uint32 i = 0; i < 4; i++) {
            passEpoch(first + i);
            confirm(1, first + i);
            passFinality(first + i);
            orchestrator.settle(ids[0]);
            orchestrator.withdrawEarnings(1, market);
        }
        address owner = ownerOf(4);
        vm.prank(owner);
        stakes.requestUnstake(4, address(token), STAKE);
        vm.prank(consumer);
        orchestrator.giveNotice(ids[1]);
        vm.warp(uint256(sla.endsAt) + 14 days);
        // Its second pause.
        vm.warp(block.timestamp + 10 days);
        pauses();
        for (uint256 i = 0; i < 3; i++) {
            orchestrator.end(ids[i]);
        }
        orchestrator.endSla(orchestrator.hashSla(sla));
        Purse memory purse = takeAll();
        assertEq(purse.payouts[1], 4 * EPOCH_PAY * 98 / 100, "what was proven, less the fee");
        assertEq(purse.consumer, 1_000_000_000_000 - 4 * EPOCH_PAY, "the rest");
        assertEq(token.balanceOf(address(orchestrator)), 0, "nothing is trapped");
        vm.warp(block.timestamp + 30 days);
        assertEq(stakes.unstake(4, address(token)), STAKE, "and stake unbonds");
    }

    /// Openings are refused from now on.
    function pauses() private {
        vm.prank(stranger);
        uint40 until = registry.pauseOpenings();
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.salt = until;
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.OpeningsArePaused.selector, until));
        orchestrator.open(sla, offers);
    }

    function test_P11_AFrozenSumKeepsNothingElseWaiting() external {
        (uint128[] memory ids, Sla memory sla) = running();
        uint32 first = currentEpoch() + 1;
        passEpoch(first);
        confirm(1, first);
        freeze(1, ids[0], true, EPOCH_PAY);
        freeze(2, ids[0], false, EPOCH_PAY);
        failing();
        vm.warp(uint256(sla.endsAt) + 14 days);
        for (uint256 i = 0; i < 3; i++) {
            orchestrator.end(ids[i]);
        }
        orchestrator.endSla(orchestrator.hashSla(sla));
        Purse memory purse = takeAll();
        assertEq(purse.payouts[1], EPOCH_PAY * 98 / 100, "what was proven, less the fee");
        assertEq(purse.consumer, 1_000_000_000_000 - 2 * EPOCH_PAY, "the rest, but for what is disputed");
        assertEq(token.balanceOf(address(orchestrator)), EPOCH_PAY, "which is all that waits");
        (uint256 free,,,) = stakes.stakeOf(1, address(token));
        assertEq(free, STAKE - EPOCH_PAY, "of the collateral too");

        release(1, false);
        release(2, false);
        assertEq(takeAll().consumer, 1_000_000_000_000 - EPOCH_PAY, "until the dispute is over");
        (free,,,) = stakes.stakeOf(1, address(token));
        assertEq(free, STAKE, "and the collateral is free");
    }

    /// Neither a change that waits nor a verifier that cannot follow it keeps anybody's money.
    function test_P11_AChangeThatWaitsKeepsNothingWaiting() external {
        (uint128[] memory ids, Sla memory sla) = running();
        uint32 first = currentEpoch() + 1;
        verifier.breakDown();
        change(sla, ids[0], RATE / 2, first + 1);
        for (uint32 i = 0; i < 2; i++) {
            passEpoch(first + i);
            confirm(1, first + i);
        }
        change(sla, ids[1], RATE / 2, first + 5);
        failing();
        vm.warp(uint256(sla.endsAt) + 14 days);
        for (uint256 i = 0; i < 3; i++) {
            orchestrator.end(ids[i]);
        }
        orchestrator.endSla(orchestrator.hashSla(sla));
        uint256 earned = EPOCH_PAY + EPOCH_PAY / 2;
        Purse memory purse = takeAll();
        assertEq(purse.payouts[1], earned * 98 / 100, "each epoch at its rate, less the fee");
        assertEq(purse.consumer, 1_000_000_000_000 - earned, "the rest");
        assertEq(token.balanceOf(address(orchestrator)), 0, "nothing is trapped");
    }

    /// Nor does a renewal: what was added for epochs that nobody can prove any more goes back.
    function test_P11_ARenewalKeepsNothingWaiting() external {
        (uint128[] memory ids, Sla memory sla) = running();
        uint32 first = currentEpoch() + 1;
        for (uint32 i = 0; i < 4; i++) {
            passEpoch(first + i);
            confirm(1, first + i);
        }
        renew(mandateFor(ids[0]), renewalOf(ids[0], 5, RATE / 2));
        failing();
        vm.warp(uint256(startOf(orchestrator.agreementOf(ids[0]).endEpoch)) + 14 days);
        for (uint256 i = 0; i < 3; i++) {
            orchestrator.end(ids[i]);
        }
        orchestrator.endSla(orchestrator.hashSla(sla));
        Purse memory purse = takeAll();
        assertEq(purse.payouts[1], 4 * EPOCH_PAY * 98 / 100, "what was proven, less the fee");
        assertEq(purse.consumer, 1_000_000_000_000 - 4 * EPOCH_PAY, "the rest");
        assertEq(token.balanceOf(address(orchestrator)), 0, "nothing is trapped");
    }

    function test_P11_AnEarlyWayOutTakesTheNoticeAndEightDays() external {
        (uint128[] memory ids,) = running();
        vm.warp(vm.getBlockTimestamp() + 1 days);
        failing();
        uint256 noticed = vm.getBlockTimestamp();
        vm.prank(consumer);
        orchestrator.giveNotice(ids[0]);
        vm.warp(noticed + 7 days + EPOCH + 8 days + 1);
        orchestrator.end(ids[0]);
        assertState(ids[0], AgreementState.Closed);
    }

    /// The modules that may be replaced, and those that answer for others, revert on everything.
    function failing() private {
        verifier.breakDown();
        vm.mockCallRevert(address(beacon), "", "out of order");
        vm.mockCallRevert(address(grants), "", "out of order");
        vm.mockCallRevert(oracle, "", "out of order");
    }
}
