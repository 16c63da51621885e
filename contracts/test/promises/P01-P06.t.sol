// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IStakeManager} from "../../src/interfaces/IStakeManager.sol";
import {Agreement, SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {PromiseTest} from "./PromiseTest.sol";

/// @title Money: P1 conservation, P2 path independence, P3 the clock, P4 confirmed epochs only, P5 and P6 collateral
contract PromisesOfMoneyTest is PromiseTest {
    mapping(uint128 id => uint32) private _clocks;
    uint256 private _slashes;
    uint256 private _credits;

    /// forge-config: default.fuzz.runs = 64
    /// forge-config: deep.fuzz.runs = 1000
    function testFuzz_P1_NoUnitComesFromNowhereOrIsLost(uint256 random) external {
        uint256 before = token.balanceOf(consumer);
        uint256 staked = stakesInAll();
        (uint128[] memory ids, Sla memory sla) = running();
        uint256 deposited = totalOf(sla);
        assertEq(token.balanceOf(address(orchestrator)), deposited, "locked");

        history(random, ids, random & 1 == 0);
        endAll(ids);
        orchestrator.endSla(orchestrator.hashSla(sla));
        Purse memory purse = takeAll();

        uint256 paid = purse.fund + purse.stranger;
        for (uint64 id = 1; id <= PROVIDERS; id++) {
            paid += purse.payouts[id];
        }
        uint256 slashed = staked - stakesInAll();
        assertEq(token.balanceOf(address(orchestrator)), 0, "nothing stays behind");
        assertEq(purse.consumer + paid, before + slashed, "what came in went out, and what was slashed arrived");
        assertEq(token.balanceOf(address(stakes)), stakesInAll(), "the stake manager holds the stakes");
        (uint256 free, uint256 committed,,) = stakes.stakeOf(1, address(token));
        assertEq(committed, 0, "no collateral outlives its agreement");
        assertLe(free, STAKE, "no stake grows");
    }

    /// forge-config: default.fuzz.runs = 64
    /// forge-config: deep.fuzz.runs = 1000
    function testFuzz_P2_WhenAndHowOftenItIsSettledDoesNotMatter(uint256 random) external {
        (uint128[] memory ids,) = running();
        uint256 start = vm.snapshotState();
        history(random, ids, true);
        endAll(ids);
        Purse memory often = takeAll();
        vm.revertToState(start);
        history(random, ids, false);
        endAll(ids);
        assertSame(often, takeAll());
    }

    /// forge-config: default.fuzz.runs = 64
    /// forge-config: deep.fuzz.runs = 1000
    function testFuzz_P3_TheClockNeverFallsAndNeverPassesWhatIsConfirmed(uint256 random) external {
        (uint128[] memory ids,) = running();
        history(random, ids, true);
        endAll(ids);
        checked(ids);
    }

    function checked(uint128[] memory ids) internal override {
        for (uint256 i = 0; i < ids.length; i++) {
            Agreement memory agreement = orchestrator.agreementOf(ids[i]);
            (uint32 confirmed,,) = orchestrator.confirmedOf(agreement.providerId);
            assertGe(agreement.clock, _clocks[ids[i]], "P3: it never falls");
            assertLe(agreement.clock, confirmed, "P3: it never passes what is confirmed");
            _clocks[ids[i]] = agreement.clock;
        }
    }

    /// Each bit is an epoch: proven or not. Whatever is proven afterwards, an epoch that was not is not paid.
    /// forge-config: default.fuzz.runs = 64
    /// forge-config: deep.fuzz.runs = 1000
    function testFuzz_P4_NoPayForAnUnconfirmedEpoch_WhateverIsConfirmedLater(uint16 proven) external {
        (uint128[] memory ids,) = running();
        uint32 first = currentEpoch() + 1;
        uint256 count = 0;
        for (uint32 i = 0; i < EPOCHS; i++) {
            passEpoch(first + i);
            if (proven >> i & 1 == 1) {
                confirm(1, first + i);
                count++;
            }
            passFinality(first + i);
            if (proven >> (15 - i) & 1 == 1) orchestrator.settle(ids[0]);
            assertLe(earningsOf(1), count * EPOCH_PAY, "at any time");
        }
        passFinality(currentEpoch());
        orchestrator.end(ids[0]);
        assertEq(earningsOf(1), count * EPOCH_PAY, "in the end");
    }

    /// However many agreements are opened: what is promised is there, and cannot be taken away.
    function testFuzz_P5_WhatIsCommittedIsThere(uint256 wanted, uint256 unstaking) external {
        uint256 promised = 0;
        uint256 collateral = bound(wanted, 2 * uint256(30 days), STAKE);
        for (uint256 i = 0; i < 5; i++) {
            (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
            sla.salt = i;
            sla.legs[0].collateral = uint88(collateral);
            vm.prank(consumer);
            try orchestrator.open(sla, offers) {
                promised += collateral;
            } catch {
                break;
            }
        }
        (uint256 free, uint256 committed,,) = stakes.stakeOf(1, address(token));
        assertEq(committed, promised, "committed");
        assertEq(free + committed, STAKE, "of the stake");

        uint256 amount = bound(unstaking, free + 1, type(uint128).max);
        address owner = ownerOf(1);
        vm.expectRevert(abi.encodeWithSelector(IStakeManager.StakeShort.selector, 1, address(token), amount, free));
        vm.prank(owner);
        stakes.requestUnstake(1, address(token), amount);
    }

    /// forge-config: default.fuzz.runs = 64
    /// forge-config: deep.fuzz.runs = 1000
    function testFuzz_P6_NoSlashPassesTheCollateral_NoPenaltyTheEpochsPay(uint256 random) external {
        (uint128[] memory ids,) = running();
        history(random, ids, false);
        assertTrue(_slashes <= 3 * HISTORY && _credits <= HISTORY, "each was looked at");
    }

    function tryPenalise(uint128 id, uint32 epoch) internal override {
        Agreement memory before = orchestrator.agreementOf(id);
        vm.prank(stranger);
        try orchestrator.penaliseMiss(id, epoch) returns (uint256 slashed) {
            assertLe(slashed, before.collateral, "P6: a slash is at most what is committed");
            if (before.missedInRow == 0) assertLe(slashed, EPOCH_PAY, "P6: the first miss costs at most P");
            assertEq(orchestrator.agreementOf(id).collateral, before.collateral - slashed, "and it is gone from there");
            _slashes++;
        } catch {}
    }

    function tryCredit(uint128 id, uint32 epoch, uint16 bps) internal override returns (uint256 amount) {
        amount = super.tryCredit(id, epoch, bps);
        assertLe(amount, EPOCH_PAY, "P6: a credit is at most P");
        if (amount > 0) _credits++;
    }
}
