package network.flashback.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.evm.Bytes32;

/// How far a follower has come: the last block it handled, and the newest blocks with their logs,
/// so that they can be taken back when the chain reorganises.
///
/// @param last number of the last handled block; -1 before the first one
/// @param recent the newest handled blocks, oldest first, without gaps, ending at `last`
public record FollowedBlocks(long last, List<FollowedBlock> recent) {
  /// A handled block and the logs that were delivered from it.
  public record FollowedBlock(long number, Bytes32 hash, List<Log> logs) {
    public FollowedBlock {
      logs = List.copyOf(logs);
    }
  }

  public FollowedBlocks {
    recent = List.copyOf(recent);
    for (int i = 0; i < recent.size(); i++) {
      if (recent.get(i).number() != last - (recent.size() - 1 - i)) {
        throw new IllegalArgumentException(
            "The follower's position is damaged: its blocks do not end at block " + last + ".");
      }
    }
  }

  /// The position before the first block that is of interest.
  public static FollowedBlocks before(long firstBlock) {
    return new FollowedBlocks(firstBlock - 1, List.of());
  }

  Optional<FollowedBlock> newest() {
    return recent.isEmpty() ? Optional.empty() : Optional.of(recent.getLast());
  }

  /// The text to store; [#parse] reads it back.
  public String toJson() {
    ObjectNode root = JsonRpc.JSON.createObjectNode();
    root.put("last", last);
    var blocks = root.putArray("recent");
    for (FollowedBlock block : recent) {
      ObjectNode node = blocks.addObject();
      node.put("number", block.number());
      node.put("hash", block.hash().toString());
      var logs = node.putArray("logs");
      block.logs().forEach(log -> logs.add(log.toJson()));
    }
    return root.toString();
  }

  public static FollowedBlocks parse(String json) {
    try {
      JsonNode root = JsonRpc.JSON.readTree(json);
      List<FollowedBlock> recent = new ArrayList<>();
      for (JsonNode node : root.path("recent")) {
        List<Log> logs = new ArrayList<>();
        node.path("logs").forEach(log -> logs.add(Log.of(log)));
        recent.add(
            new FollowedBlock(
                node.path("number").asLong(), Bytes32.fromHex(node.path("hash").asText()), logs));
      }
      if (!root.path("last").isIntegralNumber()) {
        throw new IllegalArgumentException(
            "The follower's position is damaged: 'last' is no number.");
      }
      return new FollowedBlocks(root.path("last").asLong(), recent);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(
          "The follower's position is damaged: it is no JSON.", malformed);
    }
  }
}
