package network.flashback.settlement.reputation;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.domain.reputation.DayOutcome.Served;
import network.flashback.domain.reputation.ReputationTable;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.archive.Records;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.SummaryJson;

/// How the agreements of an epoch were served, as the published file behind its root says.
final class EpochVerdicts {
  private final Records records;
  private final ReputationTable table;
  private final Function<AgreementId, Optional<Bytes32>> promises;
  // By the root, so that nothing in it can go out of date.
  private final Map<QualityRoot, Map<AgreementId, Served>> read = new HashMap<>();

  /// @param promises hash of what an agreement promised, as the chain has it
  EpochVerdicts(
      Records records, ReputationTable table, Function<AgreementId, Optional<Bytes32>> promises) {
    this.records = records;
    this.table = table;
    this.promises = promises;
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
        .forEach((id, measured) -> served.put(id, table.served(measured, target(bundle, id))));
    return Optional.of(served);
  }

  // A quorum may tell what it likes; points are counted against what the chain has the hash of.
  private QualityTarget target(QualityBundle bundle, AgreementId id) {
    return bundle
        .promiseOf(id)
        .filter(told -> promises.apply(id).equals(Optional.of(new QualityPromise(told).hash())))
        .orElseGet(QualityTarget::usual);
  }
}
