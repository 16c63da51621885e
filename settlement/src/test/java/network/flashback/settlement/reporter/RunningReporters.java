package network.flashback.settlement.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Schedule;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.possession.TreeHash;
import network.flashback.http.Tls;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.SummaryJson;
import network.flashback.settlement.reporter.FakeReporterChain.PostedRoot;
import network.flashback.settlement.reporter.ReporterChain.Commitment;
import network.flashback.settlement.reporter.ReporterChain.Peer;
import network.flashback.settlement.reporter.ReporterChain.Target;
import network.flashback.settlement.wire.BoundedHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Four reporters over real HTTP, on a chain whose time runs five times as fast.
abstract class RunningReporters {
  static final AgreementId ID = new AgreementId(BigInteger.ONE.shiftLeft(64));
  private static final PrivateKey NODE_KEY = PrivateKey.of(Bytes32.of(77));
  private static final int SPEED = 5;
  private static final long EPOCH = 10;

  private final long startedAt = System.nanoTime();
  final InstantSource clock =
      () -> Instant.ofEpochSecond(1_000).plusNanos((System.nanoTime() - startedAt) * SPEED);
  final FakeReporterChain chain = new FakeReporterChain(clock, new Schedule(1_000, EPOCH, 5, 5, 5));
  final List<Reporter> running = new ArrayList<>();
  final List<PrivateKey> keys = new ArrayList<>();
  Optional<Tls> tls = Optional.empty();
  @TempDir Path directory;
  FakeNode node;

  RunningReporters() throws IOException {
    node = new FakeNode(new Random(1), NODE_KEY, clock, 300, 70_000);
  }

  @BeforeEach
  void agreementIsLive() {
    chain.targets.add(new Target(ID, node.endpoint(), NODE_KEY.address()));
    chain.commitments.put(
        ID, List.of(new Commitment(node.root(), node.leaves(), 1, TreeHash.STANDARD)));
    for (int i = 1; i <= 4; i++) {
      keys.add(PrivateKey.of(Bytes32.of(1_000 + i)));
    }
  }

  @AfterEach
  void stop() {
    running.forEach(Reporter::close);
    node.close();
  }

  Reporter start(int index) throws IOException {
    return start(index, Optional.empty());
  }

  Reporter start(int index, Optional<String> market) throws IOException {
    var config =
        new ReporterConfig(
            directory.resolve("reporter-" + index),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            5,
            Duration.ofSeconds(1),
            Duration.ofMillis(600),
            Duration.ofMillis(1_500),
            Duration.ofMillis(10),
            market,
            tls);
    var key = keys.get(index);
    var reporter = Reporter.start(config, chain, key, clock, new Random(40 + index));
    running.add(reporter);
    chain.reporters.removeIf(peer -> peer.key().equals(key.address()));
    chain.reporters.add(new Peer(key.address(), scheme() + "://127.0.0.1:" + reporter.port()));
    return reporter;
  }

  private String scheme() {
    return tls.isPresent() ? "https" : "http";
  }

  PostedRoot nextRoot() throws InterruptedException {
    return Objects.requireNonNull(
        chain.posted.poll(60, TimeUnit.SECONDS), "No root was posted in a minute.");
  }

  QualityBundle bundleOf(PostedRoot posted) throws Exception {
    try (var http = new BoundedHttp(Duration.ofSeconds(2))) {
      for (Reporter reporter : running) {
        var uri =
            URI.create(
                scheme()
                    + "://127.0.0.1:"
                    + reporter.port()
                    + "/v1/records/"
                    + posted.root().recordsHash());
        var answer = http.get(uri, Duration.ofSeconds(2), 1 << 20);
        if (answer.statusCode() == 200) {
          assertThat(Bytes.of(answer.body()).keccak256()).isEqualTo(posted.root().recordsHash());
          return SummaryJson.parseBundle(answer.body());
        }
      }
    }
    throw new AssertionError("Nobody publishes the bundle.");
  }
}
