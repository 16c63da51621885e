package network.flashback.evm.eip712;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// Where a signature counts: a contract of a name and version on one chain. Elsewhere it is
/// worthless.
public record Domain(
    String name,
    Optional<String> version,
    BigInteger chainId,
    Optional<Address> verifyingContract) {
  /// A process signs for a handful of domains, some of them with every request.
  private static final ConcurrentMap<Domain, Bytes32> SEPARATORS = new ConcurrentHashMap<>();

  private static final int SEPARATORS_MAX = 64;

  public Domain {
    if (chainId.signum() <= 0) {
      throw new IllegalArgumentException("A chain id is positive, not " + chainId + ".");
    }
  }

  public static Domain of(String name, String version, long chainId, Address verifyingContract) {
    return new Domain(
        name, Optional.of(version), BigInteger.valueOf(chainId), Optional.of(verifyingContract));
  }

  /// Hash of the domain; absent fields are absent from its type too.
  public Bytes32 separator() {
    var known = SEPARATORS.get(this);
    if (known != null) {
      return known;
    }
    if (SEPARATORS.size() >= SEPARATORS_MAX) {
      SEPARATORS.clear();
    }
    var hash = hash();
    SEPARATORS.put(this, hash);
    return hash;
  }

  private Bytes32 hash() {
    List<String> members = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    members.add("string name");
    values.add(name);
    version.ifPresent(
        text -> {
          members.add("string version");
          values.add(text);
        });
    members.add("uint256 chainId");
    values.add(chainId);
    verifyingContract.ifPresent(
        address -> {
          members.add("address verifyingContract");
          values.add(address);
        });
    return StructType.parse("EIP712Domain(" + String.join(",", members) + ")")
        .of(values.toArray())
        .hash();
  }
}
