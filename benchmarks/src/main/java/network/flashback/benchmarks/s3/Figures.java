package network.flashback.benchmarks.s3;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Figures on their way from the process that makes the load: lines of `what|server|figure TAB
/// value`.
final class Figures {
  /// What stands for the load itself, and for what no single load is about.
  static final String WHOLE = "whole";

  private static final String FAILURE = "failure";

  private final Map<String, String> lines;

  /// @param lines name and value of each line
  Figures(Map<String, String> lines) {
    this.lines = Map.copyOf(lines);
  }

  static void print(PrintStream out, String what, String server, String figure, Object value) {
    out.println(what + "|" + server + "|" + figure + "\t" + value);
    out.flush();
  }

  /// Says that something could not be measured, and why.
  static void printFailure(PrintStream out, String what, String server, String reason) {
    // One line, whatever a server said.
    print(out, what, server, FAILURE, reason.replaceAll("\\s+", " ").strip());
  }

  static void print(PrintStream out, Cell cell, Target target, Measured measured) {
    List<String> values = measured.values();
    for (int i = 0; i < values.size(); i++) {
      print(out, cell.name(), target.name(), Measured.NAMES.get(i), values.get(i));
    }
  }

  Optional<BigDecimal> find(String what, String server, String figure) {
    return Optional.ofNullable(lines.get(what + "|" + server + "|" + figure)).map(BigDecimal::new);
  }

  /// What could not be measured, in words.
  List<String> failures() {
    return lines.entrySet().stream()
        .filter(line -> line.getKey().endsWith("|" + FAILURE))
        .sorted(Map.Entry.comparingByKey())
        .map(
            line -> {
              var names = line.getKey().split("\\|", -1);
              return "%s, %s: %s".formatted(names[0], names[1], line.getValue());
            })
        .toList();
  }

  Optional<Measured> find(Cell cell, String server) {
    var values =
        Measured.NAMES.stream()
            .flatMap(figure -> find(cell.name(), server, figure).stream())
            .mapToDouble(BigDecimal::doubleValue)
            .toArray();
    return values.length < Measured.NAMES.size()
        ? Optional.empty()
        : Optional.of(
            new Measured(values[0], values[1], values[2], values[3], values[4], values[5]));
  }
}
