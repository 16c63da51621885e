package network.flashback.app.command;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Proposal;
import network.flashback.chain.contract.Proposal.State;

/// A proposal told to a person: what it orders, how the vote stands, and what can be done next.
record ProposalReport(Contracts contracts, PrintWriter out) {
  void print(Proposal proposal) {
    var governance = contracts.governance();
    var flash = contracts.flash();
    var state = governance.state(proposal);
    line("proposal", proposal.name().toString());
    line("why", proposal.description());
    line("by", proposal.proposer().toString());
    proposal.orders().forEach(order -> line("order", Orders.told(contracts, order)));
    line("state", word(state));
    line("vote", at(proposal.snapshotAt()) + " to " + at(proposal.deadlineAt()));
    if (state != State.PENDING) {
      var tally = governance.tally(proposal);
      line("for", Orders.text(flash, tally.inFavour()));
      line("against", Orders.text(flash, tally.against()));
      line("abstaining", Orders.text(flash, tally.abstaining()));
      line(
          "quorum",
          "%s of %s"
              .formatted(
                  Orders.text(flash, tally.present()),
                  Orders.text(flash, governance.quorum(proposal))));
    }
    line("next", next(contracts, proposal, state));
  }

  private static String next(Contracts contracts, Proposal proposal, State state) {
    var name = ProposalName.shortOf(proposal);
    return switch (state) {
      case PENDING ->
          "from %s on: flashback fund vote %s".formatted(at(proposal.snapshotAt()), name);
      case ACTIVE ->
          "flashback fund vote %s for|against|abstain, until %s"
              .formatted(name, at(proposal.deadlineAt()));
      case SUCCEEDED ->
          "flashback fund queue %s, until %s"
              .formatted(name, at(proposal.deadlineAt() + contracts.governance().graceSeconds()));
      case QUEUED ->
          "from %s on: flashback fund execute %s"
              .formatted(at(contracts.governance().executableFrom(proposal)), name);
      case EXECUTED -> "nothing: it is done";
      case DEFEATED, EXPIRED, CANCELED -> "nothing: propose it again";
    };
  }

  static void require(Contracts contracts, Proposal proposal, State wanted, String done) {
    var state = contracts.governance().state(proposal);
    if (state != wanted) {
      throw new IllegalArgumentException(
          "Proposal %s is %s and cannot be %s now. Next: %s."
              .formatted(
                  ProposalName.shortOf(proposal),
                  word(state),
                  done,
                  next(contracts, proposal, state)));
    }
  }

  static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private void line(String name, String value) {
    out.printf("%-11s %s%n", name, value);
  }

  private static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }
}
