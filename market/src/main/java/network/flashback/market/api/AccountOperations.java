package network.flashback.market.api;

import static network.flashback.market.api.Access.Public.PUBLIC;
import static network.flashback.market.api.Access.SignedIn.SIGNED_IN;

import java.util.List;
import java.util.stream.Stream;
import network.flashback.market.MarketError;
import network.flashback.market.MarketException;
import network.flashback.market.account.Accounts;
import network.flashback.market.account.Challenge;
import network.flashback.market.account.ChallengeRequest;
import network.flashback.market.account.OrganisationEntry;
import network.flashback.market.account.OrganisationRequest;
import network.flashback.market.account.SessionEntry;
import network.flashback.market.account.SignInRequest;

/// The operations about who asks: sessions, and what a signed-in person may do about organisations.
public record AccountOperations(Accounts accounts) {
  private static final String ORIGIN = "Origin";

  List<Route> routes() {
    return Stream.of(sessions(), own(), new OrganisationOperations(accounts).routes())
        .flatMap(List::stream)
        .toList();
  }

  private List<Route> sessions() {
    return List.of(
        Route.post(
                PUBLIC,
                "/v1/sessions/challenge",
                "challenge",
                "A message for a wallet to sign (EIP-4361); it lasts five minutes and serves once.",
                ChallengeRequest.class,
                Challenge.class,
                request ->
                    accounts
                        .signIn()
                        .challenge(
                            request.body(ChallengeRequest.class).wallet(), request.header(ORIGIN)))
            .failing(MarketError.BUSY),
        Route.post(
                PUBLIC,
                "/v1/sessions",
                "signIn",
                "Opens a session for a day: a cookie for this platform's pages, or a token where"
                    + " `bearer` is true.",
                SignInRequest.class,
                SessionEntry.class,
                this::open)
            .failing(
                MarketError.SIGN_IN_REFUSED,
                MarketError.SIGNATURE_INVALID,
                MarketError.ORIGIN_REFUSED),
        Route.get(
            SIGNED_IN,
            "/v1/sessions/current",
            "session",
            "Who is signed in.",
            SessionEntry.class,
            request -> {
              var person = request.person();
              return new SessionEntry(
                  person.wallet(), person.createdAt(), person.expiresAt(), null);
            }),
        Route.delete(
            SIGNED_IN,
            "/v1/sessions/current",
            "signOut",
            "Ends the session: its token opens nothing any more.",
            request -> {
              accounts.sessions().end(request.person());
              return Reply.nothing().with("Set-Cookie", accounts.credentials().noCookie());
            }));
  }

  private List<Route> own() {
    return List.of(
        Route.post(
                SIGNED_IN,
                "/v1/organisations",
                "makeOrganisation",
                "Makes an organisation; the caller is its owner.",
                OrganisationRequest.class,
                OrganisationEntry.class,
                request -> {
                  var made =
                      accounts
                          .organisations()
                          .make(request.person(), request.body(OrganisationRequest.class));
                  request.concerns(made.id(), "");
                  return made;
                })
            .failing(MarketError.LIMIT_REACHED),
        Route.get(
            SIGNED_IN,
            "/v1/organisations",
            "listOrganisations",
            "The caller's organisations, by name.",
            Pages.OrganisationList.class,
            request ->
                new Pages.OrganisationList(accounts.organisations().of(request.person().wallet()))),
        Route.get(
            SIGNED_IN,
            "/v1/invitations",
            "listInvitations",
            "Invitations that wait for the caller.",
            Pages.InvitationList.class,
            request ->
                new Pages.InvitationList(
                    accounts.invitations().waitingFor(request.person().wallet()))),
        Route.act(
                SIGNED_IN,
                "/v1/invitations/{organisation}/acceptance",
                "acceptInvitation",
                "Makes the caller a member of the organisation that invited them.",
                OrganisationEntry.class,
                request -> {
                  var id = request.name(Gate.ORGANISATION);
                  request.concerns(id, request.person().wallet().toString());
                  return accounts.invitations().accept(id, request.person());
                })
            .failing(MarketError.NOT_FOUND, MarketError.LIMIT_REACHED),
        Route.delete(
                SIGNED_IN,
                "/v1/invitations/{organisation}",
                "declineInvitation",
                "Turns an invitation down.",
                request -> {
                  var id = request.name(Gate.ORGANISATION);
                  request.concerns(id, request.person().wallet().toString());
                  accounts.invitations().end(id, request.person().wallet());
                  return Reply.nothing();
                })
            .failing(MarketError.NOT_FOUND));
  }

  private Reply open(ApiRequest request) {
    var body = request.body(SignInRequest.class);
    var origin = request.header(ORIGIN);
    // Another page could sign its visitors in as somebody else, and see what they do then.
    if (!origin.isEmpty() && !accounts.origins().contains(origin)) {
      throw new MarketException(
          MarketError.ORIGIN_REFUSED,
          "The request comes from a page of " + origin + ".",
          "Sign in from the platform's own page at " + accounts.origins().all() + ".");
    }
    var opened = accounts.signIn().open(body);
    var person = opened.person();
    var bearer = Boolean.TRUE.equals(body.bearer());
    var reply =
        Reply.of(
            new SessionEntry(
                person.wallet(),
                person.createdAt(),
                person.expiresAt(),
                bearer ? opened.token() : null));
    return bearer ? reply : reply.with("Set-Cookie", accounts.credentials().cookie(opened));
  }
}
