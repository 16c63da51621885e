package network.flashback.market.certification;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import network.flashback.domain.Refused;
import network.flashback.domain.certification.CertificateScope;
import network.flashback.domain.certification.DocumentKind;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PersonalMessage;
import network.flashback.evm.seal.SealedBox;
import network.flashback.market.json.CanonicalJson;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// Everything that an application says. Its owner signs the hash of its canonical text, and the
/// evidence of a certificate names it: nobody can exchange a document afterwards.
@Meaning(
    "What is applied for, with which documents. Its canonical text (members sorted, no white space)"
        + " has the hash that is signed and that is the application's id.")
public record Manifest(
    long providerId,
    @Meaning("Who shall certify, and can read the documents.") Address certifier,
    @Meaning("The certifier's X25519 key that they are sealed for.") Bytes32 sealingKey,
    @Meaning("Version of the criteria.") String criteria,
    @Meaning("IDENTITY, LEGAL_DOCUMENTS, LOCATION, MEASURED_QUALITY.")
        List<CertificateScope> scopes,
    List<HandedIn> documents,
    @Meaning("Unix second at which it was made.") long madeAt) {
  public static final int DOCUMENTS_MAX = 16;
  public static final int DOCUMENT_BYTES_MAX = 2 << 20;

  /// What boxes with documents are sealed for (HPKE's info).
  public static final String PURPOSE = "flashback application document 1";

  /// A document as it is handed in.
  @Meaning("A sealed document, by the hash of its ciphertext.")
  public record HandedIn(
      DocumentKind kind,
      @Meaning("SHA-256 of the sealed bytes.") Bytes32 sha256,
      @Meaning("Sealed bytes; 2 MiB at most.") int bytes,
      @Meaning("Unix second at which it expires, as the applicant says; absent when it does not.")
          @Nullable Long validUntil) {
    public HandedIn {
      Refused.requireRange("bytes", bytes, SealedBox.OVERHEAD_BYTES + 1, DOCUMENT_BYTES_MAX);
    }
  }

  public Manifest {
    scopes = List.copyOf(scopes);
    documents = List.copyOf(documents);
    Refused.requireRange("documents", documents.size(), 0, DOCUMENTS_MAX);
    if (scopes.isEmpty() || Set.copyOf(scopes).size() != scopes.size()) {
      throw new Refused("scopes", "are none, or name one twice", "name each wanted scope once");
    }
    var hashes = documents.stream().map(HandedIn::sha256).collect(Collectors.toSet());
    if (hashes.size() != documents.size()) {
      throw new Refused("documents", "name one twice", "name each document once");
    }
  }

  /// The application's id.
  public Bytes32 id() {
    return CanonicalJson.hash(this);
  }

  public Set<CertificateScope> scopeSet() {
    return EnumSet.copyOf(scopes);
  }

  /// Its scopes as the Registry's mask.
  public int scopeMask() {
    return scopes.stream().mapToInt(CertificateScope::bit).sum();
  }

  /// What a document's box is bound to (HPKE's associated data): it cannot be shown as another
  /// kind, or as another applicant's.
  public static String bound(long providerId, DocumentKind kind) {
    return "provider " + providerId + " " + kind;
  }

  /// What the owner signs.
  public PersonalMessage message(long chainId) {
    return new PersonalMessage(
        "Flashback application\nchain %d\nprovider %d\nmanifest %s"
            .formatted(chainId, providerId, id()));
  }
}
