// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IAccessGrants} from "./interfaces/IAccessGrants.sol";
import {IArbitration} from "./interfaces/IArbitration.sol";
import {IOrchestrator} from "./interfaces/IOrchestrator.sol";
import {IRandomBeacon} from "./interfaces/IRandomBeacon.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Agreement} from "./interfaces/Types.sol";
import {SettlementMath} from "./lib/SettlementMath.sol";

/// @title Disputes over one agreement, decided by a panel
/// @notice See IArbitration. It holds bonds; the disputed sum is frozen in the Orchestrator, which obeys no other arbitration. The governor names
/// arbitrators and can neither rule, nor stop a dispute, nor move a bond or a sum.
///
/// Known limits. Votes are open, so a later arbitrator sees the earlier ones. What the arbitrators look at is off chain. Who an arbitrator
/// is, and whether two of them are one person, only the governor's care answers. A party that owns the address of an arbitrator other than
/// its own consumer's or owner's account is not recognised.
contract Arbitration is IArbitration, ReentrancyGuard {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    enum Seat {
        None,
        Open,
        Voted
    }

    /// @notice Seats of the first panel and of the appeal's, which shares no member with it.
    uint256 public constant PANEL = 3;
    uint256 public constant APPEAL_PANEL = 5;
    /// @notice Drawing a panel reads every arbitrator.
    uint256 public constant ARBITRATORS_MAX = 64;
    /// @notice Of the loser's bonds, what goes to those who voted.
    uint256 public constant ARBITRATORS_PERCENT = 50;

    /// @dev IAccessGrants: may co-sign revisions.
    uint8 private constant RIGHT_REVISION = 4;
    uint8 private constant FIRST = 0;
    uint8 private constant APPEAL = 1;

    IOrchestrator public immutable orchestrator;
    IRegistry public immutable registry;
    IAccessGrants public immutable grants;
    IRandomBeacon public immutable beacon;
    address public immutable governor;
    IERC20 public immutable bondToken;
    /// @notice Units of the bond token.
    uint256 public immutable bond;
    uint256 public immutable appealBond;
    uint32 public immutable disputeSeconds;
    uint32 public immutable answerSeconds;
    uint32 public immutable rulingSeconds;
    uint32 public immutable appealSeconds;

    /// @dev The Orchestrator's calendar, which never changes.
    uint256 private immutable _genesis;
    uint256 private immutable _epochSeconds;

    /// @inheritdoc IArbitration
    uint256 public override count;
    /// @inheritdoc IArbitration
    mapping(address account => uint256 amount) public override claimableOf;
    mapping(uint256 disputeId => Dispute) private _disputes;
    mapping(uint256 disputeId => mapping(uint8 round => address[])) private _panels;
    mapping(uint256 disputeId => mapping(uint8 round => mapping(address arbitrator => Seat))) private _seats;
    /// @dev One more than the newest epoch that this side of the agreement has disputed.
    mapping(uint128 agreementId => mapping(address claimant => uint32 epoch)) private _disputedThrough;
    address[] private _arbitrators;
    /// @dev Zero for who is none.
    mapping(address arbitrator => uint256 time) private _appointedAt;

    modifier onlyGovernor() {
        if (msg.sender != governor) revert NotGovernor({caller: msg.sender});
        _;
    }

    /// @param orchestrator_ is there already: its calendar, registry, grants and beacon are read once, here
    /// @param first arbitrators to start with
    constructor(
        IOrchestrator orchestrator_,
        address governor_,
        IERC20 bondToken_,
        uint256 bond_,
        uint256 appealBond_,
        Times memory times,
        address[] memory first
    ) {
        orchestrator = orchestrator_;
        registry = IRegistry(orchestrator_.registry());
        grants = IAccessGrants(orchestrator_.grants());
        beacon = IRandomBeacon(orchestrator_.beacon());
        governor = governor_;
        bondToken = bondToken_;
        bond = bond_;
        appealBond = appealBond_;
        disputeSeconds = times.disputeSeconds;
        answerSeconds = times.answerSeconds;
        rulingSeconds = times.rulingSeconds;
        appealSeconds = times.appealSeconds;
        _genesis = orchestrator_.genesis();
        _epochSeconds = orchestrator_.epochSeconds();
        if (bond_ == 0) revert ConfigInvalid({field: "bond"});
        if (appealBond_ <= bond_) revert ConfigInvalid({field: "appealBond"});
        if (times.disputeSeconds == 0) revert ConfigInvalid({field: "disputeSeconds"});
        if (times.answerSeconds == 0) revert ConfigInvalid({field: "answerSeconds"});
        if (times.rulingSeconds <= _epochSeconds) revert ConfigInvalid({field: "rulingSeconds"});
        if (times.appealSeconds == 0) revert ConfigInvalid({field: "appealSeconds"});
        for (uint256 i = 0; i < first.length; i++) {
            _appoint(first[i]);
        }
    }

    // ---------------------------------------------------------------- parties

    /// @inheritdoc IArbitration
    function open(uint128 agreementId, uint32 fromEpoch, uint32 toEpoch, uint128 amount, bytes32 evidenceHash)
        external
        nonReentrant
        returns (uint256 disputeId)
    {
        if (evidenceHash == 0) revert EvidenceMissing();
        Agreement memory agreement = orchestrator.agreementOf(agreementId);
        address defendant = _opponentOf(agreement, msg.sender);
        _requireDisputable(agreementId, agreement, fromEpoch, toEpoch, amount);

        disputeId = ++count;
        _disputedThrough[agreementId][msg.sender] = toEpoch + 1;
        Dispute storage dispute = _disputes[disputeId];
        (dispute.agreementId, dispute.fromEpoch, dispute.toEpoch) = (agreementId, fromEpoch, toEpoch);
        (dispute.claimant, dispute.defendant, dispute.amount) = (msg.sender, defendant, amount);
        _requireArbitrators(disputeId, dispute, FIRST);
        _wait(dispute, State.Opened, answerSeconds);
        emit DisputeOpened({
            disputeId: disputeId,
            agreementId: agreementId,
            claimant: msg.sender,
            defendant: defendant,
            fromEpoch: fromEpoch,
            toEpoch: toEpoch,
            amount: amount,
            evidenceHash: evidenceHash
        });

        _take(bond);
        orchestrator.freeze(disputeId, agreementId, msg.sender == agreement.consumer, amount);
    }

    /// @inheritdoc IArbitration
    function answer(uint256 disputeId, bytes32 evidenceHash) external nonReentrant {
        Dispute storage dispute = _waiting(disputeId, State.Opened);
        if (!_speaksForDefendant(dispute, msg.sender)) revert NotParty({caller: msg.sender});
        if (evidenceHash == 0) revert EvidenceMissing();

        _wait(dispute, State.Answered, rulingSeconds);
        dispute.seatEpoch = orchestrator.currentEpoch();
        emit DisputeAnswered({disputeId: disputeId, evidenceHash: evidenceHash});

        _take(bond);
    }

    /// @inheritdoc IArbitration
    function appeal(uint256 disputeId, bytes32 evidenceHash) external nonReentrant {
        Dispute storage dispute = _waiting(disputeId, State.Ruled);
        if (msg.sender != _loserOf(dispute)) revert NotParty({caller: msg.sender});
        if (evidenceHash == 0) revert EvidenceMissing();
        _requireArbitrators(disputeId, dispute, APPEAL);

        _wait(dispute, State.Appealed, rulingSeconds);
        dispute.seatEpoch = orchestrator.currentEpoch();
        dispute.appellant = msg.sender;
        (dispute.votesForClaimant, dispute.votesForDefendant) = (0, 0);
        emit DisputeAppealed({disputeId: disputeId, appellant: msg.sender, evidenceHash: evidenceHash});

        _take(appealBond);
    }

    // ---------------------------------------------------------------- panels

    /// @inheritdoc IArbitration
    function seat(uint256 disputeId) external {
        (Dispute storage dispute, uint8 round) = _judging(disputeId);
        if (_panels[disputeId][round].length > 0) revert PanelSeatedAlready({disputeId: disputeId});
        bytes32 seed = beacon.seedOf(dispute.seatEpoch);
        if (seed == 0) revert SeedMissing({epoch: dispute.seatEpoch});

        address[] memory panel = _draw(disputeId, dispute, round, seed);
        _panels[disputeId][round] = panel;
        for (uint256 i = 0; i < panel.length; i++) {
            _seats[disputeId][round][panel[i]] = Seat.Open;
        }
        emit PanelSeated({disputeId: disputeId, round: round, panel: panel});
    }

    /// @inheritdoc IArbitration
    function rule(uint256 disputeId, bool forClaimant) external {
        (Dispute storage dispute, uint8 round) = _judging(disputeId);
        if (_seats[disputeId][round][msg.sender] != Seat.Open) revert NotSeated({disputeId: disputeId, caller: msg.sender});

        _seats[disputeId][round][msg.sender] = Seat.Voted;
        uint256 votes = forClaimant ? ++dispute.votesForClaimant : ++dispute.votesForDefendant;
        emit Voted({disputeId: disputeId, round: round, arbitrator: msg.sender, forClaimant: forClaimant});
        if (votes <= _sizeOf(round) / 2) return;

        dispute.outcome = forClaimant ? Outcome.ForClaimant : Outcome.ForDefendant;
        if (round == FIRST) _wait(dispute, State.Ruled, appealSeconds);
        else dispute.state = State.Final;
        emit DisputeRuled({disputeId: disputeId, round: round, outcome: dispute.outcome});
    }

    // ---------------------------------------------------------------- ends

    /// @inheritdoc IArbitration
    function lapse(uint256 disputeId) external {
        Dispute storage dispute = _disputes[disputeId];
        State state = dispute.state;
        bool waits = state == State.Opened || state == State.Answered || state == State.Ruled || state == State.Appealed;
        if (!waits) revert WrongState({disputeId: disputeId, state: state});
        if (block.timestamp <= dispute.deadline) revert TooEarly({deadline: dispute.deadline});

        if (state == State.Opened) {
            (dispute.state, dispute.outcome) = (State.Default, Outcome.ForClaimant);
            _release(disputeId, dispute.claimant, bond);
        } else if (state == State.Answered) {
            dispute.state = State.Void;
            _release(disputeId, dispute.claimant, bond);
            _release(disputeId, dispute.defendant, bond);
        } else if (state == State.Ruled) {
            dispute.state = State.Final;
        } else {
            // A panel that does not rule is no fault of who appealed.
            address appellant = dispute.appellant;
            (dispute.state, dispute.appellant) = (State.Final, address(0));
            _release(disputeId, appellant, appealBond);
        }
        emit DisputeLapsed({disputeId: disputeId, state: dispute.state});

        if (state == State.Opened) orchestrator.release(disputeId, true);
        else if (state == State.Answered) orchestrator.release(disputeId, false);
    }

    /// @inheritdoc IArbitration
    function execute(uint256 disputeId) external {
        Dispute storage dispute = _disputes[disputeId];
        if (dispute.state != State.Final) revert WrongState({disputeId: disputeId, state: dispute.state});

        address winner = dispute.outcome == Outcome.ForClaimant ? dispute.claimant : dispute.defendant;
        uint256 held = bondsOf(disputeId);
        // The appeal bond is the loser's, unless the appeal was won.
        bool appealLost = dispute.appellant != address(0) && dispute.appellant != winner;
        uint256 forfeited = appealLost ? bond + appealBond : bond;
        dispute.state = State.Executed;
        uint256 paid = _payArbitrators(disputeId, forfeited * ARBITRATORS_PERCENT / 100);
        _release(disputeId, winner, held - paid);
        emit DisputeExecuted({disputeId: disputeId, outcome: dispute.outcome});

        orchestrator.release(disputeId, dispute.outcome == Outcome.ForClaimant);
    }

    /// @inheritdoc IArbitration
    function claim(address account) external nonReentrant returns (uint256 amount) {
        amount = claimableOf[account];
        if (amount == 0) revert NothingToClaim({account: account});

        claimableOf[account] = 0;
        emit Claimed({account: account, amount: amount});

        bondToken.safeTransfer({to: account, value: amount});
    }

    // ---------------------------------------------------------------- arbitrators

    /// @inheritdoc IArbitration
    function appoint(address arbitrator) external onlyGovernor {
        _appoint(arbitrator);
    }

    /// @inheritdoc IArbitration
    function dismiss(address arbitrator) external onlyGovernor {
        if (_appointedAt[arbitrator] == 0) revert ArbitratorInvalid({arbitrator: arbitrator});

        delete _appointedAt[arbitrator];
        uint256 last = _arbitrators.length - 1;
        for (uint256 i = 0; i < last; i++) {
            if (_arbitrators[i] == arbitrator) _arbitrators[i] = _arbitrators[last];
        }
        _arbitrators.pop();
        emit ArbitratorDismissed({arbitrator: arbitrator});
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IArbitration
    function rulingOf(uint256 disputeId)
        external
        view
        returns (
            Outcome outcome,
            uint128 agreementId,
            uint32 fromEpoch,
            uint32 toEpoch,
            address claimant,
            address defendant,
            uint128 amount
        )
    {
        Dispute storage dispute = _disputes[disputeId];
        State state = dispute.state;
        bool binds = state == State.Final || state == State.Executed || state == State.Default;
        return (
            binds ? dispute.outcome : Outcome.None,
            dispute.agreementId,
            dispute.fromEpoch,
            dispute.toEpoch,
            dispute.claimant,
            dispute.defendant,
            dispute.amount
        );
    }

    /// @inheritdoc IArbitration
    function disputeOf(uint256 disputeId) external view returns (Dispute memory) {
        return _disputes[disputeId];
    }

    /// @inheritdoc IArbitration
    function panelOf(uint256 disputeId, uint8 round) external view returns (address[] memory) {
        return _panels[disputeId][round];
    }

    /// @inheritdoc IArbitration
    function arbitrators() external view returns (address[] memory) {
        return _arbitrators;
    }

    /// @inheritdoc IArbitration
    function bondsOf(uint256 disputeId) public view returns (uint256) {
        Dispute storage dispute = _disputes[disputeId];
        State state = dispute.state;
        if (state == State.Opened) return bond;
        if (state == State.Answered || state == State.Ruled) return 2 * bond;
        if (state == State.Appealed || state == State.Final) return 2 * bond + (dispute.appellant == address(0) ? 0 : appealBond);
        return 0;
    }

    // ---------------------------------------------------------------- what may be disputed

    function _opponentOf(Agreement memory agreement, address claimant) private view returns (address) {
        address owner = registry.ownerOf(agreement.providerId);
        if (owner == agreement.consumer) revert OneParty({account: owner});
        if (claimant == agreement.consumer) return owner;
        if (claimant == owner) return agreement.consumer;
        revert NotParty({caller: claimant});
    }

    /// @dev Silence loses, and the keys of owners and consumers are not always at hand: whoever co-signs the accused side's revisions may answer.
    function _speaksForDefendant(Dispute storage dispute, address caller) private view returns (bool) {
        if (caller == dispute.defendant) return true;
        Agreement memory agreement = orchestrator.agreementOf(dispute.agreementId);
        if (dispute.defendant == agreement.consumer) {
            return grants.allows(agreement.consumer, agreement.slaId, caller, RIGHT_REVISION);
        }
        return caller == registry.nodeKeyOf(agreement.providerId);
    }

    function _requireDisputable(uint128 agreementId, Agreement memory agreement, uint32 fromEpoch, uint32 toEpoch, uint128 amount)
        private
        view
    {
        // An agreement that never started has no epochs.
        bool ours = agreement.startEpoch != 0 && fromEpoch >= agreement.startEpoch && toEpoch < agreement.endEpoch && fromEpoch <= toEpoch;
        bool inTime = ours && toEpoch < orchestrator.currentEpoch() && block.timestamp <= _endOf(fromEpoch) + disputeSeconds;
        if (!inTime) revert EpochsNotDisputable({fromEpoch: fromEpoch, toEpoch: toEpoch});
        uint32 next = _disputedThrough[agreementId][msg.sender];
        if (fromEpoch < next) revert EpochsDisputedAlready({agreementId: agreementId, fromEpoch: fromEpoch, next: next});
        uint256 maximum = orchestrator.payOf(agreementId, fromEpoch, toEpoch);
        if (amount == 0 || amount > maximum) revert AmountOutsideEpochs({amount: amount, maximum: maximum});
    }

    function _endOf(uint32 epoch) private view returns (uint256) {
        return _genesis + (uint256(epoch) + 1) * _epochSeconds;
    }

    // ---------------------------------------------------------------- states

    /// @dev The dispute, which is in `state` and whose time is not over.
    function _waiting(uint256 disputeId, State state) private view returns (Dispute storage dispute) {
        dispute = _disputes[disputeId];
        if (dispute.state != state) revert WrongState({disputeId: disputeId, state: dispute.state});
        if (block.timestamp > dispute.deadline) revert TooLate({deadline: dispute.deadline});
    }

    /// @dev The dispute, which waits for a panel, and for which one.
    function _judging(uint256 disputeId) private view returns (Dispute storage dispute, uint8 round) {
        round = _disputes[disputeId].state == State.Appealed ? APPEAL : FIRST;
        dispute = _waiting(disputeId, round == APPEAL ? State.Appealed : State.Answered);
    }

    function _wait(Dispute storage dispute, State state, uint256 seconds_) private {
        dispute.state = state;
        dispute.deadline = (block.timestamp + seconds_).toUint32();
    }

    function _loserOf(Dispute storage dispute) private view returns (address) {
        return dispute.outcome == Outcome.ForClaimant ? dispute.defendant : dispute.claimant;
    }

    // ---------------------------------------------------------------- panels

    function _sizeOf(uint8 round) private pure returns (uint256) {
        return round == FIRST ? PANEL : APPEAL_PANEL;
    }

    /// @dev Appointed before the panel was asked for, so that nobody is named for a seed that is known; no party; on appeal, not of the
    /// first panel.
    function _maySit(address arbitrator, uint256 disputeId, Dispute storage dispute, uint8 round, uint256 askedAt)
        private
        view
        returns (bool)
    {
        if (arbitrator == dispute.claimant || arbitrator == dispute.defendant) return false;
        if (_appointedAt[arbitrator] >= askedAt) return false;
        return round == FIRST || _seats[disputeId][FIRST][arbitrator] == Seat.None;
    }

    /// @dev Nobody locks a bond for a panel that cannot be drawn.
    function _requireArbitrators(uint256 disputeId, Dispute storage dispute, uint8 round) private view {
        uint256 eligible = 0;
        for (uint256 i = 0; i < _arbitrators.length; i++) {
            if (_maySit(_arbitrators[i], disputeId, dispute, round, block.timestamp)) eligible++;
        }
        if (eligible < _sizeOf(round)) revert ArbitratorsShort({eligible: eligible, wanted: _sizeOf(round)});
    }

    /// @dev Those with the lowest tickets, which the seed draws. So neither the order of the list nor who was dismissed meanwhile decides who
    /// of the others sits.
    function _draw(uint256 disputeId, Dispute storage dispute, uint8 round, bytes32 seed) private view returns (address[] memory panel) {
        uint256 askedAt = dispute.deadline - rulingSeconds;
        uint256 size = _sizeOf(round);
        panel = new address[](size);
        uint256[] memory tickets = new uint256[](size);
        uint256 drawn = 0;
        for (uint256 i = 0; i < _arbitrators.length; i++) {
            address arbitrator = _arbitrators[i];
            if (!_maySit(arbitrator, disputeId, dispute, round, askedAt)) continue;
            uint256 ticket = uint256(keccak256(abi.encode(seed, disputeId, round, arbitrator)));
            if (drawn == size && ticket >= tickets[size - 1]) continue;
            uint256 at = drawn < size ? drawn++ : size - 1;
            for (; at > 0 && tickets[at - 1] > ticket; at--) {
                (tickets[at], panel[at]) = (tickets[at - 1], panel[at - 1]);
            }
            (tickets[at], panel[at]) = (ticket, arbitrator);
        }
        if (drawn < size) revert ArbitratorsShort({eligible: drawn, wanted: size});
    }

    function _appoint(address arbitrator) private {
        if (arbitrator == address(0) || _appointedAt[arbitrator] != 0) revert ArbitratorInvalid({arbitrator: arbitrator});
        if (_arbitrators.length == ARBITRATORS_MAX) revert ArbitratorsFull({maximum: ARBITRATORS_MAX});

        _appointedAt[arbitrator] = block.timestamp;
        _arbitrators.push(arbitrator);
        emit ArbitratorAppointed({arbitrator: arbitrator});
    }

    // ---------------------------------------------------------------- bonds

    /// @dev A token that keeps a part of what it moves is refused: every bond must be here whole.
    function _take(uint256 amount) private {
        uint256 before = bondToken.balanceOf(address(this));
        bondToken.safeTransferFrom({from: msg.sender, to: address(this), value: amount});
        uint256 received = bondToken.balanceOf(address(this)) - before;
        if (received != amount) revert BondShortReceived({wanted: amount, received: received});
    }

    function _release(uint256 disputeId, address account, uint256 amount) private {
        claimableOf[account] += amount;
        emit BondReleased({disputeId: disputeId, account: account, amount: amount});
    }

    /// @dev Equal parts of `amount` to all who voted, on both panels; what does not divide is not paid.
    function _payArbitrators(uint256 disputeId, uint256 amount) private returns (uint256 paid) {
        address[] memory first = _voters(disputeId, FIRST);
        address[] memory onAppeal = _voters(disputeId, APPEAL);
        uint256 part = amount / (first.length + onAppeal.length);
        for (uint256 i = 0; i < first.length; i++) {
            _release(disputeId, first[i], part);
        }
        for (uint256 i = 0; i < onAppeal.length; i++) {
            _release(disputeId, onAppeal[i], part);
        }
        return part * (first.length + onAppeal.length);
    }

    function _voters(uint256 disputeId, uint8 round) private view returns (address[] memory voters) {
        voters = _panels[disputeId][round];
        uint256 voted = 0;
        for (uint256 i = 0; i < voters.length; i++) {
            if (_seats[disputeId][round][voters[i]] == Seat.Voted) voters[voted++] = voters[i];
        }
        // The memory behind the last one stays unused.
        assembly ("memory-safe") {
            mstore(voters, voted)
        }
    }
}
