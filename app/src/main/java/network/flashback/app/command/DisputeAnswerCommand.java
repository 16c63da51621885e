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

/// `flashback dispute answer ID`: contests a claim before silence loses it.
@Command(
    name = "answer",
    description = {
      "Contest a claim: a panel decides then. Without an answer it is lost when the time is over.",
      "For the accused, and for who co-signs its revisions: its node's key, or its gateway's."
    },
    mixinStandardHelpOptions = true)
public final class DisputeAnswerCommand implements Callable<Integer> {
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
      if (dispute.state() != State.OPENED) {
        throw new IllegalArgumentException(
            "Dispute %s is %s: only an opened one can be answered."
                .formatted(id, DisputeShowCommand.words(dispute.state())));
      }
      var hash = bond.hash();
      if (!bond.agreed(contracts, arbitration.bond(), spec.commandLine().getErr())) {
        return 1;
      }
      var step = arbitration.answer(id, hash);
      bond.send(contracts, options.sender(contracts), arbitration.bond(), step);
      var until = Instant.ofEpochSecond(arbitration.dispute(id).deadline());
      spec.commandLine()
          .getOut()
          .printf("dispute %s is answered; a panel rules by %s%n", id, until);
    }
    return 0;
  }
}
