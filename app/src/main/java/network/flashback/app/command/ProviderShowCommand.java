package network.flashback.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import network.flashback.chain.contract.Certificate;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Registry.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback provider show ID`: the entry of a provider, from the chain alone.
@Command(
    name = "show",
    description = "Print a provider's entry, its certificates and their history, from the chain.",
    mixinStandardHelpOptions = true)
public final class ProviderShowCommand implements Callable<Integer> {
  private static final List<String> SCOPES =
      List.of("identity", "legal documents", "location", "measured quality");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final WalletOptions options = new WalletOptions();

  @Parameters(paramLabel = "ID", description = "Id of the provider in the register.")
  private long id;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      if (contracts.registry().statusOf(id) == Status.NONE) {
        throw new IllegalArgumentException(
            "There is no provider %d in this register. Check the id and the --deployment."
                .formatted(id));
      }
      var entry = read(contracts);
      if (json) {
        out.println(entry);
      } else {
        print(entry, out);
      }
    }
    return 0;
  }

  static String words(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  /// The names of a mask's scopes.
  static String scopes(int mask) {
    return String.join(
        ", ",
        IntStream.range(0, SCOPES.size())
            .filter(bit -> (mask >> bit & 1) == 1)
            .mapToObj(SCOPES::get)
            .toList());
  }

  private ObjectNode read(Contracts contracts) {
    var registry = contracts.registry();
    var token = contracts.orchestrator().market(1).token();
    var stake = contracts.stakes().stakeOf(id, token);
    var node = JSON.createObjectNode();
    node.put("id", id);
    node.put("status", words(registry.statusOf(id)));
    node.put("listed", registry.isListed(id));
    node.put("owner", registry.ownerOf(id).toString());
    node.put("payout", registry.payoutOf(id).toString());
    node.put("nodeKey", registry.nodeKeyOf(id).toString());
    node.put("endpoint", registry.endpointOf(id));
    node.put("paidUntil", registry.paidUntilOf(id));
    node.put("freeStake", stake.free().toString());
    node.put("committedStake", stake.committed().toString());
    node.put("confirmedSeconds", contracts.orchestrator().confirmedOf(id).seconds());
    node.put("lackingSeconds", contracts.orchestrator().lackingOf(id));
    var certificates = node.putArray("certificates");
    for (long certificate : contracts.certificates().of(id)) {
      certificates.add(certificate(contracts, certificate));
    }
    return node;
  }

  private static ObjectNode certificate(Contracts contracts, long number) {
    Certificate certificate = contracts.certificates().certificate(number);
    var node = JSON.createObjectNode();
    node.put("id", number);
    node.put("scopes", scopes(certificate.scopes()));
    node.put("valid", contracts.certificates().isValid(number));
    node.put("issuer", certificate.issuer().toString());
    node.put("validFrom", certificate.validFrom());
    node.put("validUntil", certificate.validUntil());
    var history = node.putArray("history");
    for (var change : contracts.certificates().historyOf(number)) {
      history
          .addObject()
          .put("state", change.state().name().toLowerCase(Locale.ROOT))
          .put("at", change.at())
          .put("by", change.by().toString())
          .put("reasonHash", change.reasonHash().toString());
    }
    return node;
  }

  private static void print(ObjectNode entry, PrintWriter out) {
    out.println("provider " + entry.path("id").asText() + ", " + entry.path("status").asText());
    line(out, "listed", entry.path("listed").asBoolean() ? "yes" : "no");
    for (var key : List.of("owner", "payout", "nodeKey", "endpoint")) {
      line(out, key, entry.path(key).asText());
    }
    long paid = entry.path("paidUntil").asLong();
    line(out, "paid until", paid == 0 ? "never paid" : Instant.ofEpochSecond(paid).toString());
    line(out, "stake", entry.path("freeStake").asText() + " units free");
    line(out, "collateral", entry.path("committedStake").asText() + " units");
    // What audits admitted to be lost is kept back of the epochs' own pay: the reserve.
    line(
        out,
        "confirmed",
        "%d s; %d s more are not paid, of epochs in which it admitted losses"
            .formatted(
                entry.path("confirmedSeconds").asLong(), entry.path("lackingSeconds").asLong()));
    for (var certificate : entry.path("certificates")) {
      out.printf(
          "certificate %d for %s: %s until %s, by %s%n",
          certificate.path("id").asLong(),
          certificate.path("scopes").asText(),
          certificate.path("valid").asBoolean() ? "valid" : "not valid",
          Instant.ofEpochSecond(certificate.path("validUntil").asLong()),
          certificate.path("issuer").asText());
      for (var change : certificate.path("history")) {
        line(
            out,
            change.path("state").asText(),
            Instant.ofEpochSecond(change.path("at").asLong())
                + " by "
                + change.path("by").asText());
      }
    }
    out.flush();
  }

  private static void line(PrintWriter out, String what, String text) {
    out.printf("  %-12s %s%n", what, text);
  }
}
