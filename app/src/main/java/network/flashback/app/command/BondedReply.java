package network.flashback.app.command;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.concurrent.Callable;
import network.flashback.chain.Call;
import network.flashback.chain.contract.Arbitration;
import network.flashback.chain.contract.Dispute.State;
import network.flashback.evm.Bytes32;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A step of a dispute that is open already, which needs evidence and a bond.
abstract sealed class BondedReply implements Callable<Integer>
    permits DisputeAnswerCommand, DisputeAppealCommand {
  @Mixin private final WalletOptions options = new WalletOptions();
  @Mixin private final BondOptions bond = new BondOptions();

  @Parameters(paramLabel = "ID", description = "Number of the dispute.")
  private BigInteger id = BigInteger.ZERO;

  @Spec private CommandSpec spec;

  private final State awaited;
  private final String onlyThen;
  private final String done;

  /// @param awaited the state in which the step may be taken
  /// @param onlyThen the same in words
  /// @param done what has happened, and who is next, before a time
  BondedReply(State awaited, String onlyThen, String done) {
    this.awaited = awaited;
    this.onlyThen = onlyThen;
    this.done = done;
  }

  /// Token units.
  abstract BigInteger bond(Arbitration arbitration);

  abstract Call step(Arbitration arbitration, BigInteger id, Bytes32 evidence);

  @Override
  public final Integer call() throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var arbitration = contracts.arbitration();
      var dispute = DisputeShowCommand.known(contracts, id);
      if (dispute.state() != awaited) {
        throw new IllegalArgumentException(
            "Dispute %s is %s: %s."
                .formatted(id, DisputeShowCommand.words(dispute.state()), onlyThen));
      }
      var evidence = bond.hash();
      var amount = bond(arbitration);
      if (!bond.agreed(contracts, amount, spec.commandLine().getErr())) {
        return 1;
      }
      bond.send(contracts, options.sender(contracts), amount, step(arbitration, id, evidence));
      var until = Instant.ofEpochSecond(arbitration.dispute(id).deadline());
      spec.commandLine().getOut().printf("dispute %s is %s by %s%n", id, done, until);
    }
    return 0;
  }
}
