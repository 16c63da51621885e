package network.flashback.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Dispute;
import network.flashback.evm.Address;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback dispute list`: all disputes, from the chain alone.
@Command(
    name = "list",
    description = "Print disputes, the newest first: who claims what, and what is waited for.",
    mixinStandardHelpOptions = true)
public final class DisputeListCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final ChainOptions options = new ChainOptions();

  @Option(names = "--open", description = "Only those that are not over.")
  private boolean open;

  @Option(
      names = "--party",
      paramLabel = "ADDRESS",
      description = "Only those that this account is a side of.")
  private @Nullable String party;

  @Option(names = "--json", description = "Print a JSON object a line.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var wanted = party == null ? null : Address.parse(party);
    try (var chain = options.open()) {
      var arbitration = chain.contracts().arbitration();
      int shown = 0;
      for (var id = arbitration.count(); id.signum() > 0; id = id.subtract(BigInteger.ONE)) {
        var dispute = arbitration.dispute(id);
        boolean theirs =
            wanted == null
                || dispute.claimant().equals(wanted)
                || dispute.defendant().equals(wanted);
        if (theirs && !(open && isOver(dispute.state()))) {
          print(chain.contracts(), id, dispute);
          shown++;
        }
      }
      if (shown == 0 && !json) {
        spec.commandLine().getOut().println("no dispute" + (open ? " is open" : ""));
      }
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  private void print(Contracts contracts, BigInteger id, Dispute dispute) {
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(
          JSON.createObjectNode()
              .put("id", id.toString())
              .put("state", DisputeShowCommand.words(dispute.state()))
              .put("outcome", DisputeShowCommand.outcome(dispute))
              .put("agreementId", dispute.agreementId().toString())
              .put("fromEpoch", dispute.fromEpoch())
              .put("toEpoch", dispute.toEpoch())
              .put("claimant", dispute.claimant().toString())
              .put("defendant", dispute.defendant().toString())
              .put("amount", dispute.amount().toString())
              .put("deadline", dispute.deadline()));
      return;
    }
    var market = contracts.orchestrator().market(dispute.agreementId().market());
    out.printf(
        "%s  %-9s %s  agreement %s  epochs %d to %d  %s against %s%s%n",
        id,
        DisputeShowCommand.words(dispute.state()),
        BondOptions.text(contracts.token(market.token()), dispute.amount()),
        dispute.agreementId(),
        dispute.fromEpoch(),
        dispute.toEpoch(),
        dispute.claimant(),
        dispute.defendant(),
        isWaiting(dispute.state()) ? "  until " + Instant.ofEpochSecond(dispute.deadline()) : "");
  }

  private static boolean isOver(Dispute.State state) {
    return switch (state) {
      case NONE, EXECUTED, DEFAULT, VOID -> true;
      case OPENED, ANSWERED, RULED, APPEALED, FINAL -> false;
    };
  }

  private static boolean isWaiting(Dispute.State state) {
    return !isOver(state) && state != Dispute.State.FINAL;
  }
}
