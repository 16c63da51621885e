package network.flashback.benchmarks.listing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.flashback.app.bench.Benchmark;
import network.flashback.app.bench.BenchmarkSetting;
import network.flashback.app.bench.Row;
import network.flashback.benchmarks.OwnProcess;

/// `flashback bench listing`: how long the API takes to filter, sort and page ten thousand offers
/// of four hundred providers, with a real PostgreSQL, chain and HTTP server in between.
public final class ListingBenchmark implements Benchmark {
  private static final int GOAL_MILLIS = 50;
  private static final String PEER = "plain SQL";

  @Override
  public String name() {
    return "listing";
  }

  @Override
  public String description() {
    return "Filter, sort and page of 10,000 offers at the API, beside plain SQL of the same filter by JDBC, without HTTP, JSON or ranking.";
  }

  @Override
  public String takes() {
    return "two minutes";
  }

  @Override
  public boolean hasQuickRun() {
    return true;
  }

  @Override
  public List<Row> run(BenchmarkSetting setting) throws Exception {
    setting.progress().accept("10,000 offers of 400 providers, and what is known of them");
    var requests = setting.quick() ? "50" : "1000";
    return rows(
        OwnProcess.run(ListingMeasurement.class, List.of(setting.home().toString(), requests)));
  }

  /// @param figures `QUERY|FIGURE` or `QUERY|FIGURE|sql`
  private static List<Row> rows(Map<String, String> figures) {
    var rows = new ArrayList<Row>();
    figures.forEach(
        (name, figure) -> {
          var parts = name.split("\\|", -1);
          if (parts.length == 3) {
            return;
          }
          var value = new BigDecimal(figure);
          var row =
              switch (parts[1]) {
                case "p50", "p99" -> Row.lower(parts[0] + ", " + parts[1], value, "ms");
                case "p95" -> Row.lower(parts[0] + ", p95", value, "ms").withGoal(GOAL_MILLIS);
                case "cpu" -> Row.lower(parts[0], value, "ms CPU/request");
                default -> throw new IllegalStateException("There is no figure '" + name + "'.");
              };
          var peer = figures.get(name + "|sql");
          rows.add(peer == null ? row : row.withPeer(PEER, new BigDecimal(peer)));
        });
    return rows;
  }
}
