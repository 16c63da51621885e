// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import network.flashback.sdk.model.History;
import network.flashback.sdk.model.ProviderEntry;
import network.flashback.sdk.model.ProviderList;
import network.flashback.sdk.model.ProviderQualityQuery;
import network.flashback.sdk.model.RatingsEntry;

/// Operations about providers, as docs/api/openapi.json describes them.
public final class ProvidersApi {
  private final Calls calls;

  ProvidersApi(Calls calls) {
    this.calls = calls;
  }

  /// The register with its members' records.
  ///
  /// `GET /v1/providers`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 429, 500, 502, 503
  public ProviderList listProviders() {
    var call =
        Call.get("/v1/providers")
            .done();
    return calls.send(call, ProviderList.class);
  }

  /// One member of the register with its history, subscriptions and certificates.
  ///
  /// `GET /v1/providers/{id}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 404, 429, 500,
  ///     502, 503
  public ProviderEntry provider(long id) {
    var call =
        Call.get("/v1/providers/{id}")
            .at("id", id)
            .done();
    return calls.send(call, ProviderEntry.class);
  }

  /// What reporters measured of a provider, epoch by epoch, with the evidence.
  ///
  /// `GET /v1/providers/{id}/quality`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 404, 429, 500
  public History providerQuality(long id, ProviderQualityQuery query) {
    var call =
        Call.get("/v1/providers/{id}/quality")
            .at("id", id)
            .with("limit", query.limit())
            .done();
    return calls.send(call, History.class);
  }

  /// What consumers said of a service provider, and which of it counts.
  ///
  /// `GET /v1/providers/{id}/ratings`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 429, 500
  public RatingsEntry providerRatings(long id) {
    var call =
        Call.get("/v1/providers/{id}/ratings")
            .at("id", id)
            .done();
    return calls.send(call, RatingsEntry.class);
  }
}
