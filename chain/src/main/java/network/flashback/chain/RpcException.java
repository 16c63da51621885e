package network.flashback.chain;

import network.flashback.evm.Bytes;

/// The node understood a request and refused it.
public final class RpcException extends ChainException {
  private static final long serialVersionUID = 1;

  private final int code;
  private final transient Bytes data;

  public RpcException(String method, int code, String message, Bytes data) {
    super("The chain's node refused " + method + ": " + message + " (code " + code + ").");
    this.code = code;
    this.data = data;
  }

  public int code() {
    return code;
  }

  /// What a reverted call returned; empty when the error is of another kind.
  public Bytes data() {
    return data;
  }

  boolean says(String phrase) {
    String message = getMessage();
    return message != null && message.toLowerCase(java.util.Locale.ROOT).contains(phrase);
  }
}
