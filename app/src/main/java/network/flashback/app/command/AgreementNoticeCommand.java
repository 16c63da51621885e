package network.flashback.app.command;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback agreement notice AGREEMENT`: either side ends it early.
@Command(
    name = "notice",
    description = {
      "Give notice: the agreement ends a notice period (7 days) from now, with the epoch that runs then, or at its end if that comes first. There is no way back.",
      "Its consumer may, and the owner of its provider. It is audited, paid and penalised until it ends."
    },
    mixinStandardHelpOptions = true)
public final class AgreementNoticeCommand implements Callable<Integer> {
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
      requireRunning(KnownAgreement.of(contracts, id));
      var sender = options.sender(contracts);
      requireSide(contracts, orchestrator.agreement(id), sender.address());
      sender.send(orchestrator.giveNotice(id));
      var noticed = orchestrator.agreement(id);
      spec.commandLine()
          .getOut()
          .printf(
              "agreement %s ends with epoch %d, at %s; once that epoch is final, 'flashback agreement end' ends it%n",
              id,
              noticed.endEpoch() - 1,
              Instant.ofEpochSecond(orchestrator.schedule().startOf(noticed.endEpoch())));
    }
    return 0;
  }

  private static void requireRunning(AgreementView view) {
    if (view.state() != AgreementState.ACTIVE) {
      throw new IllegalArgumentException(
          "Agreement %s is %s: only an active one takes notice. 'flashback agreement end' ends what is due."
              .formatted(view.id(), AgreementEndCommand.words(view.state())));
    }
  }

  private static void requireSide(Contracts contracts, AgreementView view, Address wallet) {
    var owner = contracts.registry().ownerOf(view.providerId());
    if (!wallet.equals(view.consumer()) && !wallet.equals(owner)) {
      throw new IllegalArgumentException(
          "The wallet of --key is %s, but agreement %s is between consumer %s and provider %d of %s: one of these two gives notice."
              .formatted(wallet, view.id(), view.consumer(), view.providerId(), owner));
    }
  }
}
