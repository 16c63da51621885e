package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.EngagementOffer;
import network.flashback.chain.contract.EngagementTerms;
import network.flashback.chain.contract.Token;
import network.flashback.evm.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback service hire FILE`: the price goes into escrow, and the work begins.
@Command(
    name = "hire",
    description = {
      "Hire what a provider offered in FILE. All milestones are paid into escrow at once.",
      "Compare --statement with what you asked for: it is what a dispute is decided by."
    },
    mixinStandardHelpOptions = true)
public final class ServiceHireCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();

  @Parameters(paramLabel = "FILE", description = "The provider's offer.")
  private Path file = Path.of("offer.json");

  @Option(
      names = "--statement",
      required = true,
      paramLabel = "FILE",
      description = "The statement of work that the offer is about.")
  private Path statement = Path.of("statement.json");

  @Option(names = "--yes", description = "Lock the price.")
  private boolean yes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var offer = EngagementOffer.read(file);
      var terms = offer.terms();
      var sender = options.sender(contracts);
      var token = contracts.token(contracts.orchestrator().market(terms.market()).token());
      requireStatement(terms);
      requirePayable(terms, token, sender.address());
      if (!agreed(terms, token)) {
        return 1;
      }
      long id = hire(contracts, offer, token);
      new ServiceReport(contracts, spec.commandLine().getOut()).print(id);
    }
    return 0;
  }

  private void requireStatement(EngagementTerms terms) throws IOException {
    var hash = ServiceCommand.hashOf(statement);
    if (!hash.equals(terms.statementHash())) {
      throw new IllegalArgumentException(
          "The offer is about another statement of work than %s: %s, not %s. Ask the provider for an offer about yours."
              .formatted(statement, terms.statementHash(), hash));
    }
  }

  private static void requirePayable(EngagementTerms terms, Token token, Address wallet) {
    if (!wallet.equals(terms.consumer())) {
      throw new IllegalArgumentException(
          "The offer is made to %s, and the wallet of --key is %s. Use the other wallet."
              .formatted(terms.consumer(), wallet));
    }
    var held = token.balanceOf(wallet);
    if (held.compareTo(terms.total()) < 0) {
      throw new IllegalArgumentException(
          "The wallet %s holds %s, and the work costs %s. Send it the difference."
              .formatted(wallet, Orders.text(token, held), Orders.text(token, terms.total())));
    }
  }

  /// Shows the price, and whether `--yes` was said.
  private boolean agreed(EngagementTerms terms, Token token) {
    var err = spec.commandLine().getErr();
    err.printf(
        "price      %s in %d milestones, held until each is accepted%n",
        Orders.text(token, terms.total()), terms.milestones().size());
    if (!yes) {
      err.println("Nothing was sent. Repeat the command with --yes to lock it.");
    }
    err.flush();
    return yes;
  }

  private long hire(Contracts contracts, EngagementOffer offer, Token token) throws IOException {
    var sender = options.sender(contracts);
    var engagements = contracts.engagements();
    var total = offer.terms().total();
    if (token.allowance(sender.address(), engagements.address()).compareTo(total) < 0) {
      sender.send(token.approve(engagements.address(), total));
    }
    return engagements.openedId(sender.send(engagements.open(offer)));
  }
}
