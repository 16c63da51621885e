package network.flashback.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `flashback guardian`: the pause of new agreements.
@Command(
    name = "guardian",
    description = {
      "Pause new agreements for seven days, once in thirty, when something is wrong with them.",
      "For the wallet that a vote named. Nothing else is paused: proofs, pay, refunds and exits go on."
    },
    mixinStandardHelpOptions = true)
public final class GuardianCommand implements Runnable {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: one of those below.");
  }

  @Command(
      name = "show",
      description = "Print who is guardian, and whether new agreements are paused.",
      mixinStandardHelpOptions = true)
  int show(
      @Mixin ChainOptions options,
      @Option(names = "--json", description = "Print JSON.") boolean json)
      throws IOException {
    try (var chain = options.open()) {
      if (json) {
        var out = spec.commandLine().getOut();
        out.println(read(chain.contracts()));
        out.flush();
      } else {
        print(chain.contracts());
      }
    }
    return 0;
  }

  @Command(
      name = "pause",
      description = "Pause new agreements for seven days.",
      mixinStandardHelpOptions = true)
  int pause(
      @Mixin WalletOptions options,
      @Option(names = "--yes", description = "Pause them now.") boolean yes)
      throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var sender = options.sender(contracts);
      requireGuardian(contracts, sender.address());
      var pause = contracts.registry().pause();
      if (now(contracts) < pause.nextFrom()) {
        throw new IllegalArgumentException(
            "New agreements may be paused once in thirty days: again from %s on."
                .formatted(Instant.ofEpochSecond(pause.nextFrom())));
      }
      if (!yes) {
        spec.commandLine()
            .getErr()
            .println("Nothing was sent. Repeat the command with --yes to pause new agreements.");
        return 1;
      }
      sender.send(contracts.registry().pauseOpenings());
      print(contracts);
    }
    return 0;
  }

  @Command(
      name = "resume",
      description = "End the pause early. The thirty days until the next one go on.",
      mixinStandardHelpOptions = true)
  int resume(@Mixin WalletOptions options) throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var sender = options.sender(contracts);
      requireGuardian(contracts, sender.address());
      if (now(contracts) >= contracts.registry().pause().until()) {
        throw new IllegalArgumentException(
            "New agreements are not paused: there is nothing to end.");
      }
      sender.send(contracts.registry().resumeOpenings());
      print(contracts);
    }
    return 0;
  }

  private static ObjectNode read(Contracts contracts) {
    var guardian = contracts.registry().guardian();
    var pause = contracts.registry().pause();
    var node = JSON.createObjectNode();
    node.put("guardian", guardian.equals(Address.ZERO) ? null : guardian.toString());
    node.put("paused", now(contracts) < pause.until());
    node.put("pausedUntil", pause.until());
    node.put("nextPauseFrom", pause.nextFrom());
    return node;
  }

  private void print(Contracts contracts) {
    PrintWriter out = spec.commandLine().getOut();
    var guardian = contracts.registry().guardian();
    out.printf(
        "guardian        %s%n",
        guardian.equals(Address.ZERO) ? "none: a vote names one" : guardian);
    var pause = contracts.registry().pause();
    out.printf(
        "new agreements  %s%n",
        now(contracts) < pause.until()
            ? "paused until " + Instant.ofEpochSecond(pause.until())
            : "may be opened");
    if (pause.nextFrom() != 0) {
      out.printf("next pause      from %s on%n", Instant.ofEpochSecond(pause.nextFrom()));
    }
    out.flush();
  }

  private static void requireGuardian(Contracts contracts, Address wallet) {
    var guardian = contracts.registry().guardian();
    if (!guardian.equals(wallet)) {
      throw new IllegalArgumentException(
          "The wallet of --key is %s, and the guardian is %s. Only the guardian pauses; a vote names another."
              .formatted(wallet, guardian.equals(Address.ZERO) ? "nobody" : guardian));
    }
  }

  private static long now(Contracts contracts) {
    return contracts.chain().head().timestamp().getEpochSecond();
  }
}
