package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.possession.TreeHash;

/// Commitments and audits: IPossessionVerifier.sol.
public record PossessionVerifier(Contract contract, Domain domain) {
  /// What is committed for an agreement.
  ///
  /// @param effectiveEpoch first epoch whose audit uses it
  public record Committed(Bytes32 root, long leaves, long sequence, long effectiveEpoch) {}

  /// What an audit of one epoch uses.
  public record Audited(Bytes32 root, long leaves, long sequence) {}

  public Call commit(Revision revision, Bytes consumerSignature, Bytes providerSignature) {
    return contract.callOf("commit", revision.encode(), consumerSignature, providerSignature);
  }

  /// Sends the proofs packed, which costs least: their bytes are most of an audit's gas.
  public Call audit(long providerId, long epoch, List<PossessionTerms> proofs) {
    return contract.callOf("auditCompact", providerId, epoch, PossessionTerms.pack(proofs));
  }

  /// The same, where some leaves cannot be shown: then only the provider's node key may send it.
  public Call auditAnswering(long providerId, long epoch, List<AuditAnswer> answers) {
    return contract.callOf("auditCompact", providerId, epoch, AuditAnswer.pack(answers));
  }

  /// Says, for the provider's owner, that an agreement's bytes are lost: it is breached, and no
  /// audit from the epoch on asks for them.
  ///
  /// @param epoch the running one; the call is refused once it is over
  public Call declareFault(AgreementId id, long epoch) {
    return contract.callOf("declareFault", id.value(), epoch);
  }

  /// Has the audits draw by an agreement's rate of the next epoch; does nothing where they do.
  public Call follow(AgreementId id) {
    return contract.callOf("follow", id.value());
  }

  /// What must be proven for the epoch; needs its seed.
  public List<Challenge> challengesOf(long providerId, long epoch) {
    var values = contract.call("challengesOf", providerId, epoch);
    var ids = values.list(0, BigInteger.class);
    var indexes = values.list(1, BigInteger.class);
    var challenges = new ArrayList<Challenge>();
    for (int i = 0; i < ids.size(); i++) {
      challenges.add(new Challenge(new AgreementId(ids.get(i)), indexes.get(i).longValueExact()));
    }
    return List.copyOf(challenges);
  }

  /// The newest committed revision; sequence 0 when there is none.
  public Committed revisionOf(AgreementId id) {
    var values = contract.call("revisionOf", id.value());
    return new Committed(values.word(0), values.number(1), values.number(2), values.number(3));
  }

  public Audited auditedRevisionOf(AgreementId id, long epoch) {
    var values = contract.call("auditedRevisionOf", id.value(), epoch);
    return new Audited(values.word(0), values.number(1), values.number(2));
  }

  /// How the pieces of an agreement are hashed; empty before its first revision.
  public Optional<TreeHash> treeHashOf(AgreementId id) {
    if (revisionOf(id).sequence() == 0) {
      return Optional.empty();
    }
    return Optional.of(TreeHash.of(contract.call("treeHashOf", id.value()).number(0)));
  }

  public List<AgreementId> unitsOf(long providerId) {
    return contract.call("unitsOf", providerId).list(0, BigInteger.class).stream()
        .map(AgreementId::new)
        .toList();
  }
}
