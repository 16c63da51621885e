package network.flashback.market.api;

import java.util.List;
import java.util.stream.Stream;
import network.flashback.market.MarketError;
import network.flashback.market.account.Accounts;
import network.flashback.market.account.ApiKeyEntry;
import network.flashback.market.account.ApiKeyRequest;
import network.flashback.market.account.InvitationEntry;
import network.flashback.market.account.InvitationRequest;
import network.flashback.market.account.NewApiKey;
import network.flashback.market.account.OrganisationEntry;
import network.flashback.market.account.OrganisationMember;
import network.flashback.market.account.RoleChange;
import network.flashback.market.account.Scope;
import network.flashback.market.api.Access.Scoped;

/// The operations within an organisation.
record OrganisationOperations(Accounts accounts) {
  private static final String BASE = "/v1/organisations/{organisation}";
  private static final Access READ = new Scoped(Scope.ORGANISATION_READ);
  private static final Access MEMBERS = new Scoped(Scope.MEMBERS_WRITE);

  List<Route> routes() {
    return Stream.of(members(), leaving(), invitations(), keys(), log())
        .flatMap(List::stream)
        .toList();
  }

  private List<Route> members() {
    return List.of(
        Route.get(
            READ,
            BASE,
            "organisation",
            "One organisation, and the caller's role in it.",
            OrganisationEntry.class,
            request ->
                MarketOperations.found(
                    accounts.organisations().organisation(request.organisation(), request.role()),
                    "organisation")),
        Route.get(
            READ,
            BASE + "/members",
            "listMembers",
            "Who belongs to the organisation, the longest first.",
            Pages.MemberList.class,
            request ->
                new Pages.MemberList(accounts.organisations().members(request.organisation()))),
        Route.put(
                MEMBERS,
                BASE + "/members/{wallet}",
                "changeRole",
                "Gives a member another role; what concerns owners is for owners.",
                RoleChange.class,
                OrganisationMember.class,
                request -> {
                  var wallet = request.wallet("wallet");
                  var role = request.body(RoleChange.class).role();
                  request.concerns(request.organisation(), wallet + " " + role);
                  return accounts
                      .organisations()
                      .change(request.organisation(), request.person(), wallet, role);
                })
            .failing(MarketError.LAST_OWNER),
        Route.delete(
                MEMBERS,
                BASE + "/members/{wallet}",
                "removeMember",
                "Ends a membership, and revokes the keys that this member made.",
                request -> {
                  var wallet = request.wallet("wallet");
                  request.concerns(request.organisation(), wallet.toString());
                  accounts.organisations().remove(request.organisation(), request.person(), wallet);
                  return Reply.nothing();
                })
            .failing(MarketError.LAST_OWNER));
  }

  private List<Route> leaving() {
    return List.of(
        Route.delete(
                READ,
                BASE + "/membership",
                "leave",
                "Ends the caller's own membership, and revokes the keys that the caller made.",
                request -> {
                  var person = request.person();
                  request.concerns(request.organisation(), person.wallet().toString());
                  accounts.organisations().remove(request.organisation(), person, person.wallet());
                  return Reply.nothing();
                })
            .failing(MarketError.LAST_OWNER));
  }

  private List<Route> invitations() {
    return List.of(
        Route.post(
                MEMBERS,
                BASE + "/invitations",
                "invite",
                "Invites a wallet, for a week; owners are invited by owners.",
                InvitationRequest.class,
                InvitationEntry.class,
                request -> {
                  var body = request.body(InvitationRequest.class);
                  request.concerns(request.organisation(), body.wallet() + " " + body.role());
                  return accounts
                      .invitations()
                      .invite(request.organisation(), request.person(), body);
                })
            .failing(MarketError.ALREADY_MEMBER, MarketError.LIMIT_REACHED),
        Route.get(
            READ,
            BASE + "/invitations",
            "listOpenInvitations",
            "Invitations that were not accepted yet.",
            Pages.InvitationList.class,
            request -> new Pages.InvitationList(accounts.invitations().of(request.organisation()))),
        Route.delete(
            MEMBERS,
            BASE + "/invitations/{wallet}",
            "withdrawInvitation",
            "Takes an invitation back.",
            request -> {
              var wallet = request.wallet("wallet");
              request.concerns(request.organisation(), wallet.toString());
              accounts.invitations().end(request.organisation(), wallet);
              return Reply.nothing();
            }));
  }

  private List<Route> keys() {
    return List.of(
        Route.post(
                new Scoped(Scope.KEYS_WRITE),
                BASE + "/keys",
                "makeKey",
                "Makes a key for a program; its secret is in this answer alone.",
                ApiKeyRequest.class,
                NewApiKey.class,
                request -> {
                  var made =
                      accounts
                          .keys()
                          .make(
                              request.organisation(),
                              request.person(),
                              request.body(ApiKeyRequest.class));
                  request.concerns(request.organisation(), made.key().id());
                  return made;
                })
            .failing(MarketError.LIMIT_REACHED),
        Route.get(
            new Scoped(Scope.KEYS_READ),
            BASE + "/keys",
            "listKeys",
            "The organisation's keys, the newest first, without their secrets.",
            Pages.KeyList.class,
            request -> new Pages.KeyList(accounts.keys().all(request.organisation()))),
        Route.delete(
                new Scoped(Scope.KEYS_WRITE),
                BASE + "/keys/{key}",
                "revokeKey",
                "Ends a key at once; again changes nothing.",
                request -> {
                  var id = request.name("key");
                  request.concerns(request.organisation(), id);
                  return accounts.keys().revoke(request.organisation(), id);
                })
            .answering(ApiKeyEntry.class));
  }

  private List<Route> log() {
    return List.of(
        Route.get(
                new Scoped(Scope.AUDIT_READ),
                BASE + "/audit",
                "listAudit",
                "What was done, or tried, in the organisation, the newest first.",
                Pages.AuditPage.class,
                this::audit)
            .with(MarketOperations.LIMIT, MarketOperations.CURSOR));
  }

  private Pages.AuditPage audit(ApiRequest request) {
    var limit = request.limit(50, 500);
    var entries =
        accounts
            .log()
            .page(
                request.organisation(),
                request.query("cursor").map(MarketOperations::number),
                limit + 1);
    return entries.size() <= limit
        ? new Pages.AuditPage(entries, null)
        : new Pages.AuditPage(
            entries.subList(0, limit),
            MarketOperations.cursor(Long.toString(entries.get(limit - 1).id())));
  }
}
