package network.flashback.app.command;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Contracts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback challenge close AGREEMENT`: what nobody answered breaches its agreement.
@Command(
    name = "close",
    description = {
      "Close a challenge that was not answered in time: the agreement is breached, and the bond goes back to its consumer.",
      "Anybody may, and earns the prover's share of the collateral."
    },
    mixinStandardHelpOptions = true)
public final class ChallengeCloseCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();

  @Parameters(paramLabel = "AGREEMENT", description = "Id of the agreement.")
  private String agreement = "";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var id = AgreementId.parse(agreement);
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      requireDue(contracts, id);
      var targeted = contracts.targeted();
      var before = contracts.orchestrator().agreement(id);
      var sender = options.sender(contracts);
      sender.send(targeted.close(id));
      var token = contracts.token(contracts.orchestrator().market(id.market()).token());
      var bond = targeted.claimableOf(before.consumer(), token.address());
      if (bond.signum() > 0) {
        sender.send(targeted.claim(before.consumer(), token.address()));
      }
      spec.commandLine()
          .getOut()
          .printf(
              "agreement %s %s; %s of bonds sent to %s%n",
              id,
              before.state().isLive() ? "is breached" : "was over before",
              BondOptions.text(token, bond),
              before.consumer());
    }
    return 0;
  }

  private static void requireDue(Contracts contracts, AgreementId id) {
    var asked = contracts.targeted().challengeOf(id);
    if (asked.isEmpty()) {
      throw new IllegalArgumentException(
          "Nothing is asked of agreement %s, or it was answered. 'flashback challenge open' asks."
              .formatted(id));
    }
    long now = contracts.chain().head().timestamp().getEpochSecond();
    if (contracts.orchestrator().agreement(id).state().isLive() && now <= asked.get().due()) {
      throw new IllegalArgumentException(
          "The challenge of agreement %s can be answered until %s. Close it after that."
              .formatted(id, Instant.ofEpochSecond(asked.get().due())));
    }
  }
}
