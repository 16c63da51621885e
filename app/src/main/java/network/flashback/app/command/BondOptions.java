package network.flashback.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import network.flashback.chain.Call;
import network.flashback.chain.Receipt;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.Arbitration;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Token;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import picocli.CommandLine.Option;

/// The evidence and the bond that a step of a dispute needs.
final class BondOptions {
  /// What is hashed must be what the panel can be handed.
  private static final long EVIDENCE_BYTES_MAX = 64 << 20;

  @Option(
      names = "--evidence",
      required = true,
      paramLabel = "FILE",
      description = "What the panel shall see. Its keccak-256 goes onto the chain: keep the file.")
  private Path evidence = Path.of("");

  @Option(names = "--yes", description = "Lock the bond.")
  private boolean yes;

  /// The hash of the evidence.
  Bytes32 hash() throws IOException {
    long size = Files.size(evidence);
    if (size == 0 || size > EVIDENCE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "The evidence %s has %d bytes: give a file of 1 byte to 64 MiB."
              .formatted(evidence, size));
    }
    return Bytes.of(Files.readAllBytes(evidence)).keccak256();
  }

  /// Shows the bond, and whether `--yes` was said.
  boolean agreed(Contracts contracts, BigInteger bond, PrintWriter err) {
    var token = contracts.token(contracts.arbitration().bondToken());
    err.printf("bond       %s; whoever loses the dispute loses it%n", text(token, bond));
    err.flush();
    if (!yes) {
      err.println("Nothing was sent. Repeat the command with --yes to lock it.");
    }
    return yes;
  }

  /// Lets the arbitration take the bond, then takes the step.
  Receipt send(Contracts contracts, TransactionSender sender, BigInteger bond, Call step) {
    return send(contracts, contracts.arbitration(), sender, bond, step);
  }

  /// The same at any of the two arbitrations, with the bond of an opening.
  Receipt send(Contracts contracts, Arbitration arbitration, TransactionSender sender, Call step) {
    return send(contracts, arbitration, sender, arbitration.bond(), step);
  }

  private static Receipt send(
      Contracts contracts,
      Arbitration arbitration,
      TransactionSender sender,
      BigInteger bond,
      Call step) {
    var token = contracts.token(arbitration.bondToken());
    var held = token.balanceOf(sender.address());
    if (held.compareTo(bond) < 0) {
      throw new IllegalArgumentException(
          "The wallet %s holds %s, but the bond is %s. Send it the difference."
              .formatted(sender.address(), text(token, held), text(token, bond)));
    }
    if (token.allowance(sender.address(), arbitration.address()).compareTo(bond) < 0) {
      sender.send(token.approve(arbitration.address(), bond));
    }
    return sender.send(step);
  }

  /// What a provider risks with an agreement, in words where it is nothing.
  static String collateral(String amount, BigInteger units) {
    return units.signum() == 0 ? "none: uncollateralised, losing the bytes costs only pay" : amount;
  }

  static String text(Token token, BigInteger units) {
    return new BigDecimal(units, token.decimals()).toPlainString() + " " + token.symbol();
  }
}
