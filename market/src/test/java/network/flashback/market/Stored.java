package network.flashback.market;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import network.flashback.market.database.Database;

/// What lies in a market's database.
final class Stored {
  /// Tables that follow the chain by themselves.
  private static final List<String> FOLLOWING =
      List.of("event", "follower", "measurement", "measured_report", "flyway_schema_history");

  private Stored() {}

  /// All rows of all tables, as text.
  static String everything(Database database) {
    return rows(database, tables(database));
  }

  /// What requests have left; of the log only what was done.
  static String byRequests(Database database) {
    return rows(
        database, tables(database).stream().filter(table -> !FOLLOWING.contains(table)).toList());
  }

  private static List<String> tables(Database database) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
                        + " ORDER BY 1")
                .mapTo(String.class)
                .list());
  }

  private static String rows(Database database, List<String> tables) {
    return tables.stream()
        .map(table -> table + "\n" + String.join("\n", rows(database, table)))
        .collect(Collectors.joining("\n\n"));
  }

  private static Set<String> rows(Database database, String table) {
    var which = table.equals("audit") ? " WHERE result = 'done'" : "";
    List<String> lines =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT t::text FROM " + table + " t" + which)
                    .mapTo(String.class)
                    .list());
    return new TreeSet<>(lines);
  }
}
