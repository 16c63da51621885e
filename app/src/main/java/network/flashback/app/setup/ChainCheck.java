package network.flashback.app.setup;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.Chain;
import network.flashback.chain.ChainException;
import network.flashback.chain.Deployment;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.beacon.Drand;
import network.flashback.chain.contract.Contracts;

/// The chain behind an address: is it the deployment's, are the contracts there, and does this
/// machine's clock agree with its blocks? Closing it closes the connection.
public final class ChainCheck implements AutoCloseable {
  /// A clock further behind the chain than this opens sessions that have ended.
  private static final Duration BEHIND_MAX = Duration.ofSeconds(5);

  private static final RetryPolicy QUICK =
      new RetryPolicy(2, Duration.ofMillis(300), Duration.ofSeconds(10));

  private final JsonRpc rpc;
  private final List<Finding> findings = new ArrayList<>();
  private Optional<Contracts> contracts = Optional.empty();

  private ChainCheck(URI rpc) {
    this.rpc = new JsonRpc(rpc, QUICK);
  }

  /// Looks at chain, contracts and clock, in this order, as far as each allows the next.
  ///
  /// @param aheadMax how old the newest block may be by this machine's clock
  public static ChainCheck look(URI rpc, Path file, Duration aheadMax, InstantSource clock) {
    var check = new ChainCheck(rpc);
    try {
      var deployment = Deployment.read(file);
      var chain = Chain.connect(check.rpc, deployment.chainId());
      check.findings.add(
          Finding.ok("chain", "id " + chain.id() + ", height " + chain.height() + ", at " + rpc));
      deployment.verify(chain);
      check.contracts = Optional.of(Contracts.connect(chain, deployment));
      check.findings.add(
          Finding.ok(
              "contracts",
              "all " + deployment.contracts().size() + " have the code that " + file + " says"));
      check.findings.add(
          clock(
              clock.instant().getEpochSecond(),
              chain.head().timestamp().getEpochSecond(),
              aheadMax));
    } catch (IOException | ChainException | IllegalArgumentException wrong) {
      check.findings.add(
          Finding.refused(
              check.findings.isEmpty() ? "chain" : "contracts",
              String.valueOf(wrong.getMessage()),
              "Correct the chain's address (--rpc) or the deployment file (--deployment)."));
    }
    return check;
  }

  static Finding clock(long here, long newestBlock, Duration aheadMax) {
    long ahead = here - newestBlock;
    if (ahead < -BEHIND_MAX.toSeconds()) {
      return Finding.refused(
          "clock",
          "%d s behind the newest block; %d s are allowed"
              .formatted(-ahead, BEHIND_MAX.toSeconds()),
          "Set this machine's clock right, and keep it so with NTP.");
    }
    if (ahead > aheadMax.toSeconds()) {
      return Finding.refused(
          "clock",
          "%d s ahead of the newest block; %d s are allowed".formatted(ahead, aheadMax.toSeconds()),
          "Set the clock right, or find out why no block comes; where blocks are rare, allow more with --clock-skew.");
    }
    return Finding.ok("clock", Math.max(0, ahead) + " s ahead of the newest block");
  }

  /// Whether the relay of seeds answers. A node needs it only where nobody else posts seeds.
  static Finding beacon(URI relay) throws InterruptedException {
    try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      var found = new Drand(http, relay).signature(1);
      return found.isPresent()
          ? Finding.ok("beacon", relay + " answers")
          : noBeacon(relay + " has no first round");
    } catch (IOException | IllegalArgumentException silent) {
      return noBeacon(relay + " does not answer: " + silent);
    }
  }

  private static Finding noBeacon(String why) {
    return Finding.warn(
        "beacon",
        why,
        "Name another drand relay with --beacon; without one, audits wait for seeds that others post.");
  }

  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /// The contracts; empty when they were not found.
  public Optional<Contracts> contracts() {
    return contracts;
  }

  @Override
  public void close() {
    rpc.close();
  }
}
