package network.flashback.market;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import network.flashback.domain.certification.CertificateScope;
import network.flashback.domain.certification.DocumentKind;
import network.flashback.domain.certification.MemberSort;
import network.flashback.evm.Bytes;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.seal.SealedBox;
import network.flashback.evm.seal.SealingKey;
import network.flashback.market.certification.ApplicationRequest;
import network.flashback.market.certification.CriteriaBook;
import network.flashback.market.certification.DocumentContent;
import network.flashback.market.certification.Evidence;
import network.flashback.market.certification.Manifest;
import network.flashback.market.certification.SealingKeyRequest;
import network.flashback.market.certification.Sha256;
import network.flashback.market.json.CanonicalJson;
import network.flashback.market.json.JsonWriter;

/// A certifier of all scopes, and what applicants make for it.
final class TestCertifier {
  static final int WALLET = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final TestNetwork network;
  private final TestCallers callers;
  final SealingKey sealing = SealingKey.from(PrivateKey.generate(RANDOM));
  final PrivateKey wallet;
  final String token;

  /// Sealed documents by their hash.
  final Map<String, Bytes> sealed = new TreeMap<>();

  TestCertifier(TestNetwork network, TestCallers callers) throws Exception {
    this.network = network;
    this.callers = callers;
    this.wallet = network.key(WALLET);
    ByVote.order(network, network.contracts.certificates().setCertifier(wallet.address(), 15));
    this.token = callers.signIn(wallet);
  }

  /// Body of `setSealingKey`.
  String keyBody() {
    var message =
        SealingKeyRequest.message(network.chain.id(), wallet.address(), sealing.publicKey());
    return JsonWriter.text(
        new SealingKeyRequest(sealing.publicKey(), wallet.sign(message.digest()).toBytes()));
  }

  void publishKey() throws Exception {
    callers.done("PUT", "/v1/certifiers/key", keyBody(), token);
  }

  /// A sealed document of a provider.
  Manifest.HandedIn document(
      long providerId, DocumentKind kind, String text, Optional<Long> validUntil) {
    var box =
        SealedBox.seal(
            sealing.publicKey(),
            Manifest.PURPOSE,
            Manifest.bound(providerId, kind),
            Bytes.of(text.getBytes(StandardCharsets.UTF_8)),
            RANDOM);
    var hash = Sha256.of(box);
    sealed.put(hash.toString(), box);
    return new Manifest.HandedIn(kind, hash, box.size(), validUntil.orElse(null));
  }

  Manifest manifest(int provider, List<CertificateScope> scopes, Manifest.HandedIn... documents) {
    return new Manifest(
        network.providerIds.get(provider),
        wallet.address(),
        sealing.publicKey(),
        "development-1",
        scopes,
        List.of(documents),
        network.clock.instant().getEpochSecond());
  }

  /// One that asks for a certificate of the identity, with a passport.
  Manifest identity(int provider, Optional<Long> validUntil) {
    var passport =
        document(
            network.providerIds.get(provider),
            DocumentKind.IDENTITY,
            "passport of provider " + provider,
            validUntil);
    return manifest(provider, List.of(CertificateScope.IDENTITY), passport);
  }

  /// Body of `apply`, signed by the provider's owner.
  String request(int provider, Manifest manifest) {
    return request(network.nodeKey(provider), manifest);
  }

  String request(PrivateKey signer, Manifest manifest) {
    var signature = signer.sign(manifest.message(network.chain.id()).digest()).toBytes();
    return JsonWriter.text(new ApplicationRequest(manifest, signature));
  }

  /// Body of `sendDocument`.
  String content(Manifest.HandedIn document) {
    var box = sealed.get(document.sha256().toString());
    if (box == null) {
      throw new AssertionError("sealed by somebody else");
    }
    return JsonWriter.text(new DocumentContent(box));
  }

  /// Applies with all documents.
  JsonNode applies(int provider, Manifest manifest, String token) throws Exception {
    var answer = callers.done("POST", "/v1/applications", request(provider, manifest), token);
    for (var document : manifest.documents()) {
      answer =
          callers.done(
              "POST", "/v1/applications/" + manifest.id() + "/documents", content(document), token);
    }
    return answer;
  }

  /// That everything was read and found right.
  Evidence evidence(Manifest manifest) {
    return evidence(
        manifest,
        manifest.documents().stream()
            .map(document -> new Evidence.Judged(document.sha256(), null))
            .toList());
  }

  Evidence evidence(Manifest manifest, List<Evidence.Judged> judged) {
    var criteria =
        CriteriaBook.forChain(network.chain.id()).named(manifest.criteria()).orElseThrow();
    return Evidence.of(
        manifest,
        criteria,
        MemberSort.STORAGE,
        new ArrayList<>(judged),
        Optional.empty(),
        network.clock.instant().getEpochSecond());
  }

  /// Issues a certificate about what the manifest asks for.
  long issues(Manifest manifest, Evidence evidence, long validUntil) {
    var certificates = network.contracts.certificates();
    var issue =
        certificates.issue(
            manifest.providerId(),
            manifest.scopeMask(),
            CanonicalJson.hash(evidence),
            network.chain.head().timestamp().getEpochSecond() - 60,
            validUntil);
    return certificates.issuedId(network.sender(WALLET).send(issue));
  }
}
