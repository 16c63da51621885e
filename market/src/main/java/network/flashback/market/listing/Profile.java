package network.flashback.market.listing;

import network.flashback.domain.Refused;
import network.flashback.market.json.Meaning;

/// What a provider says about itself. Nobody checks it; that it is the provider's own word is
/// certain, because the register holds its hash.
@Meaning("What a provider says about itself; checked by nobody.")
public record Profile(String name, String description, String website) {
  private static final int NAME_MAX = 100;
  private static final int DESCRIPTION_MAX = 2_000;
  private static final int WEBSITE_MAX = 200;

  public Profile {
    requireShort("name", name, NAME_MAX);
    requireShort("description", description, DESCRIPTION_MAX);
    requireShort("website", website, WEBSITE_MAX);
    if (name.isBlank()) {
      throw new Refused("document.name", "is empty", "give the name to be listed under");
    }
    // Links of the listing lead to web pages and run nothing.
    if (!website.isEmpty() && !website.matches("https?://[^\\s\"<>]+")) {
      throw new Refused(
          "document.website", "is no address of a web page", "write https://, or leave it away");
    }
  }

  private static void requireShort(String field, String text, int most) {
    if (text.length() > most) {
      throw new Refused(
          "document." + field, "has " + text.length() + " characters", "use at most " + most);
    }
  }
}
