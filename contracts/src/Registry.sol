// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IRegistry} from "./interfaces/IRegistry.sol";
import {IStakeManager} from "./interfaces/IStakeManager.sol";

/// @title Who sells storage, who offers services, who reports
contract Registry is IRegistry {
    struct Entry {
        address owner;
        uint8 kinds;
        address payout;
        address nodeKey;
        bytes32 profileHash;
        string endpoint;
    }

    uint8 private constant STORAGE_KINDS = 7;
    uint8 private constant ALL_KINDS = 31;
    /// @dev A URL of a host, not a document: keeps pages of the Lens small.
    uint256 private constant ENDPOINT_BYTES_MAX = 256;
    /// @dev `isListed` reads each: opening an agreement must stay affordable.
    uint256 private constant STAKE_TOKENS_MAX = 8;

    address public immutable governor;
    IStakeManager public immutable stakeManager;

    uint64 public override count;
    mapping(uint64 id => Entry) private _entries;
    /// @inheritdoc IRegistry
    mapping(address nodeKey => uint64 id) public override idOfNodeKey;
    /// @inheritdoc IRegistry
    mapping(address token => uint256 amount) public override stakeThresholdOf;
    address[] private _stakeTokens;

    /// @param thresholds stake that lists an id, per token of `tokens`, token units
    constructor(address governor_, address stakeManager_, address[] memory tokens, uint256[] memory thresholds) {
        if (tokens.length != thresholds.length) revert ThresholdsInvalid();
        governor = governor_;
        stakeManager = IStakeManager(stakeManager_);
        for (uint256 i = 0; i < tokens.length; i++) {
            _setStakeThreshold(tokens[i], thresholds[i]);
        }
    }

    /// @inheritdoc IRegistry
    function register(uint8 kinds, address payout, address nodeKey, bytes32 profileHash, string calldata endpoint)
        external
        returns (uint64 id)
    {
        if (kinds == 0 || kinds > ALL_KINDS) revert KindsInvalid({kinds: kinds});

        id = ++count;
        Entry storage entry = _entries[id];
        entry.owner = msg.sender;
        entry.kinds = kinds;
        _write(id, entry, payout, nodeKey, profileHash, endpoint);
        emit Registered({
            id: id, owner: msg.sender, kinds: kinds, payout: payout, nodeKey: nodeKey, profileHash: profileHash, endpoint: endpoint
        });
    }

    /// @inheritdoc IRegistry
    function update(uint64 id, address payout, address nodeKey, bytes32 profileHash, string calldata endpoint) external {
        Entry storage entry = _entry(id);
        if (msg.sender != entry.owner) revert NotOwner({id: id, caller: msg.sender});

        delete idOfNodeKey[entry.nodeKey];
        _write(id, entry, payout, nodeKey, profileHash, endpoint);
        emit Updated({id: id, payout: payout, nodeKey: nodeKey, profileHash: profileHash, endpoint: endpoint});
    }

    /// @inheritdoc IRegistry
    function setStakeThreshold(address token, uint256 amount) external {
        if (msg.sender != governor) revert NotGovernor({caller: msg.sender});
        _setStakeThreshold(token, amount);
    }

    /// @inheritdoc IRegistry
    function ownerOf(uint64 id) external view returns (address) {
        return _entry(id).owner;
    }

    /// @inheritdoc IRegistry
    function payoutOf(uint64 id) external view returns (address) {
        return _entry(id).payout;
    }

    /// @inheritdoc IRegistry
    function nodeKeyOf(uint64 id) external view returns (address) {
        return _entry(id).nodeKey;
    }

    /// @inheritdoc IRegistry
    function kindsOf(uint64 id) external view returns (uint8) {
        return _entries[id].kinds;
    }

    /// @inheritdoc IRegistry
    function endpointOf(uint64 id) external view returns (string memory) {
        return _entry(id).endpoint;
    }

    /// @inheritdoc IRegistry
    function listingOf(uint64 id) external view returns (address nodeKey, uint8 kinds, bool listed) {
        Entry storage entry = _entries[id];
        if (entry.owner == address(0)) return (address(0), 0, false);
        return (entry.nodeKey, entry.kinds, isListed(id));
    }

    /// @inheritdoc IRegistry
    function isListed(uint64 id) public view returns (bool) {
        uint256 tokens = _stakeTokens.length;
        for (uint256 i = 0; i < tokens; i++) {
            address token = _stakeTokens[i];
            uint256 threshold = stakeThresholdOf[token];
            if (threshold == 0) continue;
            (uint256 free, uint256 committed,,) = stakeManager.stakeOf(id, token);
            if (free + committed >= threshold) return true;
        }
        return false;
    }

    /// @inheritdoc IRegistry
    function stakeTokens() external view returns (address[] memory) {
        return _stakeTokens;
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
        bool known = false;
        for (uint256 i = 0; i < _stakeTokens.length; i++) {
            if (_stakeTokens[i] == token) known = true;
        }
        if (!known) {
            if (_stakeTokens.length == STAKE_TOKENS_MAX) revert StakeTokensFull({maximum: STAKE_TOKENS_MAX});
            _stakeTokens.push(token);
        }
        stakeThresholdOf[token] = amount;
        emit StakeThresholdSet({token: token, amount: amount});
    }

    function _entry(uint64 id) private view returns (Entry storage entry) {
        entry = _entries[id];
        if (entry.owner == address(0)) revert UnknownId({id: id});
    }
}
