package network.flashback.app.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Registry.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback provider withdraw ID`: earnings to the payout wallet.
@Command(
    name = "withdraw",
    description = {
      "Send a provider's earnings, after the market's fee, to the payout wallet that the register names.",
      "Anybody may send it; the money goes nowhere else. 'flashback agreement settle' comes before it."
    },
    mixinStandardHelpOptions = true)
public final class ProviderWithdrawCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();

  @Parameters(paramLabel = "ID", description = "Id of the provider in the register.")
  private long id;

  @Option(
      names = "--market",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which market's earnings (default: ${DEFAULT-VALUE}).")
  private int market;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      requireEarnings(contracts);
      var token = contracts.token(contracts.orchestrator().market(market).token());
      var payout = contracts.registry().payoutOf(id);
      var before = token.balanceOf(payout);
      options.sender(contracts).send(contracts.orchestrator().withdrawEarnings(id, market));
      var sent = token.balanceOf(payout).subtract(before);
      spec.commandLine()
          .getOut()
          .printf("%s sent to payout wallet %s%n", BondOptions.text(token, sent), payout);
    }
    return 0;
  }

  private void requireEarnings(Contracts contracts) {
    if (contracts.registry().statusOf(id) == Status.NONE) {
      throw new IllegalArgumentException(
          "There is no provider %d in this register. Check the id and the --deployment."
              .formatted(id));
    }
    if (contracts.orchestrator().earningsOf(id, market).signum() == 0) {
      throw new IllegalArgumentException(
          "Provider %d has no earnings in market %d. What is confirmed and final becomes earnings with 'flashback agreement settle'."
              .formatted(id, market));
    }
  }
}
