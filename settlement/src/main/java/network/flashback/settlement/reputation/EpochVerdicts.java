package network.flashback.settlement.reputation;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.domain.reputation.DayOutcome.Served;
import network.flashback.domain.reputation.ReputationTable;
import network.flashback.settlement.archive.Records;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.SummaryJson;

/// How the agreements of an epoch were served, as the published file behind its root says.
final class EpochVerdicts {
  private final Records records;
  private final ReputationTable table;
  // By the root, so that nothing in it can go out of date.
  private final Map<QualityRoot, Map<AgreementId, Served>> read = new HashMap<>();

  EpochVerdicts(Records records, ReputationTable table) {
    this.records = records;
    this.table = table;
  }

  /// What is known of an epoch.
  ///
  /// @param file whether the epoch file was there; without one, a root without breaches still says
  ///   that all targets were met
  record Verdicts(Map<AgreementId, Served> served, boolean file, boolean known) {
    Served of(AgreementId id) {
      return file
          ? served.getOrDefault(id, Served.UNMEASURED)
          : known ? Served.MET : Served.UNMEASURED;
    }
  }

  Verdicts of(QualityRoot root) throws IOException {
    var known = read.get(root);
    if (known == null) {
      var found = find(root);
      if (found.isEmpty()) {
        return new Verdicts(Map.of(), false, root.root().isZero());
      }
      known = found.get();
      read.put(root, known);
    }
    return new Verdicts(known, true, true);
  }

  private Optional<Map<AgreementId, Served>> find(QualityRoot root) throws IOException {
    var content =
        records
            .find(root.recordsHash(), QualityBundle.BYTES_MAX)
            .filter(bytes -> bytes.keccak256().equals(root.recordsHash()));
    if (content.isEmpty()) {
      return Optional.empty();
    }
    QualityBundle bundle;
    try {
      bundle = SummaryJson.parseBundle(content.get().toArray());
    } catch (IOException malformed) {
      return Optional.empty();
    }
    if (!bundle.root().equals(root)) {
      return Optional.empty();
    }
    var served = new TreeMap<AgreementId, Served>();
    bundle
        .measured()
        .forEach((id, measured) -> served.put(id, table.served(measured, bundle.targetOf(id))));
    return Optional.of(served);
  }
}
