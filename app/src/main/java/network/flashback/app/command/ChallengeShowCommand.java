package network.flashback.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.AgreementId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback challenge show AGREEMENT`: what is asked of an agreement, from the chain alone.
@Command(
    name = "show",
    description = "Print the open challenge of an agreement.",
    mixinStandardHelpOptions = true)
public final class ChallengeShowCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final ChainOptions options = new ChainOptions();

  @Parameters(paramLabel = "AGREEMENT", description = "Id of the agreement.")
  private String agreement = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    var id = AgreementId.parse(agreement);
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var state = KnownAgreement.of(contracts, id).state();
      var asked = contracts.targeted().challengeOf(id);
      if (json) {
        var node = JSON.createObjectNode();
        node.put("agreementId", id.toString()).put("state", words(state));
        asked.ifPresent(
            challenge ->
                node.putObject("challenge")
                    .put("leaf", challenge.leafIndex())
                    .put("epoch", challenge.epoch())
                    .put("bond", challenge.bond().toString())
                    .put("due", challenge.due()));
        out.println(node);
        return 0;
      }
      if (asked.isEmpty()) {
        out.printf("agreement %s is %s; nothing is asked of it%n", id, words(state));
        return 0;
      }
      var challenge = asked.get();
      var token = contracts.token(contracts.orchestrator().market(id.market()).token());
      long now = contracts.chain().head().timestamp().getEpochSecond();
      boolean over = now > challenge.due() || !state.isLive();
      out.printf(
          "agreement  %s, %s%nleaf       %d, asked for in epoch %d%nbond       %s%ndue        %s%s%n",
          id,
          words(state),
          challenge.leafIndex(),
          challenge.epoch(),
          BondOptions.text(token, challenge.bond()),
          Instant.ofEpochSecond(challenge.due()),
          over ? ", over: 'flashback challenge close' is due" : "");
    }
    return 0;
  }

  private static String words(Enum<?> state) {
    return state.name().toLowerCase(java.util.Locale.ROOT);
  }
}
