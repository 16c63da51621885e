// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk;

import java.util.stream.Stream;
import network.flashback.evm.Address;
import network.flashback.sdk.model.ApiKeyEntry;
import network.flashback.sdk.model.ApiKeyRequest;
import network.flashback.sdk.model.AuditEntry;
import network.flashback.sdk.model.AuditPage;
import network.flashback.sdk.model.DeliveryEntry;
import network.flashback.sdk.model.DeliveryPage;
import network.flashback.sdk.model.InvitationEntry;
import network.flashback.sdk.model.InvitationList;
import network.flashback.sdk.model.InvitationRequest;
import network.flashback.sdk.model.KeyList;
import network.flashback.sdk.model.ListAuditQuery;
import network.flashback.sdk.model.ListDeliveriesQuery;
import network.flashback.sdk.model.MemberList;
import network.flashback.sdk.model.NewApiKey;
import network.flashback.sdk.model.NewWebhook;
import network.flashback.sdk.model.OrganisationEntry;
import network.flashback.sdk.model.OrganisationList;
import network.flashback.sdk.model.OrganisationMember;
import network.flashback.sdk.model.OrganisationRequest;
import network.flashback.sdk.model.RoleChange;
import network.flashback.sdk.model.WebhookList;
import network.flashback.sdk.model.WebhookRequest;

/// Operations about organisations, as docs/api/openapi.json describes them.
public final class OrganisationsApi {
  private final Calls calls;

  OrganisationsApi(Calls calls) {
    this.calls = calls;
  }

