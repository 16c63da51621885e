// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Disputes over one agreement, decided by a panel
/// @notice The consumer or the provider's owner says: for the epochs from..to of this agreement the other side owes me `amount`. Both lock
/// a bond; a panel of three, drawn by the chain's random seed among the registered arbitrators, says yes or no by majority; the loser may
/// appeal once, with a higher bond, to five others. Every waiting state has a time limit and says what follows when it passes.
///
/// ```
/// None -> Opened      open: the claimant's bond, hash of its evidence
/// Opened -> Answered  answer: the defendant's bond, hash of its evidence
/// Opened -> Default   lapse, the defendant was silent: for the claimant, its bond back, the sum moves   (terminal)
/// Answered -> Ruled   rule, by a majority of the panel
/// Answered -> Void    lapse, no majority in time: no ruling, both bonds back, the sum thaws           (terminal)
/// Ruled -> Appealed   appeal: the loser's appeal bond, hash of its evidence
/// Ruled -> Final      lapse, nobody appealed
/// Appealed -> Final   rule, by a majority of the appeal panel; or lapse: the first ruling stands, the appeal bond goes back
/// Final -> Executed   execute: bonds and the sum to whom the ruling gives them                       (terminal)
/// ```
///
/// What a ruling moves besides bonds: the sum that the Orchestrator froze when the dispute was opened (`IDisputes.freeze`), at most `amount`, and
/// at most what the accused side still had in the agreement then. For the claimant it moves whole, for the defendant it goes back to where it
/// was; either once. Of a claim that is larger than what was frozen the rest is not collected: `rulingOf` is its record.
///
/// Bonds are in units of one token, fixed at deployment; `amount` is in units of the agreement's own token. Times are unix seconds. Evidence
/// is published elsewhere; here only its hash is.
interface IArbitration {
    /// @notice Terminal: Executed, Default, Void.
    enum State {
        None,
        Opened,
        Answered,
        Ruled,
        Appealed,
        Final,
        Executed,
        Default,
        Void
    }

    enum Outcome {
        None,
        ForClaimant,
        ForDefendant
    }

    /// @notice Seconds, fixed at deployment (three days each on production chains).
    struct Times {
        /// After the end of an epoch in which a dispute over it may be opened.
        uint32 disputeSeconds;
        uint32 answerSeconds;
        /// For a panel to be drawn and to rule, at first and on appeal: longer than an epoch, whose seed draws it.
        uint32 rulingSeconds;
        uint32 appealSeconds;
    }

    struct Dispute {
        uint128 agreementId;
        uint32 fromEpoch;
        uint32 toEpoch;
        State state;
        /// The newest ruling; it binds once the state is Final, Executed or Default.
        Outcome outcome;
        /// Last second of the waiting state.
        uint32 deadline;
        /// The epoch whose seed draws the panel that is waited for.
        uint32 seatEpoch;
        uint8 votesForClaimant;
        uint8 votesForDefendant;
        /// Whose appeal bond is held; zero for none.
        address appellant;
        address claimant;
        address defendant;
        /// What the claimant says it is owed, units of the agreement's token.
        uint128 amount;
    }

    event DisputeOpened(
        uint256 indexed disputeId,
        uint128 indexed agreementId,
        address indexed claimant,
        address defendant,
        uint32 fromEpoch,
        uint32 toEpoch,
        uint128 amount,
        bytes32 evidenceHash
    );
    event DisputeAnswered(uint256 indexed disputeId, bytes32 evidenceHash);
    event PanelSeated(uint256 indexed disputeId, uint8 round, address[] panel);
    event Voted(uint256 indexed disputeId, uint8 round, address indexed arbitrator, bool forClaimant);
    event DisputeRuled(uint256 indexed disputeId, uint8 round, Outcome outcome);
    event DisputeAppealed(uint256 indexed disputeId, address indexed appellant, bytes32 evidenceHash);
    /// @notice A time limit passed: the dispute is in `state` now.
    event DisputeLapsed(uint256 indexed disputeId, State state);
    /// @notice Bonds of the dispute became claimable, units of the bond token.
    event BondReleased(uint256 indexed disputeId, address indexed account, uint256 amount);
    event DisputeExecuted(uint256 indexed disputeId, Outcome outcome);
    event Claimed(address indexed account, uint256 amount);
    event ArbitratorAppointed(address indexed arbitrator);
    event ArbitratorDismissed(address indexed arbitrator);

