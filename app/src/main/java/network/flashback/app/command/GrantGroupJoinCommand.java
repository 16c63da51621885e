package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import network.flashback.chain.RevertedException;
import network.flashback.chain.contract.AccessGrants;
import network.flashback.chain.contract.GrantProof;
import network.flashback.evm.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback grant group join FILE`: a member takes what the group has for it.
@Command(
    name = "join",
    description =
        "Join a group with the proof in FILE, by the member's own wallet, which pays the gas. For a gateway that is its session key.",
    mixinStandardHelpOptions = true)
public final class GrantGroupJoinCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();

  @Parameters(paramLabel = "FILE", description = "Made by 'flashback grant group proof'.")
  private Path file = Path.of("");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var proof = GrantProof.read(file);
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var sender = options.sender(contracts);
      requireKey(proof, sender.address());
      try {
        var grants = contracts.grants();
        long grantId = grants.grantedId(sender.send(grants.join(proof)));
        spec.commandLine()
            .getOut()
            .printf(
                "%s is in group %d of %s: grant %d%n",
                sender.address(), proof.number(), proof.consumer(), grantId);
      } catch (RevertedException refused) {
        throw told(proof, refused);
      }
    }
    return 0;
  }

  private static void requireKey(GrantProof proof, Address wallet) {
    if (!proof.member().key().equals(wallet)) {
      throw new IllegalArgumentException(
          "The proof is for %s, but the wallet of --key is %s. A key joins by itself: name its own keystore."
              .formatted(proof.member().key(), wallet));
    }
  }

  private static RuntimeException told(GrantProof proof, RevertedException refused) {
    var group = "Group %d of %s".formatted(proof.number(), proof.consumer());
    return switch (AccessGrants.refusalOf(refused)) {
      case UNKNOWN ->
          said(refused, group + " is not on this chain. Name the deployment that it was made in.");
      case OVER -> said(refused, group + " is revoked or expired. Ask the consumer for a new one.");
      case NO_MEMBER ->
          said(
              refused,
              group
                  + " has another list of members by now. Ask the consumer for a new proof, if the key is still in it.");
      case JOINED ->
          said(
              refused,
              group
                  + " let this key in before, and does so once for each list. If the consumer revoked its grant since, only a new list lets it in again.");
      case NEWER_WORD ->
          said(
              refused,
              "The consumer said something else about this key after it made the list of group %d, by a grant or another group, and the last word counts. Ask it for a new list ('flashback grant group regroup')."
                  .formatted(proof.number()));
      case OTHER -> refused;
    };
  }

  private static IllegalArgumentException said(RevertedException refused, String words) {
    return new IllegalArgumentException(words, refused);
  }
}
