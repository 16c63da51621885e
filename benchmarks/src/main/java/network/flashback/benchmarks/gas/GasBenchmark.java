package network.flashback.benchmarks.gas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import network.flashback.app.bench.Benchmark;
import network.flashback.app.bench.BenchmarkSetting;
import network.flashback.app.bench.Row;
import network.flashback.chain.anvil.Anvil;

/// `flashback bench gas`: what each operation costs on chain, under the rules of each hardfork.
public final class GasBenchmark implements Benchmark {
  private static final long SEED = 1;

  @Override
  public String name() {
    return "gas";
  }

  @Override
  public String description() {
    return "Gas of each operation of an agreement's life, as whole transactions (Cancun and Prague).";
  }

  @Override
  public String takes() {
    return "a minute and a half";
  }

  @Override
  public List<Row> run(BenchmarkSetting setting) throws IOException {
    var rows = new ArrayList<Row>();
    for (var rules : Hardfork.values()) {
      rows.addAll(
          run(
              anvil(setting.home()),
              rules,
              step -> setting.progress().accept(rules.title() + ": " + step)));
    }
    return rows;
  }

  /// The rows of one hardfork.
  static List<Row> run(Path anvil, Hardfork rules, Consumer<String> progress) throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    try (var chain = GasChain.start(anvil, rules)) {
      return GasStory.tell(chain, random, progress).entrySet().stream()
          .map(measured -> measured.getKey().row(rules, measured.getValue()))
          .toList();
    }
  }

  static Path anvil(Path home) {
    var installed = home.resolve("contracts/node_modules/.bin/anvil");
    return Files.isExecutable(installed) ? installed : Anvil.program();
  }
}
