package network.flashback.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import network.flashback.chain.Chain;
import network.flashback.chain.ChainException;
import network.flashback.chain.JsonRpc;
import network.flashback.chain.RetryPolicy;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.contract.Contracts;
import network.flashback.http.HealthCheck.Health;
import network.flashback.settlement.SettlementObserver.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A whole epoch on the real contracts, settled under what befalls programs and chains. However it
/// went, the contracts say in the end what they say when nothing befell.
///
/// `-Ddeep=true` dies at every request instead of at some, and tries more reorganisations;
/// `-Dsettlement.seed=N` draws others.
class SettlementRunTest {
  private static final int CUTS = 24;
  private static final int FORKS = 3;
  private static final int FORKS_DEEP = 16;
  private static final int DEPTH_MOST = 64;
  private static final int DEEDS_MOST = 10;
  private static final int BLOCKS_MOST = DEPTH_MOST - DEEDS_MOST;
  private static final int SHALLOW_MOST = 4;
  private static final int LOOKS = 2;

  private final long seed = Long.getLong("settlement.seed", 7_035);
  private final Random random = new Random(seed);
  private final boolean deep = Boolean.getBoolean("deep");
  private SimulatedMarket market;
  private SimulatedEpoch epoch;

  @BeforeEach
  void begin() throws Exception {
    market = new SimulatedMarket(random);
    epoch = new SimulatedEpoch(market);
    System.out.printf("Settlement runs of seed %d (-Dsettlement.seed=%d)%n", seed, seed);
  }

  @AfterEach
  void end() {
    market.close();
  }

  @Test
  void killedAtAnyRequestToTheChainItIsFinishedByTheNext() throws Exception {
    int cuts = 0;
    try (var node = new CutNode(market.chain.anvil.rpc());
        var rpc =
            new JsonRpc(
                node.uri(), new RetryPolicy(1, Duration.ofMillis(1), Duration.ofSeconds(20)))) {
      var through =
          Contracts.connect(
              Chain.connect(rpc, market.contracts.chain().id()), market.contracts.deployment());
      for (int moment = 0; moment < SimulatedEpoch.MOMENTS; moment++) {
        epoch.bringTo(moment);
        String before = market.chain.snapshot();
        node.heal();
        settle(through);
        var wanted = market.state(false);
        var sends = node.sends();
        assertThat(sends).as("moment %d sends something", moment).contains(true);
        for (Cut cut : cuts(sends)) {
          market.chain.revert(before);
          before = market.chain.snapshot();
          node.cutAt(cut.request(), cut.hears());
          dies(through);
          node.heal();
          settle(market.contracts);
          assertThat(market.state(false))
              .as("seed %d, moment %d, killed at %s", seed, moment, cut)
              .isEqualTo(wanted);
          cuts++;
        }
      }
    }
    System.out.printf("Killed %d times, finished each time by the next.%n", cuts);
  }

  /// @param hears whether the chain heard of the last request
  private record Cut(int request, boolean hears) {}

  // A question that was heard and not answered changes as little as one that was not.
  private List<Cut> cuts(List<Boolean> sends) {
    List<Cut> all = new ArrayList<>();
    List<Cut> some = new ArrayList<>();
    for (int request = 0; request < sends.size(); request++) {
      all.add(new Cut(request, false));
      if (sends.get(request)) {
        all.add(new Cut(request, true));
        some.add(new Cut(request, true));
        // Sent, and never asked what became of it.
        some.add(new Cut(request + 1, false));
      }
    }
    while (some.size() < CUTS / SimulatedEpoch.MOMENTS) {
      some.add(all.get(random.nextInt(all.size())));
    }
    return deep ? all : some;
  }

  private void dies(Contracts through) throws InterruptedException {
    try {
      market.runner(through, sender(through), SettlementObserver.NONE).look();
    } catch (ChainException killed) {
      // As when it starts while the chain cannot be reached.
    }
  }

  // By the same wallet, as a program that is started again.
  private void settle(Contracts through) throws InterruptedException {
    var runner = market.runner(through, sender(through), SettlementObserver.NONE);
    for (int look = 0; look < LOOKS; look++) {
      runner.look();
    }
    assertThat(runner.check()).isInstanceOf(Health.Healthy.class);
  }

