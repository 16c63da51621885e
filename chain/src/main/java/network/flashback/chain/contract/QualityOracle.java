package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;
import network.flashback.evm.eip712.Domain;

/// Quality of every agreement, one root per epoch: IQualityOracle.sol.
public record QualityOracle(Contract contract, Domain domain) {
  /// An active reporter and the key it signs with.
  public record Reporter(long id, Address key) {}

  /// A posted root.
  ///
  /// @param postedAt unix second; 0 when the epoch has none
  public record Posted(Bytes32 root, Bytes32 recordsHash, long postedAt) {}

  public Address address() {
    return contract.address();
  }

  public Call join(long id) {
    return contract.callOf("join", id);
  }

  /// Posts the root of one epoch.
  ///
  /// @param signatures in ascending order of their signers' addresses
  public Call post(QualityRoot root, List<Bytes> signatures) {
    var packed = signatures.stream().reduce(Bytes.EMPTY, Bytes::then);
    return contract.callOf("post", root.epoch(), root.root(), root.recordsHash(), packed);
  }

  public Call executeBreach(long epoch, AgreementId id, int creditBps, List<Bytes32> proof) {
    return contract.callOf("executeBreach", epoch, id.value(), creditBps, proof);
  }

  public Call proveEquivocation(QualityRoot a, Bytes signatureA, QualityRoot b, Bytes signatureB) {
    return contract.callOf(
        "proveEquivocation",
        a.epoch(),
        a.root(),
        a.recordsHash(),
        signatureA,
        b.root(),
        b.recordsHash(),
        signatureB);
  }

  public Posted rootOf(long epoch) {
    var values = contract.call("rootOf", epoch);
    return new Posted(values.word(0), values.word(1), values.number(2));
  }

  /// Who signed a root that is kept, and from when it is final.
  ///
  /// @param finalAt unix second; 0 when the epoch has no root that is kept
  public record Signers(List<Long> ids, long finalAt) {
    public Signers {
      ids = List.copyOf(ids);
    }
  }

  public Signers signersOf(long epoch) {
    var values = contract.call("signersOf", epoch);
    var ids = values.list(0, BigInteger.class).stream().map(BigInteger::longValueExact).toList();
    return new Signers(ids, values.number(1));
  }

  public OptionalLong newestPosted() {
    var values = contract.call("newestPosted");
    return values.flag(0) ? OptionalLong.of(values.number(1)) : OptionalLong.empty();
  }

  /// All reporters of the running epoch.
  public List<Reporter> reporters() {
    return reporters(contract.call("reporters"));
  }

  /// Those who sign the root of `epoch`. Where there are more than a committee, the seed of the
  /// epoch before draws them, and the call fails until it is posted.
  public List<Reporter> committeeOf(long epoch) {
    return reporters(contract.call("committeeOf", epoch));
  }

  private static List<Reporter> reporters(Values values) {
    var ids = values.list(0, BigInteger.class);
    var keys = values.list(1, Address.class);
    var reporters = new ArrayList<Reporter>();
    for (int i = 0; i < ids.size(); i++) {
      reporters.add(new Reporter(ids.get(i).longValueExact(), keys.get(i)));
    }
    return List.copyOf(reporters);
  }

  public int quorum() {
    return (int) contract.call("quorum").number(0);
  }

  /// Signatures that the root of `epoch` needs.
  public int quorumOf(long epoch) {
    return (int) contract.call("quorumOf", epoch).number(0);
  }
}
