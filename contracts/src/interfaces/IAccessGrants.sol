// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Who may act for a consumer, on what, until when
/// @notice Rights are a mask: 1 READ, 2 WRITE, 4 REVISION (co-sign revisions), 8 VOUCHER (sign egress), 16 REPLACE (replaceLeg).
/// `scope` is keccak256 of "bucket" or "bucket/prefix"; zero means everything under the SLA. Ids count from 1.
///
/// A group is a grant for many keys: the consumer signs one Merkle root over what each member may do, each member joins once with a proof, and
/// holds a grant like any other from then on, as long as the group stands under that root. Consumers number their groups themselves, because
/// the leaves of a group name it before it is there. What a consumer said last about a key counts, be it a grant or a group's root.
interface IAccessGrants {
    /// @notice `word`: counts with the grants what consumers said, so that the last one is known; a new one with every root, 0 once revoked.
    struct Group {
        uint64 word;
        uint32 expiry;
        bytes32 root;
        bytes32 slaId;
        bytes32 scope;
    }

    struct Grant {
        address consumer;
        uint8 rights;
        uint32 expiry;
        /// Of a member also: its group was revoked, or has another root than the one it joined under, or its grant was replaced.
        bool revoked;
        /// The number of the group that the key joined; 0 for a grant of its own.
        uint32 group;
        address key;
        /// Highest cumulative voucher this key may sign per agreement, token units.
        uint88 voucherCap;
        bytes32 slaId;
        bytes32 scope;
    }

    event Granted(
        uint64 indexed grantId,
        address indexed consumer,
        address indexed key,
        bytes32 slaId,
        uint8 rights,
        uint32 expiry,
        uint88 voucherCap,
        bytes32 scope
    );
    event Revoked(uint64 indexed grantId);
    event GroupGranted(
        address indexed consumer, uint32 indexed number, bytes32 indexed slaId, uint64 word, bytes32 root, uint32 expiry, bytes32 scope
    );
    event Regrouped(address indexed consumer, uint32 indexed number, uint64 word, bytes32 root);
    event GroupRevoked(address indexed consumer, uint32 indexed number);
    /// @notice Behind `Granted`, which says what the member may do.
    event Joined(uint64 indexed grantId, address indexed consumer, uint32 indexed number, uint64 word);

    error NotConsumer(uint64 grantId, address caller);
    error GrantUnknown(uint64 grantId);
    error RightsInvalid(uint8 rights);
    error ExpiryInPast(uint32 expiry);
    /// @notice A number that is 0, or that a group of this consumer has or had.
    error GroupNumberTaken(address consumer, uint32 number);
    error GroupUnknown(address consumer, uint32 number);
    /// @notice Revoked or expired.
    error GroupOver(address consumer, uint32 number);
    /// @notice Nobody could ever prove to be under a root of zero.
    error RootInvalid();
    error ProofTooLong(uint256 nodes, uint256 most);
    /// @notice The proof does not lead from this key with these rights and this cap to the group's root.
    error NotMember(address consumer, uint32 number, address key);
    /// @notice Under this root the key joined before.
    error JoinedAlready(uint64 grantId);
    /// @notice After the group's root the consumer said something else about the key, which counts, even if it was revoked since.
    error NewerWord(uint64 grantId);

    function grant(address key, bytes32 slaId, uint8 rights, uint32 expiry, uint88 voucherCap, bytes32 scope)
        external
        returns (uint64 grantId);
    /// @notice The consumer takes back one grant, that of a member too, which then stays out until its group has a new root.
    function revoke(uint64 grantId) external;
    /// @notice The caller's group `number`: whoever proves a leaf under `root` may join it. `number` is the caller's choice, never used before.
    /// @param root of a Merkle tree of sorted pairs (keccak256) over `leafOf` of each member; not zero
    function grantGroup(uint32 number, bytes32 slaId, bytes32 root, uint32 expiry, bytes32 scope) external;
    /// @notice Another root for the caller's group: at once nobody is a member, and whoever is under the new root may join again, by the grant
    /// that it had.
    function regroup(uint32 number, bytes32 root) external;
    /// @notice Ends the caller's group and the grants of all its members, in one write, for ever.
    function revokeGroup(uint32 number) external;
    /// @notice The calling key takes what the group has for it. Once under each root.
    /// @param rights and `voucherCap`: exactly what the leaf says
    /// @param proof siblings from the leaf up, 32 at most
    function join(address consumer, uint32 number, uint8 rights, uint88 voucherCap, bytes32[] calldata proof)
        external
        returns (uint64 grantId);
    /// @notice What a member's leaf is: hashed twice, so that no inner node passes for one, over this chain and this contract, so that a tree
    /// is good for one group only.
    function leafOf(address consumer, uint32 number, address key, uint8 rights, uint88 voucherCap) external view returns (bytes32);
    function groupOf(address consumer, uint32 number) external view returns (Group memory);
    function grantOf(uint64 grantId) external view returns (Grant memory);
    /// @notice Whether `key` holds all of `rights` from `consumer` for `slaId` now, by the newest grant for that triple.
    function allows(address consumer, bytes32 slaId, address key, uint8 rights) external view returns (bool);
    /// @notice Whether `key` may sign vouchers for `slaId` now, by the newest grant for that triple, and up to which cumulative amount of an
    /// agreement, token units; 0 when it may not. All that a claim asks, in one call.
    function vouchersOf(address consumer, bytes32 slaId, address key) external view returns (bool allowed, uint88 cap);
    /// @notice The cap of the newest grant for that triple, whatever its rights; 0 when it is revoked or expired.
    function voucherCapOf(address consumer, bytes32 slaId, address key) external view returns (uint88);
}