  /// Makes an organisation; the caller is its owner.
  ///
  /// `POST /v1/organisations`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 409,
  ///     413, 422, 429, 500, 503
  public OrganisationEntry makeOrganisation(OrganisationRequest body) {
    var call =
        Call.post("/v1/organisations")
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, OrganisationEntry.class);
  }

  /// The caller's organisations, by name.
  ///
  /// `GET /v1/organisations`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 401, 403, 429, 500
  public OrganisationList listOrganisations() {
    var call =
        Call.get("/v1/organisations")
            .done();
    return calls.send(call, OrganisationList.class);
  }

  /// One organisation, and the caller's role in it.
  ///
  /// `GET /v1/organisations/{organisation}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     429, 500
  public OrganisationEntry organisation(String organisation) {
    var call =
        Call.get("/v1/organisations/{organisation}")
            .at("organisation", organisation)
            .done();
    return calls.send(call, OrganisationEntry.class);
  }

  /// Who belongs to the organisation, the longest first.
  ///
  /// `GET /v1/organisations/{organisation}/members`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     429, 500
  public MemberList listMembers(String organisation) {
    var call =
        Call.get("/v1/organisations/{organisation}/members")
            .at("organisation", organisation)
            .done();
    return calls.send(call, MemberList.class);
  }

  /// Gives a member another role; what concerns owners is for owners.
  ///
  /// `PUT /v1/organisations/{organisation}/members/{wallet}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     409, 413, 422, 429, 500, 503
  public OrganisationMember changeRole(String organisation, Address wallet, RoleChange body) {
    var call =
        Call.put("/v1/organisations/{organisation}/members/{wallet}")
            .at("organisation", organisation)
            .at("wallet", wallet)
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, OrganisationMember.class);
  }

  /// Ends a membership, and revokes the keys that this member made.
  ///
  /// `DELETE /v1/organisations/{organisation}/members/{wallet}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     409, 422, 429, 500, 503
  public void removeMember(String organisation, Address wallet) {
    var call =
        Call.delete("/v1/organisations/{organisation}/members/{wallet}")
            .at("organisation", organisation)
            .at("wallet", wallet)
            .repeatable()
            .done();
    calls.send(call);
  }

  /// Ends the caller's own membership, and revokes the keys that the caller made.
  ///
  /// `DELETE /v1/organisations/{organisation}/membership`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     409, 422, 429, 500, 503
  public void leave(String organisation) {
    var call =
        Call.delete("/v1/organisations/{organisation}/membership")
            .at("organisation", organisation)
            .repeatable()
            .done();
    calls.send(call);
  }

  /// Invites a wallet, for a week; owners are invited by owners.
  ///
  /// `POST /v1/organisations/{organisation}/invitations`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     409, 413, 422, 429, 500, 503
  public InvitationEntry invite(String organisation, InvitationRequest body) {
    var call =
        Call.post("/v1/organisations/{organisation}/invitations")
            .at("organisation", organisation)
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, InvitationEntry.class);
  }

  /// Invitations that were not accepted yet.
  ///
  /// `GET /v1/organisations/{organisation}/invitations`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     429, 500
  public InvitationList listOpenInvitations(String organisation) {
    var call =
        Call.get("/v1/organisations/{organisation}/invitations")
            .at("organisation", organisation)
            .done();
    return calls.send(call, InvitationList.class);
  }

  /// Takes an invitation back.
  ///
  /// `DELETE /v1/organisations/{organisation}/invitations/{wallet}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     409, 422, 429, 500, 503
  public void withdrawInvitation(String organisation, Address wallet) {
    var call =
        Call.delete("/v1/organisations/{organisation}/invitations/{wallet}")
            .at("organisation", organisation)
            .at("wallet", wallet)
            .repeatable()
            .done();
    calls.send(call);
  }

  /// Makes a key for a program; its secret is in this answer alone.
  ///
  /// `POST /v1/organisations/{organisation}/keys`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     409, 413, 422, 429, 500, 503
  public NewApiKey makeKey(String organisation, ApiKeyRequest body) {
    var call =
        Call.post("/v1/organisations/{organisation}/keys")
            .at("organisation", organisation)
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, NewApiKey.class);
  }

  /// The organisation's keys, the newest first, without their secrets.
  ///
  /// `GET /v1/organisations/{organisation}/keys`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     429, 500
  public KeyList listKeys(String organisation) {
    var call =
        Call.get("/v1/organisations/{organisation}/keys")
            .at("organisation", organisation)
            .done();
    return calls.send(call, KeyList.class);
  }

  /// Ends a key at once; again changes nothing.
  ///
  /// `DELETE /v1/organisations/{organisation}/keys/{key}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     409, 422, 429, 500, 503
  public ApiKeyEntry revokeKey(String organisation, String key) {
    var call =
        Call.delete("/v1/organisations/{organisation}/keys/{key}")
            .at("organisation", organisation)
            .at("key", key)
            .repeatable()
            .done();
    return calls.send(call, ApiKeyEntry.class);
  }

  /// What was done, or tried, in the organisation, the newest first.
  ///
  /// `GET /v1/organisations/{organisation}/audit`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     429, 500
  public AuditPage listAudit(String organisation, ListAuditQuery query) {
    var call =
        Call.get("/v1/organisations/{organisation}/audit")
            .at("organisation", organisation)
            .with("limit", query.limit())
            .with("cursor", query.cursor())
            .done();
    return calls.send(call, AuditPage.class);
  }

  /// What was done, or tried, in the organisation, the newest first. All pages, one after another:
  /// each is asked for when the stream comes to it.
  ///
  /// `GET /v1/organisations/{organisation}/audit`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     429, 500
  public Stream<AuditEntry> allAudit(String organisation, ListAuditQuery query) {
    return Pages.rows(
        query.cursor(),
        cursor -> listAudit(organisation, cursor == null ? query : query.withCursor(cursor)),
        AuditPage::entries,
        AuditPage::next);
  }

  /// Makes a webhook (Standard Webhooks); its secret is in this answer alone.
  ///
  /// `POST /v1/organisations/{organisation}/webhooks`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     409, 413, 422, 429, 500, 503
  public NewWebhook makeWebhook(String organisation, WebhookRequest body) {
    var call =
        Call.post("/v1/organisations/{organisation}/webhooks")
            .at("organisation", organisation)
            .body(body)
            .repeatable()
            .done();
    return calls.send(call, NewWebhook.class);
  }

  /// The organisation's webhooks, without their secrets.
  ///
  /// `GET /v1/organisations/{organisation}/webhooks`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     429, 500
  public WebhookList listWebhooks(String organisation) {
    var call =
        Call.get("/v1/organisations/{organisation}/webhooks")
            .at("organisation", organisation)
            .done();
    return calls.send(call, WebhookList.class);
  }

  /// Gives a webhook another secret, and starts it again where it was stopped; the secret before
  /// counts for a day more.
  ///
  /// `POST /v1/organisations/{organisation}/webhooks/{webhook}/rotation`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     409, 422, 429, 500, 503
  public NewWebhook rotateWebhook(String organisation, String webhook) {
    var call =
        Call.post("/v1/organisations/{organisation}/webhooks/{webhook}/rotation")
            .at("organisation", organisation)
            .at("webhook", webhook)
            .repeatable()
            .done();
    return calls.send(call, NewWebhook.class);
  }

  /// Ends a webhook; what it was not told yet, it is not told.
  ///
  /// `DELETE /v1/organisations/{organisation}/webhooks/{webhook}`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     409, 422, 429, 500, 503
  public void removeWebhook(String organisation, String webhook) {
    var call =
        Call.delete("/v1/organisations/{organisation}/webhooks/{webhook}")
            .at("organisation", organisation)
            .at("webhook", webhook)
            .repeatable()
            .done();
    calls.send(call);
  }

  /// What a webhook was told and how it went, the newest first; kept for 30 days.
  ///
  /// `GET /v1/organisations/{organisation}/webhooks/{webhook}/deliveries`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     429, 500
  public DeliveryPage listDeliveries(String organisation, String webhook, ListDeliveriesQuery query) {
    var call =
        Call.get("/v1/organisations/{organisation}/webhooks/{webhook}/deliveries")
            .at("organisation", organisation)
            .at("webhook", webhook)
            .with("limit", query.limit())
            .with("cursor", query.cursor())
            .done();
    return calls.send(call, DeliveryPage.class);
  }

  /// What a webhook was told and how it went, the newest first; kept for 30 days. All pages, one
  /// after another: each is asked for when the stream comes to it.
  ///
  /// `GET /v1/organisations/{organisation}/webhooks/{webhook}/deliveries`
  ///
  /// @throws FlashbackException when there is no good answer; refused is it as 400, 401, 403, 404,
  ///     429, 500
  public Stream<DeliveryEntry> allDeliveries(String organisation, String webhook, ListDeliveriesQuery query) {
    return Pages.rows(
        query.cursor(),
        cursor -> listDeliveries(organisation, webhook, cursor == null ? query : query.withCursor(cursor)),
        DeliveryPage::deliveries,
        DeliveryPage::next);
  }
}
