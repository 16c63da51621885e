package network.flashback.acceptance;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/// kill -9 of gateway, nodes, reporters and platform at random moments, while objects are written.
/// One seeded run, twenty with -Ddeep=true; -Dkill.seed=N runs one seed alone.
///
/// It has a network of its own, beside which the other tests run: begun first, since it takes
/// longest.
@ExtendWith(OwnNetwork.class)
@Order(1)
@ResourceLock(SharedNetwork.NOT_WHILE_KILLING)
class KillTest {
  private static final int RUNS = 1;
  private static final int RUNS_DEEP = 20;

  /// First every run, then every ending: while later runs write, the SLAs of earlier ones pass.
  @TestFactory
  Stream<DynamicTest> nothingAcknowledgedIsLostAndEveryCoinIsWhereItBelongs(TestNetwork network) {
    var runs = seeds().stream().map(seed -> new KillRun(network, seed)).toList();
    return Stream.concat(
        runs.stream()
            .map(run -> dynamicTest("acknowledged objects survive, seed " + run.seed(), run::play)),
        runs.stream().map(run -> dynamicTest("coins survive, seed " + run.seed(), run::end)));
  }

  private static List<Long> seeds() {
    var one = Long.getLong("kill.seed");
    if (one != null) {
      return List.of(one);
    }
    return LongStream.rangeClosed(1, Boolean.getBoolean("deep") ? RUNS_DEEP : RUNS)
        .boxed()
        .toList();
  }
}
