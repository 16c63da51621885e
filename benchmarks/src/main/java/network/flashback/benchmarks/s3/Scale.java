package network.flashback.benchmarks.s3;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How much is measured.
///
/// @param round longest time of one load on one server
/// @param rounds of which the median counts; one more goes before, unmeasured
/// @param settle after a round, until what follows the last answer is done too
/// @param listed keys in the bucket that is listed
/// @param crowd clients at once in the measurement of memory
record Scale(
    Duration round, int rounds, Duration settle, List<Cell> cells, int listed, Crowd.Size crowd) {
  private static final int KIB_4 = 4 << 10;
  private static final int MIB = 1 << 20;
  private static final int MIB_64 = 64 << 20;

  /// What the goals are about.
  static final Scale WHOLE =
      new Scale(
          Duration.ofSeconds(2),
          3,
          Duration.ofMillis(1_200),
          wholeCells(),
          100_000,
          new Crowd.Size(512, 2, MIB));

  /// To see that it works.
  static final Scale QUICK =
      new Scale(
          Duration.ofMillis(200),
          1,
          Duration.ofMillis(100),
          List.of(
              new Cell(Verb.GET, KIB_4, 4, Cell.UNBOUNDED),
              new Cell(Verb.PUT, KIB_4, 4, 200),
              new Cell(Verb.MIXED, MIB, 2, 12),
              new Cell(Verb.LIST, 0, 1, Cell.UNBOUNDED)),
          200,
          new Crowd.Size(32, 1, 64 << 10));

  Scale {
    cells = List.copyOf(cells);
  }

  /// Sizes of objects that are read.
  List<Integer> sizes() {
    return cells.stream().map(Cell::bytes).filter(bytes -> bytes > 0).distinct().toList();
  }

  // Nodes keep what was deleted until its epoch is over, so that what can be written is bounded by
  // the disk: rounds of large writes end after a number of them.
  private static List<Cell> wholeCells() {
    var cells = new ArrayList<Cell>();
    for (var connections : List.of(1, 16, 64)) {
      cells.add(new Cell(Verb.GET, KIB_4, connections, Cell.UNBOUNDED));
      cells.add(new Cell(Verb.PUT, KIB_4, connections, 8_000));
      cells.add(new Cell(Verb.MIXED, KIB_4, connections, 12_000));
    }
    for (var connections : List.of(1, 16, 64)) {
      cells.add(new Cell(Verb.GET, MIB, connections, Cell.UNBOUNDED));
      cells.add(new Cell(Verb.PUT, MIB, connections, 96));
      cells.add(new Cell(Verb.MIXED, MIB, connections, 192));
    }
    for (var connections : List.of(1, 16, 64)) {
      cells.add(new Cell(Verb.GET, MIB_64, connections, 2 * connections));
    }
    cells.add(new Cell(Verb.PUT, MIB_64, 1, 2));
    cells.add(new Cell(Verb.PUT, MIB_64, 16, 16));
    cells.add(new Cell(Verb.MIXED, MIB_64, 16, 18));
    cells.add(new Cell(Verb.LIST, 0, 1, Cell.UNBOUNDED));
    cells.add(new Cell(Verb.LIST, 0, 16, Cell.UNBOUNDED));
    return cells;
  }
}
