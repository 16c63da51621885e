package network.flashback.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// What a contract wrote when it emitted an event, and where it stands on the chain.
public record Log(
    Address address,
    List<Bytes32> topics,
    Bytes data,
    long blockNumber,
    Bytes32 blockHash,
    Bytes32 transactionHash,
    long index) {
  public Log {
    topics = List.copyOf(topics);
  }

  static Log of(JsonNode node) {
    List<Bytes32> topics = new ArrayList<>();
    node.path("topics").forEach(topic -> topics.add(Bytes32.fromHex(topic.asText())));
    return new Log(
        Address.parse(node.path("address").asText()),
        topics,
        Bytes.fromHex(node.path("data").asText("0x")),
        Quantity.parseLong(node.path("blockNumber")),
        Bytes32.fromHex(node.path("blockHash").asText()),
        Bytes32.fromHex(node.path("transactionHash").asText()),
        Quantity.parseLong(node.path("logIndex")));
  }

  ObjectNode toJson() {
    ObjectNode node = JsonRpc.JSON.createObjectNode();
    node.put("address", address.toString());
    var list = node.putArray("topics");
    topics.forEach(topic -> list.add(topic.toString()));
    node.put("data", data.toString());
    node.put("blockNumber", Quantity.of(blockNumber));
    node.put("blockHash", blockHash.toString());
    node.put("transactionHash", transactionHash.toString());
    node.put("logIndex", Quantity.of(index));
    return node;
  }
}
