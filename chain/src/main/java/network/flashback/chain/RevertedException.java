package network.flashback.chain;

import java.util.Optional;
import network.flashback.evm.Bytes;
import network.flashback.evm.abi.Abi;

/// A contract refused a call or a transaction, with the reason it gave.
public final class RevertedException extends ChainException {
  private static final long serialVersionUID = 1;

  private final String reason;
  private final transient Bytes data;
  private final transient Optional<Abi.Failure> failure;
  private final transient Optional<Receipt> receipt;

  private RevertedException(
      String what,
      String reason,
      Bytes data,
      Optional<Abi.Failure> failure,
      Optional<Receipt> receipt) {
    super(what + " was refused by the contract: " + reason + ".");
    this.reason = reason;
    this.data = data;
    this.failure = failure;
    this.receipt = receipt;
  }

  static RevertedException of(String what, Bytes data, Abi errors, Optional<Receipt> receipt) {
    return new RevertedException(
        what, errors.describeFailure(data), data, errors.failureOf(data), receipt);
  }

  /// `ErrorName(argument=value, …)`.
  public String reason() {
    return reason;
  }

  public Bytes data() {
    return data;
  }

  /// The contract's own error, where its ABI is known.
  public Optional<Abi.Failure> failure() {
    return failure;
  }

  /// Of the failed transaction; empty when it was refused before it was sent and cost nothing.
  public Optional<Receipt> receipt() {
    return receipt;
  }
}
