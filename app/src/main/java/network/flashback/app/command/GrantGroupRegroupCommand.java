package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback grant group regroup MEMBERS`: another list of members.
@Command(
    name = "regroup",
    description = {
      "Give a group another list of members. At once nobody is in it; whoever is in MEMBERS joins again with a new proof and keeps its grant's id.",
      "To take one member out and leave the others in, revoke its own grant instead: 'flashback grant group revoke --grant ID'."
    },
    mixinStandardHelpOptions = true)
public final class GrantGroupRegroupCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();
  @Mixin private final GroupOptions group = new GroupOptions();

  @Parameters(paramLabel = "MEMBERS", description = "One member a line: 0xADDRESS RIGHTS CAP.")
  private Path members = Path.of("");

  @Option(names = "--yes", description = "Do it: all members stop until they join again.")
  private boolean yes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var sender = options.sender(contracts);
      var consumer = sender.address();
      var view = group.live(contracts, consumer);
      var listed = GroupOptions.members(contracts, members, view.slaId(), consumer);
      var tree = group.tree(contracts, consumer, listed);
      if (!yes) {
        throw new IllegalArgumentException(
            "All members of group %d stop until each of the %d in %s joins again. Repeat the command with --yes to do it."
                .formatted(group.number(), listed.size(), members));
      }
      sender.send(contracts.grants().regroup(group.number(), tree.root()));
      spec.commandLine()
          .getOut()
          .printf(
              "group %d of %s has %d members; hand each a new proof ('flashback grant group proof')%n",
              group.number(), consumer, listed.size());
    }
    return 0;
  }
}
