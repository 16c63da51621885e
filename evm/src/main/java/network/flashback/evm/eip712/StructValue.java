package network.flashback.evm.eip712;

import java.util.List;
import network.flashback.evm.Bytes32;

/// A struct with its values, hashed when it is made; a value that does not fit its member is
/// refused there.
public final class StructValue {
  private final StructType type;
  private final List<Object> values;
  private final Bytes32 hash;

  StructValue(StructType type, List<Object> values) {
    this.type = type;
    this.values = values;
    this.hash = type.hash(values);
  }

  public StructType type() {
    return type;
  }

  public List<Object> values() {
    return values;
  }

  /// `hashStruct` of EIP-712.
  public Bytes32 hash() {
    return hash;
  }

  @Override
  public String toString() {
    return type.name() + values;
  }
}
