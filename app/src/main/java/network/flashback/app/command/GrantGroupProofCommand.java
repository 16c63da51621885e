package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import network.flashback.evm.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback grant group proof MEMBERS FILE`: what a member joins with.
@Command(
    name = "proof",
    description =
        "Write what one member joins with to FILE, which is no secret. MEMBERS is the list that the group's root was made from.",
    mixinStandardHelpOptions = true)
public final class GrantGroupProofCommand implements Callable<Integer> {
  @Mixin private final ChainOptions options = new ChainOptions();
  @Mixin private final GroupOptions group = new GroupOptions();

  @Parameters(
      index = "0",
      paramLabel = "MEMBERS",
      description = "One member a line: 0xADDRESS RIGHTS CAP.")
  private Path members = Path.of("");

  @Parameters(index = "1", paramLabel = "FILE", description = "For the member.")
  private Path file = Path.of("");

  @Option(
      names = "--consumer",
      required = true,
      paramLabel = "ADDRESS",
      description = "Whose group it is.")
  private String consumer = "";

  @Option(
      names = "--member",
      required = true,
      paramLabel = "ADDRESS",
      description = "The key that joins.")
  private String member = "";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var owner = Address.parse(consumer);
      var view = group.live(contracts, owner);
      var listed = GroupOptions.members(contracts, members, view.slaId(), owner);
      var tree = group.tree(contracts, owner, listed);
      if (!tree.root().equals(view.root())) {
        throw new IllegalArgumentException(
            "%s is not the list that group %d of %s has now: its root is %s, the group's %s. Name the list that was handed to 'create' or 'regroup' last, unchanged."
                .formatted(members, group.number(), owner, tree.root(), view.root()));
      }
      tree.proofOf(Address.parse(member)).write(file);
      spec.commandLine()
          .getOut()
          .printf(
              "%s has what %s joins with: 'flashback grant group join %s --key KEYSTORE'%n",
              file, member, file);
    }
    return 0;
  }
}
