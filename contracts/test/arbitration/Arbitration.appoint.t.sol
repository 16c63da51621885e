// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Arbitration} from "../../src/Arbitration.sol";
import {IArbitration} from "../../src/interfaces/IArbitration.sol";
import {ArbitrationTest} from "./ArbitrationTest.sol";

contract ArbitrationAppointTest is ArbitrationTest {
    function test_Constructor_RefusesBondsAndTimesThatCannotWork() external {
        constructing("bond", 0, 1, times());
        constructing("appealBond", 5, 5, times());
        IArbitration.Times memory wrong = times();
        wrong.disputeSeconds = 0;
        constructing("disputeSeconds", 1, 2, wrong);
        wrong = times();
        wrong.answerSeconds = 0;
        constructing("answerSeconds", 1, 2, wrong);
        wrong = times();
        wrong.rulingSeconds = EPOCH;
        constructing("rulingSeconds", 1, 2, wrong);
        wrong = times();
        wrong.appealSeconds = 0;
        constructing("appealSeconds", 1, 2, wrong);
    }

    function test_Appoint_AddsTheArbitrator() external {
        vm.prank(governance);
        arbitration.appoint(address(0xa1));
        address[] memory all = arbitration.arbitrators();
        assertEq(all.length, ARBITRATORS + 1, "one more");
        assertEq(all[ARBITRATORS], address(0xa1), "the new one");
    }

    function test_Appoint_RevertWhen_AnotherThanTheGovernorCalls(address caller) external {
        vm.assume(caller != governance);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotGovernor.selector, caller));
        vm.prank(caller);
        arbitration.appoint(address(0xa1));
    }

    function test_Appoint_RevertWhen_TheArbitratorIsZeroOrKnown() external {
        address known = arbitration.arbitrators()[0];
        vm.startPrank(governance);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitratorInvalid.selector, address(0)));
        arbitration.appoint(address(0));
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitratorInvalid.selector, known));
        arbitration.appoint(known);
    }

    function test_Appoint_RevertWhen_ThereAreSixtyFour() external {
        vm.startPrank(governance);
        for (uint160 i = 1; i <= 64 - ARBITRATORS; i++) {
            arbitration.appoint(address(i));
        }
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitratorsFull.selector, 64));
        arbitration.appoint(address(0xffff));
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

    function test_Dismiss_RevertWhen_AnotherThanTheGovernorCalls(address caller) external {
        vm.assume(caller != governance);
        address known = arbitration.arbitrators()[0];
        vm.expectRevert(abi.encodeWithSelector(IArbitration.NotGovernor.selector, caller));
        vm.prank(caller);
        arbitration.dismiss(known);
    }

    function test_Dismiss_RevertWhen_TheArbitratorIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ArbitratorInvalid.selector, stranger));
        vm.prank(governance);
        arbitration.dismiss(stranger);
    }

    function constructing(string memory field, uint256 bond, uint256 appealBond, IArbitration.Times memory wrong) private {
        address[] memory none = new address[](0);
        vm.expectRevert(abi.encodeWithSelector(IArbitration.ConfigInvalid.selector, field));
        new Arbitration(orchestrator, governance, IERC20(address(token)), bond, appealBond, wrong, none);
    }
}
