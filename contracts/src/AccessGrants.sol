// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IAccessGrants} from "./interfaces/IAccessGrants.sol";

/// @title Keys that act for a consumer: nobody owns this register, nothing in it can be changed but by the consumer
contract AccessGrants is IAccessGrants {
    /// @dev READ, WRITE, REVISION, VOUCHER, REPLACE.
    uint8 private constant ALL_RIGHTS = 31;

    uint64 private _count;
    mapping(uint64 grantId => Grant) private _grants;
    mapping(address consumer => mapping(bytes32 slaId => mapping(address key => uint64 grantId))) private _newest;

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
        _newest[msg.sender][slaId][key] = grantId;
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
        emit Revoked({grantId: grantId});
    }

    /// @inheritdoc IAccessGrants
    function grantOf(uint64 grantId) external view returns (Grant memory) {
        if (_grants[grantId].consumer == address(0)) revert GrantUnknown({grantId: grantId});
        return _grants[grantId];
    }

    /// @inheritdoc IAccessGrants
    function allows(address consumer, bytes32 slaId, address key, uint8 rights) external view returns (bool) {
        Grant storage granted = _grants[_newest[consumer][slaId][key]];
        // A signature that fails to recover yields the zero address: no grant may ever speak for it.
        return key != address(0) && _isLive(granted) && granted.rights & rights == rights;
    }

    /// @inheritdoc IAccessGrants
    function voucherCapOf(address consumer, bytes32 slaId, address key) external view returns (uint88) {
        Grant storage granted = _grants[_newest[consumer][slaId][key]];
        return _isLive(granted) ? granted.voucherCap : 0;
    }

    function _isLive(Grant storage granted) private view returns (bool) {
        return granted.consumer != address(0) && !granted.revoked && block.timestamp <= granted.expiry;
    }
}
