// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CertificateState, ICertification} from "../../src/interfaces/ICertification.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {RegistryTest} from "./RegistryTest.sol";

/// @dev Branches: Certification.tree
contract CertificationTest is RegistryTest {
    event CertificateIssued(
        uint64 indexed certificateId,
        uint64 indexed id,
        address indexed issuer,
        uint8 scopes,
        uint40 validFrom,
        uint40 validUntil,
        bytes32 evidenceHash
    );
    event CertificateChanged(uint64 indexed certificateId, uint64 indexed id, CertificateState state, address by, bytes32 reasonHash);

    function setUp() public override {
        super.setUp();
        naming(CERTIFIER, IDENTITY | DOCUMENTS);
    }

    function test_SetCertifier_RevertWhen_AnotherThanTheGovernorCalls() external {
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotGovernor.selector, CERTIFIER));
        vm.prank(CERTIFIER);
        registry.setCertifier(CERTIFIER, 15);
    }

    function test_SetCertifier_RevertWhen_AScopeIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(ICertification.ScopesInvalid.selector, 16));
        naming(CERTIFIER, 16);
    }

    function testFuzz_Issue_RevertWhen_TheScopesAreNoneOrUnknown(uint8 scopes) external {
        if (scopes > 0) scopes = uint8(bound(scopes, 16, 255));
        vm.expectRevert(abi.encodeWithSelector(ICertification.ScopesInvalid.selector, scopes));
        certifying(id, scopes);
    }

    function test_Issue_RevertWhen_TheCallerLacksAScope() external {
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotCertifier.selector, CERTIFIER, IDENTITY | QUALITY));
        certifying(id, IDENTITY | QUALITY);
        naming(CERTIFIER, 0);
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotCertifier.selector, CERTIFIER, IDENTITY));
        certifying(id, IDENTITY);
    }

    function test_Issue_RevertWhen_TheMemberIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(IRegistry.UnknownId.selector, 9));
        certifying(9, IDENTITY);
    }

    function test_Issue_RevertWhen_TheCertifierOwnsTheMember() external {
        naming(OWNER, 15);
        uint40 time = uint40(vm.getBlockTimestamp());
        vm.expectRevert(abi.encodeWithSelector(ICertification.SelfCertified.selector, id, OWNER));
        vm.prank(OWNER);
        registry.issueCertificate(id, IDENTITY, 0, time, time + 1);
    }

    function testFuzz_Issue_RevertWhen_TheTimesAreInvalid(uint40 from, uint40 until) external {
        uint40 time = uint40(vm.getBlockTimestamp());
        bool valid = until > from && until > time && until - from <= 731 days;
        if (!valid) vm.expectRevert(abi.encodeWithSelector(ICertification.ValidityInvalid.selector, from, until));
        vm.prank(CERTIFIER);
        registry.issueCertificate(id, IDENTITY, 0, from, until);
    }

    function test_Issue_StandsAndIsReadBack() external {
        uint40 time = uint40(vm.getBlockTimestamp());
        vm.expectEmit(true, true, true, true, address(registry));
        emit CertificateIssued(1, id, CERTIFIER, IDENTITY | DOCUMENTS, time, time + 30 days, keccak256("evidence"));
        uint64 certificateId = certifying(id, IDENTITY | DOCUMENTS);

        ICertification.Certificate memory certificate = registry.certificateOf(certificateId);
        assertEq(certificate.subject, id, "subject");
        assertEq(certificate.issuer, CERTIFIER, "issuer");
        assertEq(certificate.scopes, IDENTITY | DOCUMENTS, "scopes");
        assertEq(certificate.evidenceHash, keccak256("evidence"), "evidence");
        assertEq(certificate.validUntil, time + 30 days, "until");
        assertTrue(registry.isCertificateValid(certificateId), "valid");
        assertTrue(registry.isCertified(id, IDENTITY | DOCUMENTS), "certified");
        assertFalse(registry.isCertified(id, IDENTITY | QUALITY), "not of quality");
    }

    function test_Issue_DoesNotPushAValidOneAside() external {
        uint64 first = certifying(id, IDENTITY);
        uint64 second = certifying(id, IDENTITY);
        vm.prank(CERTIFIER);
        registry.revokeCertificate(second, "why");
        assertTrue(registry.isCertified(id, IDENTITY), "the first still speaks");
        vm.prank(CERTIFIER);
        registry.revokeCertificate(first, "why");
        assertFalse(registry.isCertified(id, IDENTITY), "none left");
    }

    function test_SuspendAndRevoke_RevertWhen_TheCertificateIsUnknown() external {
        bytes memory refusal = abi.encodeWithSelector(ICertification.UnknownCertificate.selector, 7);
        vm.expectRevert(refusal);
        registry.suspendCertificate(7, 0);
        vm.expectRevert(refusal);
        registry.resumeCertificate(7, 0);
        vm.expectRevert(refusal);
        registry.revokeCertificate(7, 0);
        vm.expectRevert(refusal);
        registry.showCertificate(7);
        vm.expectRevert(refusal);
        registry.certificateOf(7);
    }

    function testFuzz_SuspendAndRevoke_RevertWhen_AStrangerCalls(address caller) external {
        vm.assume(caller != CERTIFIER && caller != GOVERNOR);
        uint64 certificateId = certifying(id, IDENTITY);
        bytes memory refusal = abi.encodeWithSelector(ICertification.NotIssuer.selector, certificateId, caller);
        vm.startPrank(caller);
        vm.expectRevert(refusal);
        registry.suspendCertificate(certificateId, 0);
        vm.expectRevert(refusal);
        registry.revokeCertificate(certificateId, 0);
    }

    function test_SuspendAndRevoke_RevertWhen_TheStateDoesNotAllowIt() external {
        uint64 certificateId = certifying(id, IDENTITY);
        vm.startPrank(CERTIFIER);
        vm.expectRevert(abi.encodeWithSelector(ICertification.CertificateNotIn.selector, certificateId, CertificateState.Issued));
        registry.resumeCertificate(certificateId, 0);
        registry.suspendCertificate(certificateId, 0);
        vm.expectRevert(abi.encodeWithSelector(ICertification.CertificateNotIn.selector, certificateId, CertificateState.Suspended));
        registry.suspendCertificate(certificateId, 0);
        registry.revokeCertificate(certificateId, 0);
        bytes memory refusal = abi.encodeWithSelector(ICertification.CertificateNotIn.selector, certificateId, CertificateState.Revoked);
        vm.expectRevert(refusal);
        registry.suspendCertificate(certificateId, 0);
        vm.expectRevert(refusal);
        registry.resumeCertificate(certificateId, 0);
        vm.expectRevert(refusal);
        registry.revokeCertificate(certificateId, 0);
    }

    function test_TheIssuerTakesBackWhatItSaid_AlsoAfterItsDismissal() external {
        uint64 certificateId = certifying(id, IDENTITY);
        naming(CERTIFIER, 0);
        vm.startPrank(CERTIFIER);
        registry.suspendCertificate(certificateId, 0);
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotCertifier.selector, CERTIFIER, IDENTITY));
        registry.resumeCertificate(certificateId, 0);
        registry.revokeCertificate(certificateId, 0);
    }

    function test_Resume_RevertWhen_TheGovernorHoldsIt() external {
        uint64 certificateId = certifying(id, IDENTITY);
        vm.prank(GOVERNOR);
        registry.suspendCertificate(certificateId, 0);
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotIssuer.selector, certificateId, CERTIFIER));
        vm.prank(CERTIFIER);
        registry.resumeCertificate(certificateId, 0);
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotIssuer.selector, certificateId, OWNER));
        vm.prank(OWNER);
        registry.resumeCertificate(certificateId, 0);

        vm.expectEmit(true, true, true, true, address(registry));
        emit CertificateChanged(certificateId, id, CertificateState.Issued, GOVERNOR, "heard");
        vm.prank(GOVERNOR);
        registry.resumeCertificate(certificateId, "heard");
        assertTrue(registry.isCertificateValid(certificateId), "valid again");
    }

    function test_Show_RevertWhen_AnotherThanTheOwnerCalls() external {
        uint64 certificateId = certifying(id, IDENTITY);
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotOwner.selector, id, CERTIFIER));
        vm.prank(CERTIFIER);
        registry.showCertificate(certificateId);
    }

    function test_Show_SpeaksInsteadOfTheOneBefore() external {
        uint64 first = certifying(id, IDENTITY);
        later(10 days);
        uint64 second = certifying(id, IDENTITY);
        vm.prank(OWNER);
        registry.showCertificate(second);
        vm.prank(CERTIFIER);
        registry.revokeCertificate(first, "why");
        assertTrue(registry.isCertified(id, IDENTITY), "the second speaks");
        later(30 days - 1);
        assertTrue(registry.isCertified(id, IDENTITY), "to its own end");
    }

    /// Random changes by anybody: what a history said at any time it says for ever after.
    function testFuzz_AHistoryOnlyGrows(uint256 random) external {
        naming(CERTIFIER, 15);
        uint64 certificateId = certifying(id, IDENTITY);
        ICertification.Change[] memory before = registry.historyOf(certificateId);
        assertEq(before.length, 1, "the issue");
        for (uint256 step = 0; step < 12; step++) {
            random = uint256(keccak256(abi.encode(random)));
            later(random >> 200 & 0xffff);
            vm.prank(random & 1 == 0 ? CERTIFIER : GOVERNOR);
            uint256 verb = random >> 8 & 3;
            (bool done,) = address(registry)
                .call(
                    verb == 0
                        ? abi.encodeCall(registry.resumeCertificate, (certificateId, bytes32(random)))
                        : verb == 1 && step > 8
                            ? abi.encodeCall(registry.revokeCertificate, (certificateId, bytes32(random)))
                            : abi.encodeCall(registry.suspendCertificate, (certificateId, bytes32(random)))
                );
            ICertification.Change[] memory now_ = registry.historyOf(certificateId);
            assertEq(now_.length, before.length + (done ? 1 : 0), "one entry a change");
            for (uint256 i = 0; i < before.length; i++) {
                assertEq(keccak256(abi.encode(now_[i])), keccak256(abi.encode(before[i])), "an old entry");
            }
            before = now_;
        }
        assertEq(registry.certificatesOf(id).length, 1, "issued");
        assertEq(registry.certificateCount(), 1, "all of them");
    }
}
