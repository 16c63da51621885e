// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import network.flashback.sdk.model.InvitationList;
import network.flashback.sdk.model.OrganisationEntry;

/// Operations about invitations, as docs/api/openapi.json describes them.
public final class InvitationsApi {
  private final Calls calls;

  InvitationsApi(Calls calls) {
    this.calls = calls;
  }

  /// Invitations that wait for the caller.
  ///
  /// `GET /v1/invitations`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 401, 403, 429, 500
  public InvitationList listInvitations() {
    var call =
        Call.get("/v1/invitations")
            .done();
    return calls.send(call, InvitationList.class);
  }

  /// Makes the caller a member of the organisation that invited them.
  ///
  /// `POST /v1/invitations/{organisation}/acceptance`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     409, 422, 429, 500, 503
  public OrganisationEntry acceptInvitation(String organisation) {
    var call =
        Call.post("/v1/invitations/{organisation}/acceptance")
            .at("organisation", organisation)
            .repeatable()
            .done();
    return calls.send(call, OrganisationEntry.class);
  }

  /// Turns an invitation down.
  ///
  /// `DELETE /v1/invitations/{organisation}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     409, 422, 429, 500, 503
  public void declineInvitation(String organisation) {
    var call =
        Call.delete("/v1/invitations/{organisation}")
            .at("organisation", organisation)
            .repeatable()
            .done();
    calls.send(call);
  }
}
