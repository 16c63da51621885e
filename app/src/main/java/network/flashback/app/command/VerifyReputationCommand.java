package network.flashback.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.flashback.settlement.reputation.Reputation;
import network.flashback.settlement.reputation.ReputationForms;
import network.flashback.settlement.reputation.ReputationReader;
import network.flashback.settlement.verify.ReputationVerifier;
import network.flashback.settlement.verify.Verification;
import network.flashback.settlement.wire.BoundedHttp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback verify reputation PROVIDER`: a reputation, recomputed.
@Command(
    name = "reputation",
    description = {
      "Compute a provider's reputation from the chain's events and the published epoch files, name",
      "every input by its transaction or hash, and compare with what a platform shows.",
      "A day is an epoch: 24 hours, seconds on a development chain."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  ./flashback verify reputation 1 --rpc http://127.0.0.1:8545 --deployment deployment.json"
          + " \\",
      "      --against http://127.0.0.1:9080",
      "%nExit code 0: computed, and nothing differs; 1: something differs, or nothing could be"
          + " computed."
    },
    mixinStandardHelpOptions = true)
public final class VerifyReputationCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final ChainOptions options = new ChainOptions();
  @Mixin private final RecordsOption records = new RecordsOption();
  @Mixin private final PlatformClaim claim = new PlatformClaim();

  @Parameters(paramLabel = "PROVIDER", description = "Id of the provider in the register.")
  private long provider;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var chain = options.open();
        var http = new BoundedHttp(Duration.ofSeconds(2))) {
      var contracts = chain.contracts();
      var claimed =
          claim.isGiven()
              ? Optional.of(claim.read("/v1/providers/" + provider, http))
              : Optional.<JsonNode>empty();
      var shown = claimed.map(node -> node.has("reputation") ? node.get("reputation") : node);
      if (shown.isPresent() && !shown.get().path("block").isIntegralNumber()) {
        throw new IOException(
            "The platform shows no reputation of provider %d yet; it computes one within an epoch of its start."
                .formatted(provider));
      }
      long block =
          shown.map(node -> node.path("block").asLong()).orElseGet(contracts.chain()::height);
      var computed =
          new ReputationReader(contracts, records.open(contracts, http))
              .of(provider, block)
              .orElseThrow(
                  () ->
                      new IOException(
                          "The register has no member %d at block %d.".formatted(provider, block)));
      var compared = shown.map(node -> ReputationVerifier.compare(computed, node));
      print(computed, compared);
      return compared.map(Verification::agrees).orElse(true) ? 0 : 1;
    }
  }

  private void print(Reputation computed, Optional<Verification> compared) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      var node = ReputationForms.json(computed);
      compared.ifPresent(
          verification -> {
            node.put("agrees", verification.agrees());
            node.set("differences", JSON.valueToTree(verification.differences()));
          });
      out.println(node);
    } else {
      printText(computed, out);
      compared.ifPresent(verification -> printCompared(verification, out));
    }
    out.flush();
  }

  private static void printText(Reputation computed, PrintWriter out) {
    out.printf(
        "Provider %d of %s has %d of 100 points through epoch %d, at block %d (table %d).%n",
        computed.providerId(),
        computed.owner(),
        computed.points(),
        computed.throughEpoch(),
        computed.block(),
        computed.table());
    for (var listing : computed.listings()) {
      out.printf(
          "  provider %d in market %d: %d points from %d days%n",
          listing.providerId(), listing.market(), listing.points(), listing.days());
      for (var fee : listing.fees()) {
        out.printf("    fees of %s: %s%n", fee.payer(), fee.amount());
        fee.transactions().stream().sorted().forEach(hash -> out.println("      " + hash));
      }
    }
    for (var day : computed.days()) {
      out.printf(
          "  epoch %d, provider %d in market %d: %s, %s -> %d%n",
          day.epoch(),
          day.providerId(),
          day.market(),
          day.outcome().report().name().toLowerCase(Locale.ROOT),
          day.outcome().served().name().toLowerCase(Locale.ROOT),
          day.points());
      day.proof().ifPresent(hash -> out.println("      proof   " + hash));
      day.root().ifPresent(hash -> out.println("      root    " + hash));
      day.records().ifPresent(hash -> out.println("      records " + hash));
    }
    computed.open().forEach(what -> out.println("  open: " + what));
  }

  private static void printCompared(Verification verification, PrintWriter out) {
    verification.differences().forEach(what -> out.println("  DIFFERS: " + what));
    out.println(
        verification.agrees()
            ? "The platform shows the same."
            : "The platform does NOT show what the chain and the epoch files say.");
  }
}
