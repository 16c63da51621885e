// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";

import {IAccessGrants} from "./interfaces/IAccessGrants.sol";
import {IConsumerOrchestrator, ILedger} from "./interfaces/IOrchestrator.sol";
import {IPossessionVerifier} from "./interfaces/IPossessionVerifier.sol";
import {IRandomBeacon} from "./interfaces/IRandomBeacon.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";
import {AgreementState, SlaState} from "./interfaces/Types.sol";
import {EpochWord} from "./lib/EpochWord.sol";
import {SettlementMath} from "./lib/SettlementMath.sol";

/// @title Accounts, streams, epochs: what both sides' verbs act on
/// @notice Money stands in exactly one of: a stream's deposit, an egress escrow, a reserve, earnings, refunds, fees. Settling makes no
/// external call. Who may do what to whom stands in ConsumerOrchestrator and ProviderOrchestrator.
abstract contract Ledger is ReentrancyGuard {
    /// @dev One slot: all that a settlement writes. While the agreement is Open, `clock` holds the second by which it must start.
    struct Stream {
        uint88 deposit;
        uint96 rate;
        uint32 clock;
        uint32 frac;
        uint8 flags;
    }

    /// @dev One slot. Pay runs over [startEpoch, endEpoch). `penalisedThrough` is one more than the last penalised epoch, 0 for none.
    struct Party {
        address consumer;
        uint24 startEpoch;
        uint24 endEpoch;
        uint24 penalisedThrough;
        uint8 missedInRow;
        AgreementState state;
    }

    /// @dev One slot.
    struct Capacity {
        uint64 capacityBytes;
        uint88 egressEscrow;
        uint88 egressClaimed;
        /// Which shard of the SLA it holds; a replacement takes over the index.
        uint8 legIndex;
    }

    struct Account {
        Stream stream;
        Party party;
        bytes32 slaId;
        Capacity capacity;
    }

    /// @dev Rare: written by a credit, read only when the stream's flag says so. `creditedThrough` as `penalisedThrough`.
    struct Credit {
        uint88 pending;
        uint24 creditedThrough;
    }

    /// @dev One slot. `legsOpen`: not yet started; `legsAlive`: not terminal; `legsLost`: ended before the SLA and not replaced.
    struct SlaHead {
        address consumer;
        uint16 market;
        uint24 endEpoch;
        uint8 dataShards;
        uint8 totalShards;
        uint8 legsOpen;
        uint8 legsAlive;
        uint8 legsLost;
        SlaState state;
    }

    struct SlaRecord {
        SlaHead head;
        uint88 reserve;
        uint32 replaceableFrom;
        uint128[] agreementIds;
    }

    /// @dev One slot. Counts epochs; all are `_epochSeconds` long.
    struct Progress {
        uint32 confirmed;
        uint32 newest;
        uint32 first;
        bool any;
        uint32 offerNonce;
    }

    struct Market {
        address token;
        uint16 feeBps;
        address oracle;
    }

    struct Posted {
        bool isOracle;
        bool any;
        uint32 epoch;
        uint32 at;
    }

    /// @dev The start is known only when the provider's first epoch in the agreement is confirmed: see `_settleThrough`.
    uint8 internal constant STARTING = 1;
    uint8 internal constant CREDITED = 2;
    uint8 internal constant BREACHED = 4;

    uint16 internal constant FEE_CAP_BPS = 500;
    uint256 internal constant BPS = 10_000;
    /// @dev A provider silent for longer than this many words (224 epochs each) pays for filling only these when it comes back.
    uint256 private constant FILLED_WORDS_MAX = 8;
    /// @dev What the _verifier gets to take a closed agreement's unit out of the audits. It may fail, but not for want of gas that
    /// whoever closes the agreement kept back.
    uint256 private constant RETIRE_GAS = 250_000;

    uint32 internal immutable _genesis;
    uint32 internal immutable _epochSeconds;
    uint32 internal immutable _auditWindowSeconds;
    uint32 internal immutable _qualityWindowSeconds;
    uint32 internal immutable _finalitySeconds;
    uint32 internal immutable _startSeconds;
    uint32 internal immutable _noticeSeconds;
    uint32 internal immutable _offerLifeSeconds;
    address internal immutable _registry;
    address internal immutable _stakeManager;
    address internal immutable _verifier;
    address internal immutable _beacon;
    address internal immutable _grants;
    address internal immutable _fund;
    address internal immutable _governor;
    bytes32 internal immutable _configHash;

    uint48 internal _agreementCount;
    uint16 internal _marketCount;
    mapping(uint256 market => Market) internal _markets;
    mapping(address oracle => Posted) internal _posted;
    mapping(uint128 agreementId => Account) internal _accounts;
    mapping(uint128 agreementId => Credit) internal _credits;
    mapping(uint128 agreementId => uint256 amount) internal _breachRefund;
    mapping(bytes32 slaId => SlaRecord) internal _slas;
    mapping(bytes32 offerHash => uint64 bytesFilled) internal _filled;
    mapping(uint64 providerId => Progress) internal _progress;
    mapping(uint64 providerId => mapping(uint256 word => uint256)) internal _words;
    /// @dev Key: providerId << 16 | market.
    mapping(uint256 providerAndMarket => uint256 amount) internal _earnings;
    mapping(address account => mapping(address token => uint256 amount)) internal _refunds;
    mapping(uint256 market => uint256 amount) internal _fees;

    constructor(ILedger.Config memory config) {
        if (config.epochSeconds == 0) revert ILedger.ConfigInvalid({field: "epochSeconds"});
        // One root at most is in its finality at any time: `_posted` remembers only the newest.
        if (uint256(config.qualityWindowSeconds) + config.finalitySeconds > config.epochSeconds) {
            revert ILedger.ConfigInvalid({field: "finalitySeconds"});
        }
        if (config.startSeconds == 0) revert ILedger.ConfigInvalid({field: "startSeconds"});
        _genesis = config.genesis;
        _epochSeconds = config.epochSeconds;
        _auditWindowSeconds = config.auditWindowSeconds;
        _qualityWindowSeconds = config.qualityWindowSeconds;
        _finalitySeconds = config.finalitySeconds;
        _startSeconds = config.startSeconds;
        _noticeSeconds = config.noticeSeconds;
        _offerLifeSeconds = config.offerLifeSeconds;
        _registry = config.registry;
        _stakeManager = config.stakeManager;
        _verifier = config.verifier;
        _beacon = config.beacon;
        _grants = config.grants;
        _fund = config.fund;
        _governor = config.governor;
        _configHash = keccak256(abi.encode(config));
    }

    // ---------------------------------------------------------------- pay

    /// @dev Pays through the newest final epoch of the agreement's market.
    function _settleFinal(uint128 agreementId, Account storage account) internal returns (uint256 paid) {
        (bool any, uint32 last) = _finalEpoch(_markets[_marketIdOf(agreementId)].oracle);
        return any ? _settleThrough(agreementId, account, last) : 0;
    }

    /// @dev Pays every second that the provider confirmed in the agreement's epochs up to `last`.
    function _settleThrough(uint128 agreementId, Account storage account, uint32 last) internal returns (uint256 paid) {
        Progress memory progress = _progress[_providerOf(agreementId)];
        Party storage party = account.party;
        // Epochs are confirmed in order: once one of the agreement's is, the count before its start cannot change any more.
        if (!progress.any || progress.newest < party.startEpoch || last < party.startEpoch) return 0;
        if (last >= party.endEpoch) last = party.endEpoch - 1;

        Stream memory stream = _startedStream(agreementId, account, progress);
        uint32 clock = stream.clock;
        uint88 pay = _advance(stream, _clockAt(agreementId, progress, last, clock));
        if (stream.clock == clock) return 0;

        assert(stream.clock <= uint256(progress.confirmed) * _epochSeconds);
        return _bill(agreementId, account, stream, pay);
    }

    /// @dev Writes the advanced stream; its pay becomes earnings, less what quality cost.
    function _bill(uint128 agreementId, Account storage account, Stream memory stream, uint88 pay) private returns (uint256 paid) {
        uint256 credited = 0;
        if (stream.flags & CREDITED != 0) credited = _takeCredit(agreementId, stream, account.party.consumer, pay);
        paid = pay - credited;
        account.stream = stream;
        _earnings[_earningsKey(_providerOf(agreementId), _marketIdOf(agreementId))] += paid;
        emit ILedger.Settled({agreementId: agreementId, paid: paid, credited: credited, clock: stream.clock});
    }

    /// @dev The provider's confirmed seconds through `last`; `clock`, so that nothing moves, where they cannot be told.
    function _clockAt(uint128 agreementId, Progress memory progress, uint32 last, uint32 clock) private view returns (uint32) {
        (bool exact, uint32 count) = _confirmedThrough(_providerOf(agreementId), progress, last);
        return exact ? count * _epochSeconds : clock;
    }

    /// @dev The stream, its clock set to what the provider had confirmed when the agreement began.
    function _startedStream(uint128 agreementId, Account storage account, Progress memory progress)
        internal
        view
        returns (Stream memory stream)
    {
        stream = account.stream;
        if (stream.flags & STARTING == 0) return stream;
        (bool exact, uint32 count) = _confirmedThrough(_providerOf(agreementId), progress, account.party.startEpoch - 1);
        stream.clock = (exact ? count : progress.confirmed) * _epochSeconds;
        stream.flags ^= STARTING;
    }

    /// @dev Moves the stream in memory; `pay` has left its deposit.
    function _advance(Stream memory stream, uint32 until) internal pure returns (uint88 pay) {
        (pay, stream.clock, stream.frac) =
            SettlementMath.advance({deposit: stream.deposit, rate: stream.rate, clock: stream.clock, frac: stream.frac, until: until});
        stream.deposit -= pay;
    }

    /// @dev The consumer gets back what quality cost, from this pay.
    function _takeCredit(uint128 agreementId, Stream memory stream, address consumer, uint88 pay) private returns (uint88 credited) {
        Credit storage credit_ = _credits[agreementId];
        uint88 pending = credit_.pending;
        credited = pending < pay ? pending : pay;
        credit_.pending = pending - credited;
        if (credited == pending) stream.flags ^= CREDITED;
        _refunds[consumer][_markets[_marketIdOf(agreementId)].token] += credited;
    }

    /// @dev Pays every confirmed second, final or not: before an early end nothing that was proven stays unbilled.
    function _settleConfirmed(uint128 agreementId, Account storage account) internal {
        _settleThrough(agreementId, account, type(uint32).max);
    }

    // ---------------------------------------------------------------- ends

    /// @dev Makes the agreement terminal; the caller has billed it, and decides where `rest` (unused deposit and egress) goes.
    function _close(Account storage account, AgreementState finalState) internal returns (uint256 rest) {
        Stream storage stream = account.stream;
        Capacity storage capacity = account.capacity;
        SlaHead storage head = _slas[account.slaId].head;
        // Amounts have 88 bits; claimed <= escrow; a leg that is open or alive was counted so.
        unchecked {
            rest = uint256(stream.deposit) + capacity.egressEscrow - capacity.egressClaimed;
            if (account.party.state == AgreementState.Open) head.legsOpen--;
            head.legsAlive--;
        }
        stream.deposit = 0;
        stream.flags = 0;
        capacity.egressEscrow = capacity.egressClaimed;
        account.party.state = finalState;
    }

    /// @dev Makes the agreement terminal and gives what is left to the consumer's refund; the caller detaches it at last.
    function _refundAndClose(uint128 agreementId, Account storage account, SlaRecord storage record, AgreementState finalState)
        internal
        returns (uint256 refunded)
    {
        refunded = _close(account, finalState);
        _refunds[record.head.consumer][_markets[record.head.market].token] += refunded;
        emit IConsumerOrchestrator.AgreementClosed({agreementId: agreementId, finalState: uint8(finalState), refunded: refunded});
        _follow(account.slaId, record);
    }

    /// @dev Tells the modules, after all effects: the rest of the collateral is free, the unit leaves the audits.
    function _detach(uint128 agreementId) internal {
        address token = _markets[_marketIdOf(agreementId)].token;
        IStakeManager(_stakeManager).release(_providerOf(agreementId), token, agreementId);
        // 63/64 of what is left goes into a call; the rest must not be what is missing.
        uint256 wanted = RETIRE_GAS + RETIRE_GAS / 32;
        if (gasleft() < wanted) revert IConsumerOrchestrator.GasShort({left: gasleft(), wanted: wanted});
        try IPossessionVerifier(_verifier).retire{gas: RETIRE_GAS}(agreementId) {} catch {}
    }

    /// @dev Follows the legs: state of the SLA, and its reserve back to the consumer when none is alive.
    function _follow(bytes32 slaId, SlaRecord storage record) internal {
        if (record.head.legsAlive == 0 && record.reserve > 0) {
            uint88 amount = record.reserve;
            record.reserve = 0;
            _refunds[record.head.consumer][_markets[record.head.market].token] += amount;
            emit IConsumerOrchestrator.ReserveReleased({slaId: slaId, amount: amount});
        }
        SlaState state = _stateOf(record);
        if (state != record.head.state) {
            record.head.state = state;
            emit IConsumerOrchestrator.SlaStateChanged({slaId: slaId, state: uint8(state)});
        }
    }

    function _stateOf(SlaRecord storage record) private view returns (SlaState) {
        if (record.head.state == SlaState.Failed || record.head.state == SlaState.Ended) return record.head.state;
        if (record.head.totalShards - record.head.legsLost < record.head.dataShards) return SlaState.Failed;
        if (record.head.legsAlive == 0) return SlaState.Ended;
        if (record.head.state == SlaState.Forming && record.head.legsOpen > 0) return SlaState.Forming;
        return record.head.legsLost > 0 ? SlaState.Degraded : SlaState.Running;
    }

    // ---------------------------------------------------------------- epochs

    function _currentEpoch() internal view returns (uint32) {
        if (block.timestamp < _genesis) _tooEarly(_genesis);
        return uint32(_epochAt(block.timestamp));
    }

    /// @dev The epoch that runs at `time`, which is not before the genesis.
    function _epochAt(uint256 time) internal view returns (uint256) {
        unchecked {
            return (time - _genesis) / _epochSeconds;
        }
    }

    function _finalEpoch(address oracle) internal view returns (bool any, uint32 epoch) {
        // Times have 32 bits.
        unchecked {
            uint256 silence = uint256(_epochSeconds) + _qualityWindowSeconds + _finalitySeconds + _genesis;
            if (block.timestamp >= silence) {
                any = true;
                epoch = uint32((block.timestamp - silence) / _epochSeconds);
            }
        }
        Posted memory posted = _posted[oracle];
        if (!posted.any || (any && posted.epoch <= epoch)) return (any, epoch);
        if (block.timestamp < uint256(posted.at) + _finalitySeconds) return (any, epoch);
        if (block.timestamp < _endOf(posted.epoch) + _auditWindowSeconds) return (any, epoch);
        return (true, posted.epoch);
    }

    function _endOf(uint32 epoch) internal view returns (uint256) {
        return _genesis + (uint256(epoch) + 1) * _epochSeconds;
    }

    /// @dev Nobody can confirm `epoch` any more: a seedless one is delayed, not missed.
    function _isAuditOver(uint32 epoch) internal view returns (bool) {
        uint256 seededAt = IRandomBeacon(_beacon).seededAtOf(epoch);
        return seededAt != 0 && block.timestamp > seededAt + _auditWindowSeconds && block.timestamp > _endOf(epoch) + _auditWindowSeconds;
    }

    function _isConfirmed(uint64 providerId, uint32 epoch) internal view returns (bool) {
        return EpochWord.has(_words[providerId][epoch / EpochWord.SPAN], epoch % EpochWord.SPAN);
    }

    /// @dev How many epochs the provider confirmed up to and including `epoch`. Not exact only inside a silence so long that it was not
    /// filled (8 words, 1,792 epochs): whoever asks then decides against the provider.
    function _confirmedThrough(uint64 providerId, Progress memory progress, uint32 epoch) internal view returns (bool exact, uint32 count) {
        if (!progress.any || epoch < progress.first) return (true, 0);
        if (epoch >= progress.newest) return (true, progress.confirmed);
        uint256 word = _words[providerId][epoch / EpochWord.SPAN];
        return (word != 0, EpochWord.countThrough(word, epoch % EpochWord.SPAN));
    }

    /// @dev Writes `epoch`, newer than all before it, and the words that were skipped.
    function _recordConfirmation(uint64 providerId, uint32 epoch) internal returns (uint32 confirmed) {
        Progress storage progress = _progress[providerId];
        mapping(uint256 => uint256) storage words = _words[providerId];
        uint256 word = epoch / EpochWord.SPAN;
        uint32 before = progress.confirmed;
        if (progress.any) {
            uint256 skipped = progress.newest / EpochWord.SPAN + 1;
            if (skipped + FILLED_WORDS_MAX < word) skipped = word - FILLED_WORDS_MAX;
            for (; skipped < word; skipped++) {
                words[skipped] = EpochWord.starting(before);
            }
        } else {
            progress.any = true;
            progress.first = epoch;
        }
        uint256 held = words[word];
        if (held == 0) held = EpochWord.starting(before);
        words[word] = EpochWord.with(held, epoch % EpochWord.SPAN);
        confirmed = before + 1;
        progress.confirmed = confirmed;
        progress.newest = epoch;
    }

    // ---------------------------------------------------------------- small

    function _requireCaller(address wanted) internal view {
        if (msg.sender != wanted) revert ILedger.NotAuthorised({caller: msg.sender, wanted: wanted});
    }

    function _requireState(uint128 agreementId, Account storage account, AgreementState wanted) internal view {
        AgreementState state = account.party.state;
        if (state != wanted) _wrongState(agreementId, state);
    }

    function _wrongState(uint128 agreementId, AgreementState state) internal pure {
        revert ILedger.WrongState({agreementId: agreementId, state: uint8(state)});
    }

    function _tooEarly(uint256 earliest) internal view {
        revert ILedger.TooEarly({nowSeconds: block.timestamp, earliest: earliest});
    }

    function _requireLive(uint128 agreementId, Account storage account) internal view {
        AgreementState state = account.party.state;
        if (!_isLive(state)) _wrongState(agreementId, state);
    }

    function _isLive(AgreementState state) internal pure returns (bool) {
        return state == AgreementState.Active || state == AgreementState.Notice;
    }

    function _market(uint16 market) internal view returns (Market storage known) {
        known = _markets[market];
        if (known.token == address(0)) revert ILedger.MarketUnknown({market: market});
    }

    function _allows(address consumer, bytes32 slaId, address key, uint8 right) internal view returns (bool) {
        return IAccessGrants(_grants).allows(consumer, slaId, key, right);
    }

    function _providerOf(uint128 agreementId) internal pure returns (uint64) {
        return uint64(agreementId >> 64);
    }

    function _marketIdOf(uint128 agreementId) internal pure returns (uint16) {
        return uint16(agreementId >> 48);
    }

    function _earningsKey(uint64 providerId, uint16 market) internal pure returns (uint256) {
        return uint256(providerId) << 16 | market;
    }
}
