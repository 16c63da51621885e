package network.flashback.benchmarks.gas;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import network.flashback.app.bench.Benchmark;
import network.flashback.app.bench.BenchmarkSetting;
import network.flashback.app.bench.Row;

/// `flashback bench epoch`: what one epoch costs in gas, transactions, processor time and memory.
///
/// One market is measured: real transactions on a chain of its own, settled by the program that a
/// platform runs. Larger ones are computed from its parts, and each row says which it is.
public final class EpochBenchmark implements Benchmark {
  private static final long SEED = 1;
  private static final int PROVIDERS = 10;
  private static final int AGREEMENTS = 1_000;
  private static final int AGREEMENTS_QUICK = 100;
  private static final int[] AGREEMENTS_ALL = {1_000, 10_000, 100_000};
  private static final int[] PROVIDERS_ALL = {10, 100, 1_000};
  private static final String PDP = "Filecoin PDP";
  private static final long PDP_GAS = 298_485;
  private static final long POSSESSION_GOAL = 240;
  private static final long POSSESSION_AGREEMENTS = 1_000;
  private static final long SETTLE_GOAL = 7_000;

  @Override
  public String name() {
    return "epoch";
  }

  @Override
  public String description() {
    return "One epoch of 1,000 to 100,000 agreements: gas, transactions, time and memory.";
  }

  @Override
  public String takes() {
    return "two minutes";
  }

  @Override
  public boolean hasQuickRun() {
    return true;
  }

  @Override
  public List<Row> run(BenchmarkSetting setting) throws IOException, InterruptedException {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    int agreements = setting.quick() ? AGREEMENTS_QUICK : AGREEMENTS;
    MeasuredEpoch measured;
    try (var chain = GasChain.start(GasBenchmark.anvil(setting.home()), Hardfork.CANCUN)) {
      measured = MeasuredEpoch.of(chain, random, agreements, PROVIDERS, setting.progress());
    }
    var rows = new ArrayList<Row>();
    parts(rows, measured);
    for (int all : AGREEMENTS_ALL) {
      for (int providers : PROVIDERS_ALL) {
        market(rows, measured, all, providers);
      }
    }
    return rows;
  }

  private static void parts(List<Row> rows, MeasuredEpoch measured) {
    rows.add(gas("seed, posted by the settlement", measured.seedGas()).withGoal(260_000));
    rows.add(
        gas(
            "audit of a provider with %,d agreements".formatted(measured.agreementsOfAProvider()),
            measured.auditGas()));
    rows.add(
        gas("quality root, 3 of 4 signatures, from the seventh on", measured.rootGas())
            .withGoal(85_000));
    rows.add(
        gas("settle in a batch of 100, each", measured.settleGas() / measured.agreements())
            .withGoal(SETTLE_GOAL));
  }

  private static void market(
      List<Row> rows, MeasuredEpoch measured, int agreements, int providers) {
    boolean real = agreements == measured.agreements() && providers == measured.providers();
    var name =
        "%s agreements, %s providers, %s: "
            .formatted(count(agreements), count(providers), real ? "measured" : "computed");
    var epoch = measured.scaledTo(agreements, providers);
    rows.add(per("%sgas per agreement and day".formatted(name), epoch.gas(), agreements, "gas"));
    var possession =
        per(
            "%sof it for possession".formatted(name),
            epoch.auditGas() * providers,
            agreements,
            "gas");
    rows.add(
        agreements / providers == POSSESSION_AGREEMENTS
            ? possession.withGoal(POSSESSION_GOAL).withPeer(PDP, PDP_GAS)
            : possession);
    rows.add(
        Row.lower(name + "transactions", BigDecimal.valueOf(epoch.transactions()), "per epoch"));
    rows.add(Row.lower(name + "processor time of the settlement", seconds(epoch.cpuNanos()), "s"));
    rows.add(
        Row.lower(
            name + "memory of the settlement",
            BigDecimal.valueOf(epoch.bytes())
                .divide(BigDecimal.valueOf(1 << 20), 1, RoundingMode.HALF_UP),
            "MiB"));
    if (real) {
      rows.add(Row.lower(name + "time of the settlement", seconds(epoch.wallNanos()), "s"));
    }
  }

  private static Row gas(String name, long value) {
    return Row.lower(name, BigDecimal.valueOf(value), "gas");
  }

  private static Row per(String name, long sum, int agreements, String unit) {
    var each =
        BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(agreements), 0, RoundingMode.HALF_UP);
    return Row.lower(name, each, unit);
  }

  private static BigDecimal seconds(long nanos) {
    return BigDecimal.valueOf(nanos, 9).setScale(2, RoundingMode.HALF_UP);
  }

  private static String count(int number) {
    return String.format(java.util.Locale.ROOT, "%,d", number);
  }
}
