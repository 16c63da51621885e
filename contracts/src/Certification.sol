// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CertificateState, ICertification} from "./interfaces/ICertification.sol";

/// @title Who certified what about whom, and everything that became of it
/// @notice See ICertification. Part of the Registry; no money here.
abstract contract Certification is ICertification {
    uint8 internal constant ALL_SCOPES = 15;
    uint256 private constant SCOPES = 4;
    uint256 private constant VALIDITY_SECONDS_MAX = 731 days;

    address public immutable governor;

    /// @inheritdoc ICertification
    uint64 public override certificateCount;
    /// @inheritdoc ICertification
    mapping(address certifier => uint8 scopes) public override certifierScopesOf;
    mapping(uint64 certificateId => Certificate) private _certificates;
    mapping(uint64 certificateId => Change[]) private _histories;
    mapping(uint64 id => uint64[]) private _issued;
    /// @dev By scope, the certificate that speaks for the member; four to a slot, which the listing reads.
    mapping(uint64 id => uint64[SCOPES] certificateIds) private _shown;

    modifier onlyGovernor() {
        if (msg.sender != governor) revert NotGovernor({caller: msg.sender});
        _;
    }

    constructor(address governor_) {
        governor = governor_;
    }

    /// @dev Fails for an unknown id.
    function _ownerOf(uint64 id) internal view virtual returns (address);

    /// @inheritdoc ICertification
    function setCertifier(address certifier, uint8 scopes) external onlyGovernor {
        if (scopes > ALL_SCOPES) revert ScopesInvalid({scopes: scopes});

        certifierScopesOf[certifier] = scopes;
        emit CertifierSet({certifier: certifier, scopes: scopes});
    }

    /// @inheritdoc ICertification
    function issueCertificate(uint64 id, uint8 scopes, bytes32 evidenceHash, uint40 validFrom, uint40 validUntil)
        external
        returns (uint64 certificateId)
    {
        if (scopes == 0 || scopes > ALL_SCOPES) revert ScopesInvalid({scopes: scopes});
        _requireCertifier(scopes);
        if (_ownerOf(id) == msg.sender) revert SelfCertified({id: id, issuer: msg.sender});
        if (validUntil <= validFrom || validUntil <= block.timestamp || validUntil - validFrom > VALIDITY_SECONDS_MAX) {
            revert ValidityInvalid({validFrom: validFrom, validUntil: validUntil});
        }

        certificateId = ++certificateCount;
        _certificates[certificateId] = Certificate({
            subject: id,
            scopes: scopes,
            state: CertificateState.Issued,
            governorHolds: false,
            validFrom: validFrom,
            validUntil: validUntil,
            issuer: msg.sender,
            evidenceHash: evidenceHash
        });
        _issued[id].push(certificateId);
        _note(certificateId, CertificateState.Issued, evidenceHash);
        emit CertificateIssued({
            certificateId: certificateId,
            id: id,
            issuer: msg.sender,
            scopes: scopes,
            validFrom: validFrom,
            validUntil: validUntil,
            evidenceHash: evidenceHash
        });
        _show(id, certificateId, scopes & ~_certifiedScopes(id));
    }

    /// @inheritdoc ICertification
    function suspendCertificate(uint64 certificateId, bytes32 reasonHash) external {
        Certificate storage certificate = _requireMayLessen(certificateId);
        if (certificate.state != CertificateState.Issued) _wrongState(certificateId, certificate);

        if (msg.sender == governor) certificate.governorHolds = true;
        _change(certificateId, certificate, CertificateState.Suspended, reasonHash);
    }

    /// @inheritdoc ICertification
    function resumeCertificate(uint64 certificateId, bytes32 reasonHash) external {
        Certificate storage certificate = _certificate(certificateId);
        if (certificate.state != CertificateState.Suspended) _wrongState(certificateId, certificate);
        if (msg.sender != governor) {
            if (msg.sender != certificate.issuer || certificate.governorHolds) {
                revert NotIssuer({certificateId: certificateId, caller: msg.sender});
            }
            _requireCertifier(certificate.scopes);
        }

        certificate.governorHolds = false;
        _change(certificateId, certificate, CertificateState.Issued, reasonHash);
    }

    /// @inheritdoc ICertification
    function revokeCertificate(uint64 certificateId, bytes32 reasonHash) external {
        Certificate storage certificate = _requireMayLessen(certificateId);
        if (certificate.state == CertificateState.Revoked) _wrongState(certificateId, certificate);

        _change(certificateId, certificate, CertificateState.Revoked, reasonHash);
    }

    /// @inheritdoc ICertification
    function showCertificate(uint64 certificateId) external {
        Certificate storage certificate = _certificate(certificateId);
        uint64 id = certificate.subject;
        if (msg.sender != _ownerOf(id)) revert NotOwner({id: id, caller: msg.sender});

        _show(id, certificateId, certificate.scopes);
    }

    /// @inheritdoc ICertification
    function certificateOf(uint64 certificateId) external view returns (Certificate memory) {
        return _certificate(certificateId);
    }

    /// @inheritdoc ICertification
    function isCertificateValid(uint64 certificateId) external view returns (bool) {
        return _isValid(_certificate(certificateId));
    }

    /// @inheritdoc ICertification
    function certificatesOf(uint64 id) external view returns (uint64[] memory certificateIds) {
        return _issued[id];
    }

    /// @inheritdoc ICertification
    function historyOf(uint64 certificateId) external view returns (Change[] memory) {
        return _histories[certificateId];
    }

    /// @inheritdoc ICertification
    function isCertified(uint64 id, uint8 scopes) public view returns (bool) {
        return scopes == 0 || _certifiedScopes(id) & scopes == scopes;
    }

    function _certifiedScopes(uint64 id) private view returns (uint8 scopes) {
        uint64[SCOPES] memory shown = _shown[id];
        for (uint256 i = 0; i < SCOPES; i++) {
            if (shown[i] != 0 && _isValid(_certificates[shown[i]])) scopes |= uint8(1 << i);
        }
    }

    function _isValid(Certificate storage certificate) private view returns (bool) {
        return certificate.state == CertificateState.Issued && certificate.validFrom <= block.timestamp
            && block.timestamp < certificate.validUntil;
    }

    function _show(uint64 id, uint64 certificateId, uint8 scopes) private {
        if (scopes == 0) return;
        uint64[SCOPES] storage shown = _shown[id];
        for (uint256 i = 0; i < SCOPES; i++) {
            if (scopes & (1 << i) != 0) shown[i] = certificateId;
        }
        emit CertificateShown({certificateId: certificateId, id: id, scopes: scopes});
    }

    function _change(uint64 certificateId, Certificate storage certificate, CertificateState state, bytes32 reasonHash) private {
        certificate.state = state;
        _note(certificateId, state, reasonHash);
        emit CertificateChanged({
            certificateId: certificateId, id: certificate.subject, state: state, by: msg.sender, reasonHash: reasonHash
        });
    }

    function _note(uint64 certificateId, CertificateState state, bytes32 reasonHash) private {
        _histories[certificateId].push(Change({state: state, at: uint40(block.timestamp), by: msg.sender, reasonHash: reasonHash}));
    }

    function _requireCertifier(uint8 scopes) private view {
        if (certifierScopesOf[msg.sender] & scopes != scopes) revert NotCertifier({caller: msg.sender, scopes: scopes});
    }

    /// @dev Taking back what one said needs no office.
    function _requireMayLessen(uint64 certificateId) private view returns (Certificate storage certificate) {
        certificate = _certificate(certificateId);
        if (msg.sender != certificate.issuer && msg.sender != governor) {
            revert NotIssuer({certificateId: certificateId, caller: msg.sender});
        }
    }

    function _certificate(uint64 certificateId) private view returns (Certificate storage certificate) {
        certificate = _certificates[certificateId];
        if (certificate.state == CertificateState.None) revert UnknownCertificate({certificateId: certificateId});
    }

    function _wrongState(uint64 certificateId, Certificate storage certificate) private view {
        revert CertificateNotIn({certificateId: certificateId, state: certificate.state});
    }
}
