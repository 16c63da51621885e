package network.flashback.settlement.reporter;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import network.flashback.http.Tls;

/// How a reporter works.
///
/// @param records directory of its records, summaries, ballots and published files
/// @param listen where it serves; its registered endpoint must lead there
/// @param probesPerEpoch of each agreement, 5 or more
/// @param probeTimeout after which a probe counts as silent; no probe is begun later than this
///   before the end of the epoch
/// @param gatherPatience after the end of an epoch in which the first proposer waits for missing
///   summaries
/// @param turn after which the next reporter proposes
/// @param pace between two looks at the chain
/// @param market address of a market that is asked for promises which nodes withhold
/// @param tls its own certificate; empty: it speaks plain HTTP
public record ReporterConfig(
    Path records,
    InetSocketAddress listen,
    int probesPerEpoch,
    Duration probeTimeout,
    Duration gatherPatience,
    Duration turn,
    Duration pace,
    Optional<String> market,
    Optional<Tls> tls) {
  private static final int PROBES_MIN = 5;
  private static final int PROBES_MAX = 1_000;

  public ReporterConfig {
    if (probesPerEpoch < PROBES_MIN || probesPerEpoch > PROBES_MAX) {
      throw new IllegalArgumentException(
          "probesPerEpoch is "
              + probesPerEpoch
              + ", but a fair figure needs between "
              + PROBES_MIN
              + " and "
              + PROBES_MAX
              + " probes.");
    }
  }

  /// For epochs down to 10 seconds.
  public static ReporterConfig development(Path records, InetSocketAddress listen) {
    return new ReporterConfig(
        records,
        listen,
        8,
        Duration.ofSeconds(2),
        Duration.ofMillis(600),
        Duration.ofMillis(1_500),
        Duration.ofMillis(250),
        Optional.empty(),
        Optional.empty());
  }

  /// For epochs of a day.
  public static ReporterConfig production(Path records, InetSocketAddress listen) {
    return new ReporterConfig(
        records,
        listen,
        288,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(5),
        Optional.empty(),
        Optional.empty());
  }

  /// The same, asking this market for promises too.
  public ReporterConfig asking(String marketUrl) {
    return new ReporterConfig(
        records,
        listen,
        probesPerEpoch,
        probeTimeout,
        gatherPatience,
        turn,
        pace,
        Optional.of(marketUrl),
        tls);
  }

  /// The same, over TLS where there is a certificate.
  public ReporterConfig over(Optional<Tls> certificate) {
    return new ReporterConfig(
        records,
        listen,
        probesPerEpoch,
        probeTimeout,
        gatherPatience,
        turn,
        pace,
        market,
        certificate);
  }
}
