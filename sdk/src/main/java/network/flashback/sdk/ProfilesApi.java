// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import network.flashback.sdk.model.Profile;
import network.flashback.sdk.model.ProfileSubmission;

/// Operations about profiles, as docs/api/openapi.json describes them.
public final class ProfilesApi {
  private final Calls calls;

  ProfilesApi(Calls calls) {
    this.calls = calls;
  }

  /// Shows a member's profile: the text whose hash the register holds.
  ///
  /// `POST /v1/profiles`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 409, 413, 422,
  ///     429, 500, 503
  public Profile publishProfile(ProfileSubmission body) {
    var call =
        Call.post("/v1/profiles")
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, Profile.class);
  }
}
