// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Arbitration} from "../../src/Arbitration.sol";
import {IArbitration} from "../../src/interfaces/IArbitration.sol";
import {IRandomBeacon} from "../../src/interfaces/IRandomBeacon.sol";
import {ArbitrationTest} from "./ArbitrationTest.sol";

contract ArbitrationSeatTest is ArbitrationTest {
    function test_Seat_RevertWhen_NoPanelIsWaitedFor() external {
        uint256 id = opened();
        vm.expectRevert(abi.encodeWithSelector(IArbitration.WrongState.selector, id, IArbitration.State.Opened));
        arbitration.seat(id);
    }

    function test_Seat_RevertWhen_TheTimeIsOver() external {
        uint256 id = answered();
        uint256 deadline = arbitration.disputeOf(id).deadline;
        passDeadline(id);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.TooLate.selector, deadline));
        arbitration.seat(id);
    }

    function test_Seat_RevertWhen_TheSeedIsNotThere() external {
        uint256 id = answered();
        vm.expectRevert(abi.encodeWithSelector(IArbitration.SeedMissing.selector, currentEpoch()));
        arbitration.seat(id);
    }

    function test_Seat_RevertWhen_ThePanelSits() external {
        (uint256 id,) = seated();
        vm.expectRevert(abi.encodeWithSelector(IArbitration.PanelSeatedAlready.selector, id));
        arbitration.seat(id);
    }

    function test_Seat_RevertWhen_TooManyWereDismissed() external {
        uint256 id = answered();
        address[] memory all = arbitration.arbitrators();
        vm.startPrank(governance);
        for (uint256 i = 0; i < ARBITRATORS - 2; i++) {
            arbitration.dismiss(all[i]);
        }
        vm.stopPrank();
        passEpoch(arbitration.disputeOf(id).seatEpoch);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitratorsShort.selector, 2, 3));
        arbitration.seat(id);
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
