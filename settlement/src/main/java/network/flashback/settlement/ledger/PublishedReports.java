package network.flashback.settlement.ledger;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.QualityOracle.Reporter;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.Breach;
import network.flashback.settlement.QualityReports;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.SummaryJson;
import network.flashback.settlement.wire.BoundedHttp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reports as any reporter's endpoint serves them by their hash. Whom they come from does not
/// matter: they must have the hash and give the root that a quorum signed. For one thread at a
/// time.
public final class PublishedReports implements QualityReports {
  public static final int BUNDLE_BYTES_MAX = 8 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(PublishedReports.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int REMEMBERED = 16;

  private final Contracts contracts;
  private final BoundedHttp http;
  // By their content's hash, so that nothing in it can go out of date.
  private final Map<QualityRoot, List<Breach>> read =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<QualityRoot, List<Breach>> eldest) {
          return size() > REMEMBERED;
        }
      };

  public PublishedReports(Contracts contracts, BoundedHttp http) {
    this.contracts = contracts;
    this.http = http;
  }

  @Override
  public Optional<List<Breach>> breachesOf(QualityRoot posted) {
    List<Breach> known = read.get(posted);
    if (known != null) {
      return Optional.of(known);
    }
    for (Reporter reporter : contracts.quality().reporters()) {
      Optional<List<Breach>> breaches = breachesFrom(reporter, posted);
      if (breaches.isPresent()) {
        read.put(posted, breaches.get());
        return breaches;
      }
    }
    return Optional.empty();
  }

  private Optional<List<Breach>> breachesFrom(Reporter reporter, QualityRoot posted) {
    try {
      String endpoint = contracts.registry().endpointOf(reporter.id());
      var address = BoundedHttp.below(endpoint, "/v1/records/" + posted.recordsHash());
      var answer = http.get(address, TIMEOUT, BUNDLE_BYTES_MAX);
      if (answer.statusCode() != 200) {
        return Optional.empty();
      }
      return Optional.of(breachesIn(answer.body(), posted));
    } catch (IOException useless) {
      LOG.info(
          "Reporter {} does not give the reports of epoch {}: {}",
          reporter.id(),
          posted.epoch(),
          useless.getMessage());
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static List<Breach> breachesIn(byte[] content, QualityRoot posted) throws IOException {
    Bytes32 hash = Bytes.of(content).keccak256();
    if (!hash.equals(posted.recordsHash())) {
      throw new IOException("what it serves has the hash " + hash);
    }
    QualityBundle bundle = SummaryJson.parseBundle(content);
    if (!bundle.root().equals(posted)) {
      throw new IOException("the reports do not give the posted root, but " + bundle.root().root());
    }
    return bundle.breaches();
  }
}
