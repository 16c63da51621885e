package network.flashback.sdk.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import network.flashback.evm.Bytes32;
import network.flashback.sdk.FlashbackClient;

/// Does a statement add up, and is each of its amounts in a transaction of the chain? Asks a node
/// of the chain, which need not be the platform's. (`flashback verify statement` does the whole of
/// it: pay from proofs, quality from the reporters' records.)
public final class CheckStatement {
  /// Sums of an agreement, and the kinds of movement that they are made of.
  private static final Map<String, String> SUMS =
      Map.of(
          "deposited", "deposited",
          "streamed", "streamed",
          "egress", "egress",
          "credits", "credited",
          "refunded", "refunded");

  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckStatement() {}

  /// Arguments: the platform's address, the address of a node of the chain, and the SLA.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    run(
        URI.create(arguments[0]),
        URI.create(arguments[1]),
        Bytes32.fromHex(arguments[2]),
        System.out);
  }

  /// What does not hold; nothing when all of it does.
  public static List<String> run(URI platform, URI chain, Bytes32 sla, PrintStream out)
      throws IOException, InterruptedException {
    var wrong = new ArrayList<String>();
    var transactions = 0;
    try (var flashback = FlashbackClient.at(platform).build();
        var http = HttpClient.newHttpClient()) {
      var statement = flashback.statements().statement(sla);
      for (var agreement : statement.path("agreements")) {
        for (var sum : SUMS.entrySet()) {
          var moved = moved(agreement, sum.getValue());
          if (!moved.equals(amount(agreement, sum.getKey()))) {
            wrong.add(
                "agreement %s: %s is told as %s, and its movements are %s"
                    .formatted(
                        agreement.path("agreementId").asText(),
                        sum.getKey(),
                        amount(agreement, sum.getKey()),
                        moved));
          }
        }
        for (var movement : agreement.path("movements")) {
          transactions++;
          var hash = movement.path("transaction").asText();
          var receipt = ask(http, chain, "eth_getTransactionReceipt", hash);
          var block = Long.decode(receipt.path("blockNumber").asText("0x0"));
          if (!receipt.path("status").asText().equals("0x1")
              || block != movement.path("block").asLong()) {
            wrong.add("transaction " + hash + " is not where the statement says");
          }
        }
      }
    }
    wrong.forEach(out::println);
    out.printf("%d amounts were looked up, %d things are wrong.%n", transactions, wrong.size());
    return wrong;
  }

  private static BigInteger amount(JsonNode from, String field) {
    return new BigInteger(from.path(field).asText());
  }

  private static BigInteger moved(JsonNode agreement, String kind) {
    return StreamSupport.stream(agreement.path("movements").spliterator(), false)
        .filter(one -> one.path("kind").asText().equals(kind))
        .map(one -> amount(one, "amount"))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static JsonNode ask(HttpClient http, URI chain, String method, String parameter)
      throws IOException, InterruptedException {
    var question = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
    question.putArray("params").add(parameter);
    var request =
        HttpRequest.newBuilder(chain)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(question.toString()))
            .build();
    return JSON.readTree(http.send(request, BodyHandlers.ofString()).body()).path("result");
  }
}
