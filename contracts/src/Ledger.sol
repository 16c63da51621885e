// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";

import {IAccessGrants} from "./interfaces/IAccessGrants.sol";
import {IConsumerOrchestrator, ILedger, IRateChanges, IShortEpochs} from "./interfaces/IOrchestrator.sol";
import {IPossessionVerifier} from "./interfaces/IPossessionVerifier.sol";
import {IRandomBeacon} from "./interfaces/IRandomBeacon.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";
import {AgreementState, SlaState} from "./interfaces/Types.sol";
import {EgressSlot} from "./lib/EgressSlot.sol";
import {EpochWord} from "./lib/EpochWord.sol";
import {ProgressSlot} from "./lib/ProgressSlot.sol";
import {SettlementMath} from "./lib/SettlementMath.sol";
import {StreamSlot} from "./lib/StreamSlot.sol";

/// @title Accounts, streams, epochs: what both sides' verbs act on
/// @notice Money stands in exactly one of: a stream's deposit, an egress escrow, a reserve, earnings, refunds, fees, a frozen sum. Settling makes no
/// external call. Who may do what to whom stands in ConsumerOrchestrator and ProviderOrchestrator.
/// @dev Agreement id: providerId << 64 | market << 48 | SLA key << 8 | leg number. The SLA key is the low 40 bits of the SLA's hash, so that an
/// agreement leads to its SLA, and a hash to its record, by arithmetic. Market id: oracle number << 10 | market number. Decision 7.
abstract contract Ledger is ReentrancyGuard {
    using ProgressSlot for ProgressSlot.Progress;
    using StreamSlot for StreamSlot.Stream;

    /// @dev How many rates the agreement has had: one; a second from a coming epoch on; or several.
    enum Rates {
        One,
        Changing,
        Changed
    }

    /// @dev One slot. Pay runs over [startEpoch, the stream's endEpoch); 0 until the agreement starts.
    struct Party {
        /// What the provider's stake still answers for.
        uint80 collateral;
        uint80 egressEscrow;
        uint24 startEpoch;
        uint56 capacityBytes;
        /// What is unused goes back to the SLA's payer, not to its consumer.
        bool refundsPayer;
        AgreementState state;
    }

    /// @dev One slot, written by what is rare: credits, misses, replacements, changes of the rate.
    struct Extra {
        /// Credits not yet taken from the pay. While there are any, or the rate is changing, `clock` holds the stream's.
        uint80 creditPending;
        uint32 clock;
        /// One more than the last credited epoch, and the last penalised one; 0 for none.
        uint24 creditedThrough;
        uint24 penalisedThrough;
        uint8 missedInRow;
        /// Of a replacement: which shard of the SLA it took over.
        uint8 legIndex;
        Rates rates;
        /// What slashes of the agreement's collateral gave its consumer, in so far as 72 bits hold it.
        uint72 slashShare;
    }

    /// @dev One slot, from the first change of the agreement's rate on: the newest of them.
    struct Change {
        /// While it waits, the rate from `fromEpoch` on; afterwards, the one until then.
        uint88 rate;
        uint24 fromEpoch;
        /// Since when the older of the two rates holds.
        uint24 sinceEpoch;
        /// Most that the epochs before `sinceEpoch` could earn, token units.
        uint80 earlier;
        /// How many there were, this one included.
        uint40 number;
    }

    /// @dev One slot. `legsOpen`: not yet started; `legsAlive`: not terminal; `legsLost`: ended before the SLA and not replaced; `legs`: all that
    /// ever were.
    struct SlaHead {
        address consumer;
        uint16 market;
        uint24 endEpoch;
        uint8 dataShards;
        uint8 totalShards;
        uint8 legsOpen;
        uint8 legsAlive;
        uint8 legsLost;
        uint8 legs;
        SlaState state;
    }

    /// @dev Three slots; the third is written only for a second leg, a reserve or a replacement.
    struct SlaRecord {
        SlaHead head;
        /// The SLA's hash without its low 40 bits, which are its key.
        uint216 hashRest;
        uint40 firstProvider;
        uint88 reserve;
        uint32 replaceableFrom;
        /// Providers of the legs 1 to 4, 32 bits each, the first one lowest.
        uint128 providers;
    }

    /// @dev Two slots: what one dispute holds, and out of what it was taken: the collateral is the provider's, the rest the consumer's side's.
    struct Frozen {
        uint128 agreementId;
        uint80 fromCollateral;
        uint80 fromDeposit;
        uint80 fromEscrow;
    }

    /// @dev One slot. Fees wait here until somebody sweeps them.
    struct Market {
        address token;
        uint16 feeBps;
        uint80 fees;
    }

    /// @dev One slot: an oracle of some market, and its newest root.
    struct Posted {
        address oracle;
        bool any;
        uint32 epoch;
        uint32 at;
        /// All before this epoch were final by roots when the newest root came.
        uint24 finalBefore;
    }

    uint16 internal constant FEE_CAP_BPS = 500;
    uint256 internal constant BPS = 10_000;
    /// @dev Low bits of a market's id; the others are its oracle's number.
    uint256 internal constant MARKET_BITS = 10;
    /// @dev The highest bit of a market's number: its silent epochs become final later than those of others.
    uint256 internal constant HOLDING = 1 << (MARKET_BITS - 1);
    /// @dev No SLA has this key: its record stays empty.
    uint256 private constant NO_SLA = type(uint256).max;
    /// @dev "Every epoch", where epochs are bounded.
    uint256 internal constant EVERYTHING = type(uint32).max;
    /// @dev What the verifier gets to take a closed agreement's unit out of the audits. It may fail, but not for want of gas that
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
    address internal immutable _arbitration;
    bytes32 internal immutable _configHash;

    uint16 internal _marketCount;
    mapping(uint256 market => Market) internal _markets;
    mapping(uint256 oracleNumber => Posted) internal _posted;
    /// @dev Packed by StreamSlot.
    mapping(uint128 agreementId => uint256) internal _streams;
    mapping(uint128 agreementId => Party) internal _parties;
    mapping(uint128 agreementId => Extra) internal _extras;
    /// @dev One more than what the breach refunded, until the leg is replaced.
    mapping(uint128 agreementId => uint256 amount) internal _breachRefund;
    mapping(uint256 slaKey => SlaRecord) internal _slas;
    /// @dev Providers of the legs from 5 on, 8 in a slot. Key: SLA key << 8 | (leg - 5) / 8.
    mapping(uint256 slaKeyAndSlot => uint256) internal _furtherProviders;
    /// @dev Packed by ProgressSlot.
    mapping(uint64 providerId => uint256) internal _progress;
    mapping(uint64 providerId => mapping(uint256 word => uint256)) internal _words;
    /// @dev Key: providerId << 16 | market.
    mapping(uint256 providerAndMarket => uint256 amount) internal _earnings;
    mapping(address account => mapping(address token => uint256 amount)) internal _refunds;
    /// @dev Packed by EgressSlot.
    mapping(uint128 agreementId => uint256) internal _egress;
    /// @dev Who gets back what is unused, where it is not the consumer.
    mapping(uint256 slaKey => address payer) internal _payers;
    mapping(uint256 disputeId => Frozen) internal _frozen;
    mapping(uint128 agreementId => Change) internal _changes;
    /// @dev Confirmed epochs that count for less than their length, in order: epoch 24 bits, then 40 bits of the seconds that it and those before
    /// it lack together.
    mapping(uint64 providerId => uint64[]) internal _shortEpochs;
    /// @dev What the account's words on renewals of the agreement are counted by.
    mapping(uint128 agreementId => mapping(address account => uint32 nonce)) internal _mandateNonces;
    /// @dev What renewals under the mandate with this digest took.
    mapping(bytes32 mandate => uint256 amount) internal _mandateSpent;

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
        _arbitration = config.arbitration;
        _configHash = keccak256(abi.encode(config));
    }

    // ---------------------------------------------------------------- pay

    /// @dev Pays every second that the provider confirmed in the agreement's epochs before `bound`, all but the earnings, which the caller adds.
    /// @return live whether the agreement can be paid at all
    /// @return settlement what moved, 0 for nothing: leg 48 bits, paid 80, credited 80, clock 32, as in the event SettledMany
    function _pay(uint128 agreementId, ProgressSlot.Progress memory progress, uint256 bound)
        internal
        returns (bool live, uint256 settlement)
    {
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        uint256 pending = 0;
        // A terminal agreement has no deposit, and one that has not started no clock: all others are running.
        if (stream.deposit == 0 || stream.clock == StreamSlot.UNKNOWN) {
            Party storage party = _parties[agreementId];
            if (!_isLive(party.state)) return (false, 0);
            uint256 startEpoch = party.startEpoch;
            // Epochs are confirmed in order: once one of the agreement's is, the count before its start cannot change any more.
            if (progress.confirmed == 0 || progress.newest < startEpoch || bound <= startEpoch) return (true, 0);
            // Rare, so it is other code, reached at this same address.
            if (stream.clock == StreamSlot.UNKNOWN && _extras[agreementId].rates == Rates.Changing) {
                return (true, IRateChanges(address(this)).settleChanging(agreementId, bound));
            }
            pending = _recallClock(agreementId, stream, startEpoch, progress);
        }
        return (true, _payRunning(agreementId, progress, stream, bound, pending));
    }

    /// @dev Pays from the stream, whose clock is known.
    function _payRunning(
        uint128 agreementId,
        ProgressSlot.Progress memory progress,
        StreamSlot.Stream memory stream,
        uint256 bound,
        uint256 pending
    ) private returns (uint256 settlement) {
        if (bound > stream.endEpoch) bound = stream.endEpoch;
        (bool exact, uint256 until) = _secondsBefore(_providerOf(agreementId), progress, bound);
        // Where the count cannot be told nothing moves.
        if (!exact) return 0;
        uint256 clock = stream.clock;
        uint256 paid = _advance(stream, until);
        if (stream.clock == clock) return 0;

        assert(stream.clock > clock && stream.clock <= progress.confirmed * _epochSeconds);
        settlement = uint256(uint48(agreementId)) << 192 | paid << 112 | stream.clock;
        if (pending > 0) {
            uint256 credited = _takeCredit(agreementId, stream, pending, paid);
            // From paid to credited.
            settlement = settlement - (credited << 112) + (credited << 32);
        }
        _streams[agreementId] = stream.pack();
    }

    /// @dev Sets an unknown clock to where it stands, or to what the provider had confirmed when the agreement began.
    /// @return pending credits to be taken from the pay
    function _recallClock(uint128 agreementId, StreamSlot.Stream memory stream, uint256 startEpoch, ProgressSlot.Progress memory progress)
        internal
        view
        returns (uint256 pending)
    {
        if (stream.clock != StreamSlot.UNKNOWN) return 0;
        Extra storage extra = _extras[agreementId];
        pending = extra.creditPending;
        if (pending > 0 || extra.rates == Rates.Changing) stream.clock = extra.clock;
        if (stream.clock != StreamSlot.UNKNOWN) return pending;
        (bool exact, uint256 since) = _secondsBefore(_providerOf(agreementId), progress, startEpoch);
        stream.clock = exact ? since : progress.confirmed * _epochSeconds;
    }

    /// @dev Moves the stream in memory; `pay` has left its deposit.
    function _advance(StreamSlot.Stream memory stream, uint256 until) internal pure returns (uint256 pay) {
        (pay, stream.clock, stream.frac) =
            SettlementMath.advance({deposit: stream.deposit, rate: stream.rate, clock: stream.clock, frac: stream.frac, until: until});
        stream.deposit -= pay;
    }

    /// @dev The consumer gets back what quality cost, from this pay; the clock stays aside while more is to be taken.
    function _takeCredit(uint128 agreementId, StreamSlot.Stream memory stream, uint256 pending, uint256 pay)
        internal
        returns (uint256 credited)
    {
        credited = pending < pay ? pending : pay;
        Extra storage extra = _extras[agreementId];
        extra.creditPending = uint80(pending - credited);
        if (credited < pending) {
            extra.clock = uint32(stream.clock);
            stream.clock = StreamSlot.UNKNOWN;
        }
        _refunds[_slaOf(agreementId).head.consumer][_tokenOf(agreementId)] += credited;
    }

    /// @dev Pays every confirmed second, final or not: before an early end nothing that was proven stays unbilled.
    function _settleConfirmed(uint128 agreementId) internal {
        (, uint256 settlement) = _pay(agreementId, _progressOf(_providerOf(agreementId)), EVERYTHING);
        _bill(agreementId, settlement);
    }

    /// @dev What moved becomes earnings.
    function _bill(uint128 agreementId, uint256 settlement) internal returns (uint256 paid) {
        if (settlement == 0) return 0;
        paid = uint80(settlement >> 112);
        _earnings[agreementId >> 48] += paid;
        emit ILedger.Settled({agreementId: agreementId, paid: paid, credited: uint80(settlement >> 32), clock: uint32(settlement)});
    }

    // ---------------------------------------------------------------- ends

    /// @dev Makes the agreement terminal; the caller has billed it, and decides where `rest` (unused deposit and egress) goes.
    function _close(uint128 agreementId, AgreementState finalState) internal returns (uint256 rest) {
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        Party storage party = _parties[agreementId];
        SlaHead storage head = _slaOf(agreementId).head;
        uint80 escrow = party.egressEscrow;
        uint256 claimed = escrow == 0 ? 0 : EgressSlot.claimedOf(_egress[agreementId]);
        uint256 held = _progress[_providerOf(agreementId)];
        // Amounts have 80 bits; claimed <= escrow; a leg that is open or alive was counted so, and its bytes are reserved.
        unchecked {
            rest = stream.deposit + escrow - claimed;
            if (party.state == AgreementState.Open) head.legsOpen--;
            head.legsAlive--;
            _progress[_providerOf(agreementId)] = held - (uint256(party.capacityBytes) << ProgressSlot.RESERVED_AT);
        }
        stream.deposit = 0;
        _streams[agreementId] = stream.pack();
        party.egressEscrow = uint80(claimed);
        if (claimed > 0) _egress[agreementId] = EgressSlot.joined(claimed, claimed);
        party.state = finalState;
    }

    /// @dev Makes the agreement terminal and gives back what is left; the caller detaches it at last.
    function _refundAndClose(uint128 agreementId, SlaRecord storage record, AgreementState finalState) internal returns (uint256 refunded) {
        refunded = _close(agreementId, finalState);
        address account = _parties[agreementId].refundsPayer ? _payers[_slaKeyOf(agreementId)] : record.head.consumer;
        _refunds[account][_tokenOf(agreementId)] += refunded;
        emit IConsumerOrchestrator.AgreementClosed({agreementId: agreementId, finalState: uint8(finalState), refunded: refunded});
        _follow(_slaKeyOf(agreementId), record);
    }

    /// @dev Tells the modules, after all effects: the rest of the collateral is free, the unit leaves the audits.
    function _detach(uint128 agreementId) internal {
        Party storage party = _parties[agreementId];
        uint256 collateral = party.collateral;
        if (collateral > 0) {
            party.collateral = 0;
            IStakeManager(_stakeManager).release(_providerOf(agreementId), _tokenOf(agreementId), agreementId, collateral);
        }
        // 63/64 of what is left goes into a call; the rest must not be what is missing.
        uint256 wanted = RETIRE_GAS + RETIRE_GAS / 32;
        if (gasleft() < wanted) revert IConsumerOrchestrator.GasShort({left: gasleft(), wanted: wanted});
        try IPossessionVerifier(_verifier).retire{gas: RETIRE_GAS}(agreementId) {} catch {}
    }

    /// @dev Follows the legs: state of the SLA, and its reserve back to whose it is when none is alive.
    function _follow(uint256 slaKey, SlaRecord storage record) internal {
        SlaHead memory head = record.head;
        if (head.legsAlive == 0 && record.reserve > 0) {
            uint88 amount = record.reserve;
            record.reserve = 0;
            _refunds[_refundeeOf(slaKey, record)][_markets[head.market].token] += amount;
            emit IConsumerOrchestrator.ReserveReleased({slaId: _hashOf(slaKey, record), amount: amount});
        }
        SlaState state = _stateOf(head);
        if (state != head.state) {
            record.head.state = state;
            emit IConsumerOrchestrator.SlaStateChanged({slaId: _hashOf(slaKey, record), state: uint8(state)});
        }
    }

    function _stateOf(SlaHead memory head) private pure returns (SlaState) {
        if (head.state == SlaState.Failed || head.state == SlaState.Ended) return head.state;
        if (head.totalShards - head.legsLost < head.dataShards) return SlaState.Failed;
        if (head.legsAlive == 0) return SlaState.Ended;
        if (head.state == SlaState.Forming && head.legsOpen > 0) return SlaState.Forming;
        return head.legsLost > 0 ? SlaState.Degraded : SlaState.Running;
    }

    // ---------------------------------------------------------------- SLAs and agreements

    /// @dev The record of the SLA with this hash; its state is None when there is none.
    function _slaBy(bytes32 slaId) internal view returns (SlaRecord storage record) {
        record = _slas[uint40(uint256(slaId))];
        // Another SLA may have the key: nothing is known of this one, then.
        if (record.hashRest != uint256(slaId) >> 40) record = _slas[NO_SLA];
    }

    /// @dev Who gets back what is unused of the SLA's money.
    function _refundeeOf(uint256 slaKey, SlaRecord storage record) internal view returns (address account) {
        account = _payers[slaKey];
        if (account == address(0)) account = record.head.consumer;
    }

    function _slaOf(uint128 agreementId) internal view returns (SlaRecord storage record) {
        return _slas[_slaKeyOf(agreementId)];
    }

    function _slaKeyOf(uint128 agreementId) internal pure returns (uint256) {
        return uint40(agreementId >> 8);
    }

    function _hashOf(uint256 slaKey, SlaRecord storage record) internal view returns (bytes32) {
        return bytes32(uint256(record.hashRest) << 40 | slaKey);
    }

    function _slaIdOf(uint128 agreementId) internal view returns (bytes32) {
        uint256 slaKey = _slaKeyOf(agreementId);
        return _hashOf(slaKey, _slas[slaKey]);
    }

    /// @dev The agreement that is leg number `leg` of the SLA.
    function _agreementAt(uint256 slaKey, SlaRecord storage record, uint256 leg) internal view returns (uint128) {
        uint256 provider;
        if (leg == 0) provider = record.firstProvider;
        else if (leg < 5) provider = uint32(record.providers >> (32 * (leg - 1)));
        else provider = uint32(_furtherProviders[slaKey << 8 | (leg - 5) / 8] >> (32 * ((leg - 5) % 8)));
        return _idOf(provider, record.head.market, slaKey, leg);
    }

    function _idOf(uint256 providerId, uint256 market, uint256 slaKey, uint256 leg) internal pure returns (uint128) {
        return uint128(providerId << 64 | market << 48 | slaKey << 8 | leg);
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

    function _endOf(uint256 epoch) internal view returns (uint256) {
        return _genesis + (epoch + 1) * _epochSeconds;
    }

    /// @dev Nobody can confirm `epoch` any more: a seedless one is delayed, not missed.
    function _isAuditOver(uint32 epoch) internal view returns (bool) {
        uint256 seededAt = IRandomBeacon(_beacon).seededAtOf(epoch);
        return seededAt != 0 && block.timestamp > seededAt + _auditWindowSeconds && block.timestamp > _endOf(epoch) + _auditWindowSeconds;
    }

    function _progressOf(uint64 providerId) internal view returns (ProgressSlot.Progress memory) {
        return ProgressSlot.unpack(_progress[providerId]);
    }

    function _isConfirmed(uint64 providerId, ProgressSlot.Progress memory progress, uint256 epoch) internal view returns (bool) {
        uint256 word = epoch / EpochWord.SPAN;
        if (word == progress.newest / EpochWord.SPAN) return EpochWord.has(progress.bits, epoch % EpochWord.SPAN);
        return EpochWord.has(_words[providerId][word], epoch % EpochWord.SPAN);
    }

    /// @dev How many epochs before `bound` the provider confirmed. Not exact only inside a silence so long that it was not filled (20 words,
    /// 1,760 epochs): whoever asks then decides against the provider.
    function _confirmedBefore(uint64 providerId, ProgressSlot.Progress memory progress, uint256 bound)
        internal
        view
        returns (bool exact, uint256 count)
    {
        if (progress.confirmed == 0 || bound <= progress.first) return (true, 0);
        if (bound > progress.newest) return (true, progress.confirmed);
        uint256 last = bound - 1;
        uint256 lane = last % EpochWord.SPAN;
        if (last / EpochWord.SPAN == progress.newest / EpochWord.SPAN) {
            return (true, progress.confirmed - EpochWord.count(progress.bits >> (lane + 1)));
        }
        uint256 word = _words[providerId][last / EpochWord.SPAN];
        return (word != 0, EpochWord.countThrough(word, lane));
    }

    /// @dev The seconds that the provider confirmed in its epochs before `bound`, as exact as `_confirmedBefore` is.
    function _secondsBefore(uint64 providerId, ProgressSlot.Progress memory progress, uint256 bound)
        internal
        view
        returns (bool exact, uint256 time)
    {
        (exact, time) = _confirmedBefore(providerId, progress, bound);
        // A count of 24 bits, seconds of 32; no confirmed epoch lacks all of its own.
        unchecked {
            time *= _epochSeconds;
            // Rare, so it is other code, reached at this same address.
            if (progress.shortened && exact) time -= IShortEpochs(address(this)).lackingBefore(providerId, bound);
        }
    }

    // ---------------------------------------------------------------- small

    function _requireCaller(address wanted) internal view {
        if (msg.sender != wanted) revert ILedger.NotAuthorised({caller: msg.sender, wanted: wanted});
    }

    function _requireState(uint128 agreementId, AgreementState wanted) internal view {
        AgreementState state = _parties[agreementId].state;
        if (state != wanted) _wrongState(agreementId, state);
    }

    function _wrongState(uint128 agreementId, AgreementState state) internal pure {
        revert ILedger.WrongState({agreementId: agreementId, state: uint8(state)});
    }

    function _tooEarly(uint256 earliest) internal view {
        revert ILedger.TooEarly({nowSeconds: block.timestamp, earliest: earliest});
    }

    function _requireLive(uint128 agreementId) internal view {
        AgreementState state = _parties[agreementId].state;
        if (!_isLive(state)) _wrongState(agreementId, state);
    }

    function _isLive(AgreementState state) internal pure returns (bool) {
        return state == AgreementState.Active || state == AgreementState.Notice;
    }

    function _market(uint256 market) internal view returns (Market storage known) {
        known = _markets[market];
        if (known.token == address(0)) revert ILedger.MarketUnknown({market: uint16(market)});
    }

    function _tokenOf(uint128 agreementId) internal view returns (address) {
        return _markets[_marketIdOf(agreementId)].token;
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

    function _least(uint256 a, uint256 b) internal pure returns (uint256) {
        return a < b ? a : b;
    }
}
