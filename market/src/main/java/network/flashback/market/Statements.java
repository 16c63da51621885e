package network.flashback.market;

import java.util.Optional;
import network.flashback.evm.Bytes32;

/// The statements of SLAs, which settlement computes.
@FunctionalInterface
public interface Statements {
  /// The newest statement of an SLA as a JSON object; none when there is none yet.
  Optional<String> statementOf(Bytes32 slaId);
}
