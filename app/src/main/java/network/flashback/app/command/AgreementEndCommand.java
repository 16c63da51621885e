package network.flashback.app.command;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import network.flashback.chain.Call;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback agreement end AGREEMENT`: bills what is confirmed, refunds the rest, frees the
/// collateral.
@Command(
    name = "end",
    description = {
      "End an agreement whose last epoch is final, or one that never started: what is confirmed is billed, the rest goes back, the collateral comes free.",
      "Anybody may. Once no agreement of the SLA is left, its reserve goes back too."
    },
    mixinStandardHelpOptions = true)
public final class AgreementEndCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();

  @Parameters(paramLabel = "AGREEMENT", description = "Id of the agreement.")
  private String agreement = "";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var id = AgreementId.parse(agreement);
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var orchestrator = contracts.orchestrator();
      var view = KnownAgreement.of(contracts, id);
      var sender = options.sender(contracts);
      Earliest.send(sender, call(contracts, view), "Agreement %s can be ended".formatted(id));
      var out = spec.commandLine().getOut();
      out.printf("agreement %s is %s%n", id, words(orchestrator.agreement(id).state()));
      var sla = contracts.lens().sla(view.slaId());
      if (sla.legsAlive() == 0 && sla.reserve().signum() > 0) {
        sender.send(orchestrator.endSla(sla.id()));
        out.printf("SLA %s is over, and its reserve is free%n", sla.id());
      }
      out.println("'flashback sla withdraw' and 'flashback provider withdraw' fetch the money");
    }
    return 0;
  }

  static String words(AgreementState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static Call call(Contracts contracts, AgreementView view) {
    return switch (view.state()) {
      case OPEN -> contracts.orchestrator().voidAgreement(view.id());
      case ACTIVE, NOTICE -> contracts.orchestrator().end(view.id());
      case NONE, BREACHED, CLOSED, VOID ->
          throw new IllegalArgumentException(
              "Agreement %s is %s: there is nothing to end. Check the id and the --deployment."
                  .formatted(view.id(), words(view.state())));
    };
  }
}
