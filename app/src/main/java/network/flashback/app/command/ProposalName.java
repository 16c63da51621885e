package network.flashback.app.command;

import java.util.Locale;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Proposal;
import picocli.CommandLine.Parameters;

/// One proposal, by the beginning of its name.
final class ProposalName {
  /// Enough to tell it from others.
  private static final int CHARACTERS = 10;

  @Parameters(
      index = "0",
      paramLabel = "PROPOSAL",
      description = "Its name as 'fund show' prints it, or more of it.")
  private String name = "";

  static String shortOf(Proposal proposal) {
    return proposal.name().toString().substring(0, CHARACTERS);
  }

  Proposal in(Contracts contracts) {
    var text = name.toLowerCase(Locale.ROOT);
    var found =
        contracts.governance().proposals().stream()
            .filter(each -> each.name().toString().startsWith(text))
            .toList();
    if (text.length() < CHARACTERS || found.size() != 1) {
      throw new IllegalArgumentException(
          "%s named '%s': give at least %d characters of a name that 'flashback fund show' prints."
              .formatted(
                  found.size() > 1 ? "Several proposals are" : "No proposal is", name, CHARACTERS));
    }
    return found.getFirst();
  }
}
