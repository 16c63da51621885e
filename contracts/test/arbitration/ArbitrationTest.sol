// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Arbitration} from "../../src/Arbitration.sol";
import {IArbitration} from "../../src/interfaces/IArbitration.sol";
import {IDisputes} from "../../src/interfaces/IOrchestrator.sol";
import {OrchestratorTest} from "../orchestrator/OrchestratorTest.sol";
import {SeededBeacon} from "../orchestrator/Ports.sol";

/// @title Base of the arbitration's tests: a running agreement, one epoch of it over, twelve arbitrators, and the steps of a dispute
abstract contract ArbitrationTest is OrchestratorTest {
    uint256 internal constant BOND = 100e6 + 1;
    uint256 internal constant APPEAL_BOND = 300e6 + 1;
    uint32 internal constant DAYS3 = 3 days;
    uint256 internal constant ARBITRATORS = 12;
    bytes32 internal constant EVIDENCE = keccak256("what was measured");
    bytes32 internal constant COUNTER = keccak256("what was served");

    Arbitration internal arbitration;
    address internal governance;
    uint128 internal agreementId;
    /// The provider's owner: the consumer's opponent.
    address internal owner;
    /// First epoch of the agreement, which is over.
    uint32 internal epoch;

    function setUp() public virtual override {
        super.setUp();
        vm.etch(address(beacon), type(SeededBeacon).runtimeCode);
        (uint128[] memory ids,) = running();
        (agreementId, owner, epoch) = (ids[0], ownerOf(1), currentEpoch() + 1);
        (governance,) = actor("governance");
        arbitration = arbitrationOver(IERC20(address(token)));
        funded(consumer, address(arbitration));
        funded(owner, address(arbitration));
        passEpoch(epoch);
    }

    /// The orchestrator obeys the first one only: of any other the sums are taken as frozen, since those tests look at bonds.
    function arbitrationOver(IERC20 bondToken) internal returns (Arbitration) {
        return arbitrationOver(bondToken, BOND, APPEAL_BOND);
    }

    function arbitrationOver(IERC20 bondToken, uint256 bond, uint256 appealBond) internal returns (Arbitration) {
        if (arbitrationAt.code.length > 0) {
            vm.mockCall(address(orchestrator), abi.encodeWithSelector(IDisputes.freeze.selector), abi.encode(0));
            vm.mockCall(address(orchestrator), abi.encodeWithSelector(IDisputes.release.selector), abi.encode(0));
        }
        return new Arbitration(orchestrator, governance, bondToken, bond, appealBond, times(), namedArbitrators(ARBITRATORS));
    }

    function times() internal pure returns (IArbitration.Times memory) {
        return IArbitration.Times({disputeSeconds: DAYS3, answerSeconds: DAYS3, rulingSeconds: DAYS3, appealSeconds: DAYS3});
    }

    function namedArbitrators(uint256 count) internal returns (address[] memory named_) {
        named_ = new address[](count);
        for (uint64 i = 0; i < count; i++) {
            (named_[i],) = actor(named("arbitrator", i));
        }
    }

    function funded(address account, address spender) internal {
        token.mint(account, 1_000_000e6);
        vm.prank(account);
        token.approve(spender, type(uint256).max);
    }

    // ---- the steps

    function opened() internal returns (uint256 id) {
        vm.prank(consumer);
        return arbitration.open(agreementId, epoch, epoch, uint128(EPOCH_PAY), EVIDENCE);
    }

    function answered() internal returns (uint256 id) {
        id = opened();
        vm.prank(owner);
        arbitration.answer(id, COUNTER);
    }

    /// The first panel of three sits.
    function seated() internal returns (uint256 id, address[] memory panel) {
        id = answered();
        panel = seat(id, 0);
    }

    function ruled(bool forClaimant) internal returns (uint256 id) {
        address[] memory panel;
        (id, panel) = seated();
        vote(id, panel[0], forClaimant);
        vote(id, panel[1], forClaimant);
    }

    /// The loser of the first ruling appealed; the second panel of five sits.
    function appealed(bool firstForClaimant) internal returns (uint256 id, address[] memory panel) {
        id = ruled(firstForClaimant);
        vm.prank(firstForClaimant ? owner : consumer);
        arbitration.appeal(id, COUNTER);
        panel = seat(id, 1);
    }

    /// A dispute in this state, by way of this first ruling where there is one.
    function brought(IArbitration.State state, bool forClaimant) internal returns (uint256 id) {
        if (state == IArbitration.State.None) return arbitration.count() + 1;
        if (state == IArbitration.State.Opened || state == IArbitration.State.Default) id = opened();
        else if (state == IArbitration.State.Answered || state == IArbitration.State.Void) id = answered();
        else if (state == IArbitration.State.Appealed) (id,) = appealed(forClaimant);
        else id = ruled(forClaimant);
        bool lapsed = state == IArbitration.State.Default || state == IArbitration.State.Void || state == IArbitration.State.Final
            || state == IArbitration.State.Executed;
        if (lapsed) {
            passDeadline(id);
            arbitration.lapse(id);
        }
        if (state == IArbitration.State.Executed) arbitration.execute(id);
        assertState(id, state);
    }

    /// Any state but this one, which the number chooses.
    function stateBut(IArbitration.State excluded, uint256 random) internal pure returns (IArbitration.State) {
        uint256 number = random % 8;
        return IArbitration.State(number < uint256(excluded) ? number : number + 1);
    }

    function seat(uint256 id, uint8 round) internal returns (address[] memory) {
        passEpoch(arbitration.disputeOf(id).seatEpoch);
        arbitration.seat(id);
        return arbitration.panelOf(id, round);
    }

    function vote(uint256 id, address arbitrator, bool forClaimant) internal {
        vm.prank(arbitrator);
        arbitration.rule(id, forClaimant);
    }

    function passDeadline(uint256 id) internal {
        vm.warp(uint256(arbitration.disputeOf(id).deadline) + 1);
    }

    // ---- what holds

    function assertState(uint256 id, IArbitration.State wanted) internal view {
        assertEq(uint256(arbitration.disputeOf(id).state), uint256(wanted), "dispute state");
    }

    function assertOutcome(uint256 id, IArbitration.Outcome wanted) internal view {
        (IArbitration.Outcome outcome,,,,,,) = arbitration.rulingOf(id);
        assertEq(uint256(outcome), uint256(wanted), "binding outcome");
    }

    /// What a dispute in `state` answers to a verb of another one.
    function wrongState(uint256 id, IArbitration.State state) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IArbitration.WrongState.selector, id, state);
    }

    /// Every verb is refused in a state that is none of its own.
    function assertNothingButClaims(uint256 id, IArbitration.State state) internal {
        bytes memory refusal = wrongState(id, state);
        address[] memory firstPanel = arbitration.panelOf(id, 0);
        vm.expectRevert(refusal);
        vm.prank(owner);
        arbitration.answer(id, COUNTER);
        vm.expectRevert(refusal);
        arbitration.seat(id);
        vm.expectRevert(refusal);
        vm.prank(firstPanel.length > 0 ? firstPanel[2] : owner);
        arbitration.rule(id, true);
        vm.expectRevert(refusal);
        vm.prank(owner);
        arbitration.appeal(id, COUNTER);
        vm.expectRevert(refusal);
        arbitration.lapse(id);
        vm.expectRevert(refusal);
        arbitration.execute(id);
        assertState(id, state);
    }

    /// No bond is held, and every unit that came is claimable by somebody named.
    function assertAllReleased(uint256 id) internal view {
        uint256 claimable = arbitration.claimableOf(consumer) + arbitration.claimableOf(owner);
        for (uint8 round = 0; round < 2; round++) {
            address[] memory panel = arbitration.panelOf(id, round);
            for (uint256 i = 0; i < panel.length; i++) {
                claimable += arbitration.claimableOf(panel[i]);
            }
        }
        assertEq(arbitration.bondsOf(id), 0, "held");
        assertEq(claimable, token.balanceOf(address(arbitration)), "claimable");
    }
}
