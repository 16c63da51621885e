package network.flashback.chain;

import network.flashback.evm.Wei;

/// The chain asks for more gas money than a transaction may cost; nothing was sent.
public final class TooDearException extends ChainException {
  private static final long serialVersionUID = 1;

  TooDearException(Wei baseFee, Wei budget) {
    super(
        "The chain's base fee is "
            + baseFee
            + " per gas, above the configured budget of "
            + budget
            + ". Wait until it falls, or raise the budget. Nothing was sent.");
  }

  /// @param why what it would cost, what there is, and what to do
  public TooDearException(String why, TooDearException cause) {
    super(why, cause);
  }
}
