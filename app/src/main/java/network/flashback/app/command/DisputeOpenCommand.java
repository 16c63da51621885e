package network.flashback.app.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Token;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback dispute open AGREEMENT`: claims that the other side owes something.
@Command(
    name = "open",
    description = {
      "Claim that for some epochs of an agreement the other side owes you an amount.",
      "For the consumer and the provider's owner. What the other side has in the agreement is frozen, up to the amount."
    },
    mixinStandardHelpOptions = true)
public final class DisputeOpenCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();
  @Mixin private final BondOptions bond = new BondOptions();

  @Parameters(paramLabel = "AGREEMENT", description = "Id of the agreement.")
  private String agreement = "";

  @Option(
      names = "--from",
      required = true,
      paramLabel = "EPOCH",
      description = "First of the epochs.")
  private long from;

  @Option(names = "--to", paramLabel = "EPOCH", description = "Last of them (default: the first).")
  private long to = -1;

  @Option(
      names = "--amount",
      required = true,
      paramLabel = "AMOUNT",
      description = "What is owed, in whole tokens: 12.5. At most the pay of these epochs.")
  private BigDecimal amount = BigDecimal.ZERO;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var arbitration = contracts.arbitration();
      var id = AgreementId.parse(agreement);
      var hash = bond.hash();
      var token = contracts.token(contracts.orchestrator().market(id.market()).token());
      var units = units(token);
      if (!bond.agreed(contracts, arbitration.bond(), spec.commandLine().getErr())) {
        return 1;
      }
      var step = arbitration.open(id, from, to < 0 ? from : to, units, hash);
      var receipt = bond.send(contracts, options.sender(contracts), arbitration.bond(), step);
      var dispute = arbitration.openedId(receipt);
      var until = Instant.ofEpochSecond(arbitration.dispute(dispute).deadline());
      spec.commandLine()
          .getOut()
          .printf(
              "dispute %s is open over %s; %s is frozen%nit is won by default if it is not answered by %s%n",
              dispute,
              BondOptions.text(token, units),
              BondOptions.text(token, frozen(contracts, dispute)),
              until);
    }
    return 0;
  }

  private BigInteger units(Token token) {
    try {
      var units = amount.movePointRight(token.decimals()).toBigIntegerExact();
      if (units.signum() > 0) {
        return units;
      }
    } catch (ArithmeticException finer) {
      throw new IllegalArgumentException(
          "The amount %s is finer than the token, which has %d decimals."
              .formatted(amount.toPlainString(), token.decimals()),
          finer);
    }
    throw new IllegalArgumentException("The amount must be more than nothing.");
  }

  private static BigInteger frozen(Contracts contracts, BigInteger dispute) {
    return contracts.orchestrator().frozenOf(dispute).total();
  }
}
