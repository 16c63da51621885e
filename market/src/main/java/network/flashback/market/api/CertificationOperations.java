package network.flashback.market.api;

import static network.flashback.market.api.Access.Public.PUBLIC;
import static network.flashback.market.api.Access.SignedIn.SIGNED_IN;

import java.util.List;
import java.util.stream.Stream;
import network.flashback.domain.Refused;
import network.flashback.evm.Address;
import network.flashback.market.MarketError;
import network.flashback.market.api.Route.QueryParameter;
import network.flashback.market.certification.ApplicationEntry;
import network.flashback.market.certification.ApplicationRequest;
import network.flashback.market.certification.Applications;
import network.flashback.market.certification.CertifierEntry;
import network.flashback.market.certification.Certifiers;
import network.flashback.market.certification.CriteriaBook;
import network.flashback.market.certification.DocumentContent;
import network.flashback.market.certification.EvidenceBook;
import network.flashback.market.certification.EvidenceText;
import network.flashback.market.certification.Manifest;
import network.flashback.market.certification.Reason;
import network.flashback.market.certification.SealingKeyRequest;

/// The operations on the way to a certificate. What is decided is for everybody to read; documents
/// are for the certifier and whoever handed them in.
public record CertificationOperations(
    CriteriaBook criteria,
    Certifiers certifiers,
    Applications applications,
    EvidenceBook evidence) {
  private static final String BASE = "/v1/applications";
  private static final String ONE = BASE + "/{id}";
  private static final int ROWS = 20;
  private static final int ROWS_MAX = 50;

  /// In hexadecimal, with the JSON around it.
  private static final int DOCUMENT_BODY_MAX = 2 * Manifest.DOCUMENT_BYTES_MAX + (1 << 10);

  /// As much again where every character is escaped twice over.
  private static final int EVIDENCE_BODY_MAX = 4 << 20;

  List<Route> routes() {
    return Stream.of(beforehand(), applying(), deciding(), reading(), evidenceRoutes())
        .flatMap(List::stream)
        .toList();
  }

  private List<Route> beforehand() {
    return List.of(
        Route.get(
            PUBLIC,
            "/v1/criteria",
            "criteria",
            "What certificates need: documents, and what a probe campaign has to measure.",
            CriteriaBook.class,
            request -> criteria),
        Route.get(
                PUBLIC,
                "/v1/certifiers",
                "listCertifiers",
                "Certifiers that take applications here, with the keys to seal documents for.",
                Pages.CertifierList.class,
                request -> new Pages.CertifierList(certifiers.all()))
            .askingTheChain(),
        Route.put(
                SIGNED_IN,
                "/v1/certifiers/key",
                "setSealingKey",
                "Sets the key that documents for the signed-in certifier are sealed for.",
                SealingKeyRequest.class,
                CertifierEntry.class,
                request ->
                    certifiers.set(
                        request.person().wallet(), request.body(SealingKeyRequest.class)))
            .failing(MarketError.FORBIDDEN, MarketError.SIGNATURE_INVALID)
            .askingTheChain());
  }

  private List<Route> applying() {
    return List.of(
        Route.post(
                SIGNED_IN,
                BASE,
                "apply",
                "Applies for certificates with the documents that a signed manifest names; they are"
                    + " sent after it.",
                ApplicationRequest.class,
                ApplicationEntry.class,
                request ->
                    applications.announce(
                        request.person().wallet(), request.body(ApplicationRequest.class)))
            .failing(MarketError.FORBIDDEN, MarketError.SIGNATURE_INVALID)
            .failing(MarketError.LIMIT_REACHED)
            .askingTheChain(),
        Route.post(
                SIGNED_IN,
                ONE + "/documents",
                "sendDocument",
                "Hands in one of the sealed documents; with the last one the application is made.",
                DocumentContent.class,
                ApplicationEntry.class,
                request ->
                    applications.receive(
                        request.person().wallet(),
                        request.hash("id"),
                        request.body(DocumentContent.class)))
            .upTo(DOCUMENT_BODY_MAX)
            .failing(MarketError.FORBIDDEN, MarketError.NOT_FOUND),
        Route.act(
                SIGNED_IN,
                ONE + "/withdrawal",
                "withdrawApplication",
                "Takes an application back, and its documents away.",
                ApplicationEntry.class,
                request -> applications.withdraw(request.person().wallet(), request.hash("id")))
            .failing(MarketError.FORBIDDEN, MarketError.NOT_FOUND)
            .failing(MarketError.WRONG_STATE));
  }

  private List<Route> deciding() {
    return List.of(
        Route.act(
                SIGNED_IN,
                ONE + "/probing",
                "probeApplicant",
                "For the certifier: says that its probe campaign begins.",
                ApplicationEntry.class,
                request -> applications.probe(request.person().wallet(), request.hash("id")))
            .failing(MarketError.FORBIDDEN, MarketError.NOT_FOUND)
            .failing(MarketError.WRONG_STATE)
            .askingTheChain(),
        Route.post(
                SIGNED_IN,
                ONE + "/refusal",
                "refuseApplicant",
                "For the certifier: refuses, and says why. Certified is who has a certificate on the"
                    + " chain: publishEvidence tells of it.",
                Reason.class,
                ApplicationEntry.class,
                request ->
                    applications.refuse(
                        request.person().wallet(), request.hash("id"), request.body(Reason.class)))
            .failing(MarketError.FORBIDDEN, MarketError.NOT_FOUND)
            .failing(MarketError.WRONG_STATE)
            .askingTheChain());
  }

  private List<Route> reading() {
    return List.of(
        Route.get(
                PUBLIC,
                BASE,
                "listApplications",
                "Applications for certificates with their histories, the newest first.",
                Pages.ApplicationPage.class,
                this::page)
            .with(
                new QueryParameter("provider", "[0-9]{1,18}", "Only of this member."),
                new QueryParameter("certifier", "0x[0-9a-fA-F]{40}", "Only to this certifier."),
                MarketOperations.LIMIT,
                MarketOperations.CURSOR),
        Route.get(
                PUBLIC,
                ONE,
                "application",
                "One application with its history, its certificate's included.",
                ApplicationEntry.class,
                request ->
                    MarketOperations.found(
                        applications.application(request.hash("id")), "application"))
            .failing(MarketError.NOT_FOUND),
        Route.get(
                SIGNED_IN,
                ONE + "/documents/{hash}",
                "sealedDocument",
                "A sealed document, for the certifier that can open it and for who sent it.",
                DocumentContent.class,
                request ->
                    applications.document(
                        request.person().wallet(), request.hash("id"), request.hash("hash")))
            .failing(MarketError.NOT_FOUND));
  }

  private List<Route> evidenceRoutes() {
    return List.of(
        Route.post(
                PUBLIC,
                "/v1/evidence",
                "publishEvidence",
                "Shows a text whose hash a certificate, its history or its evidence names: report,"
                    + " samples or reason.",
                EvidenceText.class,
                EvidenceText.class,
                request -> evidence.keep(request.body(EvidenceText.class)))
            .upTo(EVIDENCE_BODY_MAX),
        Route.get(
                PUBLIC,
                "/v1/evidence/{hash}",
                "evidence",
                "A text by its Keccak-256 hash.",
                EvidenceText.class,
                request -> MarketOperations.found(evidence.text(request.hash("hash")), "evidence"))
            .failing(MarketError.NOT_FOUND));
  }

  private Pages.ApplicationPage page(ApiRequest request) {
    var limit = request.limit(ROWS, ROWS_MAX);
    var rows =
        applications.applications(
            request.query("provider").map(Long::parseLong),
            request.query("certifier").map(CertificationOperations::address),
            request.query("cursor").map(MarketOperations::number),
            limit + 1);
    var shown = rows.stream().limit(limit).map(Applications.Placed::application).toList();
    return new Pages.ApplicationPage(
        shown,
        rows.size() <= limit
            ? null
            : MarketOperations.cursor(Long.toString(rows.get(limit - 1).place())));
  }

  private static Address address(String text) {
    try {
      return Address.parse(text);
    } catch (IllegalArgumentException mistyped) {
      throw new Refused("certifier", "is mistyped: its checksum is wrong", "copy it again");
    }
  }
}
