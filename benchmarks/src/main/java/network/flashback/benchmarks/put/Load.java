package network.flashback.benchmarks.put;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import network.flashback.app.bench.Row;

/// Objects of one size, sent and fetched over some connections at once.
///
/// @param peerPutCpu of S3Proxy 4.1 copying plainly to disk, in the unit of the row; 0 where it was
///   not measured
record Load(
    String size, int bytes, int count, int connections, double peerPutCpu, double peerGetCpu) {
  static final List<Load> ALL =
      List.of(
          new Load("4 KiB", 4 << 10, 500, 64, 291, 174),
          new Load("1 MiB", 1 << 20, 64, 16, 3.52, 1.35),
          new Load("64 MiB", 64 << 20, 6, 2, 0, 0));

  private static final String PEER = "S3Proxy 4.1, plain copy";
  private static final MathContext DIGITS = new MathContext(3);
  private static final int SMALL = 64 << 10;

  /// What moving all objects one way took.
  ///
  /// @param elapsed until the last answer; the processor time goes on until what follows is done
  record Outcome(Duration elapsed, CpuUse cpu) {}

  List<Row> putRows(Outcome outcome) {
    return rows("PUT", outcome, peerPutCpu);
  }

  List<Row> getRows(Outcome outcome) {
    return rows("GET", outcome, peerGetCpu);
  }

  private List<Row> rows(String verb, Outcome outcome, double peerCpu) {
    String name = verb + " " + size;
    var rows = new ArrayList<Row>();
    double seconds = outcome.elapsed().toNanos() / 1e9;
    String at = name + ", " + connections + " connections";
    rows.add(
        isSmall()
            ? Row.higher(at, number(count / seconds), "ops/s")
            : Row.higher(at, number((double) bytes * count / 1e6 / seconds), "MB/s"));
    var front = cpu(name + ", gateway and database", outcome.cpu().front());
    rows.add(peerCpu == 0 ? front : front.withPeer(PEER, BigDecimal.valueOf(peerCpu)));
    rows.add(cpu(name + ", nodes", outcome.cpu().nodes()));
    return rows;
  }

  private Row cpu(String name, Duration used) {
    double nanos = used.toNanos();
    return isSmall()
        ? Row.lower(name, number(nanos / 1e3 / count), "CPU us/op")
        : Row.lower(name, number(nanos / ((double) bytes * count)), "CPU s/GB");
  }

  private boolean isSmall() {
    return bytes < SMALL;
  }

  private static BigDecimal number(double value) {
    return new BigDecimal(value, DIGITS);
  }
}
