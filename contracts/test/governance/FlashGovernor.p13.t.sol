// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IArbitration} from "../../src/interfaces/IArbitration.sol";
import {ICommunityFund} from "../../src/interfaces/ICommunityFund.sol";
import {ILedger} from "../../src/interfaces/IOrchestrator.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {Agreement, SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {GovernanceTest} from "./GovernanceTest.sol";

/// @title P13: governance cannot reduce a balance
/// @notice With running agreements, earnings, refunds, stakes, a lock, a dispute's bonds and money in the fund: whatever the timelock orders
/// of what a vote may order, with whatever arguments, only the fund's own money moves.
contract FlashGovernorP13Test is GovernanceTest {
    uint128[] private _ids;

    function setUp() public override {
        super.setUp();
        vm.prank(address(timelock));
        market = orchestrator.createMarket(address(token), FEE_BPS, oracle);
        for (uint64 id = 1; id <= PROVIDERS; id++) {
            enlist(id);
        }
        token.mint(consumer, 1_000_000_000_000);
        vm.prank(consumer);
        token.approve(address(orchestrator), type(uint256).max);
        (_ids,) = running();
        uint32 epoch = currentEpoch() + 1;
        passEpoch(epoch);
        confirm(1, epoch);
        confirm(2, epoch);
        postRoot(epoch);
        credit(_ids[1], epoch, 5000);
        disputing(epoch);
        passFinality(epoch);
        orchestrator.settleMany(_ids);
        token.mint(address(fund), 100e6);
        locking(bob, QUORUM);
    }

    function test_P13_NoOrderMovesWhatIsNotTheFunds(uint256 which, address someone, uint256 number, uint256 other) external {
        (address target, bytes memory call) = orderOf(which % 9, someone, number, other);
        assertTrue(governor.mayOrder(target, bytes4(call)), "all of these may be ordered");
        bytes32 before = digest();
        uint256 held = token.balanceOf(address(orchestrator)) + token.balanceOf(address(stakes)) + token.balanceOf(address(arbitration));
        vm.prank(address(timelock));
        (bool done,) = target.call(call);
        done;

        uint256 now_ = token.balanceOf(address(orchestrator)) + token.balanceOf(address(stakes)) + token.balanceOf(address(arbitration));
        assertGe(now_, held, "held");
        assertEq(digest(), before, "what is owed to whom");
    }

    /// The guardian reaches openings, and nothing that is owed to anybody.
    function test_P13_AGuardianMovesNothing(address guardian) external {
        vm.prank(address(timelock));
        registry.setGuardian(guardian);
        bytes32 before = digest();
        vm.prank(guardian);
        registry.pauseOpenings();
        assertEq(digest(), before, "what is owed to whom");
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        (uint40 until,) = registry.pauseOf();
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.OpeningsArePaused.selector, until));
        orchestrator.open(sla, offers);
    }

    /// After the worst that votes can do at once, everybody still gets its money out.
    function test_P13_AfterTheWorstOrdersEverybodyIsPaidOut() external {
        vm.prank(address(timelock));
        registry.setGuardian(stranger);
        vm.prank(stranger);
        registry.pauseOpenings();
        vm.startPrank(address(timelock));
        registry.setStakeThreshold(address(token), type(uint96).max);
        orchestrator.createMarket(address(0xbad), 500, address(0xbad));
        orchestrator.createMarket(address(token), 500, oracle);
        fund.spend(address(token), stranger, token.balanceOf(address(fund)));
        vm.stopPrank();

        uint256 owed = earningsOf(1);
        assertGe(owed, EPOCH_PAY, "earned");
        uint256 net = orchestrator.withdrawEarnings(1, market);
        assertEq(net, owed - owed * FEE_BPS / 10_000, "at the fee it was agreed at");
        vm.warp(uint256(startOf(orchestrator.agreementOf(_ids[0]).endEpoch)) + 30 days);
        for (uint256 i = 0; i < _ids.length; i++) {
            orchestrator.end(_ids[i]);
        }
        uint256 refund = refundOf(consumer);
        orchestrator.withdrawRefund(consumer, address(token));
        assertGe(refund, 1, "refunded");
        arbitration.lapse(1);
        assertEq(arbitration.claim(consumer), 100, "bond");
        assertEq(slashOf(consumer), 1, "what the silent provider lost, and nothing else");
        for (uint64 id = 1; id <= 3; id++) {
            vm.prank(ownerOf(id));
            stakes.requestUnstake(id, address(token), id == 1 ? STAKE - 1 : STAKE);
        }
        vm.warp(block.timestamp + 30 days);
        assertEq(stakes.unstake(1, address(token)), STAKE - 1, "stake, less the disputed unit");
        assertEq(stakes.unstake(2, address(token)), STAKE, "stake");
        vm.prank(bob);
        votes.requestUnlock(QUORUM);
        vm.warp(block.timestamp + 14 days);
        assertEq(votes.unlock(bob), QUORUM, "lock");
    }

    /// A dispute that holds a bond and a unit of collateral.
    function disputing(uint32 epoch) private {
        vm.startPrank(address(timelock));
        for (uint160 i = 1; i <= 3; i++) {
            arbitration.appoint(address(0xa0 + i));
        }
        vm.stopPrank();
        vm.warp(block.timestamp + 1);
        vm.startPrank(consumer);
        token.approve(address(arbitration), 100);
        arbitration.open(_ids[0], epoch, epoch, 1, keccak256("evidence"));
        vm.stopPrank();
    }

    function orderOf(uint256 which, address someone, uint256 number, uint256 other)
        private
        view
        returns (address target, bytes memory call)
    {
        address known = [address(token), address(orchestrator), address(stakes), address(votes), consumer, oracle][other % 6];
        if (which == 0) return (address(fund), abi.encodeCall(ICommunityFund.spend, (address(token), someone, number % 200e6)));
        if (which == 1) return (address(fund), abi.encodeCall(ICommunityFund.spend, (known, someone, number)));
        if (which == 2) return (address(orchestrator), abi.encodeCall(ILedger.createMarket, (someone, uint16(number % 600), known)));
        if (which == 3) return (address(orchestrator), abi.encodeCall(ILedger.createMarket, (address(token), uint16(number), oracle)));
        if (which == 4) return (address(registry), abi.encodeCall(IRegistry.setStakeThreshold, (known, number)));
        if (which == 5) return (address(registry), abi.encodeCall(IRegistry.setStakeThreshold, (someone, number)));
        if (which == 8) return (address(registry), abi.encodeCall(IRegistry.setGuardian, (someone)));
        if (which == 6) return (address(arbitration), abi.encodeCall(IArbitration.appoint, (someone)));
        return (address(arbitration), abi.encodeCall(IArbitration.dismiss, (address(uint160(0xa1 + number % 4)))));
    }

    /// Everything owed by the three holders and by the lock, in one word.
    function digest() private view returns (bytes32 word) {
        for (uint256 i = 0; i < _ids.length; i++) {
            Agreement memory agreement = orchestrator.agreementOf(_ids[i]);
            word = keccak256(abi.encode(word, agreement, uint256(orchestrator.agreementOf(_ids[i]).collateral)));
        }
        for (uint64 id = 1; id <= PROVIDERS; id++) {
            (uint256 free, uint256 committed, uint256 unbonding, uint32 readyAt) = stakes.stakeOf(id, address(token));
            word = keccak256(abi.encode(word, earningsOf(id), free, committed, unbonding, readyAt));
        }
        word = keccak256(abi.encode(word, refundOf(consumer), orchestrator.feesOf(market), slashOf(consumer), slashOf(stranger)));
        (address coin, uint16 feeBps, address judge) = orchestrator.marketOf(market);
        word = keccak256(abi.encode(word, coin, feeBps, judge, votes.lockedOf(bob), flash.balanceOf(address(votes))));
        (, uint256 frozen,,) = orchestrator.frozenOf(1);
        word = keccak256(abi.encode(word, frozen));
        word = keccak256(abi.encode(word, arbitration.disputeOf(1), arbitration.bondsOf(1), arbitration.claimableOf(consumer)));
    }
}
