package network.flashback.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import network.flashback.evm.Address;
import network.flashback.evm.Keccak256;

/// Who holds how much at one block, asked from the chain's node by plain eth_call: none of our
/// program's chain code lies in between.
final class ChainBalances {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI rpc;
  private final long block;

  /// @param rpc URL of the chain's node
  /// @param block number of the block at which everything is read
  ChainBalances(URI rpc, long block) {
    this.rpc = rpc;
    this.block = block;
  }

  BigInteger balanceOf(Address token, Address holder) {
    return call(token, "balanceOf(address)", word(holder));
  }

  BigInteger totalSupply(Address token) {
    return call(token, "totalSupply()");
  }

  BigInteger earningsOf(Address orchestrator, long provider, int market) {
    return call(orchestrator, "earningsOf(uint64,uint16)", word(provider), word(market));
  }

  BigInteger feesOf(Address orchestrator, int market) {
    return call(orchestrator, "feesOf(uint16)", word(market));
  }

  BigInteger refundOf(Address orchestrator, Address account, Address token) {
    return call(orchestrator, "refundOf(address,address)", word(account), word(token));
  }

  BigInteger claimableOf(Address stakes, Address account, Address token) {
    return call(stakes, "claimableOf(address,address)", word(account), word(token));
  }

  /// The first word of what the contract answers.
  private BigInteger call(Address contract, String signature, String... words) {
    var input = Keccak256.hash(signature).toString().substring(0, 10) + String.join("", words);
    var request = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
    request.put("method", "eth_call");
    var parameters = request.putArray("params");
    parameters.addObject().put("to", contract.toString()).put("data", input);
    parameters.add("0x" + Long.toHexString(block));
    JsonNode answer = send(request.toString());
    if (!answer.path("result").isTextual() || answer.path("result").asText().length() < 66) {
      throw new IllegalStateException(signature + " at block " + block + ": " + answer);
    }
    return new BigInteger(answer.path("result").asText().substring(2, 66), 16);
  }

  private JsonNode send(String body) {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(rpc)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new IllegalStateException("The chain's node does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String word(Address address) {
    return "0".repeat(24) + address.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
  }

  private static String word(long number) {
    return "%064x".formatted(number);
  }
}
