// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IAccessGrants} from "./interfaces/IAccessGrants.sol";

/// @title Keys that act for a consumer: nobody owns this register, nothing in it can be changed but by the consumer
contract AccessGrants is IAccessGrants {
    /// @dev READ, WRITE, REVISION, VOUCHER, REPLACE.
    uint8 private constant ALL_RIGHTS = 31;
    uint8 private constant VOUCHER = 8;

    /// @dev What the newest grant for a key says, in one slot: all that is read when the key signs. Zero once it is revoked: nothing is allowed
    /// after the second 0.
    struct Standing {
        uint64 grantId;
        uint32 expiry;
        uint8 rights;
        uint88 voucherCap;
    }

    uint64 private _count;
    mapping(uint64 grantId => Grant) private _grants;
    mapping(address consumer => mapping(bytes32 slaId => mapping(address key => Standing))) private _standings;

    /// @inheritdoc IAccessGrants
    function grant(address key, bytes32 slaId, uint8 rights, uint32 expiry, uint88 voucherCap, bytes32 scope)
        external
        returns (uint64 grantId)
    {
        if (rights == 0 || rights > ALL_RIGHTS) revert RightsInvalid({rights: rights});
        if (expiry <= block.timestamp) revert ExpiryInPast({expiry: expiry});

        grantId = ++_count;
        _grants[grantId] = Grant({
            consumer: msg.sender,
            key: key,
            rights: rights,
            expiry: expiry,
            revoked: false,
            voucherCap: voucherCap,
            slaId: slaId,
            scope: scope
        });
        _standings[msg.sender][slaId][key] = Standing({grantId: grantId, expiry: expiry, rights: rights, voucherCap: voucherCap});
        emit Granted({
            grantId: grantId,
            consumer: msg.sender,
            key: key,
            slaId: slaId,
            rights: rights,
            expiry: expiry,
            voucherCap: voucherCap,
            scope: scope
        });
    }

    /// @inheritdoc IAccessGrants
    function revoke(uint64 grantId) external {
        Grant storage granted = _grants[grantId];
        if (granted.consumer == address(0)) revert GrantUnknown({grantId: grantId});
        if (granted.consumer != msg.sender) revert NotConsumer({grantId: grantId, caller: msg.sender});

        granted.revoked = true;
        // One that was replaced before says nothing any more.
        if (_standings[msg.sender][granted.slaId][granted.key].grantId == grantId) {
            delete _standings[msg.sender][granted.slaId][granted.key];
        }
        emit Revoked({grantId: grantId});
    }

    /// @inheritdoc IAccessGrants
    function grantOf(uint64 grantId) external view returns (Grant memory) {
        if (_grants[grantId].consumer == address(0)) revert GrantUnknown({grantId: grantId});
        return _grants[grantId];
    }

    /// @inheritdoc IAccessGrants
    function allows(address consumer, bytes32 slaId, address key, uint8 rights) external view returns (bool) {
        return _allows(_standings[consumer][slaId][key], key, rights);
    }

    /// @inheritdoc IAccessGrants
    function vouchersOf(address consumer, bytes32 slaId, address key) external view returns (bool allowed, uint88 cap) {
        Standing memory standing = _standings[consumer][slaId][key];
        return _allows(standing, key, VOUCHER) ? (true, standing.voucherCap) : (false, 0);
    }

    /// @inheritdoc IAccessGrants
    function voucherCapOf(address consumer, bytes32 slaId, address key) external view returns (uint88) {
        Standing memory standing = _standings[consumer][slaId][key];
        return block.timestamp <= standing.expiry ? standing.voucherCap : 0;
    }

    /// @dev A signature that fails to recover yields the zero address: no grant may ever speak for it.
    function _allows(Standing memory standing, address key, uint8 rights) private view returns (bool) {
        return key != address(0) && block.timestamp <= standing.expiry && standing.rights & rights == rights;
    }
}
