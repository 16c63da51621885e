package network.flashback.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// An answer of the API for people: lists as tables, the rest as one line a value.
final class JsonTable {
  private static final int COLUMNS_MAX = 7;
  private static final int WIDTH_MAX = 24;

  private JsonTable() {}

  static void print(JsonNode answer, PrintWriter out) {
    print("", answer, out);
  }

  private static void print(String name, JsonNode value, PrintWriter out) {
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        print(
            name.isEmpty() ? member.getKey() : name + "." + member.getKey(),
            member.getValue(),
            out);
      }
    } else if (isTable(value)) {
      out.println(name + ":");
      table(value, out);
    } else {
      out.printf("%s: %s%n", name, text(value));
    }
  }

  private static boolean isTable(JsonNode value) {
    return value.isArray() && !value.isEmpty() && value.get(0).isObject();
  }

  /// The first columns that hold plain values; `--json` has all of it.
  private static void table(JsonNode rows, PrintWriter out) {
    var columns = new ArrayList<String>();
    for (var member : rows.get(0).properties()) {
      if (!member.getValue().isContainerNode() && columns.size() < COLUMNS_MAX) {
        columns.add(member.getKey());
      }
    }
    var lines = new ArrayList<List<String>>();
    lines.add(columns);
    rows.forEach(row -> lines.add(columns.stream().map(one -> text(row.path(one))).toList()));
    var widths =
        IntStream.range(0, columns.size())
            .map(i -> lines.stream().mapToInt(line -> cut(line.get(i)).length()).max().orElse(1))
            .toArray();
    for (var line : lines) {
      var text = new StringBuilder(" ");
      for (var i = 0; i < widths.length; i++) {
        text.append(' ').append(String.format("%-" + widths[i] + "s", cut(line.get(i))));
      }
      out.println(text.toString().stripTrailing());
    }
  }

  private static String text(JsonNode value) {
    // What comes from elsewhere must not command the terminal.
    return (value.isContainerNode() ? value.toString() : value.asText())
        .replaceAll("\\p{Cntrl}", " ");
  }

  private static String cut(String text) {
    return text.length() <= WIDTH_MAX ? text : text.substring(0, WIDTH_MAX - 2) + "..";
  }
}
