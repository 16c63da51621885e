// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of live offers.
///
/// @param total Rows of all pages.
/// @param next Cursor of the next page; absent on the last one.
/// @param resumed True when the ranking that this walk began with is no longer kept: rows that moved
///     since may come twice, or not at all.
public record OfferPage(
    @JsonProperty(value = "offers", required = true) List<ListedRow> offers,
    @JsonProperty(value = "total", required = true) long total,
    @JsonProperty("next") @Nullable String next,
    @JsonProperty("resumed") @Nullable Boolean resumed) {
  public OfferPage {
    offers = List.copyOf(offers);
  }
}
