package network.flashback.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.flashback.chain.Block;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Chain;
import network.flashback.settlement.verify.RegisterVerifier;
import network.flashback.settlement.verify.Verification;
import network.flashback.settlement.wire.BoundedHttp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback verify register`: the register, rebuilt.
@Command(
    name = "register",
    description = {
      "Rebuild the register from the chain alone: members, statuses, certificates, subscriptions,",
      "stake. With --against, compare each entry with what a platform lists, and name differences."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  ./flashback verify register --rpc http://127.0.0.1:8545 --deployment deployment.json \\",
      "      --against http://127.0.0.1:9080",
      "%nExit code 0: rebuilt, and nothing differs; 1: something differs, or nothing could be"
          + " rebuilt."
    },
    mixinStandardHelpOptions = true)
public final class VerifyRegisterCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  // A member may change between the platform's answer and the block that it is compared with.
  private static final int ATTEMPTS = 3;

  @Mixin private final ChainOptions options = new ChainOptions();
  @Mixin private final PlatformClaim claim = new PlatformClaim();

  @Option(names = "--json", description = "Print JSON: the register, as it can be compared with.")
  private boolean json;

  @Spec private CommandSpec spec;

  private record Compared(Block at, Map<Long, ObjectNode> register, Optional<Verification> result) {
    boolean agrees() {
      return result.map(Verification::agrees).orElse(true);
    }
  }

  @Override
  public Integer call() throws IOException {
    try (var chain = options.open();
        var http = new BoundedHttp(Duration.ofSeconds(2))) {
      var verifier = new RegisterVerifier(chain.contracts());
      Compared compared = compare(chain.contracts().chain(), verifier, http);
      for (int i = 1; i < ATTEMPTS && claim.isAddress() && !compared.agrees(); i++) {
        compared = compare(chain.contracts().chain(), verifier, http);
      }
      print(compared);
      return compared.agrees() ? 0 : 1;
    }
  }

  private Compared compare(Chain chain, RegisterVerifier verifier, BoundedHttp http)
      throws IOException {
    if (!claim.isGiven()) {
      Block head = chain.head();
      return new Compared(head, verifier.register(head), Optional.empty());
    }
    List<JsonNode> members = new ArrayList<>();
    Optional<Long> block = Optional.empty();
    if (claim.isAddress()) {
      for (JsonNode member : claim.read("/v1/providers", http).path("providers")) {
        members.add(claim.read("/v1/providers/" + member.path("id").asLong(), http));
      }
    } else {
      JsonNode file = claim.read("", http);
      if (!file.path("providers").isArray()) {
        throw new IOException(
            "The file holds no list 'providers'. ./flashback verify register --json prints one.");
      }
      file.path("providers").forEach(members::add);
      block = Optional.of(file.path("block")).filter(JsonNode::isNumber).map(JsonNode::asLong);
    }
    Block at = block.isPresent() ? blockAt(chain, block.get()) : chain.head();
    var register = verifier.register(at);
    return new Compared(at, register, Optional.of(RegisterVerifier.compare(register, members)));
  }

  private static Block blockAt(Chain chain, long number) throws IOException {
    return chain
        .block(BlockTag.number(number))
        .orElseThrow(
            () ->
                new IOException(
                    "The chain has no block %d, which the file is of. Name another node with --rpc."
                        .formatted(number)));
  }

  private void print(Compared compared) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      var node = JSON.createObjectNode();
      node.put("block", compared.at().number());
      node.put("blockHash", compared.at().hash().toString());
      node.set("providers", JSON.valueToTree(compared.register().values()));
      compared
          .result()
          .ifPresent(
              result -> {
                node.put("agrees", result.agrees());
                node.set("differences", JSON.valueToTree(result.differences()));
              });
      out.println(node);
    } else {
      compared.register().values().forEach(member -> print(member, out));
      compared.result().ifPresent(result -> print(result, out));
    }
    out.flush();
  }

  private static void print(ObjectNode member, PrintWriter out) {
    out.printf(
        "member %d %s: %s, %s, owner %s%n",
        member.path("id").asLong(),
        String.join(" ", JSON.convertValue(member.path("kinds"), String[].class)),
        member.path("status").asText().toLowerCase(Locale.ROOT),
        member.path("listed").asBoolean() ? "listed" : "not listed",
        member.path("owner").asText());
    out.printf(
        "  stake %s free, %s committed; %d payments, %d certificates, %d changes of status%n",
        member.path("freeStake").asText(),
        member.path("committedStake").asText(),
        member.path("subscriptions").size(),
        member.path("certificates").size(),
        member.path("history").size());
  }

  private static void print(Verification result, PrintWriter out) {
    out.printf("%d values compared with the platform's%n", result.values());
    result.differences().forEach(what -> out.println("  DIFFERS: " + what));
    out.println(
        result.agrees()
            ? "The platform lists what the chain says."
            : "The platform does NOT list what the chain says.");
  }
}
