// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessGrants} from "../../src/AccessGrants.sol";
import {IAccessGrants} from "../../src/interfaces/IAccessGrants.sol";
import {Test} from "../Test.sol";

/// @dev Branches: AccessGrants.tree
contract AccessGrantsTest is Test {
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

    uint8 private constant READ = 1;
    uint8 private constant WRITE = 2;
    uint8 private constant VOUCHER = 8;
    uint32 private constant EXPIRY = 2000;
    address private constant KEY = address(0xcc);
    bytes32 private constant SLA = "sla";

    AccessGrants private _grants;

    function setUp() external {
        vm.warp(1000);
        _grants = new AccessGrants();
    }

    function test_Grant_RevertWhen_TheRightsAreNoneOrUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.RightsInvalid.selector, 0));
        _grants.grant(KEY, SLA, 0, EXPIRY, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.RightsInvalid.selector, 32));
        _grants.grant(KEY, SLA, 32, EXPIRY, 0, 0);
    }

    function test_Grant_RevertWhen_ItHasExpiredAlready() external {
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.ExpiryInPast.selector, 1000));
        _grants.grant(KEY, SLA, READ, 1000, 0, 0);
    }

    function test_Grant_GivesExactlyItsRightsUntilItsExpiry() external {
        vm.expectEmit(true, true, true, true, address(_grants));
        emit Granted(1, address(this), KEY, SLA, READ | VOUCHER, EXPIRY, 50, "bucket");
        assertEq(_grants.grant(KEY, SLA, READ | VOUCHER, EXPIRY, 50, "bucket"), 1, "id");

        assertTrue(allows(READ), "read");
        assertTrue(allows(READ | VOUCHER), "both");
        assertFalse(allows(READ | WRITE), "one of two");
        assertEq(_grants.voucherCapOf(address(this), SLA, KEY), 50, "cap");
        assertFalse(_grants.allows(address(this), "other", KEY, READ), "another SLA");
        assertFalse(_grants.allows(address(this), SLA, address(0xdd), READ), "another key");
        assertFalse(_grants.allows(KEY, SLA, KEY, READ), "another consumer");
        assertEq(_grants.grantOf(1).scope, "bucket", "scope");

        vm.warp(EXPIRY);
        assertTrue(allows(READ), "in its last second");
        vm.warp(EXPIRY + 1);
        assertFalse(allows(READ), "expired");
        assertEq(_grants.voucherCapOf(address(this), SLA, KEY), 0, "cap of an expired grant");
    }

    function test_Grant_TheNewestForAKeyReplacesTheOnesBefore() external {
        _grants.grant(KEY, SLA, READ | WRITE, EXPIRY, 50, 0);
        _grants.grant(KEY, SLA, READ, EXPIRY, 10, 0);

        assertTrue(allows(READ), "read");
        assertFalse(allows(WRITE), "write");
        assertEq(_grants.voucherCapOf(address(this), SLA, KEY), 10, "cap");
    }

    function test_Grant_ForTheZeroAddressSpeaksForNobody() external {
        // A failed signature check yields the zero address.
        _grants.grant(address(0), SLA, READ, EXPIRY, 50, 0);

        assertFalse(_grants.allows(address(this), SLA, address(0), READ), "allows");
    }

    function test_Revoke_EndsTheGrantAtOnce() external {
        _grants.grant(KEY, SLA, READ, EXPIRY, 50, 0);
        vm.expectEmit(true, true, true, true, address(_grants));
        emit Revoked(1);
        _grants.revoke(1);

        assertFalse(allows(READ), "read");
        assertEq(_grants.voucherCapOf(address(this), SLA, KEY), 0, "cap");
        assertTrue(_grants.grantOf(1).revoked, "revoked");
    }

    function test_Revoke_OfAReplacedGrantLeavesTheNewestAlone() external {
        _grants.grant(KEY, SLA, READ, EXPIRY, 50, 0);
        _grants.grant(KEY, SLA, READ | VOUCHER, EXPIRY, 10, 0);
        _grants.revoke(1);

        assertTrue(_grants.grantOf(1).revoked, "the older one");
        assertFalse(_grants.grantOf(2).revoked, "not the newest");
        assertTrue(allows(READ | VOUCHER), "still allowed");
        assertEq(_grants.voucherCapOf(address(this), SLA, KEY), 10, "its cap");
    }

    function test_Vouchers_AreForTheNewestGrantWithTheRight() external {
        _grants.grant(KEY, SLA, READ | VOUCHER, EXPIRY, 50, 0);
        assertVouchers(KEY, true, 50);
        assertVouchers(address(0xdd), false, 0);
        vm.warp(EXPIRY + 1);
        assertVouchers(KEY, false, 0);

        vm.warp(EXPIRY);
        assertVouchers(KEY, true, 50);
        _grants.grant(KEY, SLA, VOUCHER, EXPIRY + 1, 10, 0);
        assertVouchers(KEY, true, 10);
        _grants.grant(KEY, SLA, READ, EXPIRY + 1, 10, 0);
        assertVouchers(KEY, false, 0);
        assertEq(_grants.voucherCapOf(address(this), SLA, KEY), 10, "the cap says nothing of rights");
        _grants.grant(KEY, SLA, VOUCHER, EXPIRY + 1, 10, 0);
        _grants.revoke(4);
        assertVouchers(KEY, false, 0);
    }

    function test_Vouchers_NobodySpeaksForTheZeroAddress() external {
        _grants.grant(address(0), SLA, VOUCHER, EXPIRY, 50, 0);
        assertVouchers(address(0), false, 0);
    }

    function test_Revoke_DoesNotReviveAnOlderGrant() external {
        _grants.grant(KEY, SLA, READ | WRITE, EXPIRY, 50, 0);
        _grants.grant(KEY, SLA, READ, EXPIRY, 50, 0);
        _grants.revoke(2);

        assertFalse(allows(READ), "read");
    }

    function test_Revoke_RevertWhen_AnotherThanTheConsumerCalls() external {
        _grants.grant(KEY, SLA, READ, EXPIRY, 50, 0);
        vm.prank(KEY);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.NotConsumer.selector, 1, KEY));
        _grants.revoke(1);
    }

    function test_RevertWhen_TheGrantIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.GrantUnknown.selector, 9));
        _grants.revoke(9);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.GrantUnknown.selector, 9));
        _grants.grantOf(9);
    }

    function assertVouchers(address key, bool wanted, uint88 cap) private view {
        (bool allowed, uint88 upTo) = _grants.vouchersOf(address(this), SLA, key);
        assertEq(allowed, wanted, "allowed");
        assertEq(upTo, cap, "up to");
    }

    function allows(uint8 rights) private view returns (bool) {
        return _grants.allows(address(this), SLA, KEY, rights);
    }
}