    error ConfigInvalid(string field);
    error NotGovernor(address caller);
    error ArbitratorInvalid(address arbitrator);
    error ArbitratorsFull(uint256 maximum);
    error ArbitratorsShort(uint256 eligible, uint256 wanted);
    error EvidenceMissing();
    error NotParty(address caller);
    /// @notice Both sides of the agreement are one account.
    error OneParty(address account);
    /// @notice Not epochs of the agreement, or not over, or over for longer than the dispute window.
    error EpochsNotDisputable(uint32 fromEpoch, uint32 toEpoch);
    error EpochsDisputedAlready(uint128 agreementId, uint32 fromEpoch, uint32 next);
    error AmountOutsideEpochs(uint256 amount, uint256 maximum);
    error WrongState(uint256 disputeId, State state);
    error TooLate(uint256 deadline);
    error TooEarly(uint256 deadline);
    error SeedMissing(uint32 epoch);
    error PanelSeatedAlready(uint256 disputeId);
    error NotSeated(uint256 disputeId, address caller);
    error BondShortReceived(uint256 wanted, uint256 received);
    error NothingToClaim(address account);

    /// @notice Consumer or provider's owner of the agreement. Locks `bond` from the caller's allowance and freezes up to `amount` of what
    /// the other side has in the agreement. Each side may dispute an epoch of an agreement once, in order.
    /// @param amount at most the pay of these epochs, units of the agreement's token
    function open(uint128 agreementId, uint32 fromEpoch, uint32 toEpoch, uint128 amount, bytes32 evidenceHash)
        external
        returns (uint256 disputeId);
    /// @notice Defendant, or who co-signs revisions for it: the provider's node key, a key with the consumer's right REVISION for the SLA.
    /// Locks `bond` from the caller's allowance; it is the defendant's from then on, whoever paid it.
    function answer(uint256 disputeId, bytes32 evidenceHash) external;
    /// @notice Draws the panel that is waited for, once the seed of `seatEpoch` is posted. Anyone may call.
    function seat(uint256 disputeId) external;
    /// @notice A seated arbitrator's vote, final.
    function rule(uint256 disputeId, bool forClaimant) external;
    /// @notice Loser of the first ruling only. Locks `appealBond` from its allowance.
    function appeal(uint256 disputeId, bytes32 evidenceHash) external;
    /// @notice Takes the edge that is due because the time of the waiting state has passed. An edge into a terminal state releases bonds and the
    /// frozen sum too. Anyone may call.
    function lapse(uint256 disputeId) external;
    /// @notice Releases the bonds of a Final dispute: the winner gets its own back; of the loser's, half goes to the arbitrators who voted, in
    /// equal parts, the rest to the winner; and the frozen sum, to the claimant's side or back. Anyone may call.
    function execute(uint256 disputeId) external;
    /// @notice Sends what is released to `account`. Anyone may call.
    function claim(address account) external returns (uint256 amount);

    /// @notice Governor only: may sit on panels of disputes that are answered, or appealed, later than now.
    function appoint(address arbitrator) external;
    /// @notice Governor only: is drawn no more. A seat already drawn stays, so that no vote elsewhere changes a running dispute.
    function dismiss(address arbitrator) external;

    /// @notice The binding ruling: `outcome` is None until it is final, and for ever when there is none.
    /// @param amount what was claimed, units of the agreement's token; what of it was frozen, and moved, says the Orchestrator's `SumReleased`
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
        );
    function disputeOf(uint256 disputeId) external view returns (Dispute memory);
    /// @notice Round 0 is the first panel, 1 the appeal's; empty before it is drawn.
    function panelOf(uint256 disputeId, uint8 round) external view returns (address[] memory);
    function arbitrators() external view returns (address[] memory);
    /// @notice Bonds that the dispute holds now.
    function bondsOf(uint256 disputeId) external view returns (uint256);
    function claimableOf(address account) external view returns (uint256);
    function count() external view returns (uint256);
}
