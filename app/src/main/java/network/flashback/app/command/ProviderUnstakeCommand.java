package network.flashback.app.command;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.StakeView;
import network.flashback.chain.contract.Token;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback provider unstake ID`: free stake back to the owner, in two steps.
@Command(
    name = "unstake",
    description = {
      "Take stake back that no agreement has committed. Without --complete it begins to unbond, for 30 days; a provider below the threshold leaves the listing at once.",
      "With --complete it is sent to the owner."
    },
    mixinStandardHelpOptions = true)
public final class ProviderUnstakeCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();

  @Parameters(paramLabel = "ID", description = "Id of the provider in the register.")
  private long id;

  @Option(names = "--complete", description = "Send what has unbonded to the owner.")
  private boolean complete;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var token = contracts.token(contracts.orchestrator().market(1).token());
      var stake = contracts.stakes().stakeOf(id, token.address());
      var sender = options.sender(contracts);
      if (complete) {
        complete(contracts, token, stake, sender);
      } else {
        begin(contracts, token, stake, sender);
      }
    }
    return 0;
  }

  private void begin(Contracts contracts, Token token, StakeView stake, TransactionSender sender) {
    var owner = contracts.registry().ownerOf(id);
    if (!owner.equals(sender.address())) {
      throw new IllegalArgumentException(
          "Provider %d belongs to %s, and the wallet of --key is %s. Only its owner can take its stake back."
              .formatted(id, owner, sender.address()));
    }
    if (stake.free().signum() == 0) {
      throw new IllegalArgumentException(
          "Provider %d has no free stake: %s are committed to agreements, which free it when they end."
              .formatted(id, BondOptions.text(token, stake.committed())));
    }
    sender.send(contracts.stakes().requestUnstake(id, token.address(), stake.free()));
    long ready = contracts.stakes().stakeOf(id, token.address()).readyAt();
    spec.commandLine()
        .getOut()
        .printf(
            "%s unbond; take them from %s on with --complete%n",
            BondOptions.text(token, stake.free()), Instant.ofEpochSecond(ready));
  }

  private void complete(
      Contracts contracts, Token token, StakeView stake, TransactionSender sender) {
    if (stake.unbonding().signum() == 0) {
      throw new IllegalArgumentException(
          "Nothing of provider %d's stake unbonds. Leave --complete away to begin.".formatted(id));
    }
    long now = contracts.chain().head().timestamp().getEpochSecond();
    if (now < stake.readyAt()) {
      throw new IllegalArgumentException(
          "The stake of provider %d can be taken from %s on, not before. Run the same command again then."
              .formatted(id, Instant.ofEpochSecond(stake.readyAt())));
    }
    sender.send(contracts.stakes().unstake(id, token.address()));
    spec.commandLine()
        .getOut()
        .printf(
            "%s sent to the owner, %s%n",
            BondOptions.text(token, stake.unbonding()), contracts.registry().ownerOf(id));
  }
}
