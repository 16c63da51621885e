package network.flashback.settlement.ledger;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.QualityOracle.Reporter;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.evm.Bytes;
import network.flashback.settlement.Breach;
import network.flashback.settlement.QualityReports;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.SummaryJson;
import network.flashback.settlement.wire.BoundedHttp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reports as any active reporter serves them by their hash: they must give the root that a
/// quorum signed. For one thread at a time.
public final class PublishedReports implements QualityReports {
  private static final Logger LOG = LoggerFactory.getLogger(PublishedReports.class);
  private static final int REMEMBERED = 16;

  private final ReporterRecords records;
  // By their content's hash, so that nothing in it can go out of date.
  private final Map<QualityRoot, List<Breach>> read =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<QualityRoot, List<Breach>> eldest) {
          return size() > REMEMBERED;
        }
      };

  public PublishedReports(Contracts contracts, BoundedHttp http) {
    this.records =
        new ReporterRecords(
            contracts.registry(),
            http,
            () -> contracts.quality().reporters().stream().map(Reporter::id).toList());
  }

  @Override
  public Optional<List<Breach>> breachesOf(QualityRoot posted) {
    List<Breach> known = read.get(posted);
    if (known != null) {
      return Optional.of(known);
    }
    var content = records.find(posted.recordsHash(), QualityBundle.BYTES_MAX);
    try {
      if (content.isEmpty()) {
        return Optional.empty();
      }
      var breaches = breachesIn(content.get(), posted);
      read.put(posted, breaches);
      return Optional.of(breaches);
    } catch (IOException useless) {
      LOG.warn("The reports of epoch {} are of no use: {}", posted.epoch(), useless.getMessage());
      return Optional.empty();
    }
  }

  private static List<Breach> breachesIn(Bytes content, QualityRoot posted) throws IOException {
    QualityBundle bundle = SummaryJson.parseBundle(content.toArray());
    if (!bundle.root().equals(posted)) {
      throw new IOException("the reports do not give the posted root, but " + bundle.root().root());
    }
    return bundle.breaches();
  }
}
