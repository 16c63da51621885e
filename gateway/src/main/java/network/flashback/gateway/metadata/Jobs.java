package network.flashback.gateway.metadata;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Jobs, how far they have come, and what of them failed.
public final class Jobs {
  private final Database database;

  /// Jobs in this database.
  public Jobs(Database database) {
    this.database = database;
  }

  /// How a job stands.
  public enum State {
    RUNNING,
    PAUSED,
    CANCELLED,
    DONE,
    /// Finished but for what failed again and again.
    FAILED;

    /// As it is written.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /// A job.
  ///
  /// @param task JSON: what to do
  /// @param note why, where the state alone does not tell; may be empty
  /// @param rate bytes a second; 0 for no bound
  /// @param position where a listing goes on
  /// @param planned whether the totals are known
  public record Job(
      UUID id,
      String kind,
      String task,
      State state,
      String note,
      long rate,
      String position,
      boolean planned,
      Progress progress,
      long failures,
      Instant startedAt,
      Optional<Instant> finishedAt) {}

  /// How far a job has come. An item is an object of an import, and else an extent: an object or a
  /// part of one.
  public record Progress(long itemsTotal, long bytesTotal, long itemsDone, long bytesDone) {}

  /// Something that failed and is to be tried again.
  ///
  /// @param name for people
  /// @param nextAt milliseconds, not before then
  public record Failure(String item, String name, String why, int attempts, long nextAt) {}

  /// Adds a job, to begin at once.
  public void add(UUID id, String kind, String task, long rate, long now) {
    database.change(
        handle ->
            handle
                .createUpdate(
                    "INSERT INTO jobs (id, kind, task, state, rate, started_at, next_at)"
                        + " VALUES (:id, :kind, :task, 'running', :rate, :now, :now)")
                .bind("id", id)
                .bind("kind", kind)
                .bind("task", task)
                .bind("rate", rate)
                .bind("now", now)
                .execute());
  }

  /// A job by its id.
  public Optional<Job> find(UUID id) {
    return database.read(handle -> jobs(handle, "WHERE j.id = :id", id).stream().findFirst());
  }

  /// All jobs, the newest first.
  public List<Job> list(int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(SELECT + "ORDER BY j.started_at DESC, j.id LIMIT :limit")
                .bind("limit", limit)
                .map((row, context) -> job(row))
                .list());
  }

  /// Takes the job that has waited longest, unless another gateway that lives is at it.
  public Optional<Job> claim(UUID worker, long now) {
    return database.transact(
        handle -> {
          var id =
              handle
                  .createQuery(
                      "SELECT id FROM jobs WHERE state = 'running' AND next_at <= :now AND (worker IS NULL"
                          + " OR worker = :worker OR NOT EXISTS (SELECT 1 FROM writers w WHERE w.id = jobs.worker"
                          + " AND w.alive_until > :now)) ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED")
                  .bind("now", now)
                  .bind("worker", worker)
                  .mapTo(UUID.class)
                  .findOne();
          if (id.isEmpty()) {
            return Optional.<Job>empty();
          }
          handle
              .createUpdate("UPDATE jobs SET worker = :worker WHERE id = :id")
              .bind("worker", worker)
              .bind("id", id.get())
              .execute();
          return jobs(handle, "WHERE j.id = :id", id.get()).stream().findFirst();
        });
  }

  /// Lets a job go, for whoever works on it next.
  ///
  /// @param nextAt not before this time
  public void release(UUID id, UUID worker, long nextAt, String note) {
    database.change(
        handle ->
            handle
                .createUpdate(
                    "UPDATE jobs SET worker = NULL, next_at = :next, note = :note"
                        + " WHERE id = :id AND worker = :worker")
                .bind("id", id)
                .bind("worker", worker)
                .bind("next", nextAt)
                .bind("note", note)
                .execute());
  }

