package network.flashback.market.listing;

import network.flashback.domain.ranking.Track;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// What reporters measured of a provider in the newest thirty epochs that have a report.
@Meaning(
    "What reporters measured of the provider, the mean of the newest epochs (at most thirty), by probes.")
public record TrackEntry(
    @Meaning("Epochs that were measured.") int epochs,
    @Meaning("The newest of them.") long newestEpoch,
    long probes,
    @Meaning("Answered of all probes, basis points.") int uptimeBps,
    @Meaning("Median time to the first byte, milliseconds.") int latencyP50,
    @Meaning("95th percentile.") int latencyP95,
    @Meaning("99th percentile.") int latencyP99,
    @Meaning("Median KiB per second read; absent where nobody read a run.")
        @Nullable Integer throughputKib,
    @Meaning("Median KiB per second written; absent where nobody wrote.")
        @Nullable Integer writeKib,
    @Meaning("Wrong answers of all answers, basis points.") int errorBps,
    @Meaning("Hash of the newest report: any reporter serves it at /v1/records/HASH.")
        Bytes32 report,
    @Meaning("Transaction that posted the newest report's root.") Bytes32 transaction) {
  Track track() {
    return new Track(epochs, uptimeBps, latencyP95, errorBps);
  }
}
