package network.flashback.app.terminal;

import java.io.PrintWriter;
import java.util.Locale;

/// A bar that fills as work is done; used by one thread at a time. On a terminal it is drawn over
/// and over on one line; elsewhere only its end is printed.
public final class ProgressBar implements AutoCloseable {
  private static final int WIDTH = 32;
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;

  private final PrintWriter out;
  private final boolean terminal;
  private final String what;
  private final long total;
  private final String unit;
  private final long start = System.nanoTime();
  private long done;
  private int drawn = -1;

  /// @param unit of the total, or `MiB` for a total in bytes, shown in KiB where it is less than
  ///   one
  public ProgressBar(PrintWriter out, boolean terminal, String what, long total, String unit) {
    this.out = out;
    this.terminal = terminal;
    this.what = what;
    this.total = Math.max(1, total);
    this.unit = unit;
  }

  public synchronized void advanceTo(long newDone) {
    done = Math.min(newDone, total);
    int filled = (int) (done * WIDTH / total);
    if (terminal && filled != drawn) {
      drawn = filled;
      out.print("\r   " + bar(filled));
      out.flush();
    }
  }

  public synchronized void advanceBy(long more) {
    advanceTo(done + more);
  }

  @Override
  public synchronized void close() {
    if (terminal) {
      out.print("\r");
    }
    out.printf(
        Locale.ROOT,
        "   %s  %.1f s%n",
        bar((int) (done * WIDTH / total)),
        (System.nanoTime() - start) / 1e9);
    out.flush();
  }

  private String bar(int filled) {
    return "%-34s [%s%s] %s"
        .formatted(what, "#".repeat(filled), ".".repeat(WIDTH - filled), amounts());
  }

  private String amounts() {
    if (!unit.equals("MiB")) {
      return done + " of " + total + " " + unit;
    }
    boolean small = total < MIB;
    double size = small ? KIB : MIB;
    return String.format(
        Locale.ROOT, "%.1f of %.1f %s", done / size, total / size, small ? "KiB" : "MiB");
  }
}
