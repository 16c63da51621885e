package network.flashback.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// Where the contracts of one network are: the file that a deployment writes and every role reads.
///
/// @param block in which the first contract was created: nothing of interest lies before it
public record Deployment(long chainId, long block, Map<String, Deployed> contracts) {
  private static final long FILE_SIZE_MAX = 1 << 20;

  /// A contract's address and the hash of its code on the chain.
  public record Deployed(Address address, Bytes32 codeHash) {}

  public Deployment {
    contracts = Collections.unmodifiableMap(new TreeMap<>(contracts));
    if (chainId <= 0 || block < 0) {
      throw new IllegalArgumentException(
          "A deployment has a positive chain id and a block of 0 or more, not "
              + chainId
              + " and "
              + block
              + ".");
    }
  }

  public static Deployment empty(long chainId, long block) {
    return new Deployment(chainId, block, Map.of());
  }

  /// With one more contract, whose code is read from the chain.
  public Deployment with(Contract contract) {
    Map<String, Deployed> more = new TreeMap<>(contracts);
    Bytes32 codeHash = contract.chain().code(contract.address()).keccak256();
    more.put(contract.name(), new Deployed(contract.address(), codeHash));
    return new Deployment(chainId, block, more);
  }

  public Address address(String contract) {
    Deployed deployed = contracts.get(contract);
    if (deployed == null) {
      throw new IllegalArgumentException(
          "The deployment has no contract '" + contract + "'. It has: " + contracts.keySet() + ".");
    }
    return deployed.address();
  }

  /// Refuses a chain that does not hold these contracts with this code.
  public void verify(Chain chain) {
    if (chain.id() != chainId) {
      throw new WrongChainException(chain.rpc().node(), chainId, chain.id());
    }
    contracts.forEach(
        (name, deployed) -> {
          var code = chain.code(deployed.address());
          if (!code.keccak256().equals(deployed.codeHash())) {
            throw new ChainException(
                "Contract "
                    + name
                    + " at "
                    + deployed.address()
                    + " on chain "
                    + chainId
                    + (code.isEmpty()
                        ? " does not exist"
                        : " has other code than the deployment file says")
                    + ". The file belongs to another network, or the chain was started anew: deploy again, or use the right file.");
          }
        });
  }

  public String toJson() {
    ObjectNode root = JsonRpc.JSON.createObjectNode();
    root.put("chainId", chainId);
    root.put("block", block);
    ObjectNode all = root.putObject("contracts");
    contracts.forEach(
        (name, deployed) ->
            all.putObject(name)
                .put("address", deployed.address().toString())
                .put("codeHash", deployed.codeHash().toString()));
    return root.toPrettyString() + "\n";
  }

  public static Deployment parse(String json) {
    JsonNode root;
    try {
      root = JsonRpc.JSON.readTree(json);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("The deployment file is no JSON.", malformed);
    }
    Map<String, Deployed> contracts = new TreeMap<>();
    root.path("contracts")
        .properties()
        .forEach(
            entry ->
                contracts.put(
                    entry.getKey(),
                    new Deployed(
                        Address.parse(text(entry.getValue(), entry.getKey(), "address")),
                        Bytes32.fromHex(text(entry.getValue(), entry.getKey(), "codeHash")))));
    return new Deployment(number(root, "chainId"), number(root, "block"), contracts);
  }

  /// Writes the file at once or not at all.
  public void write(Path file) throws IOException {
    DurableFiles.write(file, toJson());
  }

  public static Deployment read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(
          "There is no deployment file "
              + file
              + ". Deploy the contracts first, or correct the path.");
    }
    if (Files.size(file) > FILE_SIZE_MAX) {
      throw new IOException(file + " is larger than any deployment file. Is it the right file?");
    }
    try {
      return parse(Files.readString(file));
    } catch (IllegalArgumentException malformed) {
      throw new IOException(file + ": " + malformed.getMessage(), malformed);
    }
  }

  private static long number(JsonNode root, String field) {
    JsonNode node = root.path(field);
    if (!node.isIntegralNumber()) {
      throw new IllegalArgumentException(
          "The deployment's '" + field + "' is missing or no number.");
    }
    return node.asLong();
  }

  private static String text(JsonNode node, String contract, String field) {
    if (!node.path(field).isTextual()) {
      throw new IllegalArgumentException(
          "The deployment's contract '" + contract + "' has no '" + field + "'.");
    }
    return node.path(field).asText();
  }
}
