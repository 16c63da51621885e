package network.flashback.benchmarks.s3;

import java.util.List;

/// What goes before the rounds that count: as many as it takes until the server's compiled code no
/// longer changes what an operation costs, and no more than time and disk allow.
///
/// @param roundsMax of each load on each server; 0 for none
/// @param bytesMax that they may write, except that one round is always had
/// @param difference share by which two rounds in a row may differ in processor time and count as
///   alike
record WarmUp(int roundsMax, long bytesMax, double difference) {
  /// Measures what the first requests of a server cost.
  static final WarmUp NONE = new WarmUp(0, 0, 0);

  /// How many rounds of a load there are at most.
  int roundsMax(Cell cell) {
    long written = cell.writtenBytes();
    return written == 0 || roundsMax == 0
        ? roundsMax
        : Math.clamp(bytesMax / written, 1, roundsMax);
  }

  /// Whether the last two cost alike.
  ///
  /// @param nanos of a core per operation, a figure for each round so far
  boolean isOver(List<Double> nanos) {
    if (nanos.size() < 2) {
      return false;
    }
    double last = nanos.getLast();
    double before = nanos.get(nanos.size() - 2);
    return Math.abs(last - before) < difference * before;
  }
}
