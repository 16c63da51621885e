// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ILedger} from "../../src/interfaces/IOrchestrator.sol";
import {AgreementState, RenewalMandate, Sla} from "../../src/interfaces/Types.sol";
import {RefusalTest} from "./RefusalTest.sol";

/// @dev Branches: Orchestrator.states.tree.
contract StatesTest is RefusalTest {
    uint256 private constant OPEN = 2;
    uint256 private constant ACTIVE = 4;
    uint256 private constant NOTICE = 8;
    uint256 private constant CLOSED = 32;

    /// Of thirteen verbs and six states, each with each: refused for its state, or not for its state.
    function testFuzz_EachVerbIsForItsStatesAlone(uint256 verb, uint256 state, uint256 at, uint88 amount) external {
        verb %= 13;
        AgreementState[6] memory all = [
            AgreementState.None,
            AgreementState.Open,
            AgreementState.Active,
            AgreementState.Notice,
            AgreementState.Closed,
            AgreementState.Void
        ];
        AgreementState now_ = all[state % 6];
        (uint128 id, Sla memory sla) = inState(now_, at % 3);
        (address caller, uint256 states, bytes memory call) = verbOn(verb, id, sla, amount);
        uint256 held = token.balanceOf(address(orchestrator));
        vm.prank(caller);
        (bool done, bytes memory answer) = address(orchestrator).call(call);
        if (states >> uint8(now_) & 1 == 1) {
            assertTrue(done || bytes4(answer) != ILedger.WrongState.selector, "not for its state");
            return;
        }
        assertFalse(done, "refused");
        assertEq(answer, abi.encodeWithSelector(ILedger.WrongState.selector, id, now_), "for its state");
        assertState(id, now_);
        assertEq(token.balanceOf(address(orchestrator)), held, "nothing moved");
    }

    /// One of the SLA's agreements, or a leg number that it does not have.
    function inState(AgreementState wanted, uint256 at) private returns (uint128 id, Sla memory sla) {
        uint128[] memory ids;
        (ids, sla) = openTwoOfThree();
        id = ids[at];
        if (wanted == AgreementState.None) return (id + 77, sla);
        if (wanted == AgreementState.Open) return (id, sla);
        if (wanted == AgreementState.Void) {
            vm.warp(uint256(sla.startBy) + 1);
            orchestrator.void_(id);
            return (id, sla);
        }
        activate(id);
        if (wanted == AgreementState.Notice) {
            vm.prank(consumer);
            orchestrator.giveNotice(id);
        } else if (wanted == AgreementState.Closed) {
            vm.warp(uint256(sla.endsAt) + 9 days);
            orchestrator.end(id);
        }
    }

    /// @return caller who may, if anybody
    /// @return states a bit for each that the verb is for
    function verbOn(uint256 verb, uint128 id, Sla memory sla, uint88 amount)
        private
        returns (address caller, uint256 states, bytes memory call)
    {
        uint32 epoch = uint32(bound(amount, 0, 30));
        if (verb == 0) return (address(verifier), OPEN, abi.encodeCall(orchestrator.activate, (id)));
        if (verb == 1) return (consumer, ACTIVE, abi.encodeCall(orchestrator.giveNotice, (id)));
        if (verb == 2) return (stranger, ACTIVE | NOTICE, abi.encodeCall(orchestrator.end, (id)));
        if (verb == 3) return (stranger, OPEN, abi.encodeCall(orchestrator.void_, (id)));
        if (verb == 4) return (stranger, ACTIVE | NOTICE, abi.encodeCall(orchestrator.settle, (id)));
        if (verb == 5) return (consumer, OPEN | ACTIVE | NOTICE, abi.encodeCall(orchestrator.topUp, (id, amount, 0)));
        if (verb == 6) return (stranger, ACTIVE | NOTICE, abi.encodeCall(orchestrator.penaliseMiss, (id, epoch)));
        if (verb == 7) return (address(verifier), ACTIVE | NOTICE, abi.encodeCall(orchestrator.breach, (id, epoch, stranger)));
        if (verb == 8) return (oracle, ACTIVE | NOTICE, abi.encodeCall(orchestrator.credit, (id, epoch, uint16(amount))));
        if (verb == 9) {
            call = abi.encodeCall(orchestrator.freeze, (amount, id, amount % 2 == 0, amount));
            return (arbitrationAt, ACTIVE | NOTICE | CLOSED, call);
        }
        if (verb == 10) {
            call = abi.encodeCall(orchestrator.claimVoucher, (id, amount, 1, voucher(consumerKey, id, amount, 1)));
            return (stranger, ACTIVE | NOTICE, call);
        }
        if (verb == 11) {
            call = abi.encodeCall(orchestrator.changeRate, (sla, changeTo(id, amount, epoch), "", ""));
            return (stranger, ACTIVE, call);
        }
        RenewalMandate memory mandate = mandateFor(id);
        return (stranger, ACTIVE, abi.encodeCall(orchestrator.renew, (mandate, renewalOf(id, 1 + epoch, amount), "", "", "")));
    }
}
