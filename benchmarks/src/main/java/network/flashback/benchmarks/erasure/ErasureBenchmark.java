package network.flashback.benchmarks.erasure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import network.flashback.app.bench.Benchmark;
import network.flashback.app.bench.BenchmarkSetting;
import network.flashback.app.bench.Row;
import network.flashback.benchmarks.OwnProcess;

/// `flashback bench erasure`: gigabytes of data that one core codes and restores in a second, in
/// frames of 64 KiB as the gateway does: each implementation of this machine beside Hadoop's.
public final class ErasureBenchmark implements Benchmark {
  private static final String PEER = "hadoop";

  /// As the launcher starts a gateway.
  private static final List<String> VECTORS = List.of("--add-modules", "jdk.incubator.vector");

  @Override
  public String name() {
    return "erasure";
  }

  @Override
  public String description() {
    return "Erasure coding, every implementation of this machine beside Hadoop's, one core.";
  }

  @Override
  public String takes() {
    return "a few seconds";
  }

  @Override
  public List<Row> run(BenchmarkSetting setting) throws Exception {
    setting.progress().accept("2+1, 4+2 and 10+4");
    var figures = OwnProcess.run(VECTORS, ErasureMeasurement.class, List.of());
    var rows = new ArrayList<Row>();
    // Of each code the first is the one that a gateway takes here.
    var used = new HashMap<String, String>();
    figures.forEach(
        (name, figure) -> {
          var what = name.substring(0, name.indexOf('|'));
          var coder = coder(name);
          var taken = used.computeIfAbsent(what, first -> coder);
          if (!coder.equals(PEER)) {
            var row = Row.higher(what + ", " + coder, new BigDecimal(figure), "GB/s per core");
            var peer = new BigDecimal(figures.getOrDefault(what + "|" + PEER, "0"));
            rows.add((coder.equals(taken) ? row.withGoal(1) : row).withPeer("Hadoop 3.4.1", peer));
          }
        });
    return rows;
  }

  private static String coder(String name) {
    return name.substring(name.indexOf('|') + 1);
  }
}
