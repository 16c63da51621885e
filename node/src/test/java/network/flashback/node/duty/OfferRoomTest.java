package network.flashback.node.duty;

import static network.flashback.node.FakeChain.AGREEMENT;
import static network.flashback.node.FakeChain.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.possession.TreeHash;
import network.flashback.http.HttpResponse;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.node.FakeChain;
import network.flashback.node.NodeConfig;
import network.flashback.node.StandingFile;
import network.flashback.node.store.Cosigned;
import network.flashback.node.store.DiskFolder;
import network.flashback.node.store.Disks;
import network.flashback.node.store.Pieces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a node with two disks sells: never one agreement that no disk holds.
class OfferRoomTest {
  private static final long MEBIBYTE = 1 << 20;
  private static final long START = 1_000_000;
  private static final PrivateKey KEY = PrivateKey.of(Bytes32.of(42));

  @TempDir Path home;

  private final FakeChain chain = new FakeChain();

  @Test
  void theOfferLetsNoMoreComeThanTheRoomiestDiskHolds() throws Exception {
    try (var market = market();
        var http = HttpClient.newHttpClient();
        var store = Disks.open(folders(), 0)) {
      var desk = desk(market, http, store);
      desk.run(START);
      assertThat(desk.publishedBytes()).isEqualTo(100 * MEBIBYTE);
      assertThat(desk.renewAt())
          .as("sooner than an offer of all there is")
          .isLessThan(START + chain.offerLifeSeconds() / 4);

      take(store, 60 * MEBIBYTE);
      desk.run(START + chain.offerLifeSeconds());
      assertThat(desk.publishedBytes())
          .as("60 on the large disk, and 50 more on the small one")
          .isEqualTo(110 * MEBIBYTE);

      chain.uncommittedBytes = 20 * MEBIBYTE;
      desk.run(START + 2 * chain.offerLifeSeconds());
      assertThat(desk.publishedBytes())
          .as("80 are reserved, and of the 50 those 20 may all come onto the same disk")
          .isEqualTo(110 * MEBIBYTE);

      chain.uncommittedBytes = 50 * MEBIBYTE;
      desk.run(START + 3 * chain.offerLifeSeconds());
      assertThat(desk.renewAt())
          .as("nothing is left for sale, and nothing was published")
          .isEqualTo(START + 3 * chain.offerLifeSeconds() + chain.offerLifeSeconds() / 8);
    }
  }

  private void take(Pieces store, long capacityBytes) throws IOException {
    chain.capacityBytes = capacityBytes;
    var signature = KEY.sign(Bytes32.ZERO);
    chain.commits.put(
        1L, new Cosigned(1, 0, Bytes32.ZERO, 0, TreeHash.STANDARD, signature, signature));
    store.put(
        AGREEMENT,
        capacityBytes,
        Bytes32.of(1),
        1000,
        new ByteArrayInputStream(new byte[1000]),
        Optional.empty());
  }

  private static HttpServer market() throws IOException {
    return HttpServer.start(
        HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()),
        _ -> HttpResponse.text(201, "application/json", "{}"));
  }

  private List<DiskFolder> folders() {
    return List.of(
        new DiskFolder(home.resolve("large"), 100 * MEBIBYTE),
        new DiskFolder(home.resolve("small"), 50 * MEBIBYTE));
  }

  private OfferDesk desk(HttpServer market, HttpClient http, Pieces store) {
    var config =
        new NodeConfig(
            "127.0.0.1",
            0,
            URI.create("http://127.0.0.1"),
            PROVIDER,
            folders(),
            0,
            new Region("eu-de"),
            StorageClass.FAST,
            1,
            BigInteger.TEN,
            BigInteger.ONE,
            60,
            NodeConfig.WINDOW_BYTES,
            BigInteger.ONE,
            Optional.of(URI.create("http://127.0.0.1:" + market.port())),
            URI.create("http://127.0.0.1"),
            NodeConfig.KEEP_CLOSED,
            Optional.empty());
    return new OfferDesk(
        config,
        chain,
        store,
        KEY,
        Domain.of("Flashback", "1", 31337, KEY.address()),
        new SecureRandom(),
        http,
        new StandingFile(config.folders(), () -> Instant.ofEpochSecond(START)));
  }
}
