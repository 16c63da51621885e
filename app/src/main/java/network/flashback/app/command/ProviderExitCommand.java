package network.flashback.app.command;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.Registry;
import network.flashback.chain.contract.Registry.Status;
import network.flashback.evm.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback provider exit ID`: leaves the register.
@Command(
    name = "exit",
    description = {
      "Leave the register: nothing new can be opened, what runs goes on. There is no way back.",
      "Fourteen days later, --complete ends it."
    },
    mixinStandardHelpOptions = true)
public final class ProviderExitCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();

  @Parameters(paramLabel = "ID", description = "Id of the provider in the register.")
  private long id;

  @Option(
      names = "--complete",
      description = "End a begun exit, when no stake is committed any more.")
  private boolean complete;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    try (var chain = options.open()) {
      var registry = chain.contracts().registry();
      var status = registry.statusOf(id);
      var sender = options.sender(chain.contracts());
      if (complete) {
        requireBegun(status);
        sender.send(registry.completeExit(id));
        out.println("provider " + id + " has left the register");
      } else {
        requireOwn(registry, status, sender.address());
        long from = registry.exitFrom(sender.send(registry.exit(id)));
        out.println(
            "provider %d leaves; complete it from %s on with --complete"
                .formatted(id, Instant.ofEpochSecond(from)));
      }
    }
    return 0;
  }

  private void requireBegun(Status status) {
    if (status != Status.EXITING) {
      throw new IllegalArgumentException(
          "Provider %d is %s: only a begun exit can be completed. Leave --complete away to begin."
              .formatted(id, ProviderShowCommand.words(status)));
    }
  }

  private void requireOwn(Registry registry, Status status, Address wallet) {
    if (status != Status.ACTIVE && status != Status.SUSPENDED) {
      throw new IllegalArgumentException(
          "Provider %d is %s: only an active or suspended one can leave."
              .formatted(id, ProviderShowCommand.words(status)));
    }
    var owner = registry.ownerOf(id);
    if (!owner.equals(wallet)) {
      throw new IllegalArgumentException(
          "Provider %d belongs to %s, and the wallet of --key is %s. Only its owner can make it leave."
              .formatted(id, owner, wallet));
    }
  }
}
