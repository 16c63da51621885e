package network.flashback.app.command;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.flashback.chain.Call;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.Arbitration.Round;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Dispute;
import network.flashback.evm.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback dispute execute ID`: every step that is due, up to the money.
@Command(
    name = "execute",
    description = {
      "Take every step of a dispute that is due: draw its panel, let a passed time limit act, move the money, send the bonds.",
      "Anybody may."
    },
    mixinStandardHelpOptions = true)
public final class DisputeExecuteCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();

  @Parameters(paramLabel = "ID", description = "Number of the dispute.")
  private BigInteger id = BigInteger.ZERO;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var dispute = DisputeShowCommand.known(contracts, id);
      var sender = options.sender(contracts);
      var step = due(contracts, dispute);
      while (step.isPresent()) {
        sender.send(step.get());
        dispute = contracts.arbitration().dispute(id);
        out.printf(
            "%s: dispute %s is %s%n",
            step.get().what(), id, DisputeShowCommand.words(dispute.state()));
        step = due(contracts, dispute);
      }
      claim(contracts, sender, dispute.claimant());
      claim(contracts, sender, dispute.defendant());
      out.printf(
          "dispute %s is %s; %s%n", id, DisputeShowCommand.words(dispute.state()), next(dispute));
    }
    return 0;
  }

  private Optional<Call> due(Contracts contracts, Dispute dispute) {
    var arbitration = contracts.arbitration();
    boolean late = contracts.chain().head().timestamp().getEpochSecond() > dispute.deadline();
    return switch (dispute.state()) {
      case OPENED, RULED -> late ? Optional.of(arbitration.lapse(id)) : Optional.empty();
      case ANSWERED -> judging(contracts, dispute, Round.FIRST, late);
      case APPEALED -> judging(contracts, dispute, Round.APPEAL, late);
      case FINAL -> Optional.of(arbitration.execute(id));
      case NONE, EXECUTED, DEFAULT, VOID -> Optional.empty();
    };
  }

  private Optional<Call> judging(Contracts contracts, Dispute dispute, Round round, boolean late) {
    var arbitration = contracts.arbitration();
    if (late) {
      return Optional.of(arbitration.lapse(id));
    }
    boolean drawable =
        arbitration.panelOf(id, round).isEmpty()
            && contracts.beacon().seedOf(dispute.seatEpoch()).isPresent();
    return drawable ? Optional.of(arbitration.seat(id)) : Optional.empty();
  }

  private void claim(Contracts contracts, TransactionSender sender, Address party) {
    var arbitration = contracts.arbitration();
    var released = arbitration.claimableOf(party);
    if (released.signum() > 0) {
      sender.send(arbitration.claim(party));
      var token = contracts.token(arbitration.bondToken());
      spec.commandLine()
          .getOut()
          .printf("%s of bonds sent to %s%n", BondOptions.text(token, released), party);
    }
  }

  private static String next(Dispute dispute) {
    var until = Instant.ofEpochSecond(dispute.deadline());
    return switch (dispute.state()) {
      case OPENED -> "it waits for an answer until " + until;
      case ANSWERED, APPEALED -> "it waits for its panel until " + until;
      case RULED -> "it may be appealed until " + until;
      case NONE, FINAL, EXECUTED, DEFAULT, VOID -> "nothing is left to do";
    };
  }
}
