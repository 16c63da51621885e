package network.flashback.evm.abi;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import network.flashback.evm.Bytes;

/// A function of a contract: what to send to call it, and how to read what it returns.
public final class Function {
  static final int SELECTOR_SIZE = 4;

  private final com.esaulpaugh.headlong.abi.Function definition;

  Function(com.esaulpaugh.headlong.abi.Function definition) {
    this.definition = definition;
  }

  public String name() {
    return definition.getName() == null ? "" : definition.getName();
  }

  /// Name and types of the arguments, as in `transfer(address,uint256)`.
  public String signature() {
    return definition.getCanonicalSignature();
  }

  /// Types of the arguments, in order, as ABIs write them.
  public List<String> argumentTypes() {
    var inputs = definition.getInputs();
    return IntStream.range(0, inputs.size())
        .mapToObj(i -> inputs.get(i).getCanonicalType())
        .toList();
  }

  public Bytes selector() {
    return Bytes.of(definition.selector());
  }

  /// Whether the function promises to change nothing.
  public boolean isView() {
    String mutability = definition.getStateMutability();
    return "view".equals(mutability) || "pure".equals(mutability);
  }

  /// Selector and arguments; for the kinds of values see [Values], integers may also be `int` and
  /// `long`, structs and arrays also `List`.
  public Bytes encode(Object... arguments) {
    return encode(Arrays.asList(arguments));
  }

  public Bytes encode(List<?> arguments) {
    try {
      var tuple = Conversion.toTuple(definition.getInputs(), arguments);
      return Bytes.of(definition.encodeCall(tuple).array());
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "Call of " + signature() + ": " + wrong.getMessage(), wrong);
    }
  }

  /// Reads what a call returned.
  public Values decodeReturn(Bytes returned) {
    if (returned.isEmpty() && !definition.getOutputs().isEmpty()) {
      throw new AbiException(
          "Call of "
              + signature()
              + " returned nothing. There is probably no contract at that address, or a different one.");
    }
    try {
      return Conversion.toValues(
          definition.getOutputs(), definition.decodeReturn(returned.toArray()));
    } catch (RuntimeException malformed) {
      throw new AbiException(
          "What "
              + signature()
              + " returned does not fit its ABI ("
              + malformed.getMessage()
              + "): the address belongs to another contract or version.",
          malformed);
    }
  }

  /// Reads the arguments of a call back from its input.
  public Values decodeCall(Bytes input) {
    try {
      return Conversion.toValues(definition.getInputs(), definition.decodeCall(input.toArray()));
    } catch (RuntimeException malformed) {
      throw new AbiException(
          "The input is no call of " + signature() + ": " + malformed.getMessage(), malformed);
    }
  }

  @Override
  public String toString() {
    return signature();
  }
}
