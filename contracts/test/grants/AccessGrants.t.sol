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

    function testFuzz_Grant_RevertWhen_TheRightsAreNoneOrUnknown(uint8 rights, address key) external {
        vm.assume(key != address(0));
        uint8 known = uint8(bound(rights, 1, 31));
        if (rights != 0) rights = uint8(bound(rights, 32, 255));
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.RightsInvalid.selector, rights));
        _grants.grant(key, SLA, rights, EXPIRY, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.RightsInvalid.selector, 32));
        _grants.grant(key, SLA, 32, EXPIRY, 0, 0);
        assertEq(_grants.grant(key, SLA, known, EXPIRY, 0, 0), 1, "the first one");
        assertTrue(_grants.allows(address(this), SLA, key, known), "any of the five");
    }

    function testFuzz_Grant_RevertWhen_ItHasExpiredAlready(uint32 expiry, uint32 time) external {
        time = uint32(bound(time, 0, type(uint32).max - 1));
        vm.warp(time);
        expiry = uint32(bound(expiry, 0, time));
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.ExpiryInPast.selector, expiry));
        _grants.grant(KEY, SLA, READ, expiry, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.ExpiryInPast.selector, time));
        _grants.grant(KEY, SLA, READ, time, 0, 0);
        assertEq(_grants.grant(KEY, SLA, READ, time + 1, 0, 0), 1, "one second ahead");
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

    function testFuzz_Revoke_RevertWhen_AnotherThanTheConsumerCalls(address consumer, address caller, address key, uint8 rights) external {
        vm.assume(consumer != address(0) && key != address(0) && caller != consumer);
        rights = uint8(bound(rights, 1, 31));
        vm.prank(consumer);
        _grants.grant(key, SLA, rights, EXPIRY, 50, 0);
        bytes memory refusal = abi.encodeWithSelector(IAccessGrants.NotConsumer.selector, 1, caller);
        vm.prank(caller);
        vm.expectRevert(refusal);
        _grants.revoke(1);
        assertTrue(_grants.allows(consumer, SLA, key, rights), "it holds");
        vm.prank(consumer);
        _grants.revoke(1);
        assertFalse(_grants.allows(consumer, SLA, key, rights), "taken back");
        vm.prank(caller);
        vm.expectRevert(refusal);
        _grants.revoke(1);
    }

    function testFuzz_RevertWhen_TheGrantIsUnknown(uint64 known, uint64 unknown, address caller) external {
        vm.assume(caller != address(0));
        known = uint64(bound(known, 0, 4));
        if (unknown != 0) unknown = uint64(bound(unknown, known + 1, type(uint64).max));
        for (uint160 i = 1; i <= known; i++) {
            // A group counts too, and is no grant.
            if (i == 2) _grants.grantGroup(7, SLA, "root", EXPIRY, 0);
            else _grants.grant(address(i), SLA, READ, EXPIRY, 0, 0);
        }
        if (known >= 2 && unknown % 2 == 0) unknown = 2;
        vm.startPrank(caller);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.GrantUnknown.selector, unknown));
        _grants.revoke(unknown);
        vm.expectRevert(abi.encodeWithSelector(IAccessGrants.GrantUnknown.selector, unknown));
        _grants.grantOf(unknown);
        assertEq(_grants.grant(KEY, SLA, READ, EXPIRY, 0, 0), known + 1, "the next one");
        _grants.revoke(known + 1);
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
