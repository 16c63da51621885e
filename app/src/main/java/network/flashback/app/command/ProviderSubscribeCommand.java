package network.flashback.app.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.Registry;
import network.flashback.chain.contract.Registry.Status;
import network.flashback.chain.contract.Token;
import network.flashback.evm.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback provider subscribe ID`: pays for the listing.
@Command(
    name = "subscribe",
    description =
        "Pay a provider's listing for periods of thirty days. Shows the price; pays only with --yes.",
    mixinStandardHelpOptions = true)
public final class ProviderSubscribeCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();

  @Parameters(paramLabel = "ID", description = "Id of the provider in the register.")
  private long id;

  @Option(
      names = "--periods",
      paramLabel = "N",
      description = "Periods of thirty days, 24 at most (default: ${DEFAULT-VALUE}).")
  private int periods = 1;

  @Option(
      names = "--token",
      paramLabel = "ADDRESS",
      description = "Token to pay with (default: that of the first market).")
  private String token = "";

  @Option(names = "--yes", description = "Pay.")
  private boolean yes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var registry = contracts.registry();
      requireStanding(registry.statusOf(id));
      var coin =
          token.isEmpty() ? contracts.orchestrator().market(1).token() : Address.parse(token);
      var erc20 = contracts.token(coin);
      var amount = price(registry, coin).multiply(BigInteger.valueOf(periods));
      err.printf("price      %s for %d times thirty days%n", text(erc20, amount), periods);
      err.flush();
      if (!yes) {
        err.println("Nothing was paid. Repeat the command with --yes to pay it.");
        return 1;
      }
      var sender = options.sender(contracts);
      var held = erc20.balanceOf(sender.address());
      if (held.compareTo(amount) < 0) {
        throw new IllegalArgumentException(
            "The wallet %s holds %s, but the listing costs %s. Send it the difference."
                .formatted(sender.address(), text(erc20, held), text(erc20, amount)));
      }
      sender.send(erc20.approve(registry.contract().address(), amount));
      sender.send(registry.subscribe(id, coin, periods, amount));
      out.println(
          "provider %d is paid until %s"
              .formatted(id, Instant.ofEpochSecond(registry.paidUntilOf(id))));
    }
    return 0;
  }

  private void requireStanding(Status status) {
    switch (status) {
      case NONE ->
          throw new IllegalArgumentException(
              "There is no provider %d in this register. Check the id and the --deployment."
                  .formatted(id));
      case EXITING, EXITED ->
          throw new IllegalArgumentException(
              "Provider %d leaves or has left the register: it cannot be listed again. Register anew."
                  .formatted(id));
      case APPLIED, ACTIVE, SUSPENDED -> {
        // May be paid for.
      }
    }
  }

  private static BigInteger price(Registry registry, Address coin) {
    var price = registry.subscriptionPriceOf(coin);
    if (price.signum() == 0) {
      throw new IllegalArgumentException(
          "No vote has set a price of the listing in the token %s, so it is not for sale. Stake instead, or name another --token."
              .formatted(coin));
    }
    return price;
  }

  private static String text(Token token, BigInteger units) {
    return new BigDecimal(units, token.decimals()).toPlainString() + " " + token.symbol();
  }
}
