package network.flashback.app.setup;

import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import network.flashback.app.config.Certificates;
import network.flashback.app.config.Configuration;
import network.flashback.app.config.ConfigurationKey;
import network.flashback.app.config.NodeDisks;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.StorageClass;
import network.flashback.http.Tls;
import network.flashback.node.store.DiskFolder;

/// Everything that a node is told about its surroundings and its business.
///
/// @param disks folders of the pieces, and what is for sale on each
/// @param priceGibMonth one GiB for 730 hours, token units
/// @param egressGib one GiB served, token units
/// @param endpoint under which gateways reach it; empty while only the register knows it
/// @param platform where offers are published; empty for nowhere
/// @param tls its own certificate; empty where it speaks plain HTTP, as behind a proxy
public record NodeSetup(
    URI rpc,
    Path deployment,
    URI beacon,
    String host,
    int port,
    Optional<URI> endpoint,
    List<DiskFolder> disks,
    StorageClass storageClass,
    Region region,
    BigInteger priceGibMonth,
    BigInteger egressGib,
    Optional<URI> platform,
    Optional<Tls> tls) {

  /// What an existing configuration says.
  public static NodeSetup of(Configuration config) {
    return new NodeSetup(
        config.url(ConfigurationKey.CHAIN_RPC),
        config.path(ConfigurationKey.CHAIN_DEPLOYMENT),
        config.url(ConfigurationKey.BEACON_URL),
        config.text(ConfigurationKey.HTTP_HOST),
        config.port(ConfigurationKey.HTTP_PORT),
        Optional.empty(),
        NodeDisks.of(config),
        config.oneOf(ConfigurationKey.NODE_CLASS, StorageClass.class),
        new Region(config.text(ConfigurationKey.NODE_REGION)),
        BigInteger.valueOf(config.number(ConfigurationKey.NODE_PRICE_GIB_MONTH, 0, Long.MAX_VALUE)),
        BigInteger.valueOf(
            config.number(ConfigurationKey.NODE_PRICE_EGRESS_GIB, 0, Long.MAX_VALUE)),
        config.isEmpty(ConfigurationKey.NODE_MARKET_URL)
            ? Optional.empty()
            : Optional.of(config.url(ConfigurationKey.NODE_MARKET_URL)),
        Certificates.of(config));
  }

  /// The folders of its disks.
  public List<Path> folders() {
    return disks.stream().map(DiskFolder::path).toList();
  }

  /// Where this machine itself reaches the node.
  public URI local() {
    var reached = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    return URI.create(
        (tls.isPresent() ? "https://" : "http://")
            + (reached.contains(":") ? "[" + reached + "]" : reached)
            + ":"
            + port);
  }

  /// For [#local()] alone: believes the node's own certificate, which is for its public name.
  public HttpClient localClient(Duration connectWithin) {
    var client = HttpClient.newBuilder().connectTimeout(connectWithin);
    tls.ifPresent(own -> client.sslContext(own.itself()));
    return client.build();
  }
}
