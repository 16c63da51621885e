// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import network.flashback.sdk.model.Challenge;
import network.flashback.sdk.model.ChallengeRequest;
import network.flashback.sdk.model.SessionEntry;
import network.flashback.sdk.model.SignInRequest;

/// Operations about sessions, as docs/api/openapi.json describes them.
public final class SessionsApi {
  private final Calls calls;

  SessionsApi(Calls calls) {
    this.calls = calls;
  }

  /// A message for a wallet to sign (EIP-4361); it lasts five minutes and serves once.
  ///
  /// `POST /v1/sessions/challenge`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 409, 413, 422,
  ///     429, 500, 503
  public Challenge challenge(ChallengeRequest body) {
    var call =
        Call.post("/v1/sessions/challenge")
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, Challenge.class);
  }

  /// Opens a session for a day: a cookie for this platform's pages, or a token where `bearer` is
  /// true.
  ///
  /// `POST /v1/sessions`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 403, 409, 413,
  ///     422, 429, 500, 503
  public SessionEntry signIn(SignInRequest body) {
    var call =
        Call.post("/v1/sessions")
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, SessionEntry.class);
  }

  /// Who is signed in.
  ///
  /// `GET /v1/sessions/current`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 401, 403, 429, 500
  public SessionEntry session() {
    var call =
        Call.get("/v1/sessions/current")
            .done();
    return calls.send(call, SessionEntry.class);
  }

  /// Ends the session: its token opens nothing any more.
  ///
  /// `DELETE /v1/sessions/current`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 401, 403, 409, 422,
  ///     429, 500, 503
  public void signOut() {
    var call =
        Call.delete("/v1/sessions/current")
            .repeatable()
            .done();
    calls.send(call);
  }
}
