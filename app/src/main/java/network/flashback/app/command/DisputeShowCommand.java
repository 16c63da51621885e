package network.flashback.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.Arbitration.Round;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Dispute;
import network.flashback.chain.contract.Dispute.State;
import network.flashback.settlement.dispute.EvidenceHashes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback dispute show ID`: a dispute, from the chain alone.
@Command(
    name = "show",
    description = "Print a dispute: who claims what, how far it is, what is frozen.",
    mixinStandardHelpOptions = true)
public final class DisputeShowCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final ChainOptions options = new ChainOptions();

  @Parameters(paramLabel = "ID", description = "Number of the dispute.")
  private BigInteger id = BigInteger.ZERO;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var dispute = known(contracts, id);
      if (json) {
        out.println(read(contracts, dispute));
      } else {
        print(contracts, dispute, out);
      }
    }
    return 0;
  }

  static String words(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /// The dispute of this number.
  ///
  /// @throws IllegalArgumentException when there is none
  static Dispute known(Contracts contracts, BigInteger id) {
    var dispute = contracts.arbitration().dispute(id);
    if (dispute.state() == State.NONE) {
      throw new IllegalArgumentException(
          "There is no dispute %s on this chain. Check the number and the --deployment."
              .formatted(id));
    }
    return dispute;
  }

  private ObjectNode read(Contracts contracts, Dispute dispute) {
    var frozen = contracts.orchestrator().frozenOf(id);
    var node = JSON.createObjectNode();
    node.put("id", id.toString());
    node.put("state", words(dispute.state()));
    node.put("outcome", outcome(dispute));
    node.put("agreementId", dispute.agreementId().toString());
    node.put("fromEpoch", dispute.fromEpoch());
    node.put("toEpoch", dispute.toEpoch());
    node.put("claimant", dispute.claimant().toString());
    node.put("defendant", dispute.defendant().toString());
    node.put("amount", dispute.amount().toString());
    node.put("frozen", frozen.total().toString());
    node.put("deadline", dispute.deadline());
    var hashes = EvidenceHashes.of(contracts, id);
    hashes.claim().ifPresent(hash -> node.put("claimEvidence", hash.toString()));
    hashes.answer().ifPresent(hash -> node.put("answerEvidence", hash.toString()));
    hashes.appeal().ifPresent(hash -> node.put("appealEvidence", hash.toString()));
    for (var round : Round.values()) {
      var panel = node.putArray(round.name().toLowerCase(Locale.ROOT) + "Panel");
      contracts.arbitration().panelOf(id, round).forEach(who -> panel.add(who.toString()));
    }
    return node;
  }

  private void print(Contracts contracts, Dispute dispute, PrintWriter out) {
    var market = contracts.orchestrator().market(dispute.agreementId().market());
    var token = contracts.token(market.token());
    var frozen = contracts.orchestrator().frozenOf(id);
    out.printf("dispute %s, %s, %s%n", id, words(dispute.state()), outcome(dispute));
    line(out, "agreement", dispute.agreementId().toString());
    line(out, "epochs", dispute.fromEpoch() + " to " + dispute.toEpoch());
    line(out, "claimant", dispute.claimant().toString());
    line(out, "defendant", dispute.defendant().toString());
    line(out, "claimed", BondOptions.text(token, dispute.amount()));
    line(out, "frozen", BondOptions.text(token, frozen.total()));
    line(out, "deadline", Instant.ofEpochSecond(dispute.deadline()).toString());
    var hashes = EvidenceHashes.of(contracts, id);
    hashes.claim().ifPresent(hash -> line(out, "claim", hash.toString()));
    hashes.answer().ifPresent(hash -> line(out, "answer", hash.toString()));
    hashes.appeal().ifPresent(hash -> line(out, "appeal", hash.toString()));
    hashes
        .answer()
        .ifPresent(
            hash ->
                line(out, "", "a node or gateway serves it at " + Dispute.EVIDENCE_PATH + hash));
    for (var round : Round.values()) {
      for (var arbitrator : contracts.arbitration().panelOf(id, round)) {
        line(out, round.name().toLowerCase(Locale.ROOT) + " panel", arbitrator.toString());
      }
    }
    out.flush();
  }

  static String outcome(Dispute dispute) {
    return switch (dispute.outcome()) {
      case NONE -> "not ruled";
      case FOR_CLAIMANT -> "for the claimant";
      case FOR_DEFENDANT -> "for the defendant";
    };
  }

  private static void line(PrintWriter out, String what, String text) {
    out.printf("  %-12s %s%n", what, text);
  }
}
