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

    function testFuzz_SetCertifier_RevertWhen_AnotherThanTheGovernorCalls(address caller, address certifier, uint8 scopes) external {
        vm.assume(caller != GOVERNOR && certifier != CERTIFIER);
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotGovernor.selector, caller));
        vm.prank(caller);
        registry.setCertifier(certifier, scopes);
        assertEq(registry.certifierScopesOf(certifier), 0, "no office");
    }

    function testFuzz_SetCertifier_RevertWhen_AScopeIsUnknown(address certifier, uint8 scopes) external {
        scopes = uint8(bound(scopes, 16, 255));
        vm.expectRevert(abi.encodeWithSelector(ICertification.ScopesInvalid.selector, scopes));
        naming(certifier, scopes);
        vm.expectRevert(abi.encodeWithSelector(ICertification.ScopesInvalid.selector, 16));
        naming(certifier, 16);
        naming(certifier, 15);
    }

    function testFuzz_Issue_RevertWhen_TheScopesAreNoneOrUnknown(uint8 scopes) external {
        if (scopes > 0) scopes = uint8(bound(scopes, 16, 255));
        vm.expectRevert(abi.encodeWithSelector(ICertification.ScopesInvalid.selector, scopes));
        certifying(id, scopes);
    }

    function testFuzz_Issue_RevertWhen_TheCallerLacksAScope(address caller, uint8 office, uint8 scopes) external {
        vm.assume(caller != OWNER);
        scopes = uint8(bound(scopes, 1, 15));
        office = lacking(office, scopes);
        naming(caller, office);
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotCertifier.selector, caller, scopes));
        issuing(caller, id, scopes);
        assertEq(registry.certificateCount(), 0, "none");
        naming(caller, office | scopes);
        issuing(caller, id, scopes);
        assertTrue(registry.isCertified(id, scopes), "certified");
    }

    function testFuzz_Issue_RevertWhen_TheMemberIsUnknown(uint64 unknown) external {
        if (unknown != 0) unknown = uint64(bound(unknown, id + 1, type(uint64).max));
        vm.expectRevert(abi.encodeWithSelector(IRegistry.UnknownId.selector, unknown));
        certifying(unknown, IDENTITY);
        assertEq(registry.certificateCount(), 0, "none");
    }

    function testFuzz_Issue_RevertWhen_TheCertifierOwnsTheMember(address certifier, uint8 scopes) external {
        vm.assume(certifier != address(0) && certifier != OWNER);
        scopes = uint8(bound(scopes, 1, 15));
        naming(certifier, 15);
        vm.prank(certifier);
        uint64 own = registry.register(DIRECT, PAYOUT, address(0xdd), 0, "e");
        vm.expectRevert(abi.encodeWithSelector(ICertification.SelfCertified.selector, own, certifier));
        issuing(certifier, own, scopes);
        assertEq(registry.certificateCount(), 0, "none");
        issuing(certifier, id, scopes);
        assertTrue(registry.isCertified(id, scopes), "another's member");
    }

    function testFuzz_Issue_RevertWhen_TheTimesAreInvalid(uint40 from, uint40 until) external {
        uint40 time = uint40(vm.getBlockTimestamp());
        bool valid = until > from && until > time && until - from <= 731 days;
        if (!valid) vm.expectRevert(abi.encodeWithSelector(ICertification.ValidityInvalid.selector, from, until));
        vm.prank(CERTIFIER);
        registry.issueCertificate(id, IDENTITY, 0, from, until);
    }

    /// At each end of what is valid, and one second beyond it.
    function testFuzz_Issue_RevertWhen_TheTimesAreOneSecondInvalid(uint40 from) external {
        uint40 time = uint40(vm.getBlockTimestamp());
        from = uint40(bound(from, time, type(uint40).max - 732 days));
        vm.startPrank(CERTIFIER);
        vm.expectRevert(abi.encodeWithSelector(ICertification.ValidityInvalid.selector, from, from));
        registry.issueCertificate(id, IDENTITY, 0, from, from);
        vm.expectRevert(abi.encodeWithSelector(ICertification.ValidityInvalid.selector, from, from + 731 days + 1));
        registry.issueCertificate(id, IDENTITY, 0, from, from + 731 days + 1);
        vm.expectRevert(abi.encodeWithSelector(ICertification.ValidityInvalid.selector, time - 9, time));
        registry.issueCertificate(id, IDENTITY, 0, time - 9, time);
        registry.issueCertificate(id, IDENTITY, 0, from, from + 1);
        registry.issueCertificate(id, IDENTITY, 0, from, from + 731 days);
        registry.issueCertificate(id, IDENTITY, 0, time - 9, time + 1);
        assertEq(registry.certificateCount(), 3, "three");
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

    function testFuzz_SuspendAndRevoke_RevertWhen_TheCertificateIsUnknown(uint64 issued, uint64 unknown, address caller) external {
        issued = uint64(bound(issued, 0, 3));
        if (unknown != 0) unknown = uint64(bound(unknown, issued + 1, type(uint64).max));
        for (uint256 i = 0; i < issued; i++) {
            certifying(id, IDENTITY);
        }
        bytes memory refusal = abi.encodeWithSelector(ICertification.UnknownCertificate.selector, unknown);
        vm.startPrank(caller);
        vm.expectRevert(refusal);
        registry.suspendCertificate(unknown, 0);
        vm.expectRevert(refusal);
        registry.resumeCertificate(unknown, 0);
        vm.expectRevert(refusal);
        registry.revokeCertificate(unknown, 0);
        vm.expectRevert(refusal);
        registry.showCertificate(unknown);
        vm.expectRevert(refusal);
        registry.certificateOf(unknown);
        vm.expectRevert(refusal);
        registry.isCertificateValid(unknown);
        vm.stopPrank();
        assertTrue(registry.isCertificateValid(certifying(id, IDENTITY)), "the next one is known");
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

    function testFuzz_SuspendAndRevoke_RevertWhen_TheStateDoesNotAllowIt(bool byGovernor, bytes32 reason, uint256 passed) external {
        uint64 certificateId = certifying(id, IDENTITY);
        later(bound(passed, 0, 60 days));
        vm.startPrank(byGovernor ? GOVERNOR : CERTIFIER);
        vm.expectRevert(abi.encodeWithSelector(ICertification.CertificateNotIn.selector, certificateId, CertificateState.Issued));
        registry.resumeCertificate(certificateId, reason);
        registry.suspendCertificate(certificateId, reason);
        vm.expectRevert(abi.encodeWithSelector(ICertification.CertificateNotIn.selector, certificateId, CertificateState.Suspended));
        registry.suspendCertificate(certificateId, reason);
        registry.resumeCertificate(certificateId, reason);
        registry.revokeCertificate(certificateId, reason);
        bytes memory refusal = abi.encodeWithSelector(ICertification.CertificateNotIn.selector, certificateId, CertificateState.Revoked);
        vm.expectRevert(refusal);
        registry.suspendCertificate(certificateId, reason);
        vm.expectRevert(refusal);
        registry.resumeCertificate(certificateId, reason);
        vm.expectRevert(refusal);
        registry.revokeCertificate(certificateId, reason);
        assertEq(registry.historyOf(certificateId).length, 4, "issued, suspended, resumed, revoked");
    }

    function testFuzz_TheIssuerTakesBackWhatItSaid_AlsoAfterItsDismissal(uint8 scopes, uint8 office) external {
        scopes = uint8(bound(scopes, 1, 15));
        naming(CERTIFIER, 15);
        uint64 certificateId = certifying(id, scopes);
        naming(CERTIFIER, lacking(office, scopes));
        vm.startPrank(CERTIFIER);
        registry.suspendCertificate(certificateId, 0);
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotCertifier.selector, CERTIFIER, scopes));
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

    function testFuzz_Show_RevertWhen_AnotherThanTheOwnerCalls(address caller) external {
        vm.assume(caller != OWNER);
        uint64 first = certifying(id, IDENTITY);
        uint64 second = certifying(id, IDENTITY);
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotOwner.selector, id, caller));
        vm.prank(caller);
        registry.showCertificate(second);
        vm.prank(CERTIFIER);
        registry.revokeCertificate(first, "why");
        assertFalse(registry.isCertified(id, IDENTITY), "the first one spoke");
        vm.prank(OWNER);
        registry.showCertificate(second);
        assertTrue(registry.isCertified(id, IDENTITY), "shown by the owner");
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

    /// An office in which one of these scopes is missing.
    function lacking(uint8 office, uint8 scopes) private pure returns (uint8) {
        office &= 15;
        return office & scopes == scopes ? office ^ (scopes & (~scopes + 1)) : office;
    }

    function issuing(address certifier, uint64 subject, uint8 scopes) private {
        uint40 time = uint40(vm.getBlockTimestamp());
        vm.prank(certifier);
        registry.issueCertificate(subject, scopes, 0, time, time + 1);
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
