// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Arbitration} from "../../src/Arbitration.sol";
import {IArbitration} from "../../src/interfaces/IArbitration.sol";
import {ArbitrationTest} from "./ArbitrationTest.sol";

contract ArbitrationAppointTest is ArbitrationTest {
    function testFuzz_Constructor_RefusesBondsAndTimesThatCannotWork(uint8 which, uint256[2] memory bonds, uint32[4] memory random)
        external
    {
        string[6] memory fields = ["bond", "appealBond", "disputeSeconds", "answerSeconds", "rulingSeconds", "appealSeconds"];
        which %= 6;
        uint256 higher = bonds[1];
        bonds[0] = bound(bonds[0], 1, type(uint256).max - 1);
        bonds[1] = bound(higher, bonds[0] + 1, type(uint256).max);
        IArbitration.Times memory given = IArbitration.Times({
            disputeSeconds: uint32(bound(random[0], 1, type(uint32).max)),
            answerSeconds: uint32(bound(random[1], 1, type(uint32).max)),
            rulingSeconds: uint32(bound(random[2], EPOCH + 1, type(uint32).max)),
            appealSeconds: uint32(bound(random[3], 1, type(uint32).max))
        });
        constructing(bonds, given);

        if (which == 0) bonds[0] = 0;
        if (which == 1) bonds[1] = bound(higher, 0, bonds[0]);
        if (which == 2) given.disputeSeconds = 0;
        if (which == 3) given.answerSeconds = 0;
        if (which == 4) given.rulingSeconds = uint32(bound(random[2], 0, EPOCH));
        if (which == 5) given.appealSeconds = 0;
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ConfigInvalid.selector, fields[which]));
        constructing(bonds, given);
    }

    /// Each as small, or as short, as it may be; then one unit less.
    function testFuzz_Constructor_TakesTheLeastThatWorks(uint256 bond) external {
        uint256[2] memory bonds = [bound(bond, 1, type(uint256).max - 1), 0];
        bonds[1] = bonds[0] + 1;
        IArbitration.Times memory least = IArbitration.Times(1, 1, EPOCH + 1, 1);
        constructing(bonds, least);
        least.rulingSeconds = EPOCH;
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ConfigInvalid.selector, "rulingSeconds"));
        constructing(bonds, least);
        (bonds[1], least.rulingSeconds) = (bonds[0], EPOCH + 1);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ConfigInvalid.selector, "appealBond"));
        constructing(bonds, least);
    }

    function test_Appoint_AddsTheArbitrator() external {
        vm.prank(governance);
        arbitration.appoint(address(0xa1));
        address[] memory all = arbitration.arbitrators();
        assertEq(all.length, ARBITRATORS + 1, "one more");
        assertEq(all[ARBITRATORS], address(0xa1), "the new one");
    }

    function testFuzz_Appoint_RevertWhen_AnotherThanTheGovernorCalls(address caller) external {
        vm.assume(caller != governance);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotGovernor.selector, caller));
        vm.prank(caller);
        arbitration.appoint(address(0xa1));
    }

    function testFuzz_Appoint_RevertWhen_TheArbitratorIsZeroOrKnown(uint256 which, address arbitrator, uint256 passed) external {
        address[] memory all = arbitration.arbitrators();
        address known = all[bound(which, 0, ARBITRATORS - 1)];
        vm.assume(arbitrator != address(0) && !isOneOf(all, arbitrator));
        vm.warp(block.timestamp + bound(passed, 0, 3650 days));
        vm.startPrank(governance);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitratorInvalid.selector, address(0)));
        arbitration.appoint(address(0));
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitratorInvalid.selector, known));
        arbitration.appoint(known);
        assertEq(arbitration.arbitrators().length, ARBITRATORS, "nobody more");
        arbitration.appoint(arbitrator);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitratorInvalid.selector, arbitrator));
        arbitration.appoint(arbitrator);
        arbitration.dismiss(arbitrator);
        arbitration.appoint(arbitrator);
    }

    function testFuzz_Appoint_RevertWhen_ThereAreSixtyFour(uint160 first, address last, uint256 which) external {
        first = uint160(bound(first, 1, type(uint160).max - 64));
        vm.assume(last != address(0));
        vm.startPrank(governance);
        for (uint160 i = 0; i < 64 - ARBITRATORS; i++) {
            // The addresses that it is fuzzed with are mostly those of this test.
            vm.assume(!isOneOf(arbitration.arbitrators(), address(first + i)));
            arbitration.appoint(address(first + i));
        }
        address[] memory all = arbitration.arbitrators();
        vm.assume(!isOneOf(all, last));
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitratorsFull.selector, 64));
        arbitration.appoint(last);
        assertEq(arbitration.arbitrators().length, 64, "no more");
        arbitration.dismiss(all[bound(which, 0, 63)]);
        arbitration.appoint(last);
        assertEq(arbitration.arbitrators()[63], last, "in the place that is free");
    }

    function test_Dismiss_TakesOutThatOneAndNoOther(uint256 which) external {
        address[] memory before = arbitration.arbitrators();
        address out = before[bound(which, 0, ARBITRATORS - 1)];
        vm.prank(governance);
        arbitration.dismiss(out);
        address[] memory left = arbitration.arbitrators();
        assertEq(left.length, ARBITRATORS - 1, "one fewer");
        for (uint256 i = 0; i < before.length; i++) {
            uint256 found = 0;
            for (uint256 j = 0; j < left.length; j++) {
                if (left[j] == before[i]) found++;
            }
            assertEq(found, before[i] == out ? 0 : 1, "the others, each once");
        }
    }

    function testFuzz_Dismiss_RevertWhen_AnotherThanTheGovernorCalls(address caller) external {
        vm.assume(caller != governance);
        address known = arbitration.arbitrators()[0];
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotGovernor.selector, caller));
        vm.prank(caller);
        arbitration.dismiss(known);
    }

    function testFuzz_Dismiss_RevertWhen_TheArbitratorIsUnknown(address unknown) external {
        vm.assume(unknown != address(0) && !isOneOf(arbitration.arbitrators(), unknown));
        vm.startPrank(governance);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitratorInvalid.selector, unknown));
        arbitration.dismiss(unknown);
        assertEq(arbitration.arbitrators().length, ARBITRATORS, "nobody fewer");
        arbitration.appoint(unknown);
        arbitration.dismiss(unknown);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitratorInvalid.selector, unknown));
        arbitration.dismiss(unknown);
    }

    function isOneOf(address[] memory all, address one) private pure returns (bool found) {
        for (uint256 i = 0; i < all.length; i++) {
            found = found || all[i] == one;
        }
    }

    function constructing(uint256[2] memory bonds, IArbitration.Times memory given) private {
        new Arbitration(orchestrator, governance, IERC20(address(token)), bonds[0], bonds[1], given, new address[](0));
    }
}
