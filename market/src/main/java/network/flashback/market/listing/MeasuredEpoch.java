package network.flashback.market.listing;

import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;
import org.jspecify.annotations.Nullable;

/// What was measured of a provider in one epoch, with its evidence.
@Meaning("What was measured of a provider in one epoch, with its evidence.")
public record MeasuredEpoch(
    long epoch,
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
    @Meaning("Hash of the report: any reporter serves it at /v1/records/HASH.") Bytes32 report,
    @Meaning("Transaction that posted the report's root.") Bytes32 transaction) {}
