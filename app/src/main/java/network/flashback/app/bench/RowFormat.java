package network.flashback.app.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Figures as people and as programs read them.
public final class RowFormat {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();
  private static final List<String> HEADINGS = List.of("", "measured", "unit", "goal", "peer");
  private static final String GAP = "  ";

  private RowFormat() {}

  /// One JSON array: `{"name", "value", "unit", "goal", "better", "peer", "peer_value"}` a row,
  /// null where there is none.
  public static String json(List<Row> rows) {
    try {
      return JSON.writeValueAsString(rows.stream().map(RowFormat::members).toList());
    } catch (JsonProcessingException impossible) {
      throw new AssertionError("Texts and numbers have a JSON form.", impossible);
    }
  }

  /// A table with a line for each figure; a goal that is missed is marked.
  public static List<String> table(List<Row> rows) {
    var cells = new ArrayList<List<String>>();
    cells.add(HEADINGS);
    rows.forEach(row -> cells.add(cells(row)));
    int[] widths = new int[HEADINGS.size()];
    for (var line : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    return cells.stream().map(line -> line(line, widths)).toList();
  }

  private static Map<String, @Nullable Object> members(Row row) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("name", row.name());
    members.put("value", row.value());
    members.put("unit", row.unit());
    members.put("goal", row.goal());
    members.put("better", row.better().name().toLowerCase(Locale.ROOT));
    members.put("peer", row.peer());
    members.put("peer_value", row.peerValue());
    return members;
  }

  private static List<String> cells(Row row) {
    return List.of(
        row.name(),
        number(row.value()),
        row.unit(),
        goal(row),
        row.peer() == null ? "" : number(row.peerValue()) + " " + row.peer());
  }

  private static String goal(Row row) {
    if (row.goal() == null) {
      return "";
    }
    String sign =
        switch (row.better()) {
          case LOWER -> "<= ";
          case HIGHER -> ">= ";
        };
    return sign + number(row.goal()) + (row.reachesGoal() ? "" : "  missed");
  }

  private static String number(@Nullable BigDecimal number) {
    return number == null
        ? ""
        : new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT))
            .format(number);
  }

  private static String line(List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - cells.get(i).length());
      // Figures stand on the right of their column, so that their digits line up.
      line.append(i == 1 ? padding + cells.get(i) : cells.get(i) + padding).append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
