// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IOrchestrator} from "./interfaces/IOrchestrator.sol";
import {IPossessionVerifier} from "./interfaces/IPossessionVerifier.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {ITargetedChallenges} from "./interfaces/ITargetedChallenges.sol";
import {Agreement, AgreementState} from "./interfaces/Types.sol";
import {MerklePossession} from "./lib/MerklePossession.sol";
import {SettlementMath} from "./lib/SettlementMath.sol";

/// @title Targeted challenges, and their bonds
/// @notice See ITargetedChallenges. It holds bonds and nothing else. All it can do to an agreement is to have it breached, through the verifier,
/// when a leaf that both sides signed was not shown within an audit window.
///
/// Known limits. The bond does not cover the gas of an answer where an epoch's pay is less than that. A consumer that is a contract without a
/// way to call this one (FiatAccount) cannot ask.
contract TargetedChallenges is ITargetedChallenges, ReentrancyGuard {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    IOrchestrator public immutable orchestrator;
    IPossessionVerifier public immutable verifier;
    IRegistry public immutable registry;

    /// @dev The Orchestrator's calendar, which never changes.
    uint256 private immutable _genesis;
    uint256 private immutable _epochSeconds;
    uint256 private immutable _answerSeconds;

    mapping(uint128 agreementId => Challenge) private _challenges;
    mapping(uint64 providerId => uint128[]) private _open;
    /// @inheritdoc ITargetedChallenges
    mapping(address account => mapping(address token => uint256 amount)) public override claimableOf;

    /// @param orchestrator_ is there already: its calendar, verifier and registry are read once, here
    constructor(IOrchestrator orchestrator_) {
        orchestrator = orchestrator_;
        verifier = IPossessionVerifier(orchestrator_.verifier());
        registry = IRegistry(orchestrator_.registry());
        _genesis = orchestrator_.genesis();
        _epochSeconds = orchestrator_.epochSeconds();
        _answerSeconds = orchestrator_.auditWindowSeconds();
    }

    /// @inheritdoc ITargetedChallenges
    function open(uint128 agreementId, uint64 index) external nonReentrant returns (uint32 due) {
        Agreement memory agreement = orchestrator.agreementOf(agreementId);
        _requireAskable(agreementId, agreement);
        Challenge memory challenge = _next(agreementId, agreement, index);

        uint128[] storage listed = _open[agreement.providerId];
        listed.push(agreementId);
        challenge.place = uint32(listed.length);
        _challenges[agreementId] = challenge;
        emit ChallengeOpened({
            agreementId: agreementId,
            providerId: agreement.providerId,
            consumer: msg.sender,
            root: challenge.root,
            leaves: challenge.leaves,
            index: challenge.index,
            due: challenge.due,
            bond: challenge.bond
        });

        _take(IERC20(_tokenOf(agreement.market)), challenge.bond);
        return challenge.due;
    }

    /// @inheritdoc ITargetedChallenges
    function answer(uint128 agreementId, bytes calldata proof) external nonReentrant {
        Challenge memory challenge = _openOne(agreementId);
        if (block.timestamp > challenge.due) revert AnswerTooLate({agreementId: agreementId, due: challenge.due});
        (uint256 at, uint256 end) = MerklePossession.boundsOf(proof);
        (bytes32 root, uint256 leaves, uint256 index, uint256 to) =
            MerklePossession.shownByPacked(at, end, verifier.treeHashOf(agreementId));
        if (root != challenge.root || leaves != challenge.leaves || index != challenge.index || to != end) {
            revert AnswerWrong({agreementId: agreementId, index: challenge.index});
        }

        Agreement memory agreement = orchestrator.agreementOf(agreementId);
        address payout = registry.payoutOf(agreement.providerId);
        _settle(agreementId, agreement, challenge, payout);
        emit ChallengeAnswered({agreementId: agreementId, payout: payout, bond: challenge.bond});
    }

    /// @inheritdoc ITargetedChallenges
    function close(uint128 agreementId) external nonReentrant {
        Challenge memory challenge = _openOne(agreementId);
        Agreement memory agreement = orchestrator.agreementOf(agreementId);
        bool live = _isLive(agreement.state);
        if (live && block.timestamp <= challenge.due) revert ChallengeNotDue({agreementId: agreementId, due: challenge.due});

        _settle(agreementId, agreement, challenge, agreement.consumer);
        emit ChallengeClosed({agreementId: agreementId, breached: live, bond: challenge.bond});

        if (live) verifier.breach(agreementId, challenge.epoch, msg.sender);
    }

    /// @inheritdoc ITargetedChallenges
    function claim(address account, address token) external nonReentrant returns (uint256 amount) {
        amount = claimableOf[account][token];
        if (amount == 0) return 0;

        claimableOf[account][token] = 0;
        emit Claimed({account: account, token: token, amount: amount});

        IERC20(token).safeTransfer({to: account, value: amount});
    }

    /// @inheritdoc ITargetedChallenges
    function bondOf(uint128 agreementId) external view returns (uint256) {
        return _bondFor(orchestrator.agreementOf(agreementId).rate);
    }

    /// @inheritdoc ITargetedChallenges
    function challengeOf(uint128 agreementId) external view returns (Challenge memory) {
        return _challenges[agreementId];
    }

    /// @inheritdoc ITargetedChallenges
    function openOf(uint64 providerId) external view returns (uint128[] memory agreementIds) {
        return _open[providerId];
    }

    function _isLive(AgreementState state) private pure returns (bool) {
        return state == AgreementState.Active || state == AgreementState.Notice;
    }

    function _requireAskable(uint128 agreementId, Agreement memory agreement) private view {
        if (msg.sender != agreement.consumer) {
            revert NotConsumer({agreementId: agreementId, consumer: agreement.consumer, caller: msg.sender});
        }
        if (!_isLive(agreement.state)) revert NothingToAsk({agreementId: agreementId});
        // The Orchestrator ends an agreement an audit window after its last epoch at the earliest: there is time to close this one before.
        uint256 latest = _genesis + agreement.endEpoch * _epochSeconds - _answerSeconds;
        if (block.timestamp > latest) revert TooLateToAsk({agreementId: agreementId, latest: latest});
    }

    /// @dev One that nobody has opened in this epoch.
    function _next(uint128 agreementId, Agreement memory agreement, uint64 index) private view returns (Challenge memory challenge) {
        uint24 epoch = uint24((block.timestamp - _genesis) / _epochSeconds);
        challenge = _challenges[agreementId];
        if (challenge.root != 0) revert ChallengeOpen({agreementId: agreementId, due: challenge.due});
        if (challenge.due != 0 && challenge.epoch == epoch) revert ChallengedAlready({agreementId: agreementId, epoch: epoch});
        (bytes32 root, uint64 leaves,) = verifier.auditedRevisionOf(agreementId, epoch);
        if (index >= leaves) revert LeafUnknown({agreementId: agreementId, index: index, leaves: leaves});
        (challenge.root, challenge.leaves, challenge.index) = (root, uint40(leaves), uint40(index));
        (challenge.epoch, challenge.due) = (epoch, (block.timestamp + _answerSeconds).toUint32());
        challenge.bond = _bondFor(agreement.rate).toUint80();
    }

    function _openOne(uint128 agreementId) private view returns (Challenge memory challenge) {
        challenge = _challenges[agreementId];
        if (challenge.root == 0) revert NoChallenge({agreementId: agreementId});
    }

    /// @dev In the agreement's own token no answer's gas can be named, so the bond is measured by what the agreement is worth to both.
    function _bondFor(uint96 rate) private view returns (uint256 bond) {
        bond = SettlementMath.payFor(rate, _epochSeconds);
        if (bond == 0) bond = 1;
    }

    function _tokenOf(uint16 market) private view returns (address token) {
        (token,,) = orchestrator.marketOf(market);
    }

    /// @dev The challenge is over and its bond `account`'s; its epoch and time stay, so that there is one an epoch.
    function _settle(uint128 agreementId, Agreement memory agreement, Challenge memory challenge, address account) private {
        uint128[] storage listed = _open[agreement.providerId];
        uint128 last = listed[listed.length - 1];
        listed[challenge.place - 1] = last;
        _challenges[last].place = challenge.place;
        listed.pop();
        (_challenges[agreementId].root, _challenges[agreementId].place) = (0, 0);
        claimableOf[account][_tokenOf(agreement.market)] += challenge.bond;
    }

    /// @dev A token that keeps a part of what it moves is refused: every bond must be here whole.
    function _take(IERC20 token, uint256 amount) private {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom({from: msg.sender, to: address(this), value: amount});
        uint256 received = token.balanceOf(address(this)) - before;
        if (received != amount) revert BondShortReceived({wanted: amount, received: received});
    }
}
