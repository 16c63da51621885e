// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Bytes32;
import org.jspecify.annotations.Nullable;

/// What reporters measured of the provider, the mean of the newest epochs (at most thirty), by
/// probes.
///
/// @param epochs Epochs that were measured.
/// @param newestEpoch The newest of them.
/// @param uptimeBps Answered of all probes, basis points.
/// @param latencyP50 Median time to the first byte, milliseconds.
/// @param latencyP95 95th percentile.
/// @param latencyP99 99th percentile.
/// @param throughputKib Median KiB per second read; absent where nobody read a run.
/// @param writeKib Median KiB per second written; absent where nobody wrote.
/// @param errorBps Wrong answers of all answers, basis points.
/// @param report Hash of the newest report: any reporter serves it at /v1/records/HASH.
/// @param transaction Transaction that posted the newest report's root.
public record TrackEntry(
    @JsonProperty(value = "epochs", required = true) long epochs,
    @JsonProperty(value = "newestEpoch", required = true) long newestEpoch,
    @JsonProperty(value = "probes", required = true) long probes,
    @JsonProperty(value = "uptimeBps", required = true) long uptimeBps,
    @JsonProperty(value = "latencyP50", required = true) long latencyP50,
    @JsonProperty(value = "latencyP95", required = true) long latencyP95,
    @JsonProperty(value = "latencyP99", required = true) long latencyP99,
    @JsonProperty("throughputKib") @Nullable Long throughputKib,
    @JsonProperty("writeKib") @Nullable Long writeKib,
    @JsonProperty(value = "errorBps", required = true) long errorBps,
    @JsonProperty(value = "report", required = true) Bytes32 report,
    @JsonProperty(value = "transaction", required = true) Bytes32 transaction) {
  public TrackEntry {
    requireNonNull(report, "report");
    requireNonNull(transaction, "transaction");
  }
}
