package network.flashback.market.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import network.flashback.domain.Refused;
import network.flashback.evm.Address;
import network.flashback.market.json.Meaning;
import network.flashback.market.live.EventType;
import org.jspecify.annotations.Nullable;

/// A webhook that is to be made.
@Meaning("A webhook that is to be made.")
public record WebhookRequest(
    @Meaning("where messages go: https, with a host that everybody may reach") String url,
    @Meaning("which events are told") List<EventType> types,
    @Meaning("Events of these consumers' agreements; at most 100.")
        @Nullable List<Address> consumers,
    @Meaning("Events of these providers' agreements, by their ids in the register; at most 100.")
        @Nullable List<Long> providers) {
  private static final int URL_MAX = 500;
  private static final int OF_EACH_MAX = 100;

  public WebhookRequest {
    requireUrl(url);
    if (types.isEmpty()) {
      throw new Refused("types", "is empty", "name what you want to be told");
    }
    consumers = consumers == null ? List.of() : consumers;
    providers = providers == null ? List.of() : providers;
    if (consumers.isEmpty() && providers.isEmpty()) {
      throw new Refused(
          "consumers",
          "is empty, and so is providers",
          "name whose agreements you want to hear of");
    }
    Refused.requireRange("consumers", consumers.size(), 0, OF_EACH_MAX);
    Refused.requireRange("providers", providers.size(), 0, OF_EACH_MAX);
  }

  private static void requireUrl(String url) {
    try {
      var uri = new URI(url);
      var sound =
          uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawFragment() == null
              && url.length() <= URL_MAX
              && url.chars().allMatch(c -> c > ' ' && c < 0x7f);
      if (sound && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
        return;
      }
    } catch (URISyntaxException malformed) {
      // Said below.
    }
    throw new Refused(
        "url",
        "is no web address of at most " + URL_MAX + " ASCII characters",
        "write it as https://host/path, without user and fragment");
  }
}
