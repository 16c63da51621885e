// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of requests that may be answered, the newest first.
///
/// @param next Cursor of the next page; absent on the last one.
public record QuoteRequestPage(
    @JsonProperty(value = "requests", required = true) List<WantedQuotesEntry> requests,
    @JsonProperty("next") @Nullable String next) {
  public QuoteRequestPage {
    requests = List.copyOf(requests);
  }
}
