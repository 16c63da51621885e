package network.flashback.benchmarks.store;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import network.flashback.app.bench.Benchmark;
import network.flashback.app.bench.BenchmarkSetting;
import network.flashback.app.bench.Row;
import network.flashback.benchmarks.OwnProcess;

/// `flashback bench store`: the node's store on this disk, small pieces in volumes beside a file
/// with an fsync for each, in one run; then the index of ten thousand, a million and ten million
/// pieces: a start after the process ended in the midst of everything, once with nothing of it in
/// the system's cache, and work with that many.
///
/// One load instead: `-Dflashback.bench.pieces=N` in `FLASHBACK_JAVA_OPTS`, with
/// `-Dflashback.bench.agreements=N` and `-Dflashback.bench.piece.bytes=N` where it is not one
/// agreement and not pieces of 256 bytes. Those above 4 MiB lie in files of their own, as on a disk
/// of terabytes; with `-Dflashback.bench.own.files=true` all do.
///
/// A terabyte is not filled: whatever is put is hashed and written, zeros too. What a start sees of
/// one is measured: a million pieces of 1 MiB are as many lines of the index whatever is in them,
/// and sixteen thousand of 64 MiB as many files.
public final class StoreBenchmark implements Benchmark {
  private static final String HEAP = "-Xmx768m";

  private static final int PIECE_BYTES = 256;

  /// From so many pieces on, figures have goals.
  private static final long MANY = 10_000_000;

  /// What a node with many pieces may take: a start within half a minute even where everything is
  /// read from the disk, proofs long before an audit window is over, and memory for a machine of
  /// two gigabytes.
  private static final Map<String, Long> GOALS =
      Map.of(
          "start", 10L,
          "cold start", 30L,
          "5 leaves proven after the start", 2L,
          "5 leaves proven after the cold start", 5L,
          "resident memory, at most", 1_000L);

  /// How many pieces in how many agreements, of how many bytes each.
  private record Load(long pieces, long agreements, int pieceBytes, boolean ownFiles) {
    Load(long pieces, long agreements) {
      this(pieces, agreements, PIECE_BYTES, false);
    }

    String name() {
      var name = "%d pieces in %d agreements".formatted(pieces, agreements);
      return name
          + (pieceBytes == PIECE_BYTES ? "" : ", %d bytes each".formatted(pieceBytes))
          + (ownFiles ? ", a file each" : "");
    }
  }

  private static final List<Load> LOADS =
      List.of(
          new Load(10_000, 1),
          // As many files as 1 TB has in pieces of 64 MiB.
          new Load(16_384, 1, PIECE_BYTES, true),
          new Load(1_000_000, 1),
          new Load(10_000_000, 1),
          new Load(10_000_000, 1_000));

  private static final String PEER = "a file and an fsync each";

  @Override
  public String name() {
    return "store";
  }

  @Override
  public String description() {
    return "The node's disk: durable 4 KiB writes; starts, memory and audits with many pieces.";
  }

  @Override
  public String takes() {
    return "half an hour, and 10 GB of disk";
  }

  @Override
  public List<Row> run(BenchmarkSetting setting) throws Exception {
    // Below the program's own folder: a temporary folder may lie in memory, and disks are the
    // point.
    var parent = Files.createDirectories(setting.home().resolve(".flashback"));
    var rows = new ArrayList<Row>();
    setting.progress().accept("durable writes, a minute");
    rows.addAll(
        within(parent, folder -> rows(OwnProcess.run(StoreMeasurement.class, List.of(folder)))));
    for (var load : loads(setting.quick())) {
      setting.progress().accept("an index of " + load.name());
      rows.addAll(within(parent, folder -> index(load, folder)));
    }
    return rows;
  }

  private static List<Load> loads(boolean quick) {
    var asked = Long.getLong("flashback.bench.pieces");
    if (asked != null) {
      return List.of(
          new Load(
              asked,
              Long.getLong("flashback.bench.agreements", 1),
              Integer.getInteger("flashback.bench.piece.bytes", PIECE_BYTES),
              Boolean.getBoolean("flashback.bench.own.files")));
    }
    return quick ? LOADS.subList(0, 1) : LOADS;
  }

  private interface Measured {
    List<Row> in(String folder) throws Exception;
  }

  private static List<Row> within(Path parent, Measured measured) throws Exception {
    var folder = Files.createTempDirectory(parent, "bench-store-");
    try {
      return measured.in(folder.toString());
    } finally {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static List<Row> index(Load load, String folder) throws Exception {
    var rows = new ArrayList<Row>();
    for (var phase : List.of("fill", "use", "cold")) {
      var figures =
          OwnProcess.run(
              List.of(HEAP),
              IndexMeasurement.class,
              List.of(
                  phase,
                  folder,
                  Long.toString(load.pieces()),
                  Long.toString(load.agreements()),
                  Integer.toString(load.pieceBytes()),
                  Boolean.toString(load.ownFiles())));
      figures.forEach(
          (name, figure) -> {
            var parts = name.split("\\|", -1);
            var what = parts[0] + ", " + load.name();
            var value = new BigDecimal(figure);
            var row =
                parts[1].equals("1/s")
                    ? Row.higher(what, whole(value), parts[1])
                    : Row.lower(what, value, parts[1]);
            var goal = load.pieces() < MANY ? null : GOALS.get(parts[0]);
            rows.add(goal == null ? row : row.withGoal(goal));
          });
    }
    return rows;
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
            default -> throw new IllegalStateException("There is no figure '" + name + "'.");
          }
        });
    return rows;
  }

  private static BigDecimal whole(BigDecimal value) {
    return value.setScale(0, RoundingMode.HALF_UP);
  }
}
