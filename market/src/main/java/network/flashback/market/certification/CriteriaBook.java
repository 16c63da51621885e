package network.flashback.market.certification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import network.flashback.domain.certification.Criteria;
import network.flashback.evm.keystore.DevelopmentKeys;
import network.flashback.market.json.JsonReader;
import network.flashback.market.json.Meaning;

/// All versions of the criteria that this program knows, and the one that counts on a chain.
@Meaning("Criteria of certificates, by version, and the one that counts for new applications.")
public record CriteriaBook(String current, List<Criteria> versions) {
  private static final String STANDARD = "standard-1";
  private static final String DEVELOPMENT = "development-1";

  public CriteriaBook {
    versions = List.copyOf(versions);
  }

  /// As the file of the versions is written.
  private record Written(List<Criteria> versions) {}

  /// Development chains measure for seconds, others for days.
  public static CriteriaBook forChain(long chainId) {
    try (var file =
        CriteriaBook.class.getResourceAsStream("/network/flashback/market/criteria.json")) {
      var written = JsonReader.read(Written.class, Objects.requireNonNull(file).readAllBytes());
      return new CriteriaBook(
          chainId == DevelopmentKeys.CHAIN_ID ? DEVELOPMENT : STANDARD, written.versions());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public Optional<Criteria> named(String name) {
    return versions.stream().filter(one -> one.name().equals(name)).findFirst();
  }
}
