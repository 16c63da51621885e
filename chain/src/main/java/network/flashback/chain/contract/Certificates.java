package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.chain.Receipt;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;

/// Certificates of the members of the register: ICertification.sol. Times are unix seconds.
public record Certificates(Contract contract) {
  public static final int IDENTITY = 1;
  public static final int LEGAL_DOCUMENTS = 2;
  public static final int LOCATION = 4;
  public static final int MEASURED_QUALITY = 8;

  /// For the governor: the scopes in which a certifier may issue; 0 dismisses it.
  public Call setCertifier(Address certifier, int scopes) {
    return contract.callOf("setCertifier", certifier, scopes);
  }

  public Call issue(
      long member, int scopes, Bytes32 evidenceHash, long validFrom, long validUntil) {
    return contract.callOf("issueCertificate", member, scopes, evidenceHash, validFrom, validUntil);
  }

  /// The id that an issued certificate got.
  public long issuedId(Receipt receipt) {
    return contract.read(receipt, "CertificateIssued").getFirst().values().number("certificateId");
  }

  public Call suspend(long certificateId, Bytes32 reasonHash) {
    return contract.callOf("suspendCertificate", certificateId, reasonHash);
  }

  public Call resume(long certificateId, Bytes32 reasonHash) {
    return contract.callOf("resumeCertificate", certificateId, reasonHash);
  }

  public Call revoke(long certificateId, Bytes32 reasonHash) {
    return contract.callOf("revokeCertificate", certificateId, reasonHash);
  }

  /// For the member's owner: this one, not the one before it, speaks for the member.
  public Call show(long certificateId) {
    return contract.callOf("showCertificate", certificateId);
  }

  public int certifierScopesOf(Address certifier) {
    return (int) contract.call("certifierScopesOf", certifier).number(0);
  }

  public Certificate certificate(long certificateId) {
    return Certificate.of(certificateId, contract.call("certificateOf", certificateId).struct(0));
  }

  /// Everything that was ever issued about a member, oldest first.
  public List<Long> of(long member) {
    return contract.call("certificatesOf", member).list(0, BigInteger.class).stream()
        .map(BigInteger::longValueExact)
        .toList();
  }

  /// All changes of a certificate, oldest first.
  public List<Certificate.Change> historyOf(long certificateId) {
    return contract.call("historyOf", certificateId).list(0, Values.class).stream()
        .map(Certificate.Change::of)
        .toList();
  }

  public boolean isValid(long certificateId) {
    return contract.call("isCertificateValid", certificateId).flag(0);
  }
}
