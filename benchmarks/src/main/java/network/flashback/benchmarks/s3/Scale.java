package network.flashback.benchmarks.s3;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How much is measured.
///
/// @param round longest time of one load on one server
/// @param rounds of which the median counts
/// @param warmUp what goes before them
/// @param settle after a round, until what follows the last answer is done too
/// @param listed keys in the bucket that is listed
/// @param crowd clients at once in the measurement of memory
record Scale(
    Duration round,
    int rounds,
    WarmUp warmUp,
    Duration settle,
    List<Cell> cells,
    int listed,
    Crowd.Size crowd) {
  private static final int KIB_4 = 4 << 10;
  private static final int MIB = 1 << 20;
  private static final int MIB_64 = 64 << 20;
  private static final int READ_BYTES_MAX = 128 << 20;
  private static final int READ_OBJECTS_MAX = 256;

  /// What the goals are about.
  static final Scale WHOLE =
      new Scale(
          Duration.ofSeconds(2),
          3,
          new WarmUp(8, 256L << 20, 0.1),
          Duration.ofMillis(1_200),
          wholeCells(),
          100_000,
          new Crowd.Size(512, 2, MIB));

  /// To see that it works: what is asked, and of which size, each once.
  static final Scale QUICK =
      new Scale(
          Duration.ofMillis(300),
          1,
          WarmUp.NONE,
          Duration.ofMillis(100),
          quickCells(),
          1_000,
          new Crowd.Size(32, 1, 64 << 10));

  Scale {
    cells = List.copyOf(cells);
  }

  static Scale of(boolean quick) {
    return quick ? QUICK : WHOLE;
  }

  /// Sizes of objects that a server has to hold before it is asked for them.
  List<Integer> sizesToRead(Target target) {
    return cells.stream()
        .filter(cell -> cell.verb() == Verb.GET || cell.verb() == Verb.MIXED)
        .filter(target::takes)
        .map(Cell::bytes)
        .distinct()
        .toList();
  }

  /// Of which size how many are read in turns.
  static int objects(int bytes) {
    return Math.clamp(READ_BYTES_MAX / Math.max(1, bytes), 1, READ_OBJECTS_MAX);
  }

  /// What lies at a server in the end, at most: what it is given to read, every round of what is
  /// written, or the largest one where deleting gives room back at once.
  long writtenBytes(Target target) {
    long read =
        sizesToRead(target).stream().mapToLong(bytes -> (long) bytes * objects(bytes)).sum();
    var rounds =
        cells.stream()
            .filter(target::takes)
            .mapToLong(
                cell ->
                    cell.writtenBytes()
                        * (target.reclaims() ? 1 : this.rounds + warmUp.roundsMax(cell)));
    long written = target.reclaims() ? rounds.max().orElse(0) : rounds.sum();
    return read + written;
  }

  // Nodes keep what was deleted until its epoch is over, so that what can be written is bounded by
  // the disk: rounds of large writes end after a number of them.
  private static List<Cell> wholeCells() {
    var cells = new ArrayList<Cell>();
    for (var connections : List.of(1, 16, 64)) {
      cells.add(new Cell(Verb.GET, KIB_4, connections, Cell.UNBOUNDED));
      cells.add(new Cell(Verb.PUT, KIB_4, connections, 6_000));
      cells.add(new Cell(Verb.MIXED, KIB_4, connections, 9_000));
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

  private static List<Cell> quickCells() {
    return List.of(
        new Cell(Verb.GET, KIB_4, 16, Cell.UNBOUNDED),
        new Cell(Verb.PUT, KIB_4, 16, 200),
        new Cell(Verb.MIXED, KIB_4, 16, 300),
        new Cell(Verb.GET, MIB, 4, Cell.UNBOUNDED),
        new Cell(Verb.PUT, MIB, 4, 12),
        new Cell(Verb.MIXED, MIB, 4, 12),
        new Cell(Verb.GET, MIB_64, 1, 2),
        new Cell(Verb.PUT, MIB_64, 1, 1),
        new Cell(Verb.MIXED, MIB_64, 1, 3),
        new Cell(Verb.LIST, 0, 1, Cell.UNBOUNDED));
  }
}
