package network.flashback.node;

import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Wei;
import network.flashback.http.Tls;
import network.flashback.node.store.DiskFolder;

/// How one node is run.
///
/// @param host address to listen on
/// @param port to listen on; 0 takes a free one
/// @param endpoint under which gateways reach it, as registered
/// @param providerId in the Registry, which must know the node's key for it
/// @param disks that keep its pieces, one or more
/// @param reserveBytes of each disk that stay free
/// @param market (token, fee, oracle) that it is paid in
/// @param priceGibMonth price of one GiB for 730 hours, token units
/// @param egressGib price of one GiB served, token units
/// @param collateralSeconds of an agreement's pay that it commits from its stake
/// @param windowBytes it serves before a voucher must cover them
/// @param claimMinimum token units below which a claim, settlement or withdrawal waits
/// @param marketUrl where its offer is published; empty: nowhere
/// @param beaconUrl relay of drand
/// @param keepClosed how long the pieces of a closed agreement stay: a reorganisation may bring it
///   back
/// @param mandates folder of the mandates under which agreements are renewed; empty: none is
/// @param promise of quality that its offers carry
/// @param answers to requests for quotes, within these limits
/// @param claimGasMost what a gas may cost when pay is collected; empty: as much as for anything
///   else
/// @param tls its own certificate; empty: it speaks plain HTTP
public record NodeConfig(
    String host,
    int port,
    URI endpoint,
    long providerId,
    List<DiskFolder> disks,
    long reserveBytes,
    Region region,
    StorageClass storageClass,
    int market,
    BigInteger priceGibMonth,
    BigInteger egressGib,
    long collateralSeconds,
    long windowBytes,
    BigInteger claimMinimum,
    Optional<URI> marketUrl,
    URI beaconUrl,
    Duration keepClosed,
    Optional<Path> mandates,
    QualityPromise promise,
    AnswerLimits answers,
    Optional<Wei> claimGasMost,
    Optional<Tls> tls) {
  public static final long WINDOW_BYTES = 8 << 20;
  public static final long RESERVE_BYTES = 64 << 20;
  public static final Duration KEEP_CLOSED = Duration.ofDays(7);

  private static final long WINDOW_BYTES_MIN = 64 << 10;

  public NodeConfig {
    require(port >= 0 && port <= 65_535, "port", port, "give a number from 0 to 65535");
    require(providerId > 0, "provider.id", providerId, "register the node first");
    disks = List.copyOf(disks);
    require(!disks.isEmpty(), "disk", "empty", "name a folder for the pieces");
    long folders = disks.stream().map(DiskFolder::path).distinct().count();
    require(
        folders == disks.size(), "disk", disks, "give each disk a folder of its own, named once");
    require(reserveBytes >= 0, "reserve.bytes", reserveBytes, "give 0 or more");
    require(market > 0 && market <= 0xffff, "market", market, "give a number from 1 to 65535");
    require(priceGibMonth.signum() >= 0, "price.gib.month", priceGibMonth, "give 0 or more");
    require(
        egressGib.signum() >= 0 && egressGib.bitLength() <= 64,
        "egress.gib",
        egressGib,
        "give 0 to 2^64-1 units");
    require(collateralSeconds >= 0, "collateral.seconds", collateralSeconds, "give 0 or more");
    require(
        windowBytes >= WINDOW_BYTES_MIN,
        "window.bytes",
        windowBytes,
        "give at least " + WINDOW_BYTES_MIN + ": less than a chunk can never be served");
    require(claimMinimum.signum() >= 0, "claim.minimum", claimMinimum, "give 0 or more");
  }

  /// What it sells, all disks together.
  public long capacityBytes() {
    return disks.stream().mapToLong(DiskFolder::capacityBytes).sum();
  }

  /// The folders of its disks.
  public List<Path> folders() {
    return disks.stream().map(DiskFolder::path).toList();
  }

  /// One that promises what is usual, by plain HTTP.
  public NodeConfig(
      String host,
      int port,
      URI endpoint,
      long providerId,
      List<DiskFolder> disks,
      long reserveBytes,
      Region region,
      StorageClass storageClass,
      int market,
      BigInteger priceGibMonth,
      BigInteger egressGib,
      long collateralSeconds,
      long windowBytes,
      BigInteger claimMinimum,
      Optional<URI> marketUrl,
      URI beaconUrl,
      Duration keepClosed,
      Optional<Path> mandates) {
    this(
        host,
        port,
        endpoint,
        providerId,
        disks,
        reserveBytes,
        region,
        storageClass,
        market,
        priceGibMonth,
        egressGib,
        collateralSeconds,
        windowBytes,
        claimMinimum,
        marketUrl,
        beaconUrl,
        keepClosed,
        mandates,
        QualityPromise.USUAL,
        AnswerLimits.NONE,
        Optional.empty(),
        Optional.empty());
  }

  private static void require(boolean holds, String key, Object value, String remedy) {
    if (!holds) {
      throw new IllegalArgumentException("'" + key + "' is " + value + ": " + remedy + ".");
    }
  }
}
