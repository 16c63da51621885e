// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Certification} from "./Certification.sol";
import {IFunded} from "./interfaces/IFunded.sol";
import {IRegistry, MemberStatus} from "./interfaces/IRegistry.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";

/// @title Who sells storage, who offers services, who reports
/// @notice Holds no money: a subscription goes straight to the community fund. Nothing here can reach a balance or a running agreement.
contract Registry is IRegistry, Certification, ReentrancyGuard {
    using SafeERC20 for IERC20;

    struct Entry {
        // One slot: who, and whether it may be listed.
        address owner;
        uint8 kinds;
        MemberStatus status;
        uint40 paidUntil;
        address payout;
        address nodeKey;
        bytes32 profileHash;
        string endpoint;
    }

    /// @dev One slot, read by every listing.
    struct Settings {
        uint64 count;
        /// Eight bits of scopes for each kind, the lowest for kind 1.
        uint64 demanded;
        uint8 stakeTokens;
        /// No agreement is opened before this second.
        uint40 pausedUntil;
        uint40 nextPauseFrom;
    }

    /// @dev One slot. The listing reads each: opening an agreement must stay affordable.
    struct StakeToken {
        address token;
        uint96 threshold;
    }

    struct Price {
        uint128 amount;
        uint40 changedAt;
        bool sold;
    }

    struct Times {
        uint40 suspendedUntil;
        uint40 nextSuspensionFrom;
        uint40 exitFrom;
    }

    uint8 private constant STORAGE_KINDS = 1 | 2 | 4;
    uint8 private constant REPORTER_KIND = 16;
    uint8 private constant SERVICE_KINDS = 8 | 32 | 64;
    uint256 private constant KINDS = 8;
    /// @dev A URL of a host, not a document: keeps pages of the Lens small.
    uint256 private constant ENDPOINT_BYTES_MAX = 256;
    uint256 private constant STAKE_TOKENS_MAX = 8;
    uint256 private constant SUSPENSION_SECONDS_MAX = 90 days;
    /// @dev Between two suspensions: governance cannot keep a member off the listing for ever by suspending it again and again.
    uint256 private constant REST_SECONDS = 30 days;
    uint256 private constant EXIT_SECONDS = 14 days;
    uint256 private constant PERIOD_SECONDS = 30 days;
    /// @dev Two years ahead at most: a price that only governance may raise must not be frozen for ever.
    uint256 private constant PERIODS_MAX = 24;

    uint256 private constant PAUSE_SECONDS = 7 days;
    /// @dev From the beginning of one pause to the next one's, whoever is guardian meanwhile.
    uint256 private constant PAUSE_EVERY_SECONDS = 30 days;

    IStakeManager public immutable stakeManager;
    /// @inheritdoc IRegistry
    address public override guardian;

    Settings private _settings;
    StakeToken[STAKE_TOKENS_MAX] private _stakeTokens;
    mapping(uint64 id => Entry) private _entries;
    mapping(uint64 id => Times) private _times;
    mapping(address token => Price) private _prices;
    /// @inheritdoc IRegistry
    mapping(address nodeKey => uint64 id) public override idOfNodeKey;

    /// @param thresholds stake that lists an id, per token of `tokens`, token units
    constructor(address governor_, address stakeManager_, address[] memory tokens, uint256[] memory thresholds) Certification(governor_) {
        if (tokens.length != thresholds.length) revert ThresholdsInvalid();
        stakeManager = IStakeManager(stakeManager_);
        for (uint256 i = 0; i < tokens.length; i++) {
            _setStakeThreshold(tokens[i], thresholds[i]);
        }
    }

    // ---------------------------------------------------------------- members

    /// @inheritdoc IRegistry
    function register(uint8 kinds, address payout, address nodeKey, bytes32 profileHash, string calldata endpoint)
        external
        returns (uint64 id)
    {
        if (!_isOneRegister(kinds)) revert KindsInvalid({kinds: kinds});

        id = ++_settings.count;
        Entry storage entry = _entries[id];
        entry.owner = msg.sender;
        entry.kinds = kinds;
        _write(id, entry, payout, nodeKey, profileHash, endpoint);
        emit Registered({
            id: id, owner: msg.sender, kinds: kinds, payout: payout, nodeKey: nodeKey, profileHash: profileHash, endpoint: endpoint
        });
        _become(id, entry, MemberStatus.Applied);
        if (demandedScopesOf(kinds) == 0) _become(id, entry, MemberStatus.Active);
    }

    /// @inheritdoc IRegistry
    function update(uint64 id, address payout, address nodeKey, bytes32 profileHash, string calldata endpoint) external {
        Entry storage entry = _requireOwner(id);

        delete idOfNodeKey[entry.nodeKey];
        _write(id, entry, payout, nodeKey, profileHash, endpoint);
        emit Updated({id: id, payout: payout, nodeKey: nodeKey, profileHash: profileHash, endpoint: endpoint});
    }

    /// @inheritdoc IRegistry
    function activate(uint64 id) external {
        Entry storage entry = _requireStatus(id, MemberStatus.Applied);
        uint8 scopes = demandedScopesOf(entry.kinds);
        if (!isCertified(id, scopes)) revert CertificateMissing({id: id, scopes: scopes});

        _become(id, entry, MemberStatus.Active);
    }

    /// @inheritdoc IRegistry
    function suspend(uint64 id, uint40 secondsLong, bytes32 reasonHash) external onlyGovernor {
        Entry storage entry = _requireStatus(id, MemberStatus.Active);
        if (secondsLong == 0 || secondsLong > SUSPENSION_SECONDS_MAX) {
            revert SuspensionInvalid({secondsLong: secondsLong, maximum: SUSPENSION_SECONDS_MAX});
        }
        Times storage times = _times[id];
        if (block.timestamp < times.nextSuspensionFrom) {
            revert SuspensionTooEarly({id: id, earliest: times.nextSuspensionFrom});
        }

        uint40 until = uint40(block.timestamp) + secondsLong;
        times.suspendedUntil = until;
        times.nextSuspensionFrom = until + uint40(REST_SECONDS);
        emit MemberSuspended({id: id, until: until, reasonHash: reasonHash});
        _become(id, entry, MemberStatus.Suspended);
    }

    /// @inheritdoc IRegistry
    function reinstate(uint64 id) external {
        Entry storage entry = _requireStatus(id, MemberStatus.Suspended);
        if (block.timestamp < _times[id].suspendedUntil && msg.sender != governor) revert NotGovernor({caller: msg.sender});

        _become(id, entry, MemberStatus.Active);
    }

    /// @inheritdoc IRegistry
    function exit(uint64 id) external {
        Entry storage entry = _requireOwner(id);
        if (entry.status != MemberStatus.Active && entry.status != MemberStatus.Suspended) {
            revert StatusWrong({id: id, status: entry.status});
        }

        uint40 completeFrom = uint40(block.timestamp + EXIT_SECONDS);
        _times[id].exitFrom = completeFrom;
        emit ExitBegun({id: id, completeFrom: completeFrom});
        _become(id, entry, MemberStatus.Exiting);
    }

    /// @inheritdoc IRegistry
    function completeExit(uint64 id) external {
        Entry storage entry = _requireStatus(id, MemberStatus.Exiting);
        if (block.timestamp < _times[id].exitFrom) revert ExitTooEarly({id: id, earliest: _times[id].exitFrom});
        uint256 tokens = _settings.stakeTokens;
        for (uint256 i = 0; i < tokens; i++) {
            address token = _stakeTokens[i].token;
            (, uint256 committed,,) = stakeManager.stakeOf(id, token);
            if (committed > 0) revert StakeCommitted({id: id, token: token, committed: committed});
        }

        _become(id, entry, MemberStatus.Exited);
    }

    // ---------------------------------------------------------------- what buys the listing

    /// @inheritdoc IRegistry
    function setStakeThreshold(address token, uint256 amount) external onlyGovernor {
        _setStakeThreshold(token, amount);
    }

    /// @inheritdoc IRegistry
    function setSubscriptionPrice(address token, uint256 amount) external onlyGovernor {
        if (token == address(0)) revert ZeroAddress({field: "token"});
        Price storage price = _prices[token];
        if (amount > 0) {
            (uint256 least, uint256 most) = _boundsOf(price);
            if (amount < least || amount > most) {
                revert PriceOutOfBounds({token: token, amount: amount, least: least, most: most});
            }
            if (amount != price.amount) (price.amount, price.changedAt) = (uint128(amount), uint40(block.timestamp));
        }

        price.sold = amount > 0;
        emit SubscriptionPriceSet({token: token, amount: amount});
    }

    /// @inheritdoc IRegistry
    function demandScopes(uint8 kind, uint8 scopes) external onlyGovernor {
        if (kind == 0 || kind & (kind - 1) != 0 || !_isOneRegister(kind)) revert KindsInvalid({kinds: kind});
        if (scopes > ALL_SCOPES) revert ScopesInvalid({scopes: scopes});

        uint256 lane = _laneOf(kind);
        _settings.demanded = uint64(_settings.demanded & ~(uint256(0xff) << lane) | uint256(scopes) << lane);
        emit ScopesDemanded({kind: kind, scopes: scopes});
    }

    /// @inheritdoc IRegistry
    function subscribe(uint64 id, address token, uint256 periods, uint256 maximum) external nonReentrant returns (uint40 paidUntil) {
        Entry storage entry = _entry(id);
        if (entry.status == MemberStatus.Exiting || entry.status == MemberStatus.Exited) {
            revert StatusWrong({id: id, status: entry.status});
        }
        uint256 price = subscriptionPriceOf(token);
        if (price == 0) revert NotForSale({token: token});
        uint256 from = entry.paidUntil > block.timestamp ? entry.paidUntil : block.timestamp;
        uint256 ahead = (from - block.timestamp) / PERIOD_SECONDS;
        if (periods == 0 || periods > PERIODS_MAX - (ahead < PERIODS_MAX ? ahead : PERIODS_MAX)) {
            revert PeriodsInvalid({periods: periods, maximum: PERIODS_MAX});
        }
        uint256 amount = price * periods;
        if (amount > maximum) revert PriceAboveMaximum({wanted: amount, maximum: maximum});

        paidUntil = uint40(from + periods * PERIOD_SECONDS);
        entry.paidUntil = paidUntil;
        emit Subscribed({id: id, token: token, payer: msg.sender, amount: amount, paidUntil: paidUntil});

        _payFund(token, amount);
    }

    // ---------------------------------------------------------------- the guardian

    /// @inheritdoc IRegistry
    function setGuardian(address guardian_) external onlyGovernor {
        guardian = guardian_;
        emit GuardianSet({guardian: guardian_});
    }

    /// @inheritdoc IRegistry
    function pauseOpenings() external returns (uint40 until) {
        if (msg.sender != guardian) revert NotGuardian({caller: msg.sender});
        uint40 earliest = _settings.nextPauseFrom;
        if (block.timestamp < earliest) revert PauseTooEarly({earliest: earliest});

        until = uint40(block.timestamp + PAUSE_SECONDS);
        (_settings.pausedUntil, _settings.nextPauseFrom) = (until, uint40(block.timestamp + PAUSE_EVERY_SECONDS));
        emit OpeningsPaused({guardian: msg.sender, until: until});
    }

    /// @inheritdoc IRegistry
    function resumeOpenings() external {
        if (msg.sender != guardian) revert NotGuardian({caller: msg.sender});

        _settings.pausedUntil = 0;
        emit OpeningsResumed({guardian: msg.sender});
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IRegistry
    function pauseOf() external view returns (uint40 until, uint40 nextFrom) {
        return (_settings.pausedUntil, _settings.nextPauseFrom);
    }

    /// @inheritdoc IRegistry
    function count() external view returns (uint64) {
        return _settings.count;
    }

    /// @inheritdoc IRegistry
    function ownerOf(uint64 id) external view returns (address) {
        return _entry(id).owner;
    }

    /// @inheritdoc IRegistry
    /// @dev Every entry has a payout wallet, and a node key: whoever asks for one of them pays for no second slot.
    function payoutOf(uint64 id) external view returns (address payout) {
        payout = _entries[id].payout;
        if (payout == address(0)) revert UnknownId({id: id});
    }

    /// @inheritdoc IRegistry
    function nodeKeyOf(uint64 id) external view returns (address nodeKey) {
        nodeKey = _entries[id].nodeKey;
        if (nodeKey == address(0)) revert UnknownId({id: id});
    }

    /// @inheritdoc IRegistry
    function kindsOf(uint64 id) external view returns (uint8) {
        return _entries[id].kinds;
    }

    /// @inheritdoc IRegistry
    function statusOf(uint64 id) external view returns (MemberStatus) {
        return _entries[id].status;
    }

    /// @inheritdoc IRegistry
    function endpointOf(uint64 id) external view returns (string memory) {
        return _entry(id).endpoint;
    }

    /// @inheritdoc IRegistry
    function paidUntilOf(uint64 id) external view returns (uint40) {
        return _entries[id].paidUntil;
    }

    /// @inheritdoc IRegistry
    function suspensionOf(uint64 id) external view returns (uint40 until, uint40 nextFrom) {
        return (_times[id].suspendedUntil, _times[id].nextSuspensionFrom);
    }

    /// @inheritdoc IRegistry
    function listingOf(uint64 id) external view returns (address nodeKey, uint8 kinds, bool listed) {
        uint40 pausedUntil = _settings.pausedUntil;
        if (block.timestamp < pausedUntil) revert OpeningsArePaused({until: pausedUntil});
        Entry storage entry = _entries[id];
        if (entry.owner == address(0)) return (address(0), 0, false);
        return (entry.nodeKey, entry.kinds, isListed(id));
    }

    /// @inheritdoc IRegistry
    function isListed(uint64 id) public view returns (bool) {
        Entry storage entry = _entries[id];
        if (entry.status != MemberStatus.Active) return false;
        Settings memory settings = _settings;
        if (settings.demanded != 0 && !isCertified(id, _scopesIn(settings.demanded, entry.kinds))) return false;
        return block.timestamp < entry.paidUntil || _isStaked(id, settings.stakeTokens);
    }

    /// @inheritdoc IRegistry
    function stakeThresholdOf(address token) external view returns (uint256) {
        for (uint256 i = 0; i < _settings.stakeTokens; i++) {
            if (_stakeTokens[i].token == token) return _stakeTokens[i].threshold;
        }
        return 0;
    }

    /// @inheritdoc IRegistry
    function stakeTokens() external view returns (address[] memory tokens) {
        tokens = new address[](_settings.stakeTokens);
        for (uint256 i = 0; i < tokens.length; i++) {
            tokens[i] = _stakeTokens[i].token;
        }
    }

    /// @inheritdoc IRegistry
    function subscriptionPriceOf(address token) public view returns (uint256) {
        Price storage price = _prices[token];
        return price.sold ? price.amount : 0;
    }

    /// @inheritdoc IRegistry
    function demandedScopesOf(uint8 kinds) public view returns (uint8 scopes) {
        return _scopesIn(_settings.demanded, kinds);
    }

    // ---------------------------------------------------------------- parts

    function _ownerOf(uint64 id) internal view override returns (address) {
        return _entry(id).owner;
    }

    /// @dev Some kinds, all of them of the same register.
    function _isOneRegister(uint8 kinds) private pure returns (bool) {
        return kinds != 0 && (kinds & STORAGE_KINDS == kinds || kinds & SERVICE_KINDS == kinds || kinds == REPORTER_KIND);
    }

    function _isStaked(uint64 id, uint256 tokens) private view returns (bool) {
        for (uint256 i = 0; i < tokens; i++) {
            StakeToken memory accepted = _stakeTokens[i];
            if (accepted.threshold == 0) continue;
            if (stakeManager.bondedOf(id, accepted.token) >= accepted.threshold) return true;
        }
        return false;
    }

    function _scopesIn(uint64 demanded, uint8 kinds) private pure returns (uint8 scopes) {
        for (uint256 i = 0; i < KINDS; i++) {
            if (kinds & (1 << i) != 0) scopes |= uint8(demanded >> (8 * i));
        }
    }

    function _laneOf(uint8 kind) private pure returns (uint256 lane) {
        while (kind > 1) (kind, lane) = (kind >> 1, lane + 8);
    }

    /// @dev The first price of a token is free; a stopped sale keeps its last price.
    function _boundsOf(Price storage price) private view returns (uint256 least, uint256 most) {
        uint256 last = price.amount;
        if (last == 0) return (1, type(uint128).max);
        if (block.timestamp < price.changedAt + PERIOD_SECONDS) return (last, last);
        most = last * 2 < type(uint128).max ? last * 2 : type(uint128).max;
        return ((last + 1) / 2, most);
    }

    /// @dev The StakeManager knows the fund since its deployment; a token that keeps a part of what it moves is refused.
    function _payFund(address token, uint256 amount) private {
        address fund = IFunded(address(stakeManager)).fund();
        uint256 before = IERC20(token).balanceOf(fund);
        IERC20(token).safeTransferFrom({from: msg.sender, to: fund, value: amount});
        uint256 received = IERC20(token).balanceOf(fund) - before;
        if (received < amount) revert TokenShortReceived({wanted: amount, received: received});
    }

    function _write(uint64 id, Entry storage entry, address payout, address nodeKey, bytes32 profileHash, string calldata endpoint)
        private
    {
        if (payout == address(0)) revert ZeroAddress({field: "payout"});
        if (nodeKey == address(0)) revert ZeroAddress({field: "nodeKey"});
        if (idOfNodeKey[nodeKey] != 0) revert NodeKeyTaken({nodeKey: nodeKey, id: idOfNodeKey[nodeKey]});
        bool reachable = bytes(endpoint).length > 0 || entry.kinds & STORAGE_KINDS == 0;
        if (!reachable || bytes(endpoint).length > ENDPOINT_BYTES_MAX) revert EndpointInvalid({endpoint: endpoint});

        idOfNodeKey[nodeKey] = id;
        entry.payout = payout;
        entry.nodeKey = nodeKey;
        entry.profileHash = profileHash;
        entry.endpoint = endpoint;
    }

    function _setStakeThreshold(address token, uint256 amount) private {
        if (token == address(0)) revert ZeroAddress({field: "token"});
        uint96 threshold = SafeCast.toUint96(amount);
        uint256 at = 0;
        uint256 known = _settings.stakeTokens;
        while (at < known && _stakeTokens[at].token != token) at++;
        if (at == known) {
            if (known == STAKE_TOKENS_MAX) revert StakeTokensFull({maximum: STAKE_TOKENS_MAX});
            _settings.stakeTokens = uint8(known + 1);
        }
        _stakeTokens[at] = StakeToken({token: token, threshold: threshold});
        emit StakeThresholdSet({token: token, amount: amount});
    }

    function _become(uint64 id, Entry storage entry, MemberStatus status) private {
        entry.status = status;
        emit StatusChanged({id: id, status: status});
    }

    function _requireOwner(uint64 id) private view returns (Entry storage entry) {
        entry = _entry(id);
        if (msg.sender != entry.owner) revert NotOwner({id: id, caller: msg.sender});
    }

    function _requireStatus(uint64 id, MemberStatus wanted) private view returns (Entry storage entry) {
        entry = _entry(id);
        if (entry.status != wanted) revert StatusWrong({id: id, status: entry.status});
    }

    function _entry(uint64 id) private view returns (Entry storage entry) {
        entry = _entries[id];
        if (entry.owner == address(0)) revert UnknownId({id: id});
    }
}
