package network.flashback.market;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import network.flashback.domain.certification.CertificateScope;
import network.flashback.domain.certification.DocumentKind;
import network.flashback.evm.Bytes;
import network.flashback.evm.Keccak256;
import network.flashback.market.certification.Evidence;
import network.flashback.market.certification.EvidenceText;
import network.flashback.market.certification.Manifest;
import network.flashback.market.json.CanonicalJson;
import network.flashback.market.json.JsonWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The way to a certificate, with a real chain and a real database: sealed documents, decisions and
/// their history.
final class ApplicationsTest {
  private static final int APPLICANT = 0;
  private static final int OTHER = 1;
  private static final long MONTH = 30L * 86_400;

  private static TestNetwork network;
  private static TestCallers callers;
  private static TestCertifier certifier;
  private static String owner;
  private static String stranger;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork();
    callers = new TestCallers(network.market.port());
    network.market.catchUp();
    certifier = new TestCertifier(network, callers);
    certifier.publishKey();
    owner = callers.signIn(network.nodeKey(APPLICANT));
    stranger = callers.signIn(network.nodeKey(OTHER));
  }

  @AfterAll
  static void stop() throws Exception {
    callers.close();
    network.close();
  }

  /// Tests share a network: what one leaves open is refused.
  @AfterEach
  void decide() throws Exception {
    network.realTime();
    for (var one : network.getJson("/v1/applications").path("applications")) {
      if (List.of("AWAITING_DOCUMENTS", "APPLIED", "PROBING").contains(state(one))) {
        callers.done(
            "POST",
            "/v1/applications/" + one.path("id").asText() + "/refusal",
            "{\"reason\":\"the test is over\"}",
            certifier.token);
      }
    }
  }

  @Test
  void anApplicationIsShownWithAllThatBecameOfItUpToItsCertificatesEnd() throws Exception {
    var manifest = certifier.identity(APPLICANT, Optional.empty());
    assertThat(state(announce(manifest))).isEqualTo("AWAITING_DOCUMENTS");
    assertThat(state(sends(manifest, 0))).isEqualTo("APPLIED");
    assertThat(state(certifierDoes(manifest, "probing", ""))).isEqualTo("PROBING");

    var evidence = certifier.evidence(manifest);
    long end = network.clock.instant().getEpochSecond() + MONTH;
    long certificate = certifier.issues(manifest, evidence, end);
    network.market.catchUp();
    publish(CanonicalJson.of(evidence));
    var certified = application(manifest);
    assertThat(state(certified)).isEqualTo("CERTIFIED");
    assertThat(certified.path("certificateId").asLong()).isEqualTo(certificate);
    assertThat(network.getJson("/v1/providers/1").path("certified").toString())
        .contains("IDENTITY");

    var certificates = network.contracts.certificates();
    var sender = network.sender(TestCertifier.WALLET);
    var reason = "The passport was reported stolen; bring another one.";
    sender.send(certificates.suspend(certificate, Keccak256.hash(reason)));
    network.market.catchUp();
    publish(reason);
    assertThat(state(application(manifest))).isEqualTo("SUSPENDED");
    sender.send(certificates.resume(certificate, Keccak256.hash("It was found.")));
    network.market.catchUp();
    assertThat(state(application(manifest))).isEqualTo("CERTIFIED");

    network.clock.turn(Duration.ofSeconds(MONTH + 60));
    var expired = application(manifest);
    assertThat(expired.path("history").findValuesAsText("state"))
        .containsExactly(
            "AWAITING_DOCUMENTS",
            "APPLIED",
            "PROBING",
            "CERTIFIED",
            "SUSPENDED",
            "CERTIFIED",
            "EXPIRED");
    assertThat(state(expired)).isEqualTo("EXPIRED");
    var history = expired.path("history");
    assertThat(history.get(4).path("reason").asText()).isEqualTo(reason);
    assertThat(history.get(4).path("by").asText()).isEqualTo(certifier.wallet.address().toString());
    assertThat(history.get(3).path("hash").asText())
        .isEqualTo(CanonicalJson.hash(evidence).toString());
    network.realTime();

    sender.send(certificates.revoke(certificate, Keccak256.hash("It was forged.")));
    network.market.catchUp();
    assertThat(state(application(manifest))).isEqualTo("REVOKED");
  }

  @Test
  void aDocumentThatExpiresNowKeepsTheApplicantOutAndOneSecondLaterDoesNot() throws Exception {
    network.clock.stop();
    long now = network.clock.instant().getEpochSecond();

    var expired = refusedAt(certifier.identity(APPLICANT, Optional.of(now)));
    assertThat(expired.path("detail").asText())
        .contains("documents[0].validUntil")
        .contains("the IDENTITY document expired at unix second " + now);
    assertThat(state(announce(certifier.identity(APPLICANT, Optional.of(now + 1)))))
        .isEqualTo("AWAITING_DOCUMENTS");
  }

  @Test
  void aMissingDocumentIsNamed() throws Exception {
    var manifest =
        certifier.manifest(
            APPLICANT, List.of(CertificateScope.IDENTITY, CertificateScope.LOCATION));
    assertThat(refusedAt(manifest).path("detail").asText()).contains("IDENTITY, LOCATION");
  }

  @Test
  void aWrongDocumentIsRefusedWithAReasonThatEverybodyCanRead() throws Exception {
    var manifest = certifier.identity(APPLICANT, Optional.empty());
    certifier.applies(APPLICANT, manifest, owner);
    var reason = "The passport is another person's. Bring that of who signs.";

    certifierDoes(manifest, "refusal", "{\"reason\":\"" + reason + "\"}");
    var shown = application(manifest);
    assertThat(state(shown)).isEqualTo("REFUSED");
    assertThat(shown.path("history").get(2).path("reason").asText()).isEqualTo(reason);
    var again = callers.send("POST", path(manifest) + "/probing", "", certifier.token);
    assertThat(TestCallers.problem(again)).isEqualTo("409 wrong-state");
  }

  @Test
  void evidenceInWhichSomethingIsUnknownOrWrongCertifiesNobody() throws Exception {
    var manifest = certifier.identity(APPLICANT, Optional.empty());
    certifier.applies(APPLICANT, manifest, owner);
    long end = network.clock.instant().getEpochSecond() + MONTH;
    var document = manifest.documents().getFirst().sha256();
    var unread = certifier.evidence(manifest, List.of());
    var wrong = certifier.evidence(manifest, List.of(new Evidence.Judged(document, "blurred")));
    var right = certifier.evidence(manifest);
    // The findings say that all is well; the judgements do not.
    var invented =
        new Evidence(
            unread.application(),
            unread.providerId(),
            unread.certifier(),
            unread.criteria(),
            unread.sort(),
            unread.documents(),
            null,
            right.findings(),
            unread.at());
    for (var evidence : List.of(unread, wrong, invented)) {
      certifier.issues(manifest, evidence, end);
      network.market.catchUp();
      publish(CanonicalJson.of(evidence));
      assertThat(state(application(manifest))).isEqualTo("APPLIED");
    }
  }

  @Test
  void onlyCertifierAndOwnerGetADocumentAndOnlyTheCertifiersKeyOpensIt() throws Exception {
    var manifest = certifier.identity(APPLICANT, Optional.empty());
    certifier.applies(APPLICANT, manifest, owner);
    var document = manifest.documents().getFirst();
    var path = path(manifest) + "/documents/" + document.sha256();

    assertThat(callers.send("GET", path, "", stranger).statusCode()).isEqualTo(404);
    assertThat(callers.send("GET", path, "", owner).statusCode()).isEqualTo(200);
    var content = callers.done("GET", path, "", certifier.token).path("content").asText();
    var opened =
        certifier.sealing.open(
            Manifest.PURPOSE,
            Manifest.bound(manifest.providerId(), DocumentKind.IDENTITY),
            Bytes.fromHex(content));
    assertThat(new String(opened.toArray(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("passport of provider 0");
    try (var database = network.database()) {
      var plain =
          Bytes.of("passport of provider".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThat(Stored.everything(database))
          .contains(content.substring(2))
          .doesNotContain(plain.toString().substring(2));
    }
  }

  @Test
  void whatIsWithdrawnLeavesNoDocumentBehind() throws Exception {
    var manifest = certifier.identity(APPLICANT, Optional.empty());
    certifier.applies(APPLICANT, manifest, owner);
    var document = manifest.documents().getFirst();

    assertThat(state(callers.done("POST", path(manifest) + "/withdrawal", "", owner)))
        .isEqualTo("WITHDRAWN");
    var path = path(manifest) + "/documents/" + document.sha256();
    assertThat(callers.send("GET", path, "", certifier.token).statusCode()).isEqualTo(404);
    assertThat(application(manifest).path("received")).isEmpty();
  }

  @Test
  void nobodyAppliesForAnotherAndNoApplicationIsTakenWithAnotherSignature() throws Exception {
    var manifest = certifier.identity(APPLICANT, Optional.empty());
    var request = certifier.request(APPLICANT, manifest);
    assertThat(TestCallers.problem(post("/v1/applications", request, stranger)))
        .isEqualTo("403 forbidden");
    var forged = certifier.request(network.nodeKey(OTHER), manifest);
    assertThat(TestCallers.problem(post("/v1/applications", forged, owner)))
        .isEqualTo("403 signature-invalid");
  }

  @Test
  void onlyWhatWasAnnouncedIsTakenAndOneApplicationAtATime() throws Exception {
    var manifest = certifier.identity(APPLICANT, Optional.empty());
    announce(manifest);
    var second = certifier.identity(APPLICANT, Optional.empty());
    assertThat(
            TestCallers.problem(
                post("/v1/applications", certifier.request(APPLICANT, second), owner)))
        .isEqualTo("409 limit-reached");
    var other = certifier.content(second.documents().getFirst());
    assertThat(TestCallers.problem(post(path(manifest) + "/documents", other, owner)))
        .isEqualTo("400 invalid-field");
    var sent = certifier.content(manifest.documents().getFirst());
    assertThat(TestCallers.problem(post(path(manifest) + "/documents", sent, stranger)))
        .isEqualTo("403 forbidden");
  }

  @Test
  void whoIsNoCertifierDecidesNothingAndSetsNoKey() throws Exception {
    var manifest = certifier.identity(APPLICANT, Optional.empty());
    announce(manifest);
    assertThat(TestCallers.problem(post(path(manifest) + "/probing", "", stranger)))
        .isEqualTo("403 forbidden");
    assertThat(
            TestCallers.problem(
                callers.send("PUT", "/v1/certifiers/key", certifier.keyBody(), stranger)))
        .isEqualTo("403 forbidden");
  }

  @Test
  void aTextThatNoCertificateNamesIsNotKept() throws Exception {
    var body = JsonWriter.text(new EvidenceText("nobody named this"));
    assertThat(TestCallers.problem(post("/v1/evidence", body, ""))).isEqualTo("400 invalid-field");
  }

  private static JsonNode announce(Manifest manifest) throws Exception {
    return callers.done("POST", "/v1/applications", certifier.request(APPLICANT, manifest), owner);
  }

  private static JsonNode refusedAt(Manifest manifest) throws Exception {
    var answer = post("/v1/applications", certifier.request(APPLICANT, manifest), owner);
    assertThat(answer.statusCode()).isEqualTo(400);
    return TestNetwork.json(answer);
  }

  private static JsonNode sends(Manifest manifest, int document) throws Exception {
    return callers.done(
        "POST",
        path(manifest) + "/documents",
        certifier.content(manifest.documents().get(document)),
        owner);
  }

  private static JsonNode certifierDoes(Manifest manifest, String what, String body)
      throws Exception {
    return callers.done("POST", path(manifest) + "/" + what, body, certifier.token);
  }

  private static void publish(String text) throws Exception {
    callers.done("POST", "/v1/evidence", JsonWriter.text(new EvidenceText(text)), "");
  }

  private static HttpResponse<String> post(String path, String body, String token)
      throws Exception {
    return callers.send("POST", path, body, token);
  }

  private static JsonNode application(Manifest manifest) throws Exception {
    return network.getJson(path(manifest));
  }

  private static String path(Manifest manifest) {
    return "/v1/applications/" + manifest.id();
  }

  private static String state(JsonNode application) {
    return application.path("state").asText();
  }
}
