// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Who may act for a consumer, on what, until when
/// @notice Rights are a mask: 1 READ, 2 WRITE, 4 REVISION (co-sign revisions), 8 VOUCHER (sign egress), 16 REPLACE (replaceLeg).
/// `scope` is keccak256 of "bucket" or "bucket/prefix"; zero means everything under the SLA. Ids count from 1.
interface IAccessGrants {
    struct Grant {
        address consumer;
        uint8 rights;
        uint32 expiry;
        bool revoked;
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

    error NotConsumer(uint64 grantId, address caller);
    error GrantUnknown(uint64 grantId);
    error RightsInvalid(uint8 rights);
    error ExpiryInPast(uint32 expiry);

    function grant(address key, bytes32 slaId, uint8 rights, uint32 expiry, uint88 voucherCap, bytes32 scope)
        external
        returns (uint64 grantId);
    function revoke(uint64 grantId) external;
    function grantOf(uint64 grantId) external view returns (Grant memory);
    /// @notice Whether `key` holds all of `rights` from `consumer` for `slaId` now, by the newest grant for that triple.
    function allows(address consumer, bytes32 slaId, address key, uint8 rights) external view returns (bool);
    /// @notice Whether `key` may sign vouchers for `slaId` now, by the newest grant for that triple, and up to which cumulative amount of an
    /// agreement, token units; 0 when it may not. All that a claim asks, in one call.
    function vouchersOf(address consumer, bytes32 slaId, address key) external view returns (bool allowed, uint88 cap);
    /// @notice The cap of the newest grant for that triple, whatever its rights; 0 when it is revoked or expired.
    function voucherCapOf(address consumer, bytes32 slaId, address key) external view returns (uint88);
}
