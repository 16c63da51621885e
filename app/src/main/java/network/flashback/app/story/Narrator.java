package network.flashback.app.story;

import java.io.PrintWriter;
import java.util.Locale;

/// Tells the story on standard output: chapters, facts, progress bars. On a terminal a bar is drawn
/// over and over on one line; elsewhere only its end is printed.
public final class Narrator {
  private static final int BAR_WIDTH = 32;

  private final PrintWriter out;
  private final boolean terminal;
  private final long began = System.nanoTime();
  private int chapter;

  public Narrator(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void chapter(String title) {
    chapter++;
    out.printf("%n%d. %s  [%s]%n", chapter, title, clock());
    out.flush();
  }

  void say(String text) {
    out.println("   " + text);
    out.flush();
  }

  /// A bar that fills as work is done; used by one thread at a time.
  Progress progress(String what, long total, String unit) {
    return new Progress(what, total, unit);
  }

  /// Text as it stands, for the machine-readable last lines.
  void line(String text) {
    out.println(text);
    out.flush();
  }

  double secondsSinceBegin() {
    return (System.nanoTime() - began) / 1e9;
  }

  private String clock() {
    return String.format(Locale.ROOT, "%.1f s", secondsSinceBegin());
  }

  final class Progress implements AutoCloseable {
    private final String what;
    private final long total;
    private final String unit;
    private final long start = System.nanoTime();
    private long done;
    private int drawn = -1;

    private Progress(String what, long total, String unit) {
      this.what = what;
      this.total = Math.max(1, total);
      this.unit = unit;
    }

    synchronized void advanceTo(long newDone) {
      done = Math.min(newDone, total);
      int filled = (int) (done * BAR_WIDTH / total);
      if (terminal && filled != drawn) {
        drawn = filled;
        out.print("\r   " + bar(filled));
        out.flush();
      }
    }

    synchronized void advanceBy(long more) {
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
          bar((int) (done * BAR_WIDTH / total)),
          (System.nanoTime() - start) / 1e9);
      out.flush();
    }

    private String bar(int filled) {
      return "%-34s [%s%s] %s of %s %s"
          .formatted(
              what,
              "#".repeat(filled),
              ".".repeat(BAR_WIDTH - filled),
              amount(done),
              amount(total),
              unit);
    }

    private String amount(long value) {
      return unit.equals("MiB")
          ? String.format(Locale.ROOT, "%.1f", value / 1048576.0)
          : Long.toString(value);
    }
  }
}
