// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import network.flashback.sdk.model.NetworkEntry;

/// Operations about network, as docs/api/openapi.json describes them.
public final class NetworkApi {
  private final Calls calls;

  NetworkApi(Calls calls) {
    this.calls = calls;
  }

  /// Chain, contracts, schedule, markets.
  ///
  /// `GET /v1/network`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 429, 500, 502, 503
  public NetworkEntry network() {
    var call =
        Call.get("/v1/network")
            .done();
    return calls.send(call, NetworkEntry.class);
  }
}
