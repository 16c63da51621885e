package network.flashback.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback agreement show`: what the chain says of agreements.
@Command(
    name = "show",
    description = "Print agreements, by their ids or all live ones of a provider, from the chain.",
    mixinStandardHelpOptions = true)
public final class AgreementShowCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final ChainOptions options = new ChainOptions();

  @Parameters(paramLabel = "AGREEMENT", arity = "0..*", description = "Ids of agreements.")
  private List<String> agreements = List.of();

  @Option(names = "--provider", paramLabel = "ID", description = "All live ones of this provider.")
  private long provider;

  @Option(names = "--json", description = "Print a JSON object a line.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (agreements.isEmpty() && provider == 0) {
      throw new IllegalArgumentException(
          "Nothing was named. Give ids of agreements, or a provider's id with --provider.");
    }
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var ids =
          agreements.isEmpty()
              ? contracts.possession().unitsOf(provider)
              : agreements.stream().map(AgreementId::parse).toList();
      var out = spec.commandLine().getOut();
      for (var id : ids) {
        var view = KnownAgreement.of(contracts, id);
        if (json) {
          out.println(read(contracts, view));
        } else {
          print(contracts, view, out);
        }
      }
      out.flush();
    }
    return 0;
  }

  /// Amounts are in units of the market's token.
  private static ObjectNode read(Contracts contracts, AgreementView view) {
    var token = contracts.token(contracts.orchestrator().market(view.market()).token());
    return JSON.createObjectNode()
        .put("id", view.id().toString())
        .put("slaId", view.slaId().toString())
        .put("state", AgreementEndCommand.words(view.state()))
        .put("providerId", view.providerId())
        .put("consumer", view.consumer().toString())
        .put("market", view.market())
        .put("symbol", token.symbol())
        .put("decimals", token.decimals())
        .put("capacityBytes", view.capacityBytes())
        .put("deposit", view.deposit().toString())
        .put("collateral", view.collateral().toString())
        .put("paidSeconds", view.clock())
        .put("confirmedSeconds", contracts.orchestrator().confirmedOf(view.providerId()).seconds())
        .put("startEpoch", view.startEpoch())
        .put("endEpoch", view.endEpoch());
  }

  private static void print(Contracts contracts, AgreementView view, PrintWriter out) {
    var orchestrator = contracts.orchestrator();
    var token = contracts.token(orchestrator.market(view.market()).token());
    out.printf(
        "agreement %s of SLA %s: %s%n",
        view.id(), view.slaId(), AgreementEndCommand.words(view.state()));
    out.printf(
        "  provider   %d, confirmed for %d s, paid for %d s%n",
        view.providerId(), orchestrator.confirmedOf(view.providerId()).seconds(), view.clock());
    out.printf("  consumer   %s%n", view.consumer());
    out.printf("  deposit    %s%n", BondOptions.text(token, view.deposit()));
    out.printf(
        "  collateral %s%n",
        BondOptions.collateral(BondOptions.text(token, view.collateral()), view.collateral()));
    if (view.endEpoch() > 0) {
      out.printf(
          "  ends       with epoch %d, at %s%n",
          view.endEpoch() - 1,
          Instant.ofEpochSecond(orchestrator.schedule().startOf(view.endEpoch())));
    }
  }
}
