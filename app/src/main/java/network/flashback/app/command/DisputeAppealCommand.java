package network.flashback.app.command;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.Dispute.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback dispute appeal ID`: asks five others.
@Command(
    name = "appeal",
    description = "Have five other arbitrators decide. For the loser of the first ruling, once.",
    mixinStandardHelpOptions = true)
public final class DisputeAppealCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();
  @Mixin private final BondOptions bond = new BondOptions();

  @Parameters(paramLabel = "ID", description = "Number of the dispute.")
  private BigInteger id = BigInteger.ZERO;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var arbitration = contracts.arbitration();
      var dispute = DisputeShowCommand.known(contracts, id);
      if (dispute.state() != State.RULED) {
        throw new IllegalArgumentException(
            "Dispute %s is %s: only a first ruling can be appealed against."
                .formatted(id, DisputeShowCommand.words(dispute.state())));
      }
      var hash = bond.hash();
      if (!bond.agreed(contracts, arbitration.appealBond(), spec.commandLine().getErr())) {
        return 1;
      }
      var step = arbitration.appeal(id, hash);
      bond.send(contracts, options.sender(contracts), arbitration.appealBond(), step);
      var until = Instant.ofEpochSecond(arbitration.dispute(id).deadline());
      spec.commandLine()
          .getOut()
          .printf("dispute %s is appealed; five others rule by %s%n", id, until);
    }
    return 0;
  }
}
