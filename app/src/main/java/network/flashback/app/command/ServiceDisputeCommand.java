package network.flashback.app.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.EngagementView.MilestoneState;
import network.flashback.chain.contract.Engagements;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback service dispute ID`: claims the price of a delivered milestone back.
@Command(
    name = "dispute",
    description = {
      "Claim the price of a delivered milestone back, or a part of it, before its time for acceptance ends.",
      "Locks a bond. What is not claimed is paid at once; over the rest a panel decides."
    },
    mixinStandardHelpOptions = true)
public final class ServiceDisputeCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();
  @Mixin private final BondOptions bond = new BondOptions();

  @Parameters(paramLabel = "ID", description = "Engagement.")
  private long id;

  @Option(
      names = "--milestone",
      required = true,
      paramLabel = "N",
      description = "Which, from 0 on.")
  private int milestone;

  @Option(
      names = "--amount",
      paramLabel = "AMOUNT",
      description = "What is claimed back, in whole tokens (default: all of it).")
  private @Nullable BigDecimal amount;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var view = ServiceReport.known(contracts, id);
      var found =
          ServiceReport.require(contracts, view, milestone, MilestoneState.DELIVERED, "disputed");
      var token = ServiceReport.token(contracts, view);
      var units = amount == null ? found.amount() : Orders.units(token, amount);
      if (units.signum() <= 0 || units.compareTo(found.amount()) > 0) {
        throw new IllegalArgumentException(
            "Milestone %d is worth %s: claim more than nothing and at most that."
                .formatted(milestone, Orders.text(token, found.amount())));
      }
      var arbitration = contracts.serviceArbitration();
      var hash = bond.hash();
      if (!bond.agreed(contracts, arbitration.bond(), spec.commandLine().getErr())) {
        return 1;
      }
      // The arbitration counts in epochs: the newest one that is over bounds nothing here.
      long epoch = contracts.engagements().currentEpoch() - 1;
      var step = arbitration.open(Engagements.caseOf(id, milestone), epoch, epoch, units, hash);
      var receipt = bond.send(contracts, arbitration, options.sender(contracts), step);
      var dispute = arbitration.openedId(receipt);
      var out = spec.commandLine().getOut();
      out.printf(
          "dispute %s is open over %s; it is won if the provider does not answer by %s%n",
          dispute,
          Orders.text(token, units),
          ServiceReport.at(arbitration.dispute(dispute).deadline()));
      new ServiceReport(contracts, out).print(id);
    }
    return 0;
  }
}