  private TransactionSender sender(Contracts through) {
    return new TransactionSender(
        through.chain(),
        market.chain.key(SimulatedMarket.runner(0)),
        SimulatedChain.SENDING,
        InstantSource.system());
  }

  @Test
  void whateverAReorganisationTookItIsSettledAgain() throws Exception {
    var wanted = wantedAtEachMoment();
    String before = market.chain.snapshot();
    for (int fork = 0; fork < (deep ? FORKS_DEEP : FORKS); fork++) {
      market.chain.revert(before);
      before = market.chain.snapshot();
      var runner = market.runner(0, SettlementObserver.NONE);
      var depths = new ArrayList<Integer>();
      for (int moment = 0; moment < SimulatedEpoch.MOMENTS; moment++) {
        epoch.bringTo(moment);
        depths.add(market.chain.leaveBranch(blocks(fork), runner::look));
        for (int look = 0; look < LOOKS; look++) {
          runner.look();
        }
        assertThat(market.state(false))
            .as("seed %d, moment %d, depths %s", seed, moment, depths)
            .isEqualTo(wanted.get(moment));
      }
      assertThat(depths).allMatch(depth -> depth <= DEPTH_MOST);
      System.out.println("Reorganised by " + depths + " blocks, and settled again.");
    }
  }

  // As deep as can be, with what is done on the branch; then shallow ones.
  private int blocks(int fork) {
    return fork == 0 ? BLOCKS_MOST : 1 + random.nextInt(fork == 1 ? SHALLOW_MOST : BLOCKS_MOST);
  }

  private List<Map<String, Object>> wantedAtEachMoment() throws Exception {
    String before = market.chain.snapshot();
    List<Map<String, Object>> wanted = new ArrayList<>();
    for (int moment = 0; moment < SimulatedEpoch.MOMENTS; moment++) {
      epoch.bringTo(moment);
      settle(market.contracts);
      wanted.add(market.state(false));
    }
    market.chain.revert(before);
    return wanted;
  }

  @Test
  void threeRunnersSideBySideDoNothingTwice() throws Exception {
    String before = market.chain.snapshot();
    for (int moment = 0; moment < SimulatedEpoch.MOMENTS; moment++) {
      epoch.bringTo(moment);
      settle(market.contracts);
    }
    var wanted = market.state(true);
    market.chain.revert(before);

    var events = new ConcurrentLinkedQueue<Event>();
    List<Settlements> runners = new ArrayList<>();
    for (int runner = 0; runner < SimulatedMarket.RUNNERS; runner++) {
      runners.add(market.runner(runner, events::add));
    }
    for (int moment = 0; moment < SimulatedEpoch.MOMENTS; moment++) {
      epoch.bringTo(moment);
      for (int look = 0; look < LOOKS; look++) {
        together(runners);
      }
    }
    assertThat(market.state(true)).isEqualTo(wanted);
    var deeds = events.stream().filter(SettlementRunTest::isDeed).toList();
    assertThat(deeds).doesNotHaveDuplicates();
    assertThat(deeds.stream().map(Object::getClass).distinct().count())
        .as("seed, breach, miss, settlement, end, void")
        .isGreaterThanOrEqualTo(6);
  }

  // A settlement that finds nothing left to pay succeeds, and each runner sees an epoch complete.
  private static boolean isDeed(Event event) {
    return switch (event) {
      case Event.SeedPosted e -> true;
      case Event.BreachExecuted e -> true;
      case Event.MissPenalised e -> true;
      case Event.Ended e -> true;
      case Event.Voided e -> true;
      case Event.SlaEnded e -> true;
      case Event.BountyClaimed e -> true;
      case Event.RateFollowed e -> false;
      case Event.Settled e -> false;
      case Event.EpochCompleted e -> false;
    };
  }

  private static void together(List<Settlements> runners) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> looks = new ArrayList<>();
      for (Settlements runner : runners) {
        looks.add(
            () -> {
              runner.look();
              return true;
            });
      }
      for (var done : threads.invokeAll(looks)) {
        assertThat(done.get()).isTrue();
      }
    }
  }
}
