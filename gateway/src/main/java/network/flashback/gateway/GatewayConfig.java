package network.flashback.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import network.flashback.domain.storage.Layout;
import network.flashback.gateway.access.RootKey;
import network.flashback.gateway.write.Acknowledgement;
import network.flashback.http.Tls;
import network.flashback.s3.access.TrustedProxies;

/// Everything a gateway is told when it starts, besides the world it asks.
///
/// @param bind address of the S3 endpoint
/// @param tls the certificate of the endpoint; empty for plain HTTP
/// @param chainId the chain of the grants; part of every access key
/// @param region the one S3 clients see
/// @param baseDomains host names for virtual-host addressing; may be empty
/// @param databaseUrl JDBC address
/// @param databaseConnections most connections at once
/// @param rootKey opened before; see [RootKey#openOrCreate]
/// @param sweepGrace how long bytes of deleted objects stay, for readers that have begun
/// @param lease after this long without a sign of life, what a gateway was writing is collected
/// @param tick pause between rounds of signing revisions, paying, repairing and sweeping
/// @param durability what a write waits for before it is acknowledged
/// @param layout of new buckets whose SLA it fits; others are sealed
/// @param lifecycleDay how long a day of buckets' lifecycle rules is: 24 hours, less to try them
/// @param backgroundBytesPerSecond what repair and jobs together may move; 0 for no bound
/// @param trustedProxies whose word counts for where a request comes from
/// @param origins whose pages may call every bucket, such as the console's; see [Origins]
public record GatewayConfig(
    InetSocketAddress bind,
    Optional<Tls> tls,
    long chainId,
    String region,
    List<String> baseDomains,
    String databaseUrl,
    String databaseUser,
    String databasePassword,
    int databaseConnections,
    RootKey rootKey,
    Duration sweepGrace,
    Duration lease,
    Duration tick,
    Durability durability,
    Layout layout,
    Duration lifecycleDay,
    long backgroundBytesPerSecond,
    TrustedProxies trustedProxies,
    Origins origins) {
  /// What a write waits for.
  ///
  /// @param startWait how long, at most, for the agreements of a new SLA to start
  /// @param receipts how many pieces of each segment; a bucket's tag may say otherwise
  /// @param manifestsFirst whether also its manifest: then nothing acknowledged is lost with the
  ///   database; if not, at most what was acknowledged since the last round is
  public record Durability(Duration startWait, Acknowledgement receipts, boolean manifestsFirst) {
    /// Shorter than clients wait for an answer.
    public static final Duration START_WAIT = Duration.ofSeconds(20);

    /// The default: one piece more than a read needs, and manifests a tick later.
    public static final Durability USUAL = new Durability(START_WAIT, Acknowledgement.SPARE, false);

    /// Refuses a time that is none.
    public Durability {
      if (startWait.isNegative()) {
        throw new IllegalArgumentException("startWait must not be negative");
      }
    }
  }

  /// Keeps its own copy and refuses times that are none.
  public GatewayConfig {
    baseDomains = List.copyOf(baseDomains);
    if (sweepGrace.isNegative()
        || lease.isNegative()
        || tick.isNegative()
        || tick.isZero()
        || !lifecycleDay.isPositive()) {
      throw new IllegalArgumentException(
          "sweepGrace and lease must not be negative, tick and lifecycleDay positive");
    }
    if (backgroundBytesPerSecond < 0) {
      throw new IllegalArgumentException("backgroundBytesPerSecond must not be negative");
    }
  }

  /// The usual values for what an operator seldom changes.
  public static GatewayConfig on(
      InetSocketAddress bind,
      long chainId,
      String databaseUrl,
      String databaseUser,
      String databasePassword,
      RootKey rootKey) {
    return new GatewayConfig(
        bind,
        Optional.empty(),
        chainId,
        "us-east-1",
        List.of(),
        databaseUrl,
        databaseUser,
        databasePassword,
        16,
        rootKey,
        Duration.ofMinutes(1),
        Duration.ofSeconds(30),
        Duration.ofSeconds(1),
        Durability.USUAL,
        Layout.SEALED,
        Duration.ofDays(1),
        0,
        new TrustedProxies(List.of()),
        Origins.NONE);
  }

  @Override
  public String toString() {
    return "GatewayConfig[" + bind + ", chain " + chainId + "]";
  }
}
