// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Show me this leaf: what a consumer may ask beside the audits
/// @notice An audit draws a few leaves of all units of a provider; who suspects a certain one asks for it here, and pays an epoch's pay of the
/// agreement for an answer. The consumer names the leaf: it knows which piece it could not read, and an honest provider has every leaf of a
/// revision that it co-signed, so that nothing can be asked which only a thief of bytes would have to fear. What is asked for is a leaf of the
/// revision that the running epoch's audit uses.
interface ITargetedChallenges {
    /// @notice Packed in two slots; the newest of its agreement, all zero when there was none.
    struct Challenge {
        /// Of the unit that the leaf belongs to; 0 once the challenge is over.
        bytes32 root;
        uint40 leaves;
        uint40 index;
        /// Last second in which it can be answered.
        uint32 due;
        /// In which it was opened.
        uint24 epoch;
        /// Units of the agreement's token.
        uint80 bond;
        /// Where it stands among those open to its provider, counted from 1.
        uint32 place;
    }

    event ChallengeOpened(
        uint128 indexed agreementId,
        uint64 indexed providerId,
        address consumer,
        bytes32 root,
        uint64 leaves,
        uint64 index,
        uint32 due,
        uint256 bond
    );
    /// @notice The leaf was shown; the bond is the provider's.
    event ChallengeAnswered(uint128 indexed agreementId, address payout, uint256 bond);
    /// @notice It was not, or the agreement ended first; the bond is the consumer's again.
    /// @param breached whether the agreement was breached for it
    event ChallengeClosed(uint128 indexed agreementId, bool breached, uint256 bond);
    event Claimed(address indexed account, address indexed token, uint256 amount);

    error NotConsumer(uint128 agreementId, address consumer, address caller);
    /// @notice The agreement is not live.
    error NothingToAsk(uint128 agreementId);
    /// @notice No revision is audited in this epoch, or it has fewer leaves.
    error LeafUnknown(uint128 agreementId, uint64 index, uint64 leaves);
    /// @notice Asked so late that the agreement could be over before the challenge is closed.
    error TooLateToAsk(uint128 agreementId, uint256 latest);
    error ChallengeOpen(uint128 agreementId, uint32 due);
    error ChallengedAlready(uint128 agreementId, uint32 epoch);
    error NoChallenge(uint128 agreementId);
    error AnswerTooLate(uint128 agreementId, uint32 due);
    error AnswerWrong(uint128 agreementId, uint64 index);
    /// @notice It can still be answered.
    error ChallengeNotDue(uint128 agreementId, uint32 due);
    error BondShortReceived(uint256 wanted, uint256 received);

    /// @notice The agreement's consumer asks for leaf `index` and locks the bond, which this contract takes from its allowance of the agreement's
    /// token. One at a time, and one an epoch.
    /// @return due last second in which it can be answered: an audit window from now
    function open(uint128 agreementId, uint64 index) external returns (uint32 due);
    /// @notice Shows the leaf; the bond is then the payout wallet's of the provider. Anyone may send it.
    /// @param proof one packed proof, as of IPossessionVerifier.auditCompact
    function answer(uint128 agreementId, bytes calldata proof) external;
    /// @notice After its time, unanswered: the agreement is breached, and the caller earns the prover's share of its collateral. An agreement that
    /// is over anyway only sets the bond free, at any time. Anyone may call.
    function close(uint128 agreementId) external;
    /// @notice Pays out what bonds left for `account`. Anyone may call.
    function claim(address account, address token) external returns (uint256 amount);

    /// @notice What asking costs now: the pay of one epoch, at least 1; units of the agreement's token.
    function bondOf(uint128 agreementId) external view returns (uint256);
    /// @notice The newest challenge of an agreement.
    function challengeOf(uint128 agreementId) external view returns (Challenge memory);
    /// @notice Agreements of a provider that have an open challenge, in no order.
    function openOf(uint64 providerId) external view returns (uint128[] memory agreementIds);
    function claimableOf(address account, address token) external view returns (uint256);
}
