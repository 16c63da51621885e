package network.flashback.acceptance.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import network.flashback.chain.contract.Turns;
import network.flashback.evm.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three nodes and two settlement runs that all look at the chain at the same moments, over eight
/// epochs with the times of production. One node misses an epoch, and for the last two epochs there
/// is no settlement run.
class RacesTest {
  private static final long SEED = 20_261_124;
  private static final int NODES = 3;
  private static final int SILENT = 2;
  private static final long SILENT_IN = 3;
  private static final long ALONE_FROM = 6;
  private static final long HOUR = 3_600;

  /// Seconds after something is due at which runs look: once in each of their turns, and after.
  private static final List<Long> RUNS_TURNS = List.of(5L, 29L, 53L, 77L, 101L);

  /// The same for nodes that are alone.
  private static final List<Long> NODES_TURNS =
      List.of(5L, 101L, 125L, 149L, 173L, 197L, 221L, 245L, 269L, 293L);

  @TempDir Path disks;

  /// The race that is left is that of two runs that draw the same turn: both see the same chain,
  /// send within the same block, and the second pays for nothing. With four turns that is every
  /// fourth epoch.
  @Test
  void nobodyPaysForWhatAnotherDoesUnlessTheyDrewTheSameTurn() throws Exception {
    System.out.println("seed of the races: " + SEED);
    try (var chain = new FaultChain();
        var market = new FaultMarket(chain, NODES, disks, new Random(SEED));
        var one = new Settler(chain, FaultChain.SETTLER, Turns.of(chain.schedule()));
        var other = new Settler(chain, FaultChain.OTHER_SETTLER, Turns.of(chain.schedule()))) {
      for (int i = 0; i < NODES; i++) {
        market.begin(i);
      }
      long firstBlock = chain.contracts().chain().height() + 1;
      for (long epoch = FaultMarket.FIRST; epoch <= FaultMarket.END; epoch++) {
        pass(chain, market, epoch, epoch < ALONE_FROM ? List.of(one, other) : List.of());
      }
      requireProvenAndPaid(chain, market);

      var wasted = wasted(chain, firstBlock);
      System.out.println("Sent for nothing, by epoch: " + wasted);
      for (long epoch = 0; epoch <= FaultMarket.END; epoch++) {
        if (!drewTheSameTurn(chain, epoch)) {
          assertThat(wasted.getOrDefault(epoch, List.of())).as("epoch " + epoch).isEmpty();
        }
      }
      assertThat(LongStream.range(0, FaultMarket.END).filter(e -> drewTheSameTurn(chain, e)))
          .as("epochs in which a race is left")
          .hasSizeLessThan((int) FaultMarket.END / 2);
    }
  }

  /// What is due after an epoch's end, after its window and after it is final.
  private static void pass(FaultChain chain, FaultMarket market, long epoch, List<Settler> settlers)
      throws Exception {
    long end = chain.schedule().endOf(epoch - 1);
    for (long due : List.of(0L, 6 * HOUR, 12 * HOUR)) {
      // Only of a missed epoch anything is due when the window closes.
      boolean any = due != 6 * HOUR || epoch - 1 == SILENT_IN;
      var turns = settlers.isEmpty() ? NODES_TURNS : RUNS_TURNS;
      for (long after : any ? turns : List.of(5L)) {
        chain.at(end + due + after);
        lookTogether(market, settlers, epoch);
      }
    }
    // When it is the nodes' turn to settle.
    chain.at(end + 13 * HOUR);
    lookTogether(market, settlers, epoch);
  }

  private static void lookTogether(FaultMarket market, List<Settler> settlers, long epoch)
      throws Exception {
    var looks = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < NODES; i++) {
      var provider = market.providers().get(i);
      if (i != SILENT || epoch - 1 != SILENT_IN) {
        looks.add(
            () -> {
              provider.look();
              return true;
            });
      }
    }
    for (var settler : settlers) {
      looks.add(
          () -> {
            settler.look();
            return true;
          });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(looks)) {
        done.get();
      }
    }
  }

  private static boolean drewTheSameTurn(FaultChain chain, long epoch) {
    var turns = Turns.of(chain.schedule());
    return turns.ofRunner(chain.key(FaultChain.SETTLER).address(), epoch)
        == turns.ofRunner(chain.key(FaultChain.OTHER_SETTLER).address(), epoch);
  }

  private static void requireProvenAndPaid(FaultChain chain, FaultMarket market) {
    var orchestrator = chain.contracts().orchestrator();
    for (int i = 0; i < NODES; i++) {
      long id = market.providers().get(i).id();
      var confirmed = orchestrator.confirmed(id, FaultMarket.FIRST, FaultMarket.END - 1);
      for (long epoch = FaultMarket.FIRST; epoch < FaultMarket.END; epoch++) {
        assertThat(confirmed.get((int) (epoch - FaultMarket.FIRST)))
            .as("epoch %d of provider %d", epoch, id)
            .isEqualTo(i != SILENT || epoch != SILENT_IN);
      }
      long paid = FaultMarket.END - FaultMarket.FIRST - (i == SILENT ? 1 : 0);
      var payout = FaultChain.payoutOf(market.providers().get(i).key());
      // The fee is 2 %, taken at withdrawal.
      assertThat(chain.dollar().balanceOf(payout))
          .isGreaterThan(
              FaultMarket.EPOCH_PAY
                  .multiply(BigInteger.valueOf(paid * 97))
                  .divide(BigInteger.valueOf(100)));
    }
  }

  /// Transactions that were refused in a block, or changed nothing, by the epoch they were for.
  private static Map<Long, List<String>> wasted(FaultChain chain, long firstBlock) {
    var wasted = new TreeMap<Long, List<String>>();
    var rpc = chain.contracts().chain().rpc();
    for (long block = firstBlock; block <= chain.contracts().chain().height(); block++) {
      for (var receipt : rpc.call("eth_getBlockReceipts", "0x" + Long.toHexString(block))) {
        if (receipt.get("status").asText().equals("0x0") || receipt.get("logs").isEmpty()) {
          long second = chain.timeOf(block).getEpochSecond();
          wasted
              .computeIfAbsent(chain.schedule().epochAt(second) - 1, _ -> new ArrayList<>())
              .add(told(chain, receipt, second));
        }
      }
    }
    return wasted;
  }

  private static String told(FaultChain chain, JsonNode receipt, long second) {
    var to = Address.parse(receipt.get("to").asText());
    var contract =
        chain.contracts().deployment().contracts().entrySet().stream()
            .filter(named -> named.getValue().address().equals(to))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("?");
    long into = (second - chain.schedule().genesis()) % FaultChain.EPOCH_SECONDS;
    return "%s to %s, %s gas, %d s into the next epoch"
        .formatted(
            receipt.get("from").asText(),
            contract,
            Long.decode(receipt.get("gasUsed").asText()),
            into);
  }
}
