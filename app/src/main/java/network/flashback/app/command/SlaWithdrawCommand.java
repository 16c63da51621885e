package network.flashback.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.util.concurrent.Callable;
import network.flashback.chain.Call;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.Token;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback sla withdraw`: everything that the contracts owe a wallet.
@Command(
    name = "withdraw",
    description =
        "Fetch what is the wallet's own: refunds and credits of its SLAs, its shares of slashed collateral, and bonds of challenges. Needs the chain only.",
    mixinStandardHelpOptions = true)
public final class SlaWithdrawCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();

  @Option(
      names = "--market",
      paramLabel = "N",
      defaultValue = "1",
      description = "In which market's token (default: ${DEFAULT-VALUE}).")
  private int market;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var orchestrator = contracts.orchestrator();
      var stakes = contracts.stakes();
      var targeted = contracts.targeted();
      var token = contracts.token(orchestrator.market(market).token());
      var sender = options.sender(contracts);
      var wallet = sender.address();
      var refund = orchestrator.refundOf(wallet, token.address());
      var slashed = stakes.claimableOf(wallet, token.address());
      var bonds = targeted.claimableOf(wallet, token.address());
      if (refund.add(slashed).add(bonds).signum() == 0) {
        throw new IllegalArgumentException(
            "Nothing is owed to %s in %s. What is unused comes back when an agreement ends: 'flashback agreement end'."
                .formatted(wallet, token.symbol()));
      }
      fetch(sender, orchestrator.withdrawRefund(wallet, token.address()), "refunds", refund, token);
      fetch(sender, stakes.claim(wallet, token.address()), "slashed collateral", slashed, token);
      fetch(sender, targeted.claim(wallet, token.address()), "bonds", bonds, token);
    }
    return 0;
  }

  private void fetch(
      TransactionSender sender, Call call, String what, BigInteger amount, Token token) {
    if (amount.signum() > 0) {
      sender.send(call);
      PrintWriter out = spec.commandLine().getOut();
      out.printf("%s of %s sent to %s%n", BondOptions.text(token, amount), what, sender.address());
    }
  }
}
