// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Arbitration} from "../../src/Arbitration.sol";
import {IArbitration} from "../../src/interfaces/IArbitration.sol";
import {IRandomBeacon} from "../../src/interfaces/IRandomBeacon.sol";
import {ArbitrationTest} from "./ArbitrationTest.sol";

contract ArbitrationSeatTest is ArbitrationTest {
    function testFuzz_Seat_RevertWhen_NoPanelIsWaitedFor(uint256 random, bool forClaimant, address caller) external {
        IArbitration.State state = stateBut(IArbitration.State.Answered, random);
        if (state == IArbitration.State.Appealed) state = IArbitration.State.Opened;
        uint256 id = brought(state, forClaimant);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.WrongState.selector, id, state));
        vm.prank(caller);
        arbitration.seat(id);
        assertState(id, state);
    }

    function testFuzz_Seat_RevertWhen_TheTimeIsOver(bool onAppeal, bool forClaimant, uint256 late) external {
        (uint256 id, uint8 round) = asked(onAppeal, forClaimant);
        IArbitration.Dispute memory dispute = arbitration.disputeOf(id);
        passEpoch(dispute.seatEpoch);
        vm.warp(uint256(dispute.deadline) + bound(late, 1, 3650 days));
        vm.expectRevert(abi.encodeWithSelector(IArbitration.TooLate.selector, dispute.deadline));
        arbitration.seat(id);
        vm.warp(uint256(dispute.deadline) + 1);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.TooLate.selector, dispute.deadline));
        arbitration.seat(id);
        assertEq(arbitration.panelOf(id, round).length, 0, "nobody sits");
        vm.warp(dispute.deadline);
        arbitration.seat(id);
    }

    function testFuzz_Seat_RevertWhen_TheSeedIsNotThere(bool onAppeal, bool forClaimant, uint256 time, address caller) external {
        (uint256 id, uint8 round) = asked(onAppeal, forClaimant);
        IArbitration.Dispute memory dispute = arbitration.disputeOf(id);
        vm.warp(bound(time, block.timestamp, dispute.deadline));
        vm.expectRevert(abi.encodeWithSelector(IArbitration.SeedMissing.selector, dispute.seatEpoch));
        vm.prank(caller);
        arbitration.seat(id);
        assertEq(arbitration.panelOf(id, round).length, 0, "nobody sits");
        beacon.seed(dispute.seatEpoch);
        vm.prank(caller);
        arbitration.seat(id);
        assertEq(arbitration.panelOf(id, round).length, onAppeal ? 5 : 3, "drawn");
    }

    function testFuzz_Seat_RevertWhen_ThePanelSits(bool onAppeal, bool forClaimant, uint256 time, address caller) external {
        (uint256 id, address[] memory panel) = onAppeal ? appealed(forClaimant) : seated();
        vm.warp(bound(time, block.timestamp, arbitration.disputeOf(id).deadline));
        vm.expectRevert(abi.encodeWithSelector(IArbitration.PanelSeatedAlready.selector, id));
        vm.prank(caller);
        arbitration.seat(id);
        address[] memory still = arbitration.panelOf(id, onAppeal ? 1 : 0);
        assertEq(keccak256(abi.encode(still)), keccak256(abi.encode(panel)), "the same");
    }

    /// Whatever the order in which they go, who was named since the panel was asked for does not stand in for them.
    function testFuzz_Seat_RevertWhen_TooManyWereDismissed(uint256 left, uint256 random, uint160 instead) external {
        uint256 id = answered();
        left = bound(left, 0, 5);
        vm.startPrank(governance);
        for (uint256 count = ARBITRATORS; count > left; count--) {
            random = uint256(keccak256(abi.encode(random)));
            arbitration.dismiss(arbitration.arbitrators()[random % count]);
        }
        instead = uint160(bound(instead, 1, type(uint160).max - 2));
        for (uint160 i = 0; i < 3; i++) {
            arbitration.appoint(address(instead + i));
        }
        vm.stopPrank();
        passEpoch(arbitration.disputeOf(id).seatEpoch);
        if (left < 3) vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitratorsShort.selector, left, 3));
        arbitration.seat(id);
        assertEq(arbitration.panelOf(id, 0).length, left < 3 ? 0 : 3, "panel");
    }

    /// A panel was asked for, the first or the appeal's, and is not drawn.
    function asked(bool onAppeal, bool forClaimant) private returns (uint256 id, uint8 round) {
        if (!onAppeal) return (answered(), 0);
        id = ruled(forClaimant);
        vm.prank(forClaimant ? owner : consumer);
        arbitration.appeal(id, COUNTER);
        round = 1;
    }

    /// Whatever the seed, parties among the arbitrators never sit, nobody sits twice, and the appeal's panel shares nobody with the first.
    function test_Seat_NeverSeatsAPartyNorAnybodyTwice(bytes32 seed) external {
        vm.assume(seed != 0);
        vm.startPrank(governance);
        arbitration.appoint(consumer);
        arbitration.appoint(owner);
        vm.stopPrank();
        vm.warp(block.timestamp + 1);
        uint256 id = answered();
        vm.mockCall(address(beacon), abi.encodeWithSelector(IRandomBeacon.seedOf.selector), abi.encode(seed));
        arbitration.seat(id);
        address[] memory first = arbitration.panelOf(id, 0);
        assertEq(first.length, 3, "three");
        vote(id, first[0], true);
        vote(id, first[1], true);
        vm.prank(owner);
        arbitration.appeal(id, COUNTER);
        arbitration.seat(id);
        address[] memory second = arbitration.panelOf(id, 1);
        assertEq(second.length, 5, "five");
        for (uint256 i = 0; i < 8; i++) {
            address one = i < 3 ? first[i] : second[i - 3];
            assertTrue(one != consumer && one != owner && one != address(0), "no party");
            for (uint256 j = 0; j < i; j++) {
                assertTrue(one != (j < 3 ? first[j] : second[j - 3]), "once");
            }
        }
    }

    /// A naive draw counts whoever is an arbitrator when it is made: then whoever names arbitrators names the panel, the seed being known.
    function test_Seat_NeverSeatsWhoWasAppointedAfterThePanelWasAskedFor() external {
        uint256 id = answered();
        uint32 seedsOf = arbitration.disputeOf(id).seatEpoch;
        address[] memory before = arbitration.arbitrators();
        vm.startPrank(governance);
        for (uint160 i = 1; i <= 50; i++) {
            arbitration.appoint(address(0x1000 + i));
        }
        vm.stopPrank();
        passEpoch(seedsOf);
        arbitration.seat(id);
        address[] memory panel = arbitration.panelOf(id, 0);
        for (uint256 i = 0; i < panel.length; i++) {
            bool known = false;
            for (uint256 j = 0; j < before.length; j++) {
                known = known || before[j] == panel[i];
            }
            assertTrue(known, "appointed in time");
        }
    }

    function test_Seat_DoesNotDependOnTheOrderOfTheList(uint256 which) external {
        uint256 id = answered();
        passEpoch(arbitration.disputeOf(id).seatEpoch);
        uint256 snapshot = vm.snapshotState();
        arbitration.seat(id);
        address[] memory panel = arbitration.panelOf(id, 0);
        vm.revertToState(snapshot);

        // Dismissing moves the last of the list into the gap.
        address out = arbitration.arbitrators()[bound(which, 0, ARBITRATORS - 1)];
        vm.prank(governance);
        arbitration.dismiss(out);
        arbitration.seat(id);
        address[] memory now_ = arbitration.panelOf(id, 0);
        uint256 at = 0;
        for (uint256 i = 0; i < panel.length; i++) {
            if (panel[i] == out) continue;
            assertEq(now_[at++], panel[i], "the others sit as before");
        }
    }

    function test_Seat_StaysWhenItsHolderIsDismissed() external {
        (uint256 id, address[] memory panel) = seated();
        vm.startPrank(governance);
        arbitration.dismiss(panel[0]);
        arbitration.dismiss(panel[1]);
        vm.stopPrank();
        vote(id, panel[0], false);
        vote(id, panel[1], false);
        assertState(id, IArbitration.State.Ruled);
    }

    /// Three of twelve, over many seeds: everybody sits about as often as everybody else.
    function test_Seat_IsEvenOverSeeds() external {
        uint256 id = answered();
        address[] memory all = arbitration.arbitrators();
        uint256[] memory sat = new uint256[](all.length);
        uint256 snapshot = vm.snapshotState();
        for (uint256 round = 0; round < 400; round++) {
            vm.mockCall(address(beacon), abi.encodeWithSelector(IRandomBeacon.seedOf.selector), abi.encode(keccak256(abi.encode(round))));
            arbitration.seat(id);
            address[] memory panel = arbitration.panelOf(id, 0);
            for (uint256 i = 0; i < all.length; i++) {
                for (uint256 j = 0; j < 3; j++) {
                    if (panel[j] == all[i]) sat[i]++;
                }
            }
            vm.revertToState(snapshot);
            snapshot = vm.snapshotState();
        }
        for (uint256 i = 0; i < all.length; i++) {
            // 100 expected, standard deviation 8.7.
            assertGe(sat[i], 60, "not too seldom");
            assertLe(sat[i], 140, "not too often");
        }
    }
}
