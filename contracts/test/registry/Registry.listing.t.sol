// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ICertification} from "../../src/interfaces/ICertification.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {RegistryTest} from "./RegistryTest.sol";

/// @dev Branches: Registry.listing.tree
contract RegistryListingTest is RegistryTest {
    function test_DemandScopes_RevertWhen_AnotherThanTheGovernorCalls() external {
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotGovernor.selector, OWNER));
        vm.prank(OWNER);
        registry.demandScopes(DIRECT, IDENTITY);
    }

    function testFuzz_DemandScopes_RevertWhen_ItIsNotOneKnownKind(uint8 kind) external {
        for (uint256 i = 0; i < 7; i++) {
            vm.assume(kind != 1 << i);
        }
        vm.expectRevert(abi.encodeWithSelector(IRegistry.KindsInvalid.selector, kind));
        demanding(kind, IDENTITY);
    }

    function testFuzz_DemandScopes_RevertWhen_AScopeIsUnknown(uint8 scopes) external {
        scopes = uint8(bound(scopes, 16, 255));
        vm.expectRevert(abi.encodeWithSelector(ICertification.ScopesInvalid.selector, scopes));
        demanding(DIRECT, scopes);
    }

    function testFuzz_DemandScopes_ChangesThatKindOnly(uint256 random) external {
        uint8[7] memory demands;
        for (uint256 i = 0; i < 20; i++) {
            random = uint256(keccak256(abi.encode(random)));
            uint8 lane = uint8(random % 7);
            demands[lane] = uint8(random >> 8 & 15);
            demanding(uint8(1 << lane), demands[lane]);
        }
        for (uint256 i = 0; i < 7; i++) {
            assertEq(registry.demandedScopesOf(uint8(1 << i)), demands[i], "demand");
        }
        assertEq(registry.demandedScopesOf(3), demands[0] | demands[1], "of two kinds");
    }

    function testFuzz_IsListed_FromTheThresholdOn(uint256 free, uint256 committed) external {
        free = bound(free, 0, 2 * THRESHOLD);
        committed = bound(committed, 0, 2 * THRESHOLD);
        book.put(id, address(dollar), free, committed);
        assertListed(free + committed >= THRESHOLD, "free and committed");
        book.put(id, address(dollar), 1, THRESHOLD - 2);
        assertListed(false, "one unit below");
    }

    function test_IsListed_WithoutAThresholdAStakeIsWorthNothing() external {
        book.put(id, address(dollar), 1 << 90, 0);
        vm.prank(GOVERNOR);
        registry.setStakeThreshold(address(dollar), 0);
        assertListed(false, "no longer accepted");
    }

    function test_IsListed_OnlyWithValidCertificatesInEveryDemandedScope() external {
        staked();
        naming(CERTIFIER, 15);
        demanding(DIRECT, IDENTITY | QUALITY);
        assertListed(false, "none");
        uint64 identity = certifying(id, IDENTITY);
        assertListed(false, "one of two");
        uint64 quality = certifying(id, QUALITY | DOCUMENTS);
        assertListed(true, "both");

        vm.prank(CERTIFIER);
        registry.suspendCertificate(quality, "why");
        assertListed(false, "suspended");
        vm.prank(CERTIFIER);
        registry.resumeCertificate(quality, "why");
        assertListed(true, "resumed");
        vm.prank(CERTIFIER);
        registry.revokeCertificate(identity, "why");
        assertListed(false, "revoked");
        certifying(id, IDENTITY);
        assertListed(true, "another");
        later(30 days - 1);
        assertListed(true, "the last second");
        later(1);
        assertListed(false, "over");
    }

    function test_IsListed_NotBeforeTheCertificateBegins() external {
        staked();
        naming(CERTIFIER, 15);
        demanding(DIRECT, IDENTITY);
        uint40 time = uint40(vm.getBlockTimestamp());
        vm.prank(CERTIFIER);
        registry.issueCertificate(id, IDENTITY, 0, time + 100, time + 200);
        assertListed(false, "not begun");
        later(100);
        assertListed(true, "begun");
    }

    function test_IsListed_ADemandOfAnotherKindDoesNotCount() external {
        staked();
        demanding(2, 15);
        demanding(64, 15);
        assertListed(true, "DIRECT needs nothing");
    }

    function test_ListingOf_AnUnknownIdIsNobody() external view {
        (address nodeKey, uint8 kinds, bool listed) = registry.listingOf(9);
        assertEq(nodeKey, address(0), "node key");
        assertEq(kinds, 0, "kinds");
        assertFalse(listed, "listed");
    }
}
