package network.flashback.evm.eip712;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// Where a signature counts: a contract of a name and version on one chain. Elsewhere it is
/// worthless.
public record Domain(
    String name,
    Optional<String> version,
    BigInteger chainId,
    Optional<Address> verifyingContract) {
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
