package network.flashback.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Governance;
import network.flashback.chain.contract.Proposal;
import network.flashback.chain.contract.Proposal.State;
import network.flashback.chain.contract.Proposal.Support;
import network.flashback.chain.contract.Token;
import network.flashback.evm.Address;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback fund`: the community fund, and the votes that spend it and set what votes may set.
@Command(
    name = "fund",
    description = {
      "Show the community fund, and decide by vote what becomes of it.",
      "Lock FLASH to vote with it; propose; vote; then anybody queues and executes what won."
    },
    mixinStandardHelpOptions = true)
public final class FundCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: one of those below.");
  }

  @Command(
      name = "show",
      description = "Print what the fund holds, what a vote takes, and all proposals.",
      mixinStandardHelpOptions = true)
  int show(
      @Mixin ChainOptions options,
      @Option(names = "--json", description = "Print JSON.") boolean json)
      throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      if (json) {
        out().println(FundJson.fund(contracts, tokens(contracts)));
        out().flush();
        return 0;
      }
      var governance = contracts.governance();
      var flash = contracts.flash();
      for (var token : tokens(contracts)) {
        line("fund", Orders.text(token, token.balanceOf(contracts.fund())));
      }
      line("locked", Orders.text(flash, governance.totalLocked()) + " may vote");
      line("quorum", Orders.text(flash, governance.quorumNow()) + " for or abstaining");
      line("to propose", Orders.text(flash, governance.threshold()) + " locked a second before");
      line(
          "a vote",
          "begins %s after the proposal and lasts %s"
              .formatted(span(governance.delaySeconds()), span(governance.periodSeconds())));
      var proposals = governance.proposals();
      line("proposals", proposals.isEmpty() ? "none yet" : Integer.toString(proposals.size()));
      for (var proposal : proposals.reversed()) {
        out()
            .printf(
                "  %s  %-9s  %s%n",
                ProposalName.shortOf(proposal),
                ProposalReport.word(governance.state(proposal)),
                proposal.description().lines().findFirst().orElse(""));
      }
    }
    return 0;
  }

  @Command(
      name = "proposal",
      description = "Print one proposal: what it orders, the votes, and what can be done next.",
      mixinStandardHelpOptions = true)
  int proposal(
      @Mixin ChainOptions options,
      @Mixin ProposalName named,
      @Option(names = "--json", description = "Print JSON.") boolean json)
      throws IOException {
    try (var chain = options.open()) {
      var proposal = named.in(chain.contracts());
      if (json) {
        out().println(FundJson.proposal(chain.contracts(), proposal));
        out().flush();
      } else {
        report(chain.contracts(), proposal);
      }
    }
    return 0;
  }

  @Command(
      name = "lock",
      description = "Lock FLASH: it votes on what is proposed from now on.",
      mixinStandardHelpOptions = true)
  int lock(
      @Mixin WalletOptions options,
      @Parameters(paramLabel = "FLASH", description = "How many, such as 100000.")
          BigDecimal amount)
      throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var sender = options.sender(contracts);
      var flash = contracts.flash();
      var units = Orders.units(flash, amount);
      var held = flash.balanceOf(sender.address());
      if (units.signum() <= 0 || held.compareTo(units) < 0) {
        throw new IllegalArgumentException(
            "The wallet %s holds %s: lock more than nothing and at most that."
                .formatted(sender.address(), Orders.text(flash, held)));
      }
      var governance = contracts.governance();
      var votes = governance.votes().address();
      if (flash.allowance(sender.address(), votes).compareTo(units) < 0) {
        sender.send(flash.approve(votes, units));
      }
      sender.send(governance.lock(units));
      printLock(contracts, sender.address());
    }
    return 0;
  }

  @Command(
      name = "unlock",
      description = {
        "Take FLASH out of the vote; without an amount, fetch what is due.",
        "Its votes end at once, the coins come later: show prints when."
      },
      mixinStandardHelpOptions = true)
  int unlock(
      @Mixin WalletOptions options,
      @Parameters(arity = "0..1", paramLabel = "FLASH", description = "How many.")
          @Nullable BigDecimal amount)
      throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var sender = options.sender(contracts);
      var governance = contracts.governance();
      if (amount == null) {
        fetch(contracts, governance, sender);
      } else {
        var flash = contracts.flash();
        var units = Orders.units(flash, amount);
        var locked = governance.lockedOf(sender.address());
        if (units.signum() <= 0 || locked.compareTo(units) < 0) {
          throw new IllegalArgumentException(
              "The wallet %s has locked %s: unlock more than nothing and at most that."
                  .formatted(sender.address(), Orders.text(flash, locked)));
        }
        sender.send(governance.requestUnlock(units));
      }
      printLock(contracts, sender.address());
    }
    return 0;
  }

  private static void fetch(Contracts contracts, Governance governance, TransactionSender sender) {
    var leaving = governance.leavingOf(sender.address());
    if (leaving.amount().signum() == 0) {
      throw new IllegalArgumentException("Nothing is on its way out: say how many FLASH.");
    }
    if (now(contracts) < leaving.readyAt()) {
      throw new IllegalArgumentException(
          "%s come out from %s on. Run the same command again then."
              .formatted(Orders.text(contracts.flash(), leaving.amount()), at(leaving.readyAt())));
    }
    sender.send(governance.unlock(sender.address()));
  }

  @Command(
      name = "propose",
      description = "Propose one order to vote on.",
      mixinStandardHelpOptions = true)
  int propose(
      @Mixin WalletOptions options,
      @ArgGroup(multiplicity = "1") WantedOrder wanted,
      @Option(
              names = "--why",
              required = true,
              paramLabel = "TEXT",
              description = "What voters read.")
          String why)
      throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var sender = options.sender(contracts);
      var governance = contracts.governance();
      var order = wanted.in(contracts);
      var votes = governance.votesJustBefore(sender.address());
      if (votes.compareTo(governance.threshold()) < 0) {
        var flash = contracts.flash();
        throw new IllegalArgumentException(
            "The wallet %s had %s a second ago, of the %s that it takes to propose. Lock more, or have others delegate to it; if it has just done so, run the same command again."
                .formatted(
                    sender.address(),
                    Orders.text(flash, votes),
                    Orders.text(flash, governance.threshold())));
      }
      var receipt = sender.send(governance.propose(List.of(order), why));
      var created = governance.governor().read(receipt, "ProposalCreated").getFirst().values();
      var id = created.integer("proposalId");
      var made =
          governance.proposals().stream()
              .filter(each -> each.id().equals(id))
              .findFirst()
              .orElseThrow();
      report(contracts, made);
    }
    return 0;
  }

  @Command(
      name = "vote",
      description = "Vote on a proposal, once, with all that the wallet had locked in time.",
      mixinStandardHelpOptions = true)
  int vote(
      @Mixin WalletOptions options,
      @Mixin ProposalName named,
      @Parameters(index = "1", paramLabel = "for|against|abstain", description = "How.")
          Support support)
      throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var sender = options.sender(contracts);
      var governance = contracts.governance();
      var proposal = named.in(contracts);
      ProposalReport.require(contracts, proposal, State.ACTIVE, "voted on");
      if (governance.hasVoted(proposal, sender.address())) {
        throw new IllegalArgumentException(
            "The wallet %s has voted on it: once is all.".formatted(sender.address()));
      }
      if (governance.weightOf(sender.address(), proposal).signum() == 0) {
        throw new IllegalArgumentException(
            "The wallet %s weighs nothing on this proposal: only FLASH that was locked before it was made counts."
                .formatted(sender.address()));
      }
      sender.send(governance.vote(proposal, support));
      report(contracts, proposal);
    }
    return 0;
  }

  @Command(
      name = "queue",
      description = "Hand a proposal that won to the timelock. For anybody.",
      mixinStandardHelpOptions = true)
  int queue(@Mixin WalletOptions options, @Mixin ProposalName named) throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var proposal = named.in(contracts);
      ProposalReport.require(contracts, proposal, State.SUCCEEDED, "queued");
      options.sender(contracts).send(contracts.governance().queue(proposal));
      report(contracts, proposal);
    }
    return 0;
  }

  @Command(
      name = "execute",
      description = "Have the timelock do what was decided. For anybody.",
      mixinStandardHelpOptions = true)
  int execute(@Mixin WalletOptions options, @Mixin ProposalName named) throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var proposal = named.in(contracts);
      ProposalReport.require(contracts, proposal, State.QUEUED, "executed");
      long from = contracts.governance().executableFrom(proposal);
      if (now(contracts) < from) {
        throw new IllegalArgumentException(
            "It can be executed from %s on, not before. Run the same command again then."
                .formatted(at(from)));
      }
      options.sender(contracts).send(contracts.governance().execute(proposal));
      report(contracts, proposal);
    }
    return 0;
  }

  private void printLock(Contracts contracts, Address account) {
    var governance = contracts.governance();
    var flash = contracts.flash();
    line("locked", Orders.text(flash, governance.lockedOf(account)));
    line("votes", Orders.text(flash, governance.votesOf(account)));
    var leaving = governance.leavingOf(account);
    if (leaving.amount().signum() > 0) {
      line(
          "leaving",
          "%s from %s on: flashback fund unlock"
              .formatted(Orders.text(flash, leaving.amount()), at(leaving.readyAt())));
    }
  }

  /// Those that fees and slashes come in.
  private static List<Token> tokens(Contracts contracts) {
    var addresses = new LinkedHashSet<Address>();
    addresses.add(contracts.orchestrator().market(1).token());
    addresses.addAll(contracts.registry().contract().call("stakeTokens").list(0, Address.class));
    return addresses.stream().map(contracts::token).toList();
  }

  private void report(Contracts contracts, Proposal proposal) {
    new ProposalReport(contracts, out()).print(proposal);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void line(String name, String value) {
    out().printf("%-11s %s%n", name, value);
  }

  private static String span(long seconds) {
    return seconds % 86_400 == 0 ? seconds / 86_400 + " days" : seconds + " s";
  }

  private static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }

  private static long now(Contracts contracts) {
    return contracts.chain().head().timestamp().getEpochSecond();
  }
}
