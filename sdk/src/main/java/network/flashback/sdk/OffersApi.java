// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import java.util.stream.Stream;
import network.flashback.evm.Bytes32;
import network.flashback.sdk.model.ListOffersQuery;
import network.flashback.sdk.model.ListedRow;
import network.flashback.sdk.model.OfferEntry;
import network.flashback.sdk.model.OfferPage;
import network.flashback.sdk.model.OfferSubmission;

/// Operations about offers, as docs/api/openapi.json describes them.
public final class OffersApi {
  private final Calls calls;

  OffersApi(Calls calls) {
    this.calls = calls;
  }

  /// Lists a signed offer; the newest of a provider, class and region counts.
  ///
  /// `POST /v1/offers`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 403, 409, 413,
  ///     422, 429, 500, 502, 503
  public OfferEntry publishOffer(OfferSubmission body) {
    var call =
        Call.post("/v1/offers")
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, OfferEntry.class);
  }

  /// Live offers with their providers' records and the reasons for their places.
  ///
  /// `GET /v1/offers`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 429, 500, 502,
  ///     503
  public OfferPage listOffers(ListOffersQuery query) {
    var call =
        Call.get("/v1/offers")
            .with("class", query.storageClass())
            .with("region", query.region())
            .with("market", query.market())
            .with("maxPrice", query.maxPrice())
            .with("minFree", query.minFree())
            .with("certified", query.certified())
            .with("scope", query.scope())
            .with("listedBy", query.listedBy())
            .with("minUptime", query.minUptime())
            .with("maxLatency", query.maxLatency())
            .with("search", query.search())
            .with("status", query.status())
            .with("sort", query.sort())
            .with("limit", query.limit())
            .with("cursor", query.cursor())
            .done();
    return calls.send(call, OfferPage.class);
  }

  /// Live offers with their providers' records and the reasons for their places. All pages, one
  /// after another: each is asked for when the stream comes to it.
  ///
  /// `GET /v1/offers`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 429, 500, 502,
  ///     503
  public Stream<ListedRow> allOffers(ListOffersQuery query) {
    return Pages.rows(
        query.cursor(),
        cursor -> listOffers(cursor == null ? query : query.withCursor(cursor)),
        OfferPage::offers,
        OfferPage::next);
  }

  /// One live offer.
  ///
  /// `GET /v1/offers/{hash}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 404, 429, 500,
  ///     502, 503
  public ListedRow offer(Bytes32 hash) {
    var call =
        Call.get("/v1/offers/{hash}")
            .at("hash", hash)
            .done();
    return calls.send(call, ListedRow.class);
  }
}
