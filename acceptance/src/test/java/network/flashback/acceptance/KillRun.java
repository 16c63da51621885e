package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import network.flashback.app.network.Member;
import network.flashback.app.network.Member.Kind;
import org.jspecify.annotations.Nullable;

/// One run: an SLA, writers, and somebody who kills; then everything acknowledged is asked for.
final class KillRun {
  /// Three times what a run takes on the slowest machine we know: reads end with the SLA.
  private static final int EPOCHS = 16;

  private static final int WRITERS = 4;

  /// Beyond those that a run of the slowest machine we know acknowledges, something stands still.
  private static final int LEAST_ACKNOWLEDGED = 10;

  private final TestNetwork network;
  private final long seed;
  private @Nullable LiveSla sla;

  KillRun(TestNetwork network, long seed) {
    this.network = network;
    this.seed = seed;
  }

  long seed() {
    return seed;
  }

  void play() throws Exception {
    System.out.printf("kill run with seed %d: repeat it with -Dkill.seed=%d%n", seed, seed);
    var random = new Random(seed);
    var open = LiveSla.open(network, EPOCHS);
    sla = open;
    var writers = new ArrayList<Writer>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(new Writer(open, "writer-" + i + "/", new Random(random.nextLong())));
    }
    writeWhileKilling(open, writers, random);
    network.awaitOffers();

    var expected = new HashMap<String, Writer.Fate>();
    writers.forEach(writer -> expected.putAll(writer.fates()));
    int acknowledged = writers.stream().mapToInt(Writer::acknowledged).sum();
    System.out.printf(
        "seed %d: %d requests acknowledged, %d objects to check%n",
        seed, acknowledged, expected.size());
    assertThat(acknowledged).as("seed %d", seed).isGreaterThan(LEAST_ACKNOWLEDGED);
    new Inventory(open, seed).require(expected);
  }

  void end() throws Exception {
    var ending = sla;
    if (ending == null) {
      throw new AssertionError("The run with seed %d opened no SLA.".formatted(seed));
    }
    try (ending) {
      var statement = ending.end();
      assertThat(statement.remaining()).as("seed %d", seed).isZero();
      assertThat(statement.gross()).as("seed %d", seed).isPositive();
      Conserved.require(network, statement, LiveSla.DOLLARS);
    }
  }

  private void writeWhileKilling(LiveSla open, List<Writer> writers, Random random)
      throws Exception {
    var stop = new AtomicBoolean();
    try (var threads = Executors.newFixedThreadPool(writers.size())) {
      var writing = new ArrayList<Future<?>>();
      for (var writer : writers) {
        writing.add(
            threads.submit(
                () -> {
                  writer.writeUntil(stop);
                  return null;
                }));
      }
      try {
        killEachKindOnce(open, random);
      } finally {
        stop.set(true);
        restartTheDead();
      }
      for (var each : writing) {
        each.get();
      }
    }
  }

  private void killEachKindOnce(LiveSla sla, Random random) throws Exception {
    var kinds = new ArrayList<>(List.of(Kind.GATEWAY, Kind.PLATFORM, Kind.NODE, Kind.REPORTER));
    Collections.shuffle(kinds, random);
    for (var kind : kinds) {
      passMillis(500 + random.nextInt(2500));
      var victim = oneOf(kind, sla, random);
      System.out.printf("seed %d: kill -9 %s%n", seed, victim.name());
      assertThat(network.processes().kill(victim)).as("%s was running", victim.name()).isTrue();
      passMillis(random.nextInt(1500));
      network.network().start(victim);
    }
    passMillis(1000);
  }

  /// Of the nodes, one that holds pieces of this SLA.
  private static Member oneOf(Kind kind, LiveSla sla, Random random) {
    return switch (kind) {
      case GATEWAY -> Member.GATEWAY;
      case PLATFORM -> Member.PLATFORM;
      case REPORTER -> Member.reporter(1 + random.nextInt(Member.REPORTERS));
      case NODE -> {
        var holders = sla.holders();
        yield holders.get(random.nextInt(holders.size()));
      }
      case ANVIL, POSTGRES, BEACON -> throw new IllegalArgumentException(kind + " is not killed");
    };
  }

  private void restartTheDead() {
    for (var member : Member.roles()) {
      network.network().start(member);
    }
  }

  private static void passMillis(int millis) throws InterruptedException {
    long until = System.nanoTime() + millis * 1_000_000L;
    while (System.nanoTime() < until) {
      Eventually.pause();
    }
  }
}
