package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
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

  /// One whole epoch and its audit lie in it for certain; four misses in a row would end the
  /// agreement.
  private static final int EPOCHS_CUT = 2;

  @Test
  void theObjectsStayReadableTheNodeLosesThoseEpochsAndEarnsAgainWhenItIsBack(TestNetwork network)
      throws Exception {
    var content = new byte[3_000_000];
    new Random(SEED).nextBytes(content);
    try (var sla = LiveSla.open(network, EPOCHS);
        var s3 = sla.s3();
        var host = NetworkNamespace.create();
        var chain = network.chain()) {
      var contracts = chain.contracts();
      s3.putObject(put -> put.bucket(sla.bucket()).key("before"), RequestBody.fromBytes(content));
      var leg = contracts.lens().sla(sla.id()).agreements().getFirst();
      var node = Member.node(Math.toIntExact(leg.providerId()));
      try (var lines = move(network, node, host)) {
        assertThat(lines.open()).isNotEmpty();
        s3.putObject(put -> put.bucket(sla.bucket()).key("there"), RequestBody.fromBytes(content));
        awaitConfirmed(contracts, leg, confirmed(contracts, leg) + 1);

        host.cut();
        long cutAt = epochNow(contracts);
        requireReadable(s3, sla, content);
        awaitEpoch(contracts, cutAt + EPOCHS_CUT);
        requireReadable(s3, sla, content);
        var whileCut =
            S3Outcome.of(
                () ->
                    s3.putObject(
                        put -> put.bucket(sla.bucket()).key("while"),
                        RequestBody.fromBytes(content)));
        assertThat(whileCut)
            .as("what three legs are to acknowledge, while there are two")
            .isInstanceOfSatisfying(
                S3Outcome.Refused.class, refused -> assertThat(refused.status()).isEqualTo(503));
        long without = confirmed(contracts, leg);

        host.mend();
        long mendedAt = epochNow(contracts);
        awaitConfirmed(contracts, leg, mendedAt + 1);
        s3.putObject(put -> put.bucket(sla.bucket()).key("after"), RequestBody.fromBytes(content));
        requireReadable(s3, sla, content);
        System.out.printf(
            "cut in epoch %d, mended in epoch %d; proven up to epoch %d before, %d after%n",
            cutAt, mendedAt, without, confirmed(contracts, leg));
        requireAccount(network, sla, leg, cutAt);
      }
    }
  }

  /// The node lost what it did not prove, the others nothing; all money is somewhere.
  private static void requireAccount(
      TestNetwork network, LiveSla sla, AgreementView leg, long cutAt) throws Exception {
    var statement = sla.end();
    var cut = line(statement, leg);
    assertThat(cut.slashed().total()).as("it proved nothing for epochs").isPositive();
    assertThat(cut.gross()).as("it was paid before, and after").isPositive();
    assertThat(cut.trace().proofs()).extracting(proof -> proof.epoch()).doesNotContain(cutAt);
    for (var other : statement.agreements()) {
      if (!other.id().equals(leg.id())) {
        assertThat(other.gross()).isGreaterThan(cut.gross());
      }
    }
    assertThat(statement.remaining()).isZero();
    Conserved.require(network, statement, LiveSla.DOLLARS);
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
    var command = new ArrayList<>(List.of(process.info().command().orElseThrow()));
    command.addAll(List.of(process.info().arguments().orElseThrow()));
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

  private static void requireReadable(S3Client s3, LiveSla sla, byte[] content) {
    for (var key : List.of("before", "there")) {
      long began = System.nanoTime();
      var read = s3.getObjectAsBytes(get -> get.bucket(sla.bucket()).key(key)).asByteArray();
      System.out.printf(
          "3 MB were read in %d ms%n", Duration.ofNanos(System.nanoTime() - began).toMillis());
      assertThat(read).isEqualTo(content);
    }
  }

  private static long epochNow(Contracts contracts) {
    return contracts
        .orchestrator()
        .schedule()
        .epochAt(contracts.chain().head().timestamp().getEpochSecond());
  }

  private static void awaitEpoch(Contracts contracts, long epoch) throws Exception {
    Eventually.holds(
        "epoch " + epoch,
        Duration.ofSeconds(2L * EPOCHS_CUT * TestNetwork.EPOCH_SECONDS),
        () -> epochNow(contracts) >= epoch);
  }

  /// The newest epoch that the leg was proven for.
  private static long confirmed(Contracts contracts, AgreementView leg) {
    long now = epochNow(contracts);
    long epoch = now;
    while (epoch > leg.startEpoch()
        && !contracts.orchestrator().isConfirmed(leg.providerId(), epoch)) {
      epoch--;
    }
    return epoch;
  }

  private static void awaitConfirmed(Contracts contracts, AgreementView leg, long epoch)
      throws Exception {
    Eventually.holds(
        "a proof for epoch " + epoch,
        Duration.ofSeconds(8L * TestNetwork.EPOCH_SECONDS),
        () -> confirmed(contracts, leg) >= epoch);
  }
}
