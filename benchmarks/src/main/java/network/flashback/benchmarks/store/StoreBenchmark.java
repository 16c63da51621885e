package network.flashback.benchmarks.store;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import network.flashback.app.bench.Benchmark;
import network.flashback.app.bench.BenchmarkSetting;
import network.flashback.app.bench.Row;
import network.flashback.benchmarks.OwnProcess;

/// `flashback bench store`: the node's store on this disk, small pieces in volumes beside a file
/// with an fsync for each, in one run; then the index of a million pieces.
///
/// Another number of pieces: `-Dflashback.bench.pieces=N` in `FLASHBACK_JAVA_OPTS`.
public final class StoreBenchmark implements Benchmark {
  private static final long PIECES = 1_000_000;
  private static final String PEER = "a file and an fsync each";

  @Override
  public String name() {
    return "store";
  }

  @Override
  public String description() {
    return "The node's disk: durable 4 KiB writes, index memory, time of a start.";
  }

  @Override
  public String takes() {
    return "three minutes";
  }

  @Override
  public List<Row> run(BenchmarkSetting setting) throws Exception {
    // Below the program's own folder: a temporary folder may lie in memory, and disks are the
    // point.
    var parent = Files.createDirectories(setting.home().resolve(".flashback"));
    var folder = Files.createTempDirectory(parent, "bench-store-");
    try {
      setting.progress().accept("durable writes, a minute, and then an index of many pieces");
      var pieces = Long.toString(Long.getLong("flashback.bench.pieces", PIECES));
      return rows(OwnProcess.run(StoreMeasurement.class, List.of(folder.toString(), pieces)));
    } finally {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static List<Row> rows(Map<String, String> figures) {
    var rows = new ArrayList<Row>();
    figures.forEach(
        (name, figure) -> {
          var parts = name.split("\\|", -1);
          var value = new BigDecimal(figure);
          var peer = figures.get(parts[0] + "|" + parts[1] + "|files");
          switch (parts[0]) {
            case "puts" -> {
              if (parts[2].equals("volumes") && peer != null) {
                rows.add(
                    Row.higher("durable 4 KiB PUT, writers: " + parts[1], whole(value), "1/s")
                        .withPeer(PEER, whole(new BigDecimal(peer))));
              }
            }
            case "cpu" -> {
              if (parts[2].equals("volumes") && peer != null) {
                rows.add(
                    Row.lower("CPU for each, writers: " + parts[1], value, "us")
                        .withPeer(PEER, new BigDecimal(peer)));
              }
            }
            case "index bytes" ->
                rows.add(
                    Row.lower(
                        "memory of the index, " + parts[1] + " pieces", whole(value), "B/piece"));
            case "start" -> rows.add(Row.lower("start with " + parts[1] + " pieces", value, "s"));
            case "start cpu" -> rows.add(Row.lower("CPU of that start", value, "s"));
            case "journal bytes" -> rows.add(Row.lower("journal on disk", whole(value), "B/piece"));
            default -> throw new IllegalStateException("There is no figure '" + name + "'.");
          }
        });
    return rows;
  }

  private static BigDecimal whole(BigDecimal value) {
    return value.setScale(0, RoundingMode.HALF_UP);
  }
}
