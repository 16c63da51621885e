package network.flashback.settlement;

import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.QualityRoot;

/// The reports behind the roots, as the reporters publish them.
public interface QualityReports {
  /// All breaches of a posted root, each with its proof; empty when nobody publishes the reports
  /// now, or what is published does not give that root.
  Optional<List<Breach>> breachesOf(QualityRoot posted);
}
