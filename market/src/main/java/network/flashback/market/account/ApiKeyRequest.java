package network.flashback.market.account;

import java.util.List;
import network.flashback.domain.Refused;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// A key that is to be made.
@Meaning("A key that is to be made for a program.")
public record ApiKeyRequest(
    @Meaning("what the key is for; 1 to 80 characters") String name,
    @Meaning("what it may do") List<Scope> scopes,
    @Meaning("How long it lives, in seconds: at most two years; 90 days when absent.")
        @Nullable Long lifeSeconds) {
  private static final long LIFE_USUAL = 90L * 24 * 3600;
  private static final long LIFE_MAX = 2 * 366L * 24 * 3600;

  public ApiKeyRequest {
    OrganisationRequest.requireName(name);
    scopes = scopes.stream().distinct().sorted().toList();
    if (scopes.isEmpty()) {
      throw new Refused("scopes", "is empty", "name what the key is to do");
    }
    if (lifeSeconds != null) {
      Refused.requireRange("lifeSeconds", lifeSeconds, 60, LIFE_MAX);
    }
    var forPeople = scopes.stream().filter(scope -> !scope.isForKeys()).toList();
    if (!forPeople.isEmpty()) {
      throw new Refused(
          "scopes", "holds " + forPeople + ", which no key may have", "do this signed in");
    }
  }

  long life() {
    return lifeSeconds == null ? LIFE_USUAL : lifeSeconds;
  }
}
