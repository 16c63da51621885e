package network.flashback.market.indexer;

import java.util.List;
import network.flashback.chain.contract.Certificate;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;

/// A certificate with everything that became of it.
@Meaning("A certifier's statement about a member, with its history.")
public record CertificateEntry(
    long id,
    @Meaning("Member of the register that it is about.") long providerId,
    @Meaning("IDENTITY, LEGAL_DOCUMENTS, LOCATION, MEASURED_QUALITY.") List<String> scopes,
    @Meaning("Those of its scopes in which it, and no other certificate, speaks for the member.")
        List<String> speaksFor,
    Certificate.State state,
    @Meaning("Whether it is issued and now is within its times.") boolean valid,
    @Meaning("Unix second.") long validFrom,
    @Meaning("First unix second at which it is no longer valid.") long validUntil,
    Address issuer,
    @Meaning("Hash of what the certifier looked at.") Bytes32 evidenceHash,
    @Meaning("All changes, the oldest first.") List<Change> history) {
  private static final List<String> SCOPES =
      List.of("IDENTITY", "LEGAL_DOCUMENTS", "LOCATION", "MEASURED_QUALITY");

  public CertificateEntry {
    history = List.copyOf(history);
  }

  /// One change.
  @Meaning("A change of a certificate.")
  public record Change(
      Certificate.State state,
      @Meaning("Unix second of its block.") long at,
      @Meaning("Who made it.") Address by,
      @Meaning("Hash of the reason; of the evidence for the issue.") Bytes32 reasonHash,
      Bytes32 transaction) {}

  /// The mask of some scopes' names.
  public static int maskOf(List<String> scopes) {
    return scopes.stream().mapToInt(scope -> 1 << SCOPES.indexOf(scope)).sum();
  }

  /// The names of a mask's scopes.
  public static List<String> scopesOf(int mask) {
    return java.util.stream.IntStream.range(0, SCOPES.size())
        .filter(bit -> (mask >> bit & 1) == 1)
        .mapToObj(SCOPES::get)
        .toList();
  }
}
