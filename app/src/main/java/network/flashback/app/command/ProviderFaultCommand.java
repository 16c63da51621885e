package network.flashback.app.command;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback provider fault AGREEMENT`: says that an agreement's bytes are lost, before an audit
/// does.
@Command(
    name = "fault",
    description = {
      "Declare that the bytes of an agreement are lost for good. It is breached: its collateral is slashed, its deposit goes back.",
      "The provider's other agreements stay provable, from the running epoch on. For the provider's owner; there is no way back."
    },
    mixinStandardHelpOptions = true)
public final class ProviderFaultCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();

  @Parameters(paramLabel = "AGREEMENT", description = "Id of the agreement.")
  private String agreement = "";

  @Option(names = "--yes", description = "Give up the collateral.")
  private boolean yes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    var id = AgreementId.parse(agreement);
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var view = KnownAgreement.of(contracts, id);
      requireLive(view);
      var token = contracts.token(contracts.orchestrator().market(id.market()).token());
      var schedule = contracts.orchestrator().schedule();
      long epoch = schedule.epochAt(contracts.chain().head().timestamp().getEpochSecond());
      out.printf(
          "agreement  %s, until epoch %d%ncollateral %s, all of it is slashed; a tenth comes back to who declares it%nepoch      %d, until %s%n",
          id,
          view.endEpoch(),
          BondOptions.text(token, view.collateral()),
          epoch,
          Instant.ofEpochSecond(schedule.endOf(epoch)));
      out.flush();
      if (!yes) {
        spec.commandLine()
            .getErr()
            .println("Nothing was sent. Repeat the command with --yes to declare the loss.");
        return 1;
      }
      var sender = options.sender(contracts);
      requireOwner(contracts, id, sender.address());
      sender.send(contracts.possession().declareFault(id, epoch));
      var share = contracts.stakes().claimableOf(sender.address(), token.address());
      out.printf(
          "agreement %s is breached; no audit from epoch %d on asks for it%n%s",
          id, epoch, claimable(BondOptions.text(token, share), share));
    }
    return 0;
  }

  private static String claimable(String text, BigInteger share) {
    return share.signum() == 0 ? "" : text + " wait in the StakeManager%n".formatted();
  }

  private static void requireLive(AgreementView view) {
    if (!view.state().isLive()) {
      throw new IllegalArgumentException(
          "Agreement %s is %s: only a running one can lose its bytes. Check the id and the --deployment."
              .formatted(view.id(), view.state().name().toLowerCase(java.util.Locale.ROOT)));
    }
  }

  private static void requireOwner(Contracts contracts, AgreementId id, Address wallet) {
    var owner = contracts.registry().ownerOf(id.providerId());
    if (!owner.equals(wallet)) {
      throw new IllegalArgumentException(
          "Provider %d belongs to %s, and the wallet of --key is %s. Only its owner can give up its collateral."
              .formatted(id.providerId(), owner, wallet));
    }
  }
}