  /// Whether a worker is still to work on a job.
  public boolean isWanted(UUID id, UUID worker) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT EXISTS (SELECT 1 FROM jobs WHERE id = :id AND worker = :worker AND state = 'running')")
                .bind("id", id)
                .bind("worker", worker)
                .mapTo(Boolean.class)
                .one());
  }

  /// Changes the state of a job that is in one of the given ones.
  ///
  /// @return false when it is in none of them
  public boolean order(UUID id, List<State> from, State to, String note, long now) {
    return database.transact(
            handle ->
                handle
                    .createUpdate(
                        "UPDATE jobs SET state = :to, note = :note, next_at = :now, finished_at = :finished"
                            + " WHERE id = :id AND state IN (<from>)")
                    .bind("id", id)
                    .bind("to", to.word())
                    .bind("note", note)
                    .bind("now", now)
                    .bindByType(
                        "finished",
                        to == State.RUNNING || to == State.PAUSED ? null : now,
                        Long.class)
                    .bindList("from", from.stream().map(State::word).toList())
                    .execute())
        == 1;
  }

  /// Lets everything that failed be tried again at once.
  public void forgive(UUID id, long now) {
    database.change(
        handle ->
            handle
                .createUpdate(
                    "UPDATE job_failures SET attempts = 0, next_at = :now WHERE job = :id")
                .bind("id", id)
                .bind("now", now)
                .execute());
  }

  /// Tells how much there is to do, besides what is done.
  public void plan(UUID id, long itemsLeft, long bytesLeft) {
    database.change(
        handle ->
            handle
                .createUpdate(
                    "UPDATE jobs SET planned = TRUE, items_total = items_done + :items,"
                        + " bytes_total = bytes_done + :bytes WHERE id = :id")
                .bind("id", id)
                .bind("items", itemsLeft)
                .bind("bytes", bytesLeft)
                .execute());
  }

  /// Counts something as done; what was not planned counts in the totals, too.
  public void advance(UUID id, String item, long bytes) {
    database.change(handle -> advance(handle, id, item, bytes));
  }

  /// The same, where the item is the newest of a listing.
  public void advanceTo(UUID id, String item, long bytes) {
    database.change(
        handle -> {
          advance(handle, id, item, bytes);
          moveOn(handle, id, item);
        });
  }

  static void advance(Handle handle, UUID id, String item, long bytes) {
    handle
        .createUpdate(
            "UPDATE jobs SET items_done = items_done + 1, bytes_done = bytes_done + :bytes,"
                + " items_total = greatest(items_total, items_done + 1),"
                + " bytes_total = greatest(bytes_total, bytes_done + :bytes) WHERE id = :id")
        .bind("id", id)
        .bind("bytes", bytes)
        .execute();
    forget(handle, id, item);
  }

  /// Records where a listing goes on.
  public void moveOn(UUID id, String position) {
    database.change(handle -> moveOn(handle, id, position));
  }

  private static void moveOn(Handle handle, UUID id, String position) {
    handle
        .createUpdate("UPDATE jobs SET position = :position WHERE id = :id")
        .bind("id", id)
        .bind("position", position)
        .execute();
  }

  /// Records that something failed, once more.
  public void failed(UUID id, Failure failure) {
    database.change(
        handle ->
            handle
                .createUpdate(
                    "INSERT INTO job_failures (job, item, name, why, attempts, next_at)"
                        + " VALUES (:job, :item, :name, :why, :attempts, :next) ON CONFLICT (job, item)"
                        + " DO UPDATE SET why = excluded.why, attempts = excluded.attempts,"
                        + " next_at = excluded.next_at")
                .bind("job", id)
                .bind("item", failure.item())
                .bind("name", failure.name())
                .bind("why", failure.why())
                .bind("attempts", failure.attempts())
                .bind("next", failure.nextAt())
                .execute());
  }

  /// Forgets a failure of something that is needed no more.
  public void forget(UUID id, String item) {
    database.change(handle -> forget(handle, id, item));
  }

  private static void forget(Handle handle, UUID id, String item) {
    handle
        .createUpdate("DELETE FROM job_failures WHERE job = :id AND item = :item")
        .bind("id", id)
        .bind("item", item)
        .execute();
  }

  /// What failed, the first by name.
  public List<Failure> failures(UUID id, int limit) {
    return failures(id, Integer.MAX_VALUE, limit);
  }

  /// What failed fewer times than that, the first to be tried again in front.
  public List<Failure> failures(UUID id, int attemptsBelow, int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM job_failures WHERE job = :id AND attempts < :below"
                        + " ORDER BY next_at, name, item LIMIT :limit")
                .bind("id", id)
                .bind("below", attemptsBelow)
                .bind("limit", limit)
                .map((row, context) -> failure(row))
                .list());
  }

  private static final String SELECT =
      "SELECT j.*, (SELECT count(*) FROM job_failures f WHERE f.job = j.id) AS failures FROM jobs j ";

  private static List<Job> jobs(Handle handle, String where, UUID id) {
    return handle.createQuery(SELECT + where).bind("id", id).map((row, context) -> job(row)).list();
  }

  private static Failure failure(ResultSet row) throws SQLException {
    return new Failure(
        row.getString("item"),
        row.getString("name"),
        row.getString("why"),
        row.getInt("attempts"),
        row.getLong("next_at"));
  }

  private static Job job(ResultSet row) throws SQLException {
    return new Job(
        Columns.uuid(row, "id"),
        row.getString("kind"),
        row.getString("task"),
        State.of(row.getString("state")),
        row.getString("note"),
        row.getLong("rate"),
        row.getString("position"),
        row.getBoolean("planned"),
        new Progress(
            row.getLong("items_total"),
            row.getLong("bytes_total"),
            row.getLong("items_done"),
            row.getLong("bytes_done")),
        row.getLong("failures"),
        Columns.time(row, "started_at"),
        Optional.ofNullable(row.getObject("finished_at", Long.class)).map(Instant::ofEpochMilli));
  }
}
