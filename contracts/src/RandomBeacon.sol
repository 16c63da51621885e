// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IRandomBeacon} from "./interfaces/IRandomBeacon.sol";
import {Bn254} from "./lib/Bn254.sol";

/// @title Seeds from drand's BN254 network, verified on chain
/// @notice See IRandomBeacon. Nobody owns it, nothing in it can be changed.
contract RandomBeacon is IRandomBeacon {
    /// @notice Blocks between arming a fallback and the block whose hash it takes: far enough that whoever arms it
    /// does not yet know that block's proposer's choices, near enough that its hash can still be read.
    uint256 public constant FALLBACK_BLOCKS = 64;

    /// @dev The EVM knows the hashes of this many blocks.
    uint256 private constant READABLE_HASHES = 256;

    /// @notice The time of drand's round 1, and the seconds between its rounds.
    uint64 public immutable genesisTime;
    uint32 public immutable period;

    /// @notice The start of epoch 0, and the seconds an epoch lasts.
    uint64 public immutable epochGenesis;
    uint32 public immutable epochLength;

    /// @notice Seconds of silence after an epoch's end before a fallback may be armed.
    uint32 public immutable fallbackDelay;

    uint256 private immutable _key0;
    uint256 private immutable _key1;
    uint256 private immutable _key2;
    uint256 private immutable _key3;

    mapping(uint256 epoch => bytes32 seed) private _seeds;
    /// @dev Eight times of 32 bits to a slot, the lowest bits for the lowest epoch.
    mapping(uint256 epochEighth => uint256 times) private _times;
    mapping(uint256 epoch => uint256 blockNumber) private _armed;
    mapping(uint256 epoch => bool) private _marked;
    /// @dev One more than the newest epoch with a seed; 0 while there is none.
    uint256 private _afterNewest;

    /// @param key drand's group key, as `publicKey` gives it
    constructor(
        uint256[4] memory key,
        uint64 genesisTime_,
        uint32 period_,
        uint64 epochGenesis_,
        uint32 epochLength_,
        uint32 fallbackDelay_
    ) {
        if (!Bn254.isPublicKey(key)) revert PublicKeyInvalid({publicKey: key});
        if (period_ == 0 || epochLength_ == 0 || epochGenesis_ < genesisTime_) {
            revert ScheduleInvalid({genesisTime: genesisTime_, period: period_, epochGenesis: epochGenesis_, epochLength: epochLength_});
        }
        (_key0, _key1, _key2, _key3) = (key[0], key[1], key[2], key[3]);
        genesisTime = genesisTime_;
        period = period_;
        epochGenesis = epochGenesis_;
        epochLength = epochLength_;
        fallbackDelay = fallbackDelay_;
    }

    /// @inheritdoc IRandomBeacon
    function post(uint32 epoch, uint256[2] calldata signature) external {
        _requireOpen(epoch);
        if (!Bn254.isOnCurve(signature[0], signature[1])) {
            revert PointNotOnCurve({x: signature[0], y: signature[1]});
        }
        uint64 round = roundOf(epoch);
        if (!Bn254.verify(signature, publicKey(), keccak256(abi.encodePacked(round)))) {
            revert SignatureInvalid({round: round});
        }

        _write({epoch: epoch, round: round, seed: sha256(abi.encodePacked(signature)), marked: false});
    }

    /// @inheritdoc IRandomBeacon
    function postFallback(uint32 epoch) external {
        _requireOpen(epoch);
        uint256 earliest = endOf(epoch) + fallbackDelay;
        if (block.timestamp < earliest) revert FallbackTooEarly({earliest: earliest});

        uint256 armed = _armed[epoch];
        if (armed == 0 || block.number > armed + READABLE_HASHES) {
            uint256 blockNumber = block.number + FALLBACK_BLOCKS;
            _armed[epoch] = blockNumber;
            emit FallbackArmed({epoch: epoch, blockNumber: blockNumber});
            return;
        }
        if (block.number <= armed) revert FallbackBlockPending({blockNumber: armed});

        _marked[epoch] = true;
        bytes32 seed = keccak256(abi.encode(block.chainid, address(this), epoch, blockhash(armed)));
        _write({epoch: epoch, round: 0, seed: seed, marked: true});
    }

    /// @inheritdoc IRandomBeacon
    function seedOf(uint32 epoch) external view returns (bytes32 seed) {
        return _seeds[epoch];
    }

    /// @inheritdoc IRandomBeacon
    function seededAtOf(uint32 epoch) external view returns (uint32 time) {
        return uint32(_times[epoch >> 3] >> _lane(epoch));
    }

    /// @inheritdoc IRandomBeacon
    function isFallback(uint32 epoch) external view returns (bool) {
        return _marked[epoch];
    }

    /// @inheritdoc IRandomBeacon
    function newestSeeded() external view returns (bool any, uint32 epoch) {
        uint256 afterNewest = _afterNewest;
        return afterNewest == 0 ? (false, 0) : (true, uint32(afterNewest - 1));
    }

    /// @inheritdoc IRandomBeacon
    function roundOf(uint32 epoch) public view returns (uint64 round) {
        // Round 1 falls on the genesis; the round at or before the end is (end - genesis) / period + 1.
        return uint64((endOf(epoch) - genesisTime) / period + 2);
    }

    /// @inheritdoc IRandomBeacon
    function endOf(uint32 epoch) public view returns (uint256 time) {
        return epochGenesis + (uint256(epoch) + 1) * epochLength;
    }

    /// @inheritdoc IRandomBeacon
    function publicKey() public view returns (uint256[4] memory key) {
        return [_key0, _key1, _key2, _key3];
    }

    /// @dev The epoch has ended and has no seed. The development key is known to its owner, so the chain's own clock
    /// must say that the epoch is over; a signature alone does not.
    function _requireOpen(uint32 epoch) private view {
        if (_seeds[epoch] != 0) revert AlreadySeeded({epoch: epoch});
        uint256 endsAt = endOf(epoch);
        if (block.timestamp <= endsAt) revert EpochNotEnded({epoch: epoch, endsAt: endsAt});
    }

    function _write(uint32 epoch, uint64 round, bytes32 seed, bool marked) private {
        _seeds[epoch] = seed;
        _times[epoch >> 3] |= uint256(uint32(block.timestamp)) << _lane(epoch);
        if (epoch >= _afterNewest) _afterNewest = uint256(epoch) + 1;
        emit SeedPosted({epoch: epoch, round: round, seed: seed, poster: msg.sender, marked: marked});
    }

    function _lane(uint32 epoch) private pure returns (uint256 bits) {
        return uint256(epoch & 7) * 32;
    }
}
