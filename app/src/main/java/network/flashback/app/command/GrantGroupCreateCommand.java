package network.flashback.app.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback grant group create MEMBERS`: a new group.
@Command(
    name = "create",
    description =
        "Make a group of the keys in MEMBERS, for an SLA of the wallet's. Nobody may do anything until it joins.",
    mixinStandardHelpOptions = true)
public final class GrantGroupCreateCommand implements Callable<Integer> {
  private static final long DAY_SECONDS = 86_400;
  private static final int DAYS_MAX = 3_650;

  @Mixin private final WalletOptions options = new WalletOptions();
  @Mixin private final GroupOptions group = new GroupOptions();

  @Parameters(paramLabel = "MEMBERS", description = "One member a line: 0xADDRESS RIGHTS CAP.")
  private Path members = Path.of("");

  @Option(names = "--sla", required = true, paramLabel = "ID", description = "Id of the SLA.")
  private String sla = "";

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "365",
      description = "How long it holds (default: ${DEFAULT-VALUE}).")
  private int days;

  @Option(
      names = "--scope",
      paramLabel = "BUCKET[/PREFIX]",
      defaultValue = "",
      description = "Where members may read and write (default: everything under the SLA).")
  private String scope = "";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (days <= 0 || days > DAYS_MAX) {
      throw new IllegalArgumentException(
          "A group lasts from one day to %d; %d is no such number. Name another with --days."
              .formatted(DAYS_MAX, days));
    }
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var sender = options.sender(contracts);
      var slaId = Bytes32.fromHex(sla);
      var consumer = sender.address();
      var listed = GroupOptions.members(contracts, members, slaId, consumer);
      var tree = group.tree(contracts, consumer, listed);
      if (contracts.grants().groupOf(consumer, group.number()).isPresent()) {
        throw new IllegalArgumentException(
            "%s has or had a group %d already. Name another number with --number, or change that group's members with 'flashback grant group regroup'."
                .formatted(consumer, group.number()));
      }
      long now = contracts.chain().head().timestamp().getEpochSecond();
      long expiry = now + days * DAY_SECONDS;
      var where =
          scope.isEmpty() ? Bytes32.ZERO : Keccak256.hash(scope.getBytes(StandardCharsets.UTF_8));
      sender.send(contracts.grants().grantGroup(group.number(), slaId, tree.root(), expiry, where));
      spec.commandLine()
          .getOut()
          .printf(
              "group %d of %s has %d members, until %s%nkeep %s: 'flashback grant group proof' makes from it what each member joins with%n",
              group.number(), consumer, listed.size(), Instant.ofEpochSecond(expiry), members);
    }
    return 0;
  }
}
