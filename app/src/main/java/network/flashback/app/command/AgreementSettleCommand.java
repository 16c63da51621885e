package network.flashback.app.command;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Contracts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback agreement settle AGREEMENT...`: pays what is confirmed and final.
@Command(
    name = "settle",
    description = {
      "Settle agreements: what is confirmed and final becomes their provider's earnings. Anybody may; the result is the same whoever does it, and how often.",
      "'flashback provider withdraw' sends earnings to the payout wallet."
    },
    mixinStandardHelpOptions = true)
public final class AgreementSettleCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();

  @Parameters(paramLabel = "AGREEMENT", arity = "1..100", description = "Ids of agreements.")
  private List<String> agreements = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var ids = agreements.stream().map(AgreementId::parse).toList();
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var before = ids.stream().map(id -> depositOf(contracts, id)).toList();
      options.sender(contracts).send(contracts.orchestrator().settleMany(ids));
      for (int i = 0; i < ids.size(); i++) {
        say(contracts, ids.get(i), before.get(i));
      }
    }
    return 0;
  }

  private void say(Contracts contracts, AgreementId id, BigInteger before) {
    var view = contracts.orchestrator().agreement(id);
    var token = contracts.token(contracts.orchestrator().market(view.market()).token());
    var moved = before.subtract(view.deposit());
    spec.commandLine()
        .getOut()
        .println(
            moved.signum() == 0
                ? "agreement %s: nothing more is confirmed and final yet".formatted(id)
                : "agreement %s: %s settled, up to %d confirmed seconds"
                    .formatted(id, BondOptions.text(token, moved), view.clock()));
  }

  private static BigInteger depositOf(Contracts contracts, AgreementId id) {
    var view = KnownAgreement.of(contracts, id);
    if (!view.state().isLive()) {
      throw new IllegalArgumentException(
          "Agreement %s is %s: only a running one has something to settle. 'flashback provider withdraw' and 'flashback sla withdraw' fetch what it left."
              .formatted(id, AgreementEndCommand.words(view.state())));
    }
    return view.deposit();
  }
}
