package network.flashback.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wei;

/// What became of a transaction: the block it is in, whether it succeeded, and what it cost.
public record Receipt(
    Bytes32 transactionHash,
    long blockNumber,
    Bytes32 blockHash,
    boolean succeeded,
    long gasUsed,
    Wei effectiveGasPrice,
    Optional<Address> created,
    List<Log> logs) {
  public Receipt {
    logs = List.copyOf(logs);
  }

  /// What the sender paid for gas.
  public Wei cost() {
    return new Wei(effectiveGasPrice.amount().multiply(BigInteger.valueOf(gasUsed)));
  }

  static Receipt of(JsonNode node) {
    List<Log> logs = new ArrayList<>();
    node.path("logs").forEach(log -> logs.add(Log.of(log)));
    return new Receipt(
        Bytes32.fromHex(node.path("transactionHash").asText()),
        Quantity.parseLong(node.path("blockNumber")),
        Bytes32.fromHex(node.path("blockHash").asText()),
        Quantity.parseLong(node.path("status")) == 1,
        Quantity.parseLong(node.path("gasUsed")),
        new Wei(Quantity.parse(node.path("effectiveGasPrice"))),
        node.hasNonNull("contractAddress")
            ? Optional.of(Address.parse(node.get("contractAddress").asText()))
            : Optional.empty(),
        logs);
  }
}
