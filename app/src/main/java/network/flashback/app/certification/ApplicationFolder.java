package network.flashback.app.certification;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.flashback.domain.certification.CertificateScope;
import network.flashback.domain.certification.DocumentKind;
import network.flashback.evm.Bytes;
import network.flashback.evm.Wallet;
import network.flashback.evm.seal.SealedBox;
import network.flashback.market.certification.ApplicationRequest;
import network.flashback.market.certification.CertifierEntry;
import network.flashback.market.certification.Manifest;
import network.flashback.market.certification.Sha256;

/// An application made of files: each sealed for the certifier, all named in a manifest that the
/// owner signs.
///
/// @param sealed in the order of the manifest
public record ApplicationFolder(ApplicationRequest request, List<Bytes> sealed) {
  private static final int NAME_ROOM = 256;

  public ApplicationFolder {
    sealed = List.copyOf(sealed);
  }

  /// A file that is handed in.
  ///
  /// @param kind of document
  public record Handed(DocumentKind kind, Path file) {}

  /// Seals and signs; nothing is sent.
  ///
  /// @param validUntil unix second at which the documents of a kind expire
  /// @param now unix second
  public static ApplicationFolder of(
      long providerId,
      CertifierEntry certifier,
      String criteria,
      List<CertificateScope> scopes,
      List<Handed> documents,
      Map<DocumentKind, Long> validUntil,
      Wallet owner,
      long chainId,
      long now,
      SecureRandom random)
      throws IOException {
    var boxes = new ArrayList<Bytes>();
    var named = new ArrayList<Manifest.HandedIn>();
    for (var handed : documents) {
      var box = read(handed.file()).seal(certifier.sealingKey(), providerId, handed.kind(), random);
      boxes.add(box);
      named.add(
          new Manifest.HandedIn(
              handed.kind(), Sha256.of(box), box.size(), validUntil.get(handed.kind())));
    }
    var manifest =
        new Manifest(
            providerId, certifier.wallet(), certifier.sealingKey(), criteria, scopes, named, now);
    var signature = owner.sign(manifest.message(chainId).digest()).toBytes();
    return new ApplicationFolder(new ApplicationRequest(manifest, signature), boxes);
  }

  private static DocumentEnvelope read(Path file) throws IOException {
    long most = Manifest.DOCUMENT_BYTES_MAX - SealedBox.OVERHEAD_BYTES - NAME_ROOM;
    if (Files.size(file) > most) {
      throw new IllegalArgumentException(
          "%s has %d bytes; a document may have %d. Scan it at a lower resolution, or split it."
              .formatted(file, Files.size(file), most));
    }
    return new DocumentEnvelope(
        String.valueOf(file.getFileName()), Bytes.of(Files.readAllBytes(file)));
  }
}
