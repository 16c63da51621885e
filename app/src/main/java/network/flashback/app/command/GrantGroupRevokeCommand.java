package network.flashback.app.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.Contracts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback grant group revoke`: takes all members out, or one.
@Command(
    name = "revoke",
    description = {
      "End a group and the grants of all its members, at once and for ever; or with --grant those of one key, which stays out until the group has a new list.",
      "Vouchers that such a key signed and its provider has not claimed are worth nothing from then on."
    },
    mixinStandardHelpOptions = true)
public final class GrantGroupRevokeCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();
  @Mixin private final GroupOptions group = new GroupOptions();

  @Option(names = "--grant", paramLabel = "ID", description = "Only this one, of any key.")
  private long grant;

  @Option(names = "--yes", description = "Do it.")
  private boolean yes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var sender = options.sender(contracts);
      return grant == 0 ? all(contracts, sender) : one(contracts, sender);
    }
  }

  private int all(Contracts contracts, TransactionSender sender) {
    var view = group.view(contracts, sender.address());
    if (view.isRevoked()) {
      say("group %d is revoked already".formatted(group.number()));
      return 0;
    }
    requireYes("Group %d ends for all its members, for ever".formatted(group.number()));
    sender.send(contracts.grants().revokeGroup(group.number()));
    say("group %d of %s is revoked".formatted(group.number(), sender.address()));
    return 0;
  }

  private int one(Contracts contracts, TransactionSender sender) {
    var view = contracts.grants().grantOf(grant);
    if (!view.consumer().equals(sender.address())) {
      throw new IllegalArgumentException(
          "Grant %d is of %s, and the wallet of --key is %s. Name the consumer's keystore."
              .formatted(grant, view.consumer(), sender.address()));
    }
    requireYes("Grant %d of %s ends".formatted(grant, view.key()));
    sender.send(contracts.grants().revoke(grant));
    say("grant %d of %s is revoked".formatted(grant, view.key()));
    return 0;
  }

  private void requireYes(String what) {
    if (!yes) {
      throw new IllegalArgumentException(what + ". Repeat the command with --yes to do it.");
    }
  }

  private void say(String words) {
    spec.commandLine().getOut().println(words);
  }
}
