package network.flashback.app.command;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.Callable;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Token;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback challenge open AGREEMENT`: asks for a leaf.
@Command(
    name = "open",
    description = {
      "Ask for a leaf of 256 bytes. The provider has an audit window to show it and earns the bond; otherwise 'challenge close' breaches the agreement and brings the bond back.",
      "For the agreement's consumer."
    },
    mixinStandardHelpOptions = true)
public final class ChallengeOpenCommand implements Callable<Integer> {
  private static final long ANY = -1;

  @Mixin private final WalletOptions options = new WalletOptions();

  @Parameters(paramLabel = "AGREEMENT", description = "Id of the agreement.")
  private String agreement = "";

  @Option(
      names = "--leaf",
      paramLabel = "N",
      description = "Index of the leaf, from 0 (default: any).")
  private long leaf = ANY;

  @Option(names = "--yes", description = "Lock the bond.")
  private boolean yes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var id = AgreementId.parse(agreement);
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      long index = leafOf(contracts, id);
      var targeted = contracts.targeted();
      var token = contracts.token(contracts.orchestrator().market(id.market()).token());
      var bond = targeted.bondOf(id);
      var err = spec.commandLine().getErr();
      err.printf(
          "leaf       %d%nbond       %s; the provider's when it shows the leaf%n",
          index, BondOptions.text(token, bond));
      err.flush();
      if (!yes) {
        err.println("Nothing was sent. Repeat the command with --yes to lock the bond.");
        return 1;
      }
      var sender = options.sender(contracts);
      allow(contracts, sender, token, bond);
      sender.send(targeted.open(id, index));
      var asked = targeted.challengeOf(id).orElseThrow();
      spec.commandLine()
          .getOut()
          .printf(
              "agreement %s is asked for leaf %d; it can be shown until %s%n",
              id, asked.leafIndex(), Instant.ofEpochSecond(asked.due()));
    }
    return 0;
  }

  /// Of the revision that the running epoch audits.
  private long leafOf(Contracts contracts, AgreementId id) {
    var schedule = contracts.orchestrator().schedule();
    long epoch = schedule.epochAt(contracts.chain().head().timestamp().getEpochSecond());
    long leaves = contracts.possession().auditedRevisionOf(id, epoch).leaves();
    if (leaves == 0) {
      throw new IllegalArgumentException(
          "Epoch %d audits no bytes of agreement %s: nothing was co-signed before it began. Wait for the next epoch."
              .formatted(epoch, id));
    }
    if (leaf < ANY || leaf >= leaves) {
      throw new IllegalArgumentException(
          "Agreement %s has %d leaves in epoch %d: name one from 0 to %d."
              .formatted(id, leaves, epoch, leaves - 1));
    }
    return leaf == ANY ? new SecureRandom().nextLong(leaves) : leaf;
  }

  private static void allow(
      Contracts contracts, TransactionSender sender, Token token, BigInteger bond) {
    var targeted = contracts.targeted().address();
    var held = token.balanceOf(sender.address());
    if (held.compareTo(bond) < 0) {
      throw new IllegalArgumentException(
          "The wallet %s holds %s, but the bond is %s. Send it the difference."
              .formatted(
                  sender.address(), BondOptions.text(token, held), BondOptions.text(token, bond)));
    }
    if (token.allowance(sender.address(), targeted).compareTo(bond) < 0) {
      sender.send(token.approve(targeted, bond));
    }
  }
}
