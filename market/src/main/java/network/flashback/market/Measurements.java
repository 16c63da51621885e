package network.flashback.market;

import java.util.List;
import java.util.Optional;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// What reporters measured, from the reports whose roots are on the chain. Settlement reads and
/// checks them.
@FunctionalInterface
public interface Measurements {
  /// Knows no report.
  Measurements NONE = report -> Optional.empty();

  /// What a report says of each provider that it measured; none when nobody serves it now.
  Optional<List<Measured>> in(Report report);

  /// A report as its root was posted.
  record Report(long epoch, Bytes32 root, Bytes32 recordsHash) {}

  /// A provider in one epoch, all its agreements together.
  @Meaning("What reporters measured of a provider in one epoch: the median of the reporters.")
  record Measured(
      long providerId,
      long probes,
      @Meaning("Answered of all probes, basis points.") int uptimeBps,
      @Meaning("Median time to the first byte, milliseconds.") int latencyP50,
      @Meaning("95th percentile.") int latencyP95,
      @Meaning("99th percentile.") int latencyP99,
      @Meaning("Median KiB per second read; absent where nobody read a run.")
          @Nullable Integer throughputKib,
      @Meaning("Median KiB per second written; absent where nobody wrote.")
          @Nullable Integer writeKib,
      @Meaning("Wrong answers of all answers, basis points.") int errorBps) {}
}
