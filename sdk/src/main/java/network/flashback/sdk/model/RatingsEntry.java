// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Ratings of a service provider. Those of its owner's own wallets are shown, and count nothing.
///
/// @param counted Ratings that count.
/// @param meanHundredths Their mean in hundredths of a star, rounded down; absent where none counts.
/// @param ratings The newest hundred, the newest first.
public record RatingsEntry(
    @JsonProperty(value = "providerId", required = true) long providerId,
    @JsonProperty(value = "counted", required = true) long counted,
    @JsonProperty("meanHundredths") @Nullable Long meanHundredths,
    @JsonProperty(value = "ratings", required = true) List<Said> ratings) {
  public RatingsEntry {
    ratings = List.copyOf(ratings);
  }
}
