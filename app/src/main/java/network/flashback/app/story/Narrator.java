package network.flashback.app.story;

import java.io.PrintWriter;
import java.util.Locale;
import network.flashback.app.terminal.ProgressBar;

/// Tells the story on standard output: chapters, facts, progress bars. On a terminal a bar is drawn
/// over and over on one line; elsewhere only its end is printed.
public final class Narrator {
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
  ProgressBar progress(String what, long total, String unit) {
    return new ProgressBar(out, terminal, what, total, unit);
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
}
