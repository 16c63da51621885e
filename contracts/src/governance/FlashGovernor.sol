// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {GovernorTimelockControl} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockControl.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {GovernorVotesQuorumFraction} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {GovernorLimits} from "./GovernorLimits.sol";
import {VoteLock} from "./VoteLock.sol";

/// @title The vote of locked FLASH
/// @notice OpenZeppelin's Governor over VoteLock and Timelock, made narrower in five ways:
/// - A proposal may order only what the list of `orders`, fixed at deployment, names (a function of a contract), and its own settings.
///   Neither roles nor delay of the timelock nor the timelock itself are within reach, and no coin of the chain is sent.
/// - A vote weighs what its voter had locked both in the second before the proposal and at the snapshot: whoever locks, buys or borrows
///   after it has become known does not vote on it.
/// - The quorum is a share of all FLASH there is, not of what happens to be locked: few who lock do not decide alone.
/// - Settings stay within GovernorLimits, at deployment and after every vote.
/// - What is not queued or not executed within the grace period expires. For that to hold the timelock gives the roles of proposer,
///   canceller and executor to this contract only, and has no administrator but itself.
///
/// Known limits: no extension when the quorum is reached in the last second of a vote; only its proposer, and only before the vote begins,
/// can cancel a proposal; a voter who changes the delegate between proposal and snapshot weighs nothing on that proposal.
contract FlashGovernor is
    GovernorLimits,
    GovernorSettings,
    GovernorCountingSimple,
    GovernorVotes,
    GovernorVotesQuorumFraction,
    GovernorTimelockControl
{
    /// @notice A function that proposals may call.
    struct Order {
        address target;
        bytes4 selector;
    }

    /// @notice What votes may change within GovernorLimits: seconds, seconds, votes, percent of all FLASH.
    struct Settings {
        uint48 votingDelay;
        uint32 votingPeriod;
        uint256 proposalThreshold;
        uint256 quorumPercent;
    }

    event OrderAllowed(address indexed target, bytes4 indexed selector);

    error OrderForbidden(uint256 index, address target, bytes4 selector);
    error ValueForbidden(uint256 value);

    IERC20 public immutable flash;

    /// @notice Whether a proposal may call this function.
    mapping(address target => mapping(bytes4 selector => bool)) public mayOrder;
    /// @dev The last second of which locks count for a proposal.
    mapping(uint256 proposalId => uint48 time) private _knownFrom;

    /// @param orders what proposals may call besides this contract's four settings; not the timelock, the votes, FLASH or this contract
    /// @param daySeconds_ 86,400, less on a development chain
    constructor(VoteLock votes, TimelockController timelock_, Order[] memory orders, Settings memory settings, uint32 daySeconds_)
        GovernorLimits(daySeconds_)
        Governor("Flashback")
        GovernorSettings(settings.votingDelay, settings.votingPeriod, settings.proposalThreshold)
        GovernorVotes(votes)
        GovernorVotesQuorumFraction(settings.quorumPercent)
        GovernorTimelockControl(timelock_)
    {
        flash = IERC20(votes.flash());
        for (uint256 i = 0; i < orders.length; i++) {
            address target = orders[i].target;
            bool reserved = target == address(timelock_) || target == address(votes) || target == address(flash) || target == address(this);
            if (reserved) revert OrderForbidden({index: i, target: target, selector: orders[i].selector});
            _allow(target, orders[i].selector);
        }
        _allow(address(this), GovernorSettings.setVotingDelay.selector);
        _allow(address(this), GovernorSettings.setVotingPeriod.selector);
        _allow(address(this), GovernorSettings.setProposalThreshold.selector);
        _allow(address(this), GovernorVotesQuorumFraction.updateQuorumNumerator.selector);
    }

    /// @notice Seconds after which a proposal expires that could be queued, or executed.
    function graceSeconds() public view returns (uint256) {
        return GRACE_DAYS * daySeconds;
    }

    /// @notice The second whose locks a vote on the proposal weighs, together with those of the snapshot: the one before it was made.
    function knownFrom(uint256 proposalId) external view returns (uint48) {
        return _knownFrom[proposalId];
    }

    /// @notice Votes, for and abstaining, that a proposal with this snapshot needs, units of 1e-18 FLASH.
    /// @dev FLASH is never minted or burnt.
    function quorum(uint256 timepoint) public view override(Governor, GovernorVotesQuorumFraction) returns (uint256) {
        return Math.mulDiv(flash.totalSupply(), quorumNumerator(timepoint), quorumDenominator());
    }

    /// @inheritdoc Governor
    function state(uint256 proposalId) public view override(Governor, GovernorTimelockControl) returns (ProposalState current) {
        current = super.state(proposalId);
        uint256 since = 0;
        if (current == ProposalState.Succeeded) since = proposalDeadline(proposalId);
        if (current == ProposalState.Queued) since = proposalEta(proposalId);
        if (since != 0 && block.timestamp > since + graceSeconds()) return ProposalState.Expired;
    }

    /// @inheritdoc Governor
    function proposalNeedsQueuing(uint256 proposalId) public view override(Governor, GovernorTimelockControl) returns (bool) {
        return super.proposalNeedsQueuing(proposalId);
    }

    /// @inheritdoc Governor
    function proposalThreshold() public view override(Governor, GovernorSettings) returns (uint256) {
        return super.proposalThreshold();
    }

    // ---------------------------------------------------------------- narrower than OpenZeppelin's

    function _propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer
    ) internal override returns (uint256 proposalId) {
        proposalId = super._propose(targets, values, calldatas, description, proposer);
        for (uint256 i = 0; i < targets.length; i++) {
            if (values[i] != 0) revert ValueForbidden({value: values[i]});
            // Fewer than four bytes read as a selector that ends in zeros: a function with that selector would not be reached by them.
            bytes4 selector = calldatas[i].length < 4 ? bytes4(0) : bytes4(calldatas[i]);
            if (!mayOrder[targets[i]][selector]) revert OrderForbidden({index: i, target: targets[i], selector: selector});
        }
        _knownFrom[proposalId] = clock() - 1;
    }

    function _countVote(uint256 proposalId, address account, uint8 support, uint256 totalWeight, bytes memory params)
        internal
        override(Governor, GovernorCountingSimple)
        returns (uint256)
    {
        uint256 before = token().getPastVotes(account, _knownFrom[proposalId]);
        return super._countVote(proposalId, account, support, Math.min(totalWeight, before), params);
    }

    function _setVotingDelay(uint48 seconds_) internal override {
        _requireWithin("votingDelay", seconds_, VOTING_DELAY_DAYS_MIN * daySeconds, VOTING_DELAY_DAYS_MAX * daySeconds);
        super._setVotingDelay(seconds_);
    }

    function _setVotingPeriod(uint32 seconds_) internal override {
        _requireWithin("votingPeriod", seconds_, VOTING_PERIOD_DAYS_MIN * daySeconds, VOTING_PERIOD_DAYS_MAX * daySeconds);
        super._setVotingPeriod(seconds_);
    }

    function _setProposalThreshold(uint256 votes) internal override {
        _requireWithin("proposalThreshold", votes, PROPOSAL_THRESHOLD_MIN, PROPOSAL_THRESHOLD_MAX);
        super._setProposalThreshold(votes);
    }

    function _updateQuorumNumerator(uint256 percent) internal override {
        _requireWithin("quorumPercent", percent, QUORUM_PERCENT_MIN, QUORUM_PERCENT_MAX);
        super._updateQuorumNumerator(percent);
    }

    function _allow(address target, bytes4 selector) private {
        mayOrder[target][selector] = true;
        emit OrderAllowed({target: target, selector: selector});
    }

    // ---------------------------------------------------------------- through the timelock

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint48) {
        return super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) {
        // It would stay in the timelock for ever.
        if (msg.value != 0) revert ValueForbidden({value: msg.value});
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _cancel(address[] memory targets, uint256[] memory values, bytes[] memory calldatas, bytes32 descriptionHash)
        internal
        override(Governor, GovernorTimelockControl)
        returns (uint256)
    {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }

    function _executor() internal view override(Governor, GovernorTimelockControl) returns (address) {
        return super._executor();
    }
}
