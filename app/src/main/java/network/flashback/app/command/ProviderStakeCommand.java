package network.flashback.app.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.Registry.Status;
import network.flashback.chain.contract.Token;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback provider stake ID`: locks tokens that buy the listing and stand for agreements.
@Command(
    name = "stake",
    description =
        "Stake for a provider, in the first market's token: it buys the listing and is the collateral of agreements. Shows what it does; sends only with --yes.",
    mixinStandardHelpOptions = true)
public final class ProviderStakeCommand implements Callable<Integer> {
  private static final int MARKET = 1;

  @Mixin private final WalletOptions options = new WalletOptions();

  @Parameters(paramLabel = "ID", description = "Id of the provider in the register.")
  private long id;

  @Option(
      names = "--amount",
      required = true,
      paramLabel = "AMOUNT",
      description = "In the token, such as 250.5.")
  private BigDecimal amount = BigDecimal.ZERO;

  @Option(names = "--yes", description = "Send it.")
  private boolean yes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var status = contracts.registry().statusOf(id);
      if (status == Status.NONE || status == Status.EXITED) {
        throw new IllegalArgumentException(
            "Provider %d is %s: nothing can be staked for it. Check the id and the --deployment."
                .formatted(id, ProviderShowCommand.words(status)));
      }
      var token = contracts.token(contracts.orchestrator().market(MARKET).token());
      var units = units(token);
      if (!yes) {
        spec.commandLine()
            .getErr()
            .println(
                "This locks %s %s for provider %d; its owner gets free stake back 30 days after asking for it. Repeat the command with --yes."
                    .formatted(amount.toPlainString(), token.symbol(), id));
        return 1;
      }
      var sender = options.sender(contracts);
      var held = token.balanceOf(sender.address());
      if (held.compareTo(units) < 0) {
        throw new IllegalArgumentException(
            "The wallet %s holds %s %s, less than %s. Send it the difference."
                .formatted(
                    sender.address(),
                    new BigDecimal(held, token.decimals()).toPlainString(),
                    token.symbol(),
                    amount.toPlainString()));
      }
      sender.send(token.approve(contracts.stakes().address(), units));
      sender.send(contracts.stakes().stake(id, token.address(), units));
      out.println(
          "provider %d has %s %s more at stake%s"
              .formatted(
                  id,
                  amount.toPlainString(),
                  token.symbol(),
                  contracts.registry().isListed(id)
                      ? " and is listed"
                      : ", and is not listed yet"));
    }
    return 0;
  }

  private BigInteger units(Token token) {
    try {
      var units = amount.movePointRight(token.decimals()).toBigIntegerExact();
      if (units.signum() > 0) {
        return units;
      }
    } catch (ArithmeticException tooFine) {
      throw new IllegalArgumentException(
          "--amount %s has more digits after the point than the %d of %s."
              .formatted(amount.toPlainString(), token.decimals(), token.symbol()),
          tooFine);
    }
    throw new IllegalArgumentException("--amount must be above 0.");
  }
}
