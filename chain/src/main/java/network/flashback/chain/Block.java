package network.flashback.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wei;

/// The head of a block.
public record Block(
    long number, Bytes32 hash, Bytes32 parentHash, Instant timestamp, Wei baseFeePerGas) {
  static Block of(JsonNode node) {
    // Chains from before EIP-1559 have no base fee.
    Wei baseFee =
        node.hasNonNull("baseFeePerGas")
            ? new Wei(Quantity.parse(node.get("baseFeePerGas")))
            : Wei.ZERO;
    return new Block(
        Quantity.parseLong(node.path("number")),
        Bytes32.fromHex(node.path("hash").asText()),
        Bytes32.fromHex(node.path("parentHash").asText()),
        Instant.ofEpochSecond(Quantity.parseLong(node.path("timestamp"))),
        baseFee);
  }
}
