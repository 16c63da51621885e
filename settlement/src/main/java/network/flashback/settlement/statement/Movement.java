package network.flashback.settlement.statement;

import java.math.BigInteger;
import network.flashback.evm.Bytes32;

/// Money of an agreement that moved, and the transaction that moved it.
///
/// @param amount token units
/// @param block number of the block that holds the transaction
public record Movement(Kind kind, BigInteger amount, long block, Bytes32 transaction) {
  /// Which sum of the agreement it is part of.
  public enum Kind {
    DEPOSITED,
    STREAMED,
    EGRESS,
    CREDITED,
    REFUNDED,
    PENALISED
  }
}
