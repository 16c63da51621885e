package network.flashback.app.command;

import java.io.IOException;
import java.math.BigInteger;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback dispute rule ID SIDE`: an arbitrator's vote.
@Command(
    name = "rule",
    description = "Vote as an arbitrator who sits on the panel. A vote is final.",
    mixinStandardHelpOptions = true)
public final class DisputeRuleCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();

  /// Whom a vote is for.
  enum Side {
    CLAIMANT,
    DEFENDANT
  }

  @Parameters(index = "0", paramLabel = "ID", description = "Number of the dispute.")
  private BigInteger id = BigInteger.ZERO;

  @Parameters(
      index = "1",
      paramLabel = "SIDE",
      description = "Who is right: ${COMPLETION-CANDIDATES}.")
  private Side side = Side.DEFENDANT;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var arbitration = contracts.arbitration();
      DisputeShowCommand.known(contracts, id);
      options.sender(contracts).send(arbitration.rule(id, side == Side.CLAIMANT));
      var now = arbitration.dispute(id);
      spec.commandLine()
          .getOut()
          .printf("voted; dispute %s is %s%n", id, DisputeShowCommand.words(now.state()));
    }
    return 0;
  }
}
