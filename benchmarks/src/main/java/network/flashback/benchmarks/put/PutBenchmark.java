package network.flashback.benchmarks.put;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import network.flashback.app.bench.Benchmark;
import network.flashback.app.bench.BenchmarkSetting;
import network.flashback.app.bench.Row;
import network.flashback.app.network.Member;
import network.flashback.benchmarks.network.FreshNetwork;
import network.flashback.benchmarks.network.Tenant;
import network.flashback.benchmarks.put.Load.Outcome;

/// `flashback bench put`: objects through the gateway, sealed, as 2 of 3, onto the disks of three
/// nodes, and back. Client, gateway, database and nodes share this machine.
public final class PutBenchmark implements Benchmark {
  private static final long SEED = 1;

  private static final int LEG_GIB = 4;

  /// After the last answer the gateway still has revisions co-signed; their work counts too.
  private static final int AFTERWORK_MILLIS = 3_000;

  @Override
  public String name() {
    return "put";
  }

  @Override
  public String description() {
    return "Sealed 2-of-3 PUT and GET through gateway and nodes, with their processor time.";
  }

  @Override
  public String takes() {
    return "a minute and a half";
  }

  @Override
  public List<Row> run(BenchmarkSetting setting) throws Exception {
    var progress = setting.progress();
    try (var network = FreshNetwork.start(setting.home(), progress)) {
      progress.accept("an SLA, 2 of 3");
      var keys = Tenant.moveIn(network.plan(), 2, 3, LEG_GIB);
      try (var bucket = Bucket.create(network.plan().url(Member.GATEWAY), keys)) {
        var rows = new ArrayList<Row>();
        for (var load : Load.ALL) {
          progress.accept(load.count() + " objects of " + load.size());
          rows.addAll(rows(network, bucket, load));
        }
        return rows;
      }
    }
  }

  private static List<Row> rows(FreshNetwork network, Bucket bucket, Load load)
      throws InterruptedException {
    byte[] content = new byte[load.bytes()];
    RandomGeneratorFactory.of("L64X128MixRandom").create(SEED).nextBytes(content);
    // Once unmeasured: compiled code, open connections, directories.
    bucket.put(load.size() + " warm", content, load.count(), load.connections());
    bucket.fetch(load.size() + " warm", content, load.count(), load.connections());
    Thread.sleep(AFTERWORK_MILLIS);
    var rows = new ArrayList<Row>();
    var before = CpuUse.of(network);
    var put = bucket.put(load.size(), content, load.count(), load.connections());
    Thread.sleep(AFTERWORK_MILLIS);
    var between = CpuUse.of(network);
    var fetch = bucket.fetch(load.size(), content, load.count(), load.connections());
    Thread.sleep(AFTERWORK_MILLIS);
    var after = CpuUse.of(network);
    rows.addAll(load.putRows(new Outcome(put, between.since(before))));
    rows.addAll(load.getRows(new Outcome(fetch, after.since(between))));
    return rows;
  }
}
