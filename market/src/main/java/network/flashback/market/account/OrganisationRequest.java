package network.flashback.market.account;

import network.flashback.domain.Refused;
import network.flashback.market.json.Meaning;

/// An organisation that is to be made.
@Meaning("An organisation that is to be made; whoever makes it is its owner.")
public record OrganisationRequest(@Meaning("1 to 80 characters") String name) {
  public OrganisationRequest {
    requireName(name);
  }

  /// Refuses what would not show as one line.
  static void requireName(String name) {
    var shown = name.codePoints().noneMatch(c -> Character.isISOControl(c)) && !name.isBlank();
    if (!shown || name.length() > 80) {
      throw new Refused(
          "name",
          "is empty, longer than 80 characters, or holds control characters",
          "give a name of one line");
    }
  }
}
