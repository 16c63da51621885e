package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import network.flashback.app.network.Member;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Contracts;
import network.flashback.settlement.statement.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// A node that runs on a host of its own, whose only line is cut while it is in use: packets get no
/// answer, and no connection is told. Minutes of waiting for epochs: part of the slow depth.
@Tag("deep")
@ExtendWith(OwnNetwork.class)
@ResourceLock(SharedNetwork.BESIDE_THE_KILLING)
class CutOffTest {
  private static final int EPOCHS = 16;
  private static final long SEED = 20_261_124;

  /// A missed proof shows when its audit window is over; then a gateway looks for another provider.
  private static final Duration REPLACED_WITHIN =
      Duration.ofSeconds(6L * TestNetwork.EPOCH_SECONDS);

  @Test
  void objectsStayWholeTheNodeLosesItsEpochAndItsLegAndServesAgainOnceItIsBack(TestNetwork network)
      throws Exception {
    var content = new byte[3_000_000];
    new Random(SEED).nextBytes(content);
    try (var sla = LiveSla.open(network, EPOCHS);
        var s3 = sla.s3();
        var host = NetworkNamespace.create();
        var chain = network.chain()) {
      var contracts = chain.contracts();
      put(s3, sla, "before", content);
      var leg = contracts.lens().sla(sla.id()).agreements().getFirst();
      var node = Member.node(Math.toIntExact(leg.providerId()));
      try (var lines = move(network, node, host)) {
        assertThat(lines.open()).isNotEmpty();
        put(s3, sla, "there", content);
        awaitProof(contracts, leg, confirmed(contracts, leg) + 1);

        host.cut();
        requireReadable(s3, sla, content, "before", "there");
        var until =
            Eventually.holds(
                "another provider in its place",
                REPLACED_WITHIN,
                () -> contracts.lens().sla(sla.id()).agreements().size() > 3);
        System.out.printf("replaced %d s after the cut%n", until.toSeconds());
        Eventually.holds(
            "writes with it",
            REPLACED_WITHIN,
            () -> isDoneOrRefused(() -> put(s3, sla, "while", content)));
        requireReadable(s3, sla, content, "before", "there", "while");

        host.mend();
        requireAccount(network, sla, leg);
        requireServing(network, content);
      }
    }
  }

  /// The node lost an epoch and what it committed for it, the others nothing; all money is
  /// somewhere.
  private static void requireAccount(TestNetwork network, LiveSla sla, AgreementView leg)
      throws Exception {
    var statement = sla.end();
    var cut = line(statement, leg);
    assertThat(cut.slashed().total()).as("it missed a proof").isPositive();
    for (var other : statement.agreements()) {
      if (!other.id().equals(leg.id())) {
        assertThat(other.gross()).isGreaterThan(cut.gross());
        assertThat(other.slashed().total()).isZero();
      }
    }
    assertThat(statement.remaining()).isZero();
    Conserved.require(network, statement, LiveSla.DOLLARS);
  }

  /// Three providers fit these wishes, so that this one is among them; a write waits for all three.
  private static void requireServing(TestNetwork network, byte[] content) throws Exception {
    network.awaitOffers();
    try (var sla = LiveSla.open(network, 4);
        var s3 = sla.s3()) {
      put(s3, sla, "after", content);
      requireReadable(s3, sla, content, "after");
    }
  }

  private static Statement.Line line(Statement statement, AgreementView leg) {
    return statement.agreements().stream()
        .filter(each -> each.id().equals(leg.id()))
        .findFirst()
        .orElseThrow();
  }

  /// The line of a host that a node was moved to: everybody reaches the node at its old address,
  /// and it reaches the chain, the beacon and the market at the host's end.
  private record Lines(List<Forward> open) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      for (var forward : open) {
        forward.close();
      }
    }
  }

  private static Lines move(TestNetwork network, Member node, NetworkNamespace host)
      throws Exception {
    var plan = network.plan();
    var process = network.processes().find(node).orElseThrow();
    // The JDK tells no arguments as long as these.
    var command =
        List.of(
            Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                .split("\0"));
    var file = plan.configuration(node);
    var moved =
        Files.readString(file).replace("//127.0.0.1:", "//" + host.hostAddress() + ":")
            + "\nhttp.host = "
            + host.address()
            + "\n";
    assertThat(network.processes().stop(node, Duration.ofSeconds(15))).isTrue();
    Files.writeString(file, moved);
    var open = new ArrayList<Forward>();
    for (var server : List.of(Member.ANVIL, Member.BEACON, Member.PLATFORM)) {
      int port = plan.port(server);
      open.add(new Forward(at(host.hostAddress(), port), at("127.0.0.1", port)));
    }
    int port = plan.port(node);
    open.add(new Forward(at("127.0.0.1", port), at(host.address(), port)));
    network.processes().start(node, host.inside(command));
    network.network().start(node);
    return new Lines(open);
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(address, port);
  }

  private static void put(S3Client s3, LiveSla sla, String key, byte[] content) {
    s3.putObject(put -> put.bucket(sla.bucket()).key(key), RequestBody.fromBytes(content));
  }

  private static void requireReadable(S3Client s3, LiveSla sla, byte[] content, String... keys) {
    for (var key : keys) {
      long began = System.nanoTime();
      var read = s3.getObjectAsBytes(get -> get.bucket(sla.bucket()).key(key)).asByteArray();
      System.out.printf(
          "3 MB were read in %d ms%n", Duration.ofNanos(System.nanoTime() - began).toMillis());
      assertThat(read).isEqualTo(content);
    }
  }

  /// Whether a write was done; while too few providers are there, it is told so.
  private static boolean isDoneOrRefused(Runnable write) {
    var outcome = S3Outcome.of(write);
    assertThat(outcome)
        .isIn(new S3Outcome.Done(), new S3Outcome.Refused(503, "ServiceUnavailable"));
    return outcome.isDone();
  }

  /// The newest epoch that the leg was proven for.
  private static long confirmed(Contracts contracts, AgreementView leg) {
    return contracts
        .orchestrator()
        .confirmedOf(leg.providerId())
        .newestEpoch()
        .orElse(leg.startEpoch() - 1);
  }

  private static void awaitProof(Contracts contracts, AgreementView leg, long epoch)
      throws Exception {
    Eventually.holds(
        "a proof for epoch " + epoch,
        Duration.ofSeconds(8L * TestNetwork.EPOCH_SECONDS),
        () -> confirmed(contracts, leg) >= epoch);
  }
}
