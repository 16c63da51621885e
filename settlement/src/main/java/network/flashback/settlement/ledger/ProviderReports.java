package network.flashback.settlement.ledger;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.QualityOracle.Reporter;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.settlement.quality.ProviderQuality;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.SummaryJson;
import network.flashback.settlement.wire.BoundedHttp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the reports behind posted roots say of providers, as any active reporter serves them: a
/// report counts only when it gives the root that a quorum signed.
public final class ProviderReports {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderReports.class);

  private final ReporterRecords records;

  public ProviderReports(Contracts contracts, BoundedHttp http) {
    this.records =
        new ReporterRecords(
            contracts.registry(),
            http,
            () -> contracts.quality().reporters().stream().map(Reporter::id).toList());
  }

  /// Empty when nobody serves the report now, or what is served does not give the root.
  public Optional<List<ProviderQuality>> in(QualityRoot posted) {
    return records
        .find(posted.recordsHash(), QualityBundle.BYTES_MAX)
        .flatMap(
            content -> {
              try {
                var bundle = SummaryJson.parseBundle(content.toArray());
                if (bundle.root().equals(posted)) {
                  return Optional.of(ProviderQuality.of(bundle));
                }
                LOG.warn("The report of epoch {} does not give the posted root", posted.epoch());
              } catch (IOException useless) {
                LOG.warn(
                    "The report of epoch {} is of no use: {}",
                    posted.epoch(),
                    useless.getMessage());
              }
              return Optional.empty();
            });
  }
}
