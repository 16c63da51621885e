package network.flashback.market.certification;

import network.flashback.domain.Refused;
import network.flashback.market.json.Meaning;

/// Why something is refused, for everybody to read.
@Meaning("Why, for everybody to read.")
public record Reason(@Meaning("Up to 1,000 characters.") String reason) {
  private static final int CHARACTERS_MAX = 1_000;

  public Reason {
    if (reason.isBlank() || reason.length() > CHARACTERS_MAX) {
      throw new Refused(
          "reason",
          "has " + reason.length() + " characters",
          "say what is wrong and what to do, in 1 to " + CHARACTERS_MAX);
    }
  }
}
