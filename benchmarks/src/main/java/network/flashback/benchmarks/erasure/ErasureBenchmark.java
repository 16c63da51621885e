package network.flashback.benchmarks.erasure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import network.flashback.app.bench.Benchmark;
import network.flashback.app.bench.BenchmarkSetting;
import network.flashback.app.bench.Row;
import network.flashback.benchmarks.OwnProcess;
import network.flashback.domain.erasure.ErasureCodes;

/// `flashback bench erasure`: gigabytes of data that one core codes and restores in a second, in
/// frames of 64 KiB as the gateway does, each implementation of this machine beside Hadoop's.
public final class ErasureBenchmark implements Benchmark {
  private static final String PEER = "hadoop";

  @Override
  public String name() {
    return "erasure";
  }

  @Override
  public String description() {
    return "Erasure coding, every implementation of this machine beside Hadoop's, one core.";
  }

  @Override
  public List<Row> run(BenchmarkSetting setting) throws Exception {
    var used = ErasureCodes.fastest(4, 6).name();
    setting.progress().accept("2+1, 4+2 and 10+4; the gateway of this machine uses '" + used + "'");
    var figures = OwnProcess.run(ErasureMeasurement.class, List.of());
    var rows = new ArrayList<Row>();
    figures.forEach(
        (name, figure) -> {
          int bar = name.indexOf('|');
          var what = name.substring(0, bar);
          var coder = name.substring(bar + 1);
          if (!coder.equals(PEER)) {
            var row = Row.higher(what + ", " + coder, new BigDecimal(figure), "GB/s per core");
            var peer = new BigDecimal(figures.getOrDefault(what + "|" + PEER, "0"));
            rows.add((coder.equals(used) ? row.withGoal(1) : row).withPeer("Hadoop 3.4.1", peer));
          }
        });
    return rows;
  }
}
