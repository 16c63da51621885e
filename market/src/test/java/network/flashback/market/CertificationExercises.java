package network.flashback.market;

import java.util.List;
import java.util.Optional;
import network.flashback.market.Exercises.Exercise;
import network.flashback.market.Exercises.Request;
import network.flashback.market.certification.Evidence;
import network.flashback.market.certification.EvidenceText;
import network.flashback.market.certification.Manifest;
import network.flashback.market.json.CanonicalJson;
import network.flashback.market.json.JsonWriter;

/// A request for each operation on the way to a certificate, in an order in which they succeed.
final class CertificationExercises {
  private final TestNetwork network;
  private final TestCallers callers;
  private final TestCertifier certifier;
  private final String owner;
  private final Manifest manifest;
  private final Evidence evidence;

  CertificationExercises(TestNetwork network, TestCallers callers) throws Exception {
    this.network = network;
    this.callers = callers;
    this.certifier = new TestCertifier(network, callers);
    this.owner = callers.signIn(network.nodeKey(0));
    this.manifest = certifier.identity(0, Optional.empty());
    this.evidence = certifier.evidence(manifest);
  }

  List<Exercise> all() {
    return List.of(
        see("criteria", "/v1/criteria", ""),
        write("setSealingKey", "PUT", "/v1/certifiers/key", certifier.keyBody(), certifier.token),
        see("listCertifiers", "/v1/certifiers", ""),
        write("apply", "POST", "/v1/applications", certifier.request(0, manifest), owner),
        write("sendDocument", "POST", path(manifest) + "/documents", content(), owner),
        see("sealedDocument", path(manifest) + "/documents/" + document(), certifier.token),
        write("probeApplicant", "POST", path(manifest) + "/probing", "", certifier.token),
        new Exercise("publishEvidence", this::issued),
        see("evidence", "/v1/evidence/" + CanonicalJson.hash(evidence), ""),
        new Exercise("withdrawApplication", () -> withdrawn(1)),
        new Exercise("refuseApplicant", () -> refused(2)),
        see("listApplications", "/v1/applications", ""),
        see("application", path(manifest), ""));
  }

  private Request issued() throws Exception {
    certifier.issues(manifest, evidence, network.clock.instant().getEpochSecond() + 86_400);
    network.market.catchUp();
    return new Request(
        "POST", "/v1/evidence", JsonWriter.text(new EvidenceText(CanonicalJson.of(evidence))), "");
  }

  private Request withdrawn(int provider) throws Exception {
    return new Request("POST", path(applied(provider)) + "/withdrawal", "", token(provider));
  }

  private Request refused(int provider) throws Exception {
    return new Request(
        "POST",
        path(applied(provider)) + "/refusal",
        "{\"reason\":\"The passport cannot be read. Bring it again.\"}",
        certifier.token);
  }

  private Manifest applied(int provider) throws Exception {
    var another = certifier.identity(provider, Optional.empty());
    certifier.applies(provider, another, token(provider));
    return another;
  }

  private String token(int provider) throws Exception {
    return callers.signIn(network.nodeKey(provider));
  }

  private String content() {
    return certifier.content(manifest.documents().getFirst());
  }

  private String document() {
    return manifest.documents().getFirst().sha256().toString();
  }

  private static String path(Manifest manifest) {
    return "/v1/applications/" + manifest.id();
  }

  private static Exercise see(String operation, String path, String token) {
    return new Exercise(operation, () -> new Request("GET", path, "", token));
  }

  private static Exercise write(
      String operation, String method, String path, String body, String token) {
    return new Exercise(operation, () -> new Request(method, path, body, token));
  }
}
