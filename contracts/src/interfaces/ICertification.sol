// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice State of a certificate. Terminal: Revoked. Whether it is valid now depends on its times too.
enum CertificateState {
    None,
    Issued,
    Suspended,
    Revoked
}

/// @title Certificates: time-limited statements of certifiers about members of the register
/// @notice Scopes are a mask: 1 identity, 2 legal documents, 4 location, 8 measured quality. Certificate ids count from 1; times are unix
/// seconds. Every change of a certificate is appended to its history, which nobody can rewrite: not its issuer, not the governor.
interface ICertification {
    struct Certificate {
        /// Who it is about: id in the Registry.
        uint64 subject;
        uint8 scopes;
        CertificateState state;
        /// Suspended by the governor: only the governor lifts it.
        bool governorHolds;
        uint40 validFrom;
        /// First second at which it is no longer valid.
        uint40 validUntil;
        address issuer;
        /// keccak256 of what the certifier looked at, stored off chain.
        bytes32 evidenceHash;
    }

    /// @notice One entry of a certificate's history.
    struct Change {
        CertificateState state;
        uint40 at;
        address by;
        /// keccak256 of the reason; the evidence hash for the issue.
        bytes32 reasonHash;
    }

    event CertifierSet(address indexed certifier, uint8 scopes);
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
    /// @notice From now on this certificate speaks for the member in these scopes.
    event CertificateShown(uint64 indexed certificateId, uint64 indexed id, uint8 scopes);

    error NotGovernor(address caller);
    error NotOwner(uint64 id, address caller);
    error ScopesInvalid(uint8 scopes);
    error NotCertifier(address caller, uint8 scopes);
    error SelfCertified(uint64 id, address issuer);
    error ValidityInvalid(uint40 validFrom, uint40 validUntil);
    error UnknownCertificate(uint64 certificateId);
    error NotIssuer(uint64 certificateId, address caller);
    error CertificateNotIn(uint64 certificateId, CertificateState state);

    /// @notice Governor only: the scopes in which `certifier` may issue; 0 dismisses it. What it issued stands.
    function setCertifier(address certifier, uint8 scopes) external;

    /// @notice A certifier of all `scopes`, about a member that it does not own; for at most two years. Where the member has no valid
    /// certificate of a scope, this one speaks for it at once.
    function issueCertificate(uint64 id, uint8 scopes, bytes32 evidenceHash, uint40 validFrom, uint40 validUntil)
        external
        returns (uint64 certificateId);

    /// @notice The issuer, also when dismissed since, or the governor.
    function suspendCertificate(uint64 certificateId, bytes32 reasonHash) external;
    /// @notice Who suspended: the governor any suspension, the issuer its own while it is a certifier of the scopes.
    function resumeCertificate(uint64 certificateId, bytes32 reasonHash) external;
    /// @notice The issuer, also when dismissed since, or the governor. For ever.
    function revokeCertificate(uint64 certificateId, bytes32 reasonHash) external;
    /// @notice The member's owner: this certificate, not the one before it, speaks for the member in its scopes.
    function showCertificate(uint64 certificateId) external;

    function certifierScopesOf(address certifier) external view returns (uint8 scopes);
    function certificateCount() external view returns (uint64);
    function certificateOf(uint64 certificateId) external view returns (Certificate memory);
    function isCertificateValid(uint64 certificateId) external view returns (bool);
    /// @notice Everything that was ever issued about a member, oldest first.
    function certificatesOf(uint64 id) external view returns (uint64[] memory certificateIds);
    /// @notice All changes of a certificate, oldest first.
    function historyOf(uint64 certificateId) external view returns (Change[] memory);
    /// @notice Whether valid certificates speak for the member in all of `scopes`.
    function isCertified(uint64 id, uint8 scopes) external view returns (bool);
}
